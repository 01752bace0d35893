"""Full-text search that ignores accents, with the stemmer of each language of the site."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

CONFIGURATIONS = {"claims_id": ("indonesian", "indonesian_stem"), "claims_en": ("english", "english_stem"), "claims_simple": ("simple", "simple")}


def create(name: str, base: str, dictionary: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=[
            f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {base})",
            f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {dictionary}",
        ],
        reverse_sql=f"DROP TEXT SEARCH CONFIGURATION {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_tables")]
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        *(create(name, base, dictionary) for name, (base, dictionary) in CONFIGURATIONS.items()),
    ]
