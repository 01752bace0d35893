"""Make what search and matching keep once more from the record."""

from typing import Any

from django.core.management.base import BaseCommand

from claims.record.vectors import embed_missing, installed_engine
from claims.record.words import rebuild_words


class Command(BaseCommand):
    help = (
        "Make the words of all published claims again, and add the vectors that are missing. Readers notice nothing. "
        "Stopped and started again, it goes on with the vectors where it was."
    )

    def handle(self, **options: Any) -> None:
        claims = rebuild_words(self._progress("words"))
        self.stdout.write(f"Words of {claims} claims.")
        if installed_engine() is None:
            self.stdout.write("No vectors: the extra “semantic” is not installed, or the settings turn meanings off.")
            return
        self.stdout.write(f"{embed_missing(self._progress('vectors'))} vectors added.")

    def _progress(self, what: str) -> Any:
        return lambda done, total: self.stderr.write(f"  {what}: {done:,} of {total:,}")
