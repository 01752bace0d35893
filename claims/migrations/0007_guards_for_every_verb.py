"""The record's guard learns retraction, merge and redaction, and holds every changed rating to a correction.

Values of the record still never change. The one update that is let through takes whole fields, with their salts, out of
an older publication, and only when a later publication of the same claim says in public that it does.
"""

import importlib

from django.db import migrations

FORMER = importlib.import_module("claims.migrations.0003_record_guards")

REDACTION = """
CREATE FUNCTION claims_publication_redact_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    removed text[] := ARRAY(SELECT jsonb_object_keys(OLD.document) EXCEPT SELECT jsonb_object_keys(NEW.document));
BEGIN
    IF cardinality(removed) > 0
        AND to_jsonb(NEW) - 'document' - 'salts' = to_jsonb(OLD) - 'document' - 'salts'
        AND NEW.document = OLD.document - removed
        AND NEW.salts = OLD.salts - removed
        AND EXISTS (
            SELECT 1 FROM claims_publication later
            WHERE later.claim_id = OLD.claim_id AND later.number > OLD.number AND later.kind = 'redaction'
                AND removed <@ ARRAY(SELECT jsonb_array_elements_text(later.document -> 'redactions' -> -1 -> 'fields'))
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The public record is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

DROP TRIGGER claims_publication_append_only ON claims_publication;
CREATE TRIGGER claims_publication_append_only BEFORE DELETE OR TRUNCATE ON claims_publication
    FOR EACH STATEMENT EXECUTE FUNCTION claims_record_refuse_change();
CREATE TRIGGER claims_publication_redact_only BEFORE UPDATE ON claims_publication
    FOR EACH ROW EXECUTE FUNCTION claims_publication_redact_only();
"""

UNDO_REDACTION = """
DROP TRIGGER claims_publication_redact_only ON claims_publication;
DROP TRIGGER claims_publication_append_only ON claims_publication;
CREATE TRIGGER claims_publication_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claims_publication
    FOR EACH STATEMENT EXECUTE FUNCTION claims_record_refuse_change();
DROP FUNCTION claims_publication_redact_only();
"""

CHAIN = """
CREATE OR REPLACE FUNCTION claims_publication_continue_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_row record;
    previous record;
    judged record;
    rating text := NEW.document -> 'rating' ->> 'slug';
    known_rating text;
BEGIN
    -- One writer of the chain at a time; the application takes the same lock before it reads the head.
    PERFORM pg_advisory_xact_lock(hashtext('claims_publication'));

    SELECT number, digest, published_at INTO last_row FROM claims_publication ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last_row.number, 0) + 1 THEN
        RAISE EXCEPTION 'Publication % does not follow %.', NEW.number, coalesce(last_row.number, 0)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_number_continues';
    END IF;
    IF NEW.previous_digest <> coalesce(last_row.digest, repeat('0', 64)) THEN
        RAISE EXCEPTION 'Publication % is not chained to the one before.', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_chain_continues';
    END IF;
    IF NEW.published_at < last_row.published_at THEN
        RAISE EXCEPTION 'Publication % is dated before the one it follows.', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_time_continues';
    END IF;

    SELECT version, document -> 'rating' ->> 'slug' AS rating, document ->> 'verification_status' AS status,
            coalesce(document -> 'merged_into', 'null') <> 'null' AS merged
        INTO previous
        FROM claims_publication WHERE claim_id = NEW.claim_id ORDER BY version DESC LIMIT 1;
    IF NEW.version <> coalesce(previous.version, 0) + 1 OR (NEW.kind = 'initial') <> (NEW.version = 1) THEN
        RAISE EXCEPTION 'Version % (%) of “%” does not follow version %.',
            NEW.version, NEW.kind, NEW.slug, coalesce(previous.version, 0)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_version_continues';
    END IF;
    IF previous.merged AND NEW.kind <> 'redaction' THEN
        RAISE EXCEPTION '“%” was merged into another claim; it has no further versions.', NEW.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_merge_is_final';
    END IF;
    IF previous.status = 'retracted' AND NEW.kind NOT IN ('correction', 'redaction') THEN
        RAISE EXCEPTION '“%” was retracted; only a correction can follow.', NEW.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_retraction_stands';
    END IF;
    IF (NEW.kind = 'retraction') <> (NEW.document ->> 'verification_status' = 'retracted')
        AND NOT (NEW.kind = 'redaction' AND previous.status = 'retracted') THEN
        RAISE EXCEPTION 'Only a retraction makes “%” retracted.', NEW.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_retraction_says_so';
    END IF;
    IF (NEW.kind = 'merge') <> (coalesce(NEW.document -> 'merged_into', 'null') <> 'null')
        AND NOT (NEW.kind = 'redaction' AND previous.merged) THEN
        RAISE EXCEPTION 'Only a merge makes “%” a part of another claim.', NEW.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_merge_says_so';
    END IF;

    SELECT document -> 'rating' ->> 'slug' INTO known_rating
        FROM claims_publication WHERE claim_id = NEW.claim_id AND document -> 'rating' ->> 'slug' IS NOT NULL
        ORDER BY version DESC LIMIT 1;
    IF NEW.kind = 'retraction' AND rating IS NOT NULL THEN
        RAISE EXCEPTION 'A retraction of “%” leaves no rating.', NEW.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_retraction_says_so';
    END IF;
    IF NEW.kind IN ('merge', 'redaction') AND rating IS DISTINCT FROM previous.rating
        OR NEW.kind = 'update' AND known_rating IS NOT NULL AND rating IS DISTINCT FROM known_rating
        OR NEW.kind = 'correction' AND known_rating IS NOT NULL
            AND (rating IS DISTINCT FROM known_rating) <> (NEW.correction_type = 'rating-changed')
    THEN
        RAISE EXCEPTION 'The rating of “%” cannot change without a correction of the type “rating changed”.', NEW.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_rating_needs_correction';
    END IF;

    IF NEW.assessment_id IS NOT NULL THEN
        SELECT assessment.claim_id, assessment.state, assessment.author_id, assessment.approver_id, rating.slug AS rating
            INTO judged
            FROM claims_assessment assessment LEFT JOIN claims_rating rating ON rating.id = assessment.rating_id
            WHERE assessment.id = NEW.assessment_id;
        IF judged.claim_id <> NEW.claim_id OR judged.state NOT IN ('approved', 'published')
            OR judged.author_id IS DISTINCT FROM NEW.author_id OR judged.approver_id IS DISTINCT FROM NEW.approver_id
            OR (NEW.kind NOT IN ('retraction', 'redaction') AND judged.rating IS DISTINCT FROM rating) THEN
            RAISE EXCEPTION 'The verdict on “%” is not the one that was approved.', NEW.slug
                USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_verdict_is_approved';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_votes_policy_and_new_kinds")]
    operations = [
        migrations.RunSQL(REDACTION, UNDO_REDACTION),
        migrations.RunSQL(CHAIN, FORMER.CHAIN.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").partition("CREATE TRIGGER")[0]),
    ]
