"""Five digits of each digest that a claim is looked up by; the claims that are public already get theirs."""

import django.contrib.postgres.fields
from django.db import migrations, models

from claims.record.lookup import lookup_prefixes


def fill(apps, schema_editor):
    claims = apps.get_model("claims", "PublishedClaim").objects
    for row in claims.only("slug", "document").iterator(chunk_size=200):
        claims.filter(pk=row.pk).update(lookup_prefixes=lookup_prefixes(row.document))


class Migration(migrations.Migration):
    dependencies = [("claims", "0015_reading_at_scale")]

    operations = [
        migrations.AddField(
            "publishedclaim",
            "lookup_prefixes",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=5), default=list),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
