"""What lets a claim be answered from one row of one table, and a repeated request from one cheap question.

Answers written before do not say yet whether they may be given as they are, so they are made by the view until
`manage.py rebuild_public`, which writes them again.
"""

from django.db import migrations, models

GUARD = """
CREATE OR REPLACE FUNCTION claims_publishedanswer_is_the_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said record;
    whole jsonb := NEW.whole::jsonb;
    summary jsonb := NEW.summary::jsonb;
BEGIN
    SELECT document, envelope, children, slug, published_at, merged_into, verification_status INTO said
        FROM claims_publishedclaim WHERE slug = NEW.claim_id;
    IF whole - 'first_published_at' - 'publication' - 'parts' IS DISTINCT FROM said.document
        OR whole -> 'publication' IS DISTINCT FROM said.envelope
        OR whole -> 'parts' IS DISTINCT FROM said.children
        OR summary ->> 'slug' IS DISTINCT FROM said.slug
        OR (NEW.stands AND (said.merged_into <> '' OR said.verification_status = 'retracted'))
        OR (NEW.last_modified IS NOT NULL
            AND (said.children <> '[]' OR NEW.last_modified IS DISTINCT FROM said.published_at))
        OR EXISTS (
            SELECT 1 FROM unnest(ARRAY['statement', 'verification_status', 'rating', 'summary', 'claimant', 'claimed_on',
                'topics', 'parent']) field WHERE summary -> field IS DISTINCT FROM said.document -> field
        )
    THEN
        RAISE EXCEPTION 'What readers would see of “%” is not what the record says.', NEW.claim_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publishedanswer_is_the_record';
    END IF;
    RETURN NEW;
END $$;
"""

EARLIER_GUARD = """
CREATE OR REPLACE FUNCTION claims_publishedanswer_is_the_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said record;
    whole jsonb := NEW.whole::jsonb;
    summary jsonb := NEW.summary::jsonb;
BEGIN
    SELECT document, envelope, children, slug INTO said FROM claims_publishedclaim WHERE slug = NEW.claim_id;
    IF whole - 'first_published_at' - 'publication' - 'parts' IS DISTINCT FROM said.document
        OR whole -> 'publication' IS DISTINCT FROM said.envelope
        OR whole -> 'parts' IS DISTINCT FROM said.children
        OR summary ->> 'slug' IS DISTINCT FROM said.slug
        OR EXISTS (
            SELECT 1 FROM unnest(ARRAY['statement', 'verification_status', 'rating', 'summary', 'claimant', 'claimed_on',
                'topics', 'parent']) field WHERE summary -> field IS DISTINCT FROM said.document -> field
        )
    THEN
        RAISE EXCEPTION 'What readers would see of “%” is not what the record says.', NEW.claim_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publishedanswer_is_the_record';
    END IF;
    RETURN NEW;
END $$;
"""

# In PL/pgSQL, for its functions keep the plans of their queries; to plan this one takes longer than to answer it.
STATE = """
CREATE FUNCTION claims_record_state() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN concat_ws('.',
        coalesce((SELECT digest FROM claims_publication ORDER BY number DESC LIMIT 1), ''),
        coalesce((SELECT sum(revision) FROM claims_rating), 0),
        coalesce((SELECT sum(revision) FROM claims_ratingscale), 0),
        coalesce((SELECT max(id) FROM claims_checkpoint), 0));
END $$;
"""

# A search asks for the same words in all configurations at several places of one statement.
QUERY = """
CREATE FUNCTION claims_query(words text) RETURNS tsquery LANGUAGE sql STABLE AS $$
    SELECT websearch_to_tsquery('claims_en', words) || websearch_to_tsquery('claims_id', words)
        || websearch_to_tsquery('claims_simple', words)
$$;
"""

# Delivered when the transaction is committed, and only then.
NEWS = """
CREATE FUNCTION claims_tell_of_the_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('claims_record', '');
    RETURN NULL;
END $$;
CREATE TRIGGER claims_tell AFTER INSERT OR UPDATE ON claims_publication
    FOR EACH STATEMENT EXECUTE FUNCTION claims_tell_of_the_record();
CREATE TRIGGER claims_tell AFTER INSERT OR UPDATE OR DELETE ON claims_rating
    FOR EACH STATEMENT EXECUTE FUNCTION claims_tell_of_the_record();
CREATE TRIGGER claims_tell AFTER INSERT OR UPDATE OR DELETE ON claims_ratingscale
    FOR EACH STATEMENT EXECUTE FUNCTION claims_tell_of_the_record();
CREATE TRIGGER claims_tell AFTER INSERT ON claims_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION claims_tell_of_the_record();
"""

NO_NEWS = """
DROP TRIGGER claims_tell ON claims_publication;
DROP TRIGGER claims_tell ON claims_rating;
DROP TRIGGER claims_tell ON claims_ratingscale;
DROP TRIGGER claims_tell ON claims_checkpoint;
DROP FUNCTION claims_tell_of_the_record();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0037_links")]
    operations = [
        migrations.AddField(
            model_name="publishedanswer",
            name="stands",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Neither merged nor retracted, so that the whole answer may be given as it is.",
            ),
        ),
        migrations.AddField(
            model_name="publishedanswer",
            name="last_modified",
            field=models.DateTimeField(
                help_text="When the claim was published; none while the answer tells the verdicts of its parts, which may be newer.",
                null=True,
            ),
        ),
        migrations.RunSQL(GUARD, EARLIER_GUARD),
        migrations.RunSQL(STATE, "DROP FUNCTION claims_record_state()"),
        migrations.RunSQL(QUERY, "DROP FUNCTION claims_query(text)"),
        migrations.RunSQL(NEWS, NO_NEWS),
    ]
