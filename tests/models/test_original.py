"""The bytes that a text was read from: whoever writes SQL, they stay what they were."""

from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from claims.models import Original, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def original(db: None) -> Original:
    body = b"<p>Harga beras</p>"
    reader: User = factories.user()
    return Original.objects.create(body=body, sha256=sha256(body).hexdigest(), retrieved_by=reader)


def test_the_digest_is_of_the_content(original: Original) -> None:
    with pytest.raises(IntegrityError, match="original_sha256_is_of_body"):
        Original.objects.create(body=b"other", sha256=original.sha256)


@pytest.mark.parametrize("column", ["body", "sha256", "name", "url"])
def test_the_content_never_changes(original: Original, column: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE claims_original SET {column} = {column}")


def test_it_waits_for_a_text_and_then_stays_with_it(original: Original) -> None:
    original.snapshot = factories.snapshot()
    original.save(update_fields=["snapshot"])
    for change in (
        lambda: Original.objects.update(snapshot=factories.snapshot()),
        lambda: Original.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    # The account may go; the content does not.
    Original.objects.update(retrieved_by=None)


def test_what_waits_may_be_forgotten(original: Original) -> None:
    Original.objects.all().delete()
    assert not Original.objects.exists()
