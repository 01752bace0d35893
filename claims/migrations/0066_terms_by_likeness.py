from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    # Built while claims are published and searched.
    atomic = False

    dependencies = [
        ("claims", "0065_words_by_language"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="publishedterm",
            index=GinIndex(fields=["term"], name="publishedterm_likeness", opclasses=["gin_trgm_ops"]),
        ),
    ]
