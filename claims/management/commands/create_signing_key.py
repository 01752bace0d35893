"""Make a key for signing checkpoints."""

from typing import Any

from django.core.management.base import BaseCommand

from claims.record import new_seed, signer


class Command(BaseCommand):
    help = "Print a new private key for RECORD_SIGNING_KEYS, and its public key. Nothing is stored."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        seed = new_seed()
        made = signer(seed)
        self.stderr.write("Keep the private key secret: whoever has it can sign in the name of the site.")
        self.stdout.write(f"RECORD_SIGNING_KEYS={seed}")
        self.stdout.write(f"public key: {made.public_key}")
        self.stdout.write(f"key id: {made.key_id}")
