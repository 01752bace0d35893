"""Sign the present head of the record."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from claims.models import Publication
from claims.record import sign_head


class Command(BaseCommand):
    help = "Sign the head of the record with the keys in RECORD_SIGNING_KEYS. Repeating it is harmless."

    def handle(self, **options: Any) -> None:
        head = Publication.objects.order_by("-number").first()
        if head is None:
            self.stdout.write("Nothing is published yet, so there is nothing to sign.")
            return
        with transaction.atomic():
            checkpoint = sign_head(head)
        if checkpoint is None:
            raise CommandError("RECORD_SIGNING_KEYS is not set; make a key with: manage.py create_signing_key")
        keys = ", ".join(row["key_id"] for row in checkpoint.signatures)
        self.stdout.write(f"Publication {checkpoint.publication_id} is signed by {keys}.")
