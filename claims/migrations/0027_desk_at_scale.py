"""What the desk counts and orders by."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

class Migration(migrations.Migration):
    atomic = False
    dependencies = [("claims", "0026_word_search")]
    operations = [
        AddIndexConcurrently("claim", models.Index(fields=["-created_at", "slug"], name="claim_newest")),
        AddIndexConcurrently("claim", models.Index(fields=["first_published_at"], name="claim_first_published")),
        AddIndexConcurrently("publication", models.Index(fields=["published_at"], name="publication_moment")),
        *(
            AddIndexConcurrently(
                "publishedclaim",
                models.Index(fields=[day], name=f"publishedclaim_{day}", condition=models.Q(**{f"{day}__isnull": False})),
            )
            for day in ("review_due", "expires_on")
        ),
    ]
