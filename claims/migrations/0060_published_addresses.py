"""The addresses by which published claims are found; those that stand already are taken from their documents."""

import django.db.models.deletion
from django.db import migrations, models

from claims.record.addresses import addresses_of

AT_ONCE = 1_000


def fill(apps, schema_editor):
    rows = apps.get_model("claims", "PublishedAddress").objects
    claims = apps.get_model("claims", "PublishedClaim").objects
    standing = claims.filter(merged_into="").exclude(verification_status="retracted").only("slug", "document")
    waiting = []
    for claim in standing.iterator(chunk_size=200):
        for digest, kind, named in addresses_of(claim.document):
            waiting.append(rows.model(claim_id=claim.slug, digest=digest, kind=kind, named=named))
        if len(waiting) >= AT_ONCE:
            rows.bulk_create(waiting)
            waiting = []
    rows.bulk_create(waiting)


class Migration(migrations.Migration):
    # Not in one transaction: filling takes minutes in a large newsroom, and the claims would be locked all the while. What
    # a run that was broken off has left is taken away by the next one.
    atomic = False

    dependencies = [
        ('claims', '0051_vectors_of_claims'),
    ]

    operations = [
        migrations.RunSQL("DROP TABLE IF EXISTS claims_publishedaddress", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='PublishedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(help_text='SHA-256 of the address in its one spelling.', max_length=64)),
                ('kind', models.CharField(choices=[('article', 'article'), ('source', 'source')], max_length=10)),
                ('named', models.CharField(help_text='Slug of the article or the source.', max_length=120)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='claims.publishedclaim')),
            ],
            options={
                'verbose_name': 'published address',
                'verbose_name_plural': 'published addresses',
                'ordering': ['claim', 'kind', 'named'],
                'constraints': [models.UniqueConstraint(fields=('digest', 'kind', 'named', 'claim'), name='publishedaddress_once')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
