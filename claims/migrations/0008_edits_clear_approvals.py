"""Whatever a reader would see: editing it takes the approval away, on every path.

An assessment that was approved goes back to the second person. One that is being voted on starts another submission, so
that every vote is on the same words. Locks are taken claim first, assessment second, as the verbs do.
"""

from django.db import migrations

# What an approver vouches for; the digest of an approval covers the same.
TABLES = {
    "claims_claim": ("statement", "claimant_id", "attribution", "claimed_on", "timeframe", "checkworthiness"),
    "claims_claim_topics": ("claim_id", "topic_id"),
    "claims_claim_entities": ("claim_id", "entity_id"),
    "claims_appearance": ("claim_id", "snapshot_id", "start", "end", "occurrence"),
    "claims_evidence": (
        "claim_id", "source_id", "stance", "quote", "quote_language", "locator", "note", "confidential", "public_reason", "position",
    ),
    "claims_source": (
        "slug", "title", "title_is_description", "url", "publisher_id", "published_on", "language", "kind", "is_primary", "copy_of",
        "archived_url", "accessed_on", "note",
    ),
    "claims_article": (
        "slug", "title", "url", "mirror_url", "publisher_id", "authors", "editors", "published_on", "language",
    ),
    "claims_entity": ("slug", "kind", "name", "domain", "same_as"),
    "claims_topic": ("slug", "name"),
    "claims_rating": ("slug", "label", "definition", "value", "normalized", "scale_id"),
    "claims_ratingscale": ("slug", "name", "worst", "best"),
}
VERDICT = ("rating_id", "confidence", "summary", "reasoning", "caveats", "as_of", "review_due", "expires_on", "publish_split")

CLAIMS_TOUCHED = """
CREATE FUNCTION claims_touched_by(touched_table text, touched jsonb) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    key bigint := (touched ->> 'id')::bigint;
BEGIN
    CASE touched_table
    WHEN 'claims_claim' THEN
        RETURN NEXT key;
    WHEN 'claims_evidence', 'claims_claim_topics', 'claims_claim_entities' THEN
        RETURN NEXT (touched ->> 'claim_id')::bigint;
    WHEN 'claims_appearance' THEN
        -- A repeat needs no review.
        IF touched ->> 'occurrence' = 'first' THEN
            RETURN NEXT (touched ->> 'claim_id')::bigint;
        END IF;
    WHEN 'claims_source' THEN
        RETURN QUERY SELECT claim_id FROM claims_evidence WHERE source_id = key;
    WHEN 'claims_article' THEN
        RETURN QUERY SELECT appearance.claim_id FROM claims_appearance appearance
            JOIN claims_snapshot snapshot ON snapshot.id = appearance.snapshot_id
            WHERE snapshot.article_id = key AND appearance.occurrence = 'first';
    WHEN 'claims_topic' THEN
        RETURN QUERY SELECT claim_id FROM claims_claim_topics WHERE topic_id = key;
    WHEN 'claims_rating' THEN
        RETURN QUERY SELECT claim_id FROM claims_assessment WHERE rating_id = key;
    WHEN 'claims_ratingscale' THEN
        RETURN QUERY SELECT assessment.claim_id FROM claims_assessment assessment
            JOIN claims_rating rating ON rating.id = assessment.rating_id WHERE rating.scale_id = key;
    WHEN 'claims_entity' THEN
        RETURN QUERY SELECT id FROM claims_claim WHERE claimant_id = key
            UNION SELECT claim_id FROM claims_claim_entities WHERE entity_id = key
            UNION SELECT evidence.claim_id FROM claims_evidence evidence
                JOIN claims_source source ON source.id = evidence.source_id WHERE source.publisher_id = key
            UNION SELECT appearance.claim_id FROM claims_appearance appearance
                JOIN claims_snapshot snapshot ON snapshot.id = appearance.snapshot_id
                JOIN claims_article article ON article.id = snapshot.article_id
                WHERE article.publisher_id = key AND appearance.occurrence = 'first';
    END CASE;
END $$;
"""

CLEAR = """
CREATE FUNCTION claims_clear_approvals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := '{}';
    after jsonb := '{}';
    seen text[] := TG_ARGV[0]::text[];
    claims bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
    IF TG_OP = 'UPDATE' AND NOT EXISTS (
        SELECT 1 FROM unnest(seen) field WHERE before -> field IS DISTINCT FROM after -> field
    ) THEN
        RETURN NULL;
    END IF;

    IF TG_OP <> 'INSERT' THEN
        claims := claims || ARRAY(SELECT claims_touched_by(TG_TABLE_NAME, before));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        claims := claims || ARRAY(SELECT claims_touched_by(TG_TABLE_NAME, after));
    END IF;
    -- Only claims with a verdict that waits for or has an approval; the others are not locked at all.
    claims := ARRAY(
        SELECT claim_id FROM claims_assessment
        WHERE claim_id = ANY(claims) AND state IN ('submitted', 'approved') ORDER BY claim_id
    );
    IF cardinality(claims) = 0 THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM claims_claim WHERE id = ANY(claims) ORDER BY id FOR KEY SHARE;
    -- Waits for an approval that is being given at this moment, so that it is seen below.
    PERFORM 1 FROM claims_assessment
        WHERE claim_id = ANY(claims) AND state IN ('submitted', 'approved') ORDER BY claim_id FOR NO KEY UPDATE;
    UPDATE claims_assessment
        SET state = 'submitted', approver_id = NULL, approved_at = NULL, approved_digest = '',
            submission = submission + 1, updated_at = now()
        WHERE claim_id = ANY(claims) AND (state = 'approved' OR (state = 'submitted' AND votes_needed > 0));
    RETURN NULL;
END $$;
"""

ON_TABLE = """
CREATE TRIGGER {table}_clear_approvals AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION claims_clear_approvals('{{{fields}}}');
"""

# The verdict itself: changing it while it is approved clears the approval; changing it in the same breath as its state is refused.
VERDICT_EDITED = f"""
CREATE FUNCTION claims_assessment_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('submitted', 'approved') AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'A verdict is approved or published as it stands, not while it is changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assessment_approved_as_it_stands';
    END IF;
    IF OLD.state = 'approved' OR (OLD.state = 'submitted' AND OLD.votes_needed > 0) THEN
        NEW.state := 'submitted';
        NEW.approver_id := NULL;
        NEW.approved_at := NULL;
        NEW.approved_digest := '';
        NEW.submission := OLD.submission + 1;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER claims_assessment_edited BEFORE UPDATE ON claims_assessment
    FOR EACH ROW WHEN (({", ".join(f"OLD.{name}" for name in VERDICT)}) IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in VERDICT)}))
    EXECUTE FUNCTION claims_assessment_edited();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_guards_for_every_verb")]
    operations = [
        migrations.RunSQL(CLAIMS_TOUCHED, "DROP FUNCTION claims_touched_by(text, jsonb)"),
        migrations.RunSQL(CLEAR, "DROP FUNCTION claims_clear_approvals()"),
        *(
            migrations.RunSQL(
                ON_TABLE.format(table=table, fields=",".join(fields)), f"DROP TRIGGER {table}_clear_approvals ON {table}"
            )
            for table, fields in TABLES.items()
        ),
        migrations.RunSQL(
            VERDICT_EDITED,
            "DROP TRIGGER claims_assessment_edited ON claims_assessment; DROP FUNCTION claims_assessment_edited()",
        ),
    ]
