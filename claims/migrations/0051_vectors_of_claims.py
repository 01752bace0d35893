"""What each claim means, as vectors. Where pgvector can be had, the database finds the nearest by an index."""

import django.db.models.deletion
from django.db import migrations, models

# A server without pgvector, or a role that may not create it, is no reason to fail: the vectors are compared outside then.
NEARBY = """
DO $$
BEGIN
    BEGIN
        CREATE EXTENSION IF NOT EXISTS vector;
    EXCEPTION WHEN OTHERS THEN
        RAISE NOTICE 'pgvector is not used: %', SQLERRM;
    END;
    IF to_regtype('halfvec') IS NOT NULL THEN
        ALTER TABLE claims_publishedvector ADD COLUMN nearby halfvec(384);
        CREATE INDEX publishedvector_nearby ON claims_publishedvector USING hnsw (nearby halfvec_ip_ops);
    END IF;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0050_words_of_claims"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedVector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=35)),
                ("engine", models.CharField(help_text="Name and version.", max_length=80)),
                ("text_sha256", models.CharField(help_text="Of the text that the vector stands for.", max_length=64)),
                ("values", models.BinaryField(help_text="Half-precision numbers, little-endian.", null=True)),
                ("claim", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="vectors", to="claims.publishedclaim")),
            ],
            options={
                "verbose_name": "published vector",
                "verbose_name_plural": "published vectors",
                "constraints": [models.UniqueConstraint(fields=("claim", "language"), name="publishedvector_once")],
            },
        ),
        migrations.RunSQL(NEARBY, migrations.RunSQL.noop),
    ]
