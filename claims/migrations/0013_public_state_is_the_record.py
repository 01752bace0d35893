"""Readers see the record: the derived tables take nothing that the newest publication of the claim does not say.

Without this, whoever can write SQL could show readers another verdict than the one that was published, with the chain
unbroken beside it. Plain SQL for the same reason as the record's own guard: no session setting skips it.
"""

from django.db import migrations

CLAIM = """
CREATE FUNCTION claims_publishedclaim_is_the_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said record;
BEGIN
    -- The two columns that no publication says: parts with verdicts of their own, and the words for searching.
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'children' - 'search' = to_jsonb(OLD) - 'children' - 'search' THEN
        RETURN NEW;
    END IF;
    SELECT slug, version, digest, document, published_at INTO said
        FROM claims_publication WHERE number = NEW.publication_id;
    IF NEW.slug IS DISTINCT FROM said.slug
        OR NEW.version IS DISTINCT FROM said.version
        OR NEW.published_at IS DISTINCT FROM said.published_at
        OR NEW.document IS DISTINCT FROM said.document
        OR NEW.envelope ->> 'digest' IS DISTINCT FROM said.digest
        OR (NEW.envelope ->> 'number')::bigint IS DISTINCT FROM NEW.publication_id
        OR (NEW.envelope ->> 'version')::int IS DISTINCT FROM said.version
        OR NEW.verification_status IS DISTINCT FROM said.document ->> 'verification_status'
        OR NEW.rating IS DISTINCT FROM coalesce(said.document -> 'rating' ->> 'slug', '')
        OR NEW.rating_value IS DISTINCT FROM (said.document -> 'rating' ->> 'value')::int
        OR NEW.normalized IS DISTINCT FROM coalesce(said.document -> 'rating' ->> 'normalized', '')
        OR NEW.merged_into IS DISTINCT FROM coalesce(said.document -> 'merged_into' ->> 'slug', '')
        OR EXISTS (SELECT 1 FROM claims_publication later WHERE later.slug = said.slug AND later.version > said.version)
    THEN
        RAISE EXCEPTION 'What readers would see of “%” is not what the record says.', NEW.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publishedclaim_is_the_record';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER claims_publishedclaim_is_the_record BEFORE INSERT OR UPDATE ON claims_publishedclaim
    FOR EACH ROW EXECUTE FUNCTION claims_publishedclaim_is_the_record();
"""

# Rows of the two helpers repeat one element of a list in the claim's document, in its order.
PART = """
CREATE FUNCTION claims_published_part_is_the_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said jsonb;
BEGIN
    SELECT document -> TG_ARGV[0] -> (NEW.position - 1) INTO said FROM claims_publishedclaim WHERE slug = NEW.claim_id;
    IF NEW.document IS DISTINCT FROM said
        OR (TG_ARGV[0] = 'evidence' AND to_jsonb(NEW) ->> 'stance' IS DISTINCT FROM said ->> 'stance') THEN
        RAISE EXCEPTION 'What readers would see of “%” is not what the record says.', NEW.claim_id
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_is_the_record';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER claims_publishedappearance_is_the_record BEFORE INSERT OR UPDATE ON claims_publishedappearance
    FOR EACH ROW EXECUTE FUNCTION claims_published_part_is_the_record('appearances');
CREATE TRIGGER claims_publishedevidence_is_the_record BEFORE INSERT OR UPDATE ON claims_publishedevidence
    FOR EACH ROW EXECUTE FUNCTION claims_published_part_is_the_record('evidence');
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0012_api_tokens")]
    operations = [
        migrations.RunSQL(
            CLAIM,
            "DROP TRIGGER claims_publishedclaim_is_the_record ON claims_publishedclaim;"
            "DROP FUNCTION claims_publishedclaim_is_the_record()",
        ),
        migrations.RunSQL(
            PART,
            "DROP TRIGGER claims_publishedappearance_is_the_record ON claims_publishedappearance;"
            "DROP TRIGGER claims_publishedevidence_is_the_record ON claims_publishedevidence;"
            "DROP FUNCTION claims_published_part_is_the_record()",
        ),
    ]
