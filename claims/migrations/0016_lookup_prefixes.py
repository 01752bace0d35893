"""Five digits of each digest that a claim is looked up by; the claims that are public already get theirs."""

import django.contrib.postgres.fields
from django.db import migrations, models

from claims.record.lookup import lookup_prefixes


AT_ONCE = 200


def fill(apps, schema_editor):
    claims = apps.get_model("claims", "PublishedClaim").objects
    rows, last = claims.order_by("slug").only("slug", "document"), ""
    while batch := list(rows.filter(slug__gt=last)[:AT_ONCE]):
        for row in batch:
            row.lookup_prefixes = lookup_prefixes(row.document)
        claims.bulk_update(batch, ["lookup_prefixes"])
        last = batch[-1].slug


class Migration(migrations.Migration):
    # Not in one transaction: filling takes minutes in a large newsroom, and the claims would be locked all the while. What
    # a run that was broken off has left is taken away by the next one.
    atomic = False

    dependencies = [("claims", "0015_reading_at_scale")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE claims_publishedclaim DROP COLUMN IF EXISTS lookup_prefixes", migrations.RunSQL.noop
        ),
        migrations.AddField(
            "publishedclaim",
            "lookup_prefixes",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=5), default=list),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
