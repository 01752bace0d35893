from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

OF_A_LANGUAGE = {
    "publishedwords_en": models.Q(language="en"),
    "publishedwords_id": models.Q(language="id"),
    "publishedwords_other": ~models.Q(language="en") & ~models.Q(language="id"),
}


class Migration(migrations.Migration):
    # Built while claims are published and matched.
    atomic = False

    dependencies = [
        ("claims", "0061_desk_without_waits"),
    ]

    operations = [
        *(
            AddIndexConcurrently(
                model_name="publishedwords",
                index=GinIndex(fields=["words"], fastupdate=False, condition=condition, name=name),
            )
            for name, condition in OF_A_LANGUAGE.items()
        ),
        RemoveIndexConcurrently(model_name="publishedwords", name="publishedwords_words"),
    ]
