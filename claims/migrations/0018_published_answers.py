"""Answers of the API that are made at publishing, and the guard that lets them say only what the record says.

Claims that were published before have none yet; they are answered from their documents until `manage.py rebuild_public`.
"""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE FUNCTION claims_publishedanswer_is_the_record() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER claims_publishedanswer_is_the_record BEFORE INSERT OR UPDATE ON claims_publishedanswer
    FOR EACH ROW EXECUTE FUNCTION claims_publishedanswer_is_the_record();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0017_lookup_index")]
    operations = [
        migrations.CreateModel(
            name="PublishedAnswer",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="answer",
                        serialize=False,
                        to="claims.publishedclaim",
                    ),
                ),
                ("whole", models.TextField(help_text="The claim, as JSON text.")),
                ("summary", models.TextField(help_text="The claim as lists show it, as JSON text.")),
            ],
            options={"verbose_name": "published answer", "verbose_name_plural": "published answers"},
        ),
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER claims_publishedanswer_is_the_record ON claims_publishedanswer;"
            "DROP FUNCTION claims_publishedanswer_is_the_record()",
        ),
    ]
