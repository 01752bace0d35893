"""Checkpoints and keys are append-only like the record, and a checkpoint names a digest that the record has."""

from django.db import migrations

TABLES = ("claims_checkpoint", "claims_signingkey")

GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION claims_record_refuse_change();
"""

TRUE_DIGEST = """
CREATE FUNCTION claims_checkpoint_is_true() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.digest IS DISTINCT FROM (SELECT digest FROM claims_publication WHERE number = NEW.publication_id) THEN
        RAISE EXCEPTION 'Publication % does not have the digest of this checkpoint.', NEW.publication_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'checkpoint_is_true';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER claims_checkpoint_is_true BEFORE INSERT ON claims_checkpoint
    FOR EACH ROW EXECUTE FUNCTION claims_checkpoint_is_true();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_checkpoints")]
    operations = [
        *(
            migrations.RunSQL(GUARD.format(table=table), f"DROP TRIGGER {table}_append_only ON {table}")
            for table in TABLES
        ),
        migrations.RunSQL(
            TRUE_DIGEST,
            "DROP TRIGGER claims_checkpoint_is_true ON claims_checkpoint; DROP FUNCTION claims_checkpoint_is_true()",
        ),
    ]
