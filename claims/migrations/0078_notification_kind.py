from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0066_terms_by_likeness'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notification',
            name='kind',
            field=models.CharField(choices=[('assigned', 'assigned to you'), ('submitted', 'waiting for a decision'), ('vote-asked', 'a vote is asked of you'), ('returned', 'returned'), ('approved', 'approved'), ('approval-cleared', 'approval taken away'), ('published', 'published'), ('corrected', 'corrected'), ('retracted', 'retracted'), ('mentioned', 'mentioned in a comment'), ('review-due', 'due for another look'), ('source-dead', 'source not reachable'), ('article-changed', 'article changed'), ('reported', 'report of a reader')], max_length=20, verbose_name='kind'),
        ),
    ]
