"""Apart from the column: rows changed in a transaction forbid an index in the same one."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("claims", "0016_lookup_prefixes")]

    operations = [
        migrations.AddIndex(
            "publishedclaim",
            django.contrib.postgres.indexes.GinIndex(fields=["lookup_prefixes"], name="publishedclaim_lookup"),
        ),
    ]
