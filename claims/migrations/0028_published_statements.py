"""Published statements by their likeness; those that stand already are taken from their documents."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


FILL = """
INSERT INTO claims_publishedstatement (claim_id, language, text)
SELECT slug, statement.key, statement.value
FROM claims_publishedclaim, jsonb_each_text(document -> 'statement') statement
WHERE merged_into = '' AND verification_status <> 'retracted'
"""


class Migration(migrations.Migration):
    # Not in one transaction: filling takes minutes in a large newsroom, and the claims would be locked all the while. What
    # a run that was broken off has left is taken away by the next one.
    atomic = False

    dependencies = [
        ("claims", "0027_desk_at_scale"),
    ]

    operations = [
        migrations.RunSQL("DROP TABLE IF EXISTS claims_publishedstatement", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='PublishedStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=35)),
                ('text', models.TextField()),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='claims.publishedclaim')),
            ],
            options={
                'verbose_name': 'published statement',
                'verbose_name_plural': 'published statements',
                'ordering': ['claim', 'language'],
                'indexes': [django.contrib.postgres.indexes.GistIndex(django.contrib.postgres.indexes.OpClass('text', name='gist_trgm_ops(siglen=256)'), name='publishedstatement_likeness')],
                'constraints': [models.UniqueConstraint(fields=('claim', 'language'), name='publishedstatement_once')],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
