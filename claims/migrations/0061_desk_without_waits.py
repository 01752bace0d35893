"""What the desk searches, lists and compares by. Made beside the work that goes on, so nobody waits for it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

from claims.models.word_search import StatementWords, TextWords


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("claims", "0060_published_addresses")]
    operations = [
        AddIndexConcurrently("claim", GinIndex(StatementWords("statement"), name="claim_statement_whole_words")),
        AddIndexConcurrently("claim", models.Index(fields=["updated_at"], name="claim_changed")),
        AddIndexConcurrently("assessment", models.Index(fields=["-created_at", "-id"], name="assessment_newest")),
        AddIndexConcurrently("article", models.Index(fields=["-published_on", "slug"], name="article_newest")),
        AddIndexConcurrently("source", models.Index(fields=["published_on"], name="source_published_on")),
        AddIndexConcurrently(
            "source",
            models.Index(
                fields=["accessed_on", "slug"], name="source_without_a_copy", condition=models.Q(archived_url="")
            ),
        ),
        AddIndexConcurrently("publishedstatement", GinIndex(TextWords("text"), name="publishedstatement_words")),
        RemoveIndexConcurrently("publishedstatement", name="publishedstatement_likeness"),
        RemoveIndexConcurrently("claim", name="claim_statement_trigrams"),
        # How frequent each word is decides by which words alike statements are chosen.
        migrations.RunSQL("ANALYZE claims_claim, claims_publishedstatement", migrations.RunSQL.noop),
    ]
