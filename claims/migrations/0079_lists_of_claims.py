"""Beside each claim, where it appears and what it rests on: articles, publishers, languages, stances and more.

Lists count by these and filter by them, and to read them from the rows of appearances and evidence takes long where
there are many claims. The database takes them from the document of the claim, so that whatever an older version of the
code publishes while this runs has them as well.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

AT_ONCE = 500
LENGTHS = {"articles": 120, "publishers": 120, "languages": 35, "stances": 10, "source_publishers": 120}

COLUMNS = """
ALTER TABLE claims_publishedclaim
    ADD COLUMN articles varchar(120)[] NOT NULL DEFAULT '{}',
    ADD COLUMN publishers varchar(120)[] NOT NULL DEFAULT '{}',
    ADD COLUMN languages varchar(35)[] NOT NULL DEFAULT '{}',
    ADD COLUMN stances varchar(10)[] NOT NULL DEFAULT '{}',
    ADD COLUMN source_publishers varchar(120)[] NOT NULL DEFAULT '{}';

CREATE FUNCTION claims_publishedclaim_lists() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Articles and sources name only claims that stand.
    NEW.articles := '{}';
    NEW.publishers := '{}';
    NEW.languages := '{}';
    NEW.stances := '{}';
    NEW.source_publishers := '{}';
    IF NEW.merged_into <> '' OR NEW.verification_status = 'retracted' THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(array_agg(DISTINCT said #>> '{article,slug}'), '{}'),
        coalesce(array_agg(DISTINCT said #>> '{article,publisher,slug}'), '{}'),
        coalesce(array_agg(DISTINCT said #>> '{article,language}'), '{}')
    INTO NEW.articles, NEW.publishers, NEW.languages FROM jsonb_array_elements(NEW.document -> 'appearances') said;
    SELECT coalesce(array_agg(DISTINCT shown ->> 'stance'), '{}'),
        coalesce(array_agg(DISTINCT shown #>> '{source,publisher,slug}')
            FILTER (WHERE shown #>> '{source,publisher,slug}' IS NOT NULL), '{}')
    INTO NEW.stances, NEW.source_publishers FROM jsonb_array_elements(NEW.document -> 'evidence') shown;
    RETURN NEW;
END $$;

CREATE TRIGGER claims_publishedclaim_lists
    BEFORE INSERT OR UPDATE OF document, merged_into, verification_status,
        articles, publishers, languages, stances, source_publishers
    ON claims_publishedclaim FOR EACH ROW EXECUTE FUNCTION claims_publishedclaim_lists();
-- It guards nothing, so it need not rest while rows are copied.
ALTER TABLE claims_publishedclaim ENABLE ALWAYS TRIGGER claims_publishedclaim_lists;
"""

NO_COLUMNS = """
DROP TRIGGER IF EXISTS claims_publishedclaim_lists ON claims_publishedclaim;
DROP FUNCTION IF EXISTS claims_publishedclaim_lists();
ALTER TABLE claims_publishedclaim
    DROP COLUMN IF EXISTS articles, DROP COLUMN IF EXISTS publishers, DROP COLUMN IF EXISTS languages,
    DROP COLUMN IF EXISTS stances, DROP COLUMN IF EXISTS source_publishers;
"""


def fill(apps, schema_editor):
    claims, last = apps.get_model("claims", "PublishedClaim").objects.order_by("slug"), ""
    while batch := list(claims.filter(slug__gt=last).values_list("slug", flat=True)[:AT_ONCE]):
        # The trigger fills them, whatever is said here.
        claims.filter(slug__in=batch).update(articles=[])
        last = batch[-1]


class Migration(migrations.Migration):
    # Not in one transaction: filling takes minutes in a large newsroom, and the claims would be locked all the while.
    # What a run that was broken off has left is taken away by the next one.
    atomic = False

    dependencies = [("claims", "0078_notification_kind")]

    operations = [
        migrations.RunSQL(NO_COLUMNS, migrations.RunSQL.noop),
        migrations.RunSQL(
            COLUMNS,
            NO_COLUMNS,
            state_operations=[
                migrations.AddField(
                    "publishedclaim",
                    name,
                    django.contrib.postgres.fields.ArrayField(models.CharField(max_length=length), default=list),
                )
                for name, length in LENGTHS.items()
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(
            AddIndexConcurrently(
                "publishedclaim",
                django.contrib.postgres.indexes.GinIndex(fields=[column], name=f"publishedclaim_{column}"),
            )
            for column in ("publishers", "languages")
        ),
    ]
