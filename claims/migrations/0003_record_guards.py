"""The database's own guard of the public record.

Plain SQL on purpose: triggers that the models declare can be skipped by a session setting; these cannot.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION claims_record_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The public record is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION claims_record_refuse_change();
"""

CHAIN = """
CREATE FUNCTION claims_publication_continue_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_row record;
    previous record;
    judged record;
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

    SELECT version, document -> 'rating' ->> 'slug' AS rating, kind INTO previous
        FROM claims_publication WHERE claim_id = NEW.claim_id ORDER BY version DESC LIMIT 1;
    IF NEW.version <> coalesce(previous.version, 0) + 1 OR (NEW.kind = 'initial') <> (NEW.version = 1) THEN
        RAISE EXCEPTION 'Version % (%) of “%” does not follow version %.',
            NEW.version, NEW.kind, NEW.slug, coalesce(previous.version, 0)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_version_continues';
    END IF;
    IF previous.rating IS NOT NULL AND NEW.kind NOT IN ('correction', 'retraction', 'redaction')
        AND previous.rating IS DISTINCT FROM NEW.document -> 'rating' ->> 'slug' THEN
        RAISE EXCEPTION 'The rating of “%” cannot change without a correction.', NEW.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_rating_needs_correction';
    END IF;

    IF NEW.assessment_id IS NOT NULL THEN
        SELECT assessment.claim_id, assessment.state, assessment.author_id, assessment.approver_id, rating.slug AS rating
            INTO judged
            FROM claims_assessment assessment LEFT JOIN claims_rating rating ON rating.id = assessment.rating_id
            WHERE assessment.id = NEW.assessment_id;
        IF judged.claim_id <> NEW.claim_id OR judged.state NOT IN ('approved', 'published')
            OR judged.author_id IS DISTINCT FROM NEW.author_id OR judged.approver_id IS DISTINCT FROM NEW.approver_id
            OR (NEW.kind NOT IN ('retraction', 'redaction') AND judged.rating IS DISTINCT FROM NEW.document -> 'rating' ->> 'slug') THEN
            RAISE EXCEPTION 'The verdict on “%” is not the one that was approved.', NEW.slug
                USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_verdict_is_approved';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER claims_publication_continue_chain BEFORE INSERT ON claims_publication
    FOR EACH ROW EXECUTE FUNCTION claims_publication_continue_chain();
"""

TABLES = ("claims_publication", "claims_recordtext")


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_search_configurations")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION claims_record_refuse_change()"),
        *(
            migrations.RunSQL(GUARD.format(table=table), f"DROP TRIGGER {table}_append_only ON {table}")
            for table in TABLES
        ),
        migrations.RunSQL(
            CHAIN,
            "DROP TRIGGER claims_publication_continue_chain ON claims_publication;"
            "DROP FUNCTION claims_publication_continue_chain()",
        ),
    ]
