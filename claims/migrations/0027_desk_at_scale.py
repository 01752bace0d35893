"""What the desk counts and orders by, and the published statements by their likeness."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# As `claims.search.similar` writes them; an index serves no other spelling.
STATEMENTS = [
    migrations.RunSQL(
        f"CREATE INDEX CONCURRENTLY publishedclaim_statement_{language} ON claims_publishedclaim"
        f" USING gin (((document -> 'statement') ->> '{language}') gin_trgm_ops)",
        f"DROP INDEX publishedclaim_statement_{language}",
    )
    for language in ("en", "id")
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("claims", "0026_word_search")]
    operations = [
        AddIndexConcurrently("claim", models.Index(fields=["-created_at", "slug"], name="claim_newest")),
        AddIndexConcurrently("claim", models.Index(fields=["first_published_at"], name="claim_first_published")),
        AddIndexConcurrently("publication", models.Index(fields=["published_at"], name="publication_moment")),
        *STATEMENTS,
    ]
