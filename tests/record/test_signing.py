import base64
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, connection, transaction

from claims.models import Checkpoint, SigningKey
from claims.record import checkpoint_document, new_seed, sign_head, signer
from claims.text.digests import canonical_json
from tests import factories

pytestmark = pytest.mark.django_db


def is_signed_by(checkpoint: Checkpoint, public_key: str) -> bool:
    document = checkpoint_document(checkpoint)
    signatures = document.pop("signatures")
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
    for row in signatures:
        try:
            key.verify(base64.b64decode(row["signature"]), canonical_json(document))
        except InvalidSignature:
            continue
        return True
    return False


def test_every_publication_is_signed_in_its_own_transaction() -> None:
    publications = [factories.published(), factories.published()]
    assert list(Checkpoint.objects.order_by("id").values_list("publication", "digest")) == [
        (row.number, row.digest) for row in publications
    ]
    key = SigningKey.objects.get()
    assert all(is_signed_by(checkpoint, key.public_key) for checkpoint in Checkpoint.objects.all())


def test_a_changed_statement_no_longer_fits_its_signature() -> None:
    factories.published()
    checkpoint = Checkpoint.objects.get()
    checkpoint.digest = "f" * 64
    assert not is_signed_by(checkpoint, SigningKey.objects.get().public_key)


def test_a_site_without_a_key_publishes_unsigned(settings: Any) -> None:
    settings.RECORD_SIGNING_KEYS = ()
    factories.published()
    assert not Checkpoint.objects.exists()


def test_while_keys_change_both_sign_and_both_stay_listed(settings: Any) -> None:
    old, new = new_seed(), new_seed()
    settings.RECORD_SIGNING_KEYS = (old,)
    head = factories.published()
    settings.RECORD_SIGNING_KEYS = (new, old)
    checkpoint = sign_head(head)
    assert checkpoint is not None
    assert all(is_signed_by(checkpoint, signer(seed).public_key) for seed in (old, new))
    assert SigningKey.objects.count() == 2


def test_the_same_head_is_not_signed_twice_by_the_same_key() -> None:
    head = factories.published()
    assert sign_head(head) == Checkpoint.objects.get()


@pytest.mark.parametrize("seed", ["no base64!", "", base64.b64encode(b"short").decode()])
def test_what_is_no_key_is_refused_without_repeating_it(seed: str) -> None:
    with pytest.raises(ValueError, match="a signing key is not") as refusal:
        signer(seed)
    assert not seed or seed not in str(refusal.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_checkpoint SET digest = 'x'",
        "DELETE FROM claims_checkpoint",
        "TRUNCATE claims_checkpoint",
        "UPDATE claims_signingkey SET public_key = 'x'",
        "DELETE FROM claims_signingkey",
    ],
)
def test_checkpoints_and_keys_are_append_only(statement: str) -> None:
    factories.published()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement)


def test_a_checkpoint_of_another_digest_is_refused() -> None:
    head = factories.published()
    with pytest.raises(DatabaseError, match="does not have the digest"), transaction.atomic():
        Checkpoint.objects.create(
            publication=head, digest="f" * 64, origin="x", published_at=head.published_at, signatures=[]
        )
