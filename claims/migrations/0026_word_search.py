"""The desk finds any part of a word by an index. Made beside the work that goes on, so nobody waits for it."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models.functions import Upper

INDEXED = (
    ("appearance", "exact", "appearance_exact_words"),
    ("claim", "statement", "claim_statement_words"),
    ("claim", "slug", "claim_slug_words"),
    ("source", "title", "source_title_words"),
    ("source", "slug", "source_slug_words"),
    ("source", "url", "source_url_words"),
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("claims", "0025_comments_and_looks")]
    operations = [
        AddIndexConcurrently(model, GinIndex(OpClass(Upper(field), name="gin_trgm_ops"), name=name))
        for model, field, name in INDEXED
    ]
