"""What each claim that stands is found by, by language, and in how many of them each word occurs.

The claims that stand already are taken from their documents as they are; `manage.py rebuild_search` writes them anew with numbers, units and
acronyms in one way of writing.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

COUNTING = """
CREATE FUNCTION claims_count_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('claims.count_words', true) = 'later' THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        UPDATE claims_publishedterm counted SET documents = counted.documents - gone.documents
            FROM (SELECT language, unnest(tsvector_to_array(words)) AS term, count(*) AS documents
                FROM removed GROUP BY 1, 2) gone
            WHERE counted.language = gone.language AND counted.term = gone.term;
        DELETE FROM claims_publishedterm counted
            USING (SELECT DISTINCT language, unnest(tsvector_to_array(words)) AS term FROM removed) gone
            WHERE counted.language = gone.language AND counted.term = gone.term AND counted.documents = 0;
        UPDATE claims_publishedlanguage counted
            SET documents = counted.documents - gone.documents, length = counted.length - gone.length
            FROM (SELECT language, count(*) AS documents, sum(length) AS length FROM removed GROUP BY 1) gone
            WHERE counted.language = gone.language;
        DELETE FROM claims_publishedlanguage WHERE documents = 0;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO claims_publishedterm AS counted (language, term, documents)
            SELECT language, unnest(tsvector_to_array(words)) AS term, count(*) FROM added GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (language, term) DO UPDATE SET documents = counted.documents + excluded.documents;
        INSERT INTO claims_publishedlanguage AS counted (language, documents, length)
            SELECT language, count(*), sum(length) FROM added GROUP BY 1 ORDER BY 1
            ON CONFLICT (language) DO UPDATE
            SET documents = counted.documents + excluded.documents, length = counted.length + excluded.length;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER claims_count_added AFTER INSERT ON claims_publishedwords
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION claims_count_words();
CREATE TRIGGER claims_count_removed AFTER DELETE ON claims_publishedwords
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION claims_count_words();
CREATE TRIGGER claims_count_changed AFTER UPDATE ON claims_publishedwords
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION claims_count_words();
"""
NO_COUNTING = """
DROP TRIGGER claims_count_added ON claims_publishedwords;
DROP TRIGGER claims_count_removed ON claims_publishedwords;
DROP TRIGGER claims_count_changed ON claims_publishedwords;
DROP FUNCTION claims_count_words();
"""
FILL = """
INSERT INTO claims_publishedwords (claim_id, language, words, length)
SELECT slug, language, words, length(words)
FROM claims_publishedclaim, (VALUES ('en', 'claims_en'::regconfig), ('id', 'claims_id')) AS site (language, configuration),
    LATERAL (SELECT setweight(to_tsvector(configuration, left(coalesce(document #>> ARRAY['statement', language], ''), 1500)), 'A')
        || setweight(to_tsvector(configuration, left(coalesce(document #>> ARRAY['summary', language], ''), 1500)), 'B')
        || setweight(to_tsvector(configuration, replace(slug, '-', ' ')), 'D') AS words) made
WHERE merged_into = '' AND verification_status <> 'retracted' AND words <> '';
"""
LEFT_BEHIND = """
DROP TABLE IF EXISTS claims_publishedwords, claims_publishedterm, claims_publishedlanguage;
DROP FUNCTION IF EXISTS claims_count_words();
"""
# The table is read from by every search; a plan that is made for an empty one is a slow one.
COUNTED_ONCE = "ANALYZE claims_publishedwords, claims_publishedterm;"


class Migration(migrations.Migration):
    # Not in one transaction: filling takes minutes in a large newsroom, and the claims would be locked all the while. What
    # a run that was broken off has left is taken away by the next one.
    atomic = False

    dependencies = [
        ("claims", "0047_quotes_gone"),
    ]

    operations = [
        migrations.RunSQL(LEFT_BEHIND, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="PublishedLanguage",
            fields=[
                ("language", models.CharField(max_length=35, primary_key=True, serialize=False)),
                ("documents", models.PositiveIntegerField()),
                ("length", models.PositiveBigIntegerField()),
            ],
            options={"verbose_name": "published language", "verbose_name_plural": "published languages"},
        ),
        migrations.CreateModel(
            name="PublishedTerm",
            fields=[
                ("pk", models.CompositePrimaryKey("language", "term", blank=True, editable=False, primary_key=True, serialize=False)),
                ("language", models.CharField(max_length=35)),
                ("term", models.TextField()),
                ("documents", models.PositiveIntegerField()),
            ],
            options={"verbose_name": "published term", "verbose_name_plural": "published terms"},
        ),
        migrations.CreateModel(
            name="PublishedWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=35)),
                ("words", django.contrib.postgres.search.SearchVectorField(help_text="Statement A, summary B, quotes from articles C, names and topics D.")),
                ("length", models.PositiveIntegerField(help_text="The number of different words.")),
                ("claim", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="words", to="claims.publishedclaim")),
            ],
            options={
                "verbose_name": "published words",
                "verbose_name_plural": "published words",
                "indexes": [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="publishedwords_words")],
                "constraints": [models.UniqueConstraint(fields=("claim", "language"), name="publishedwords_once")],
            },
        ),
        migrations.RunSQL(COUNTING, NO_COUNTING),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(COUNTED_ONCE, migrations.RunSQL.noop),
    ]
