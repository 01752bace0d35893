from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    # Built while editors go on saving claims.
    atomic = False

    dependencies = [
        ("claims", "0022_originals"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="claim",
            index=GinIndex(fields=["statement"], name="claim_statement_trigrams", opclasses=["gin_trgm_ops"]),
        ),
    ]
