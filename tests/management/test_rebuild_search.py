"""What search keeps can be made again from the record, and is the same then."""

from typing import Any

import pytest
from django.core.management import call_command

from claims.models import PublishedLanguage, PublishedTerm, PublishedVector, PublishedWords
from claims.workflow import retract
from tests import factories

pytestmark = pytest.mark.django_db


def kept() -> list[Any]:
    return [
        sorted(PublishedWords.objects.values_list("claim", "language", "words", "length")),
        sorted(PublishedTerm.objects.filter(documents__gt=0).values_list("language", "term", "documents")),
        sorted(PublishedLanguage.objects.values_list("language", "documents", "length")),
        sorted(PublishedVector.objects.values_list("claim", "language", "text_sha256", "engine")),
    ]


def test_a_rebuild_gives_what_the_publications_gave(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.MEANINGS_ARE_COMPARED = True
    for statement in ("Fish can fly.", "Rain fell on Jakarta.", "Forty models were approved."):
        factories.published(factories.checkable_claim(statement=factories.text(statement)))
    gone = factories.published(factories.checkable_claim(statement=factories.text("Fish can sing.")))
    retract(gone.claim, by=factories.user("editor"), note=factories.text("Wrong."))
    before = kept()
    assert all(before)
    call_command("rebuild_search")
    assert kept() == before
    assert "Words of 3 claims." in capsys.readouterr().out


def test_what_was_lost_or_spoilt_comes_back(settings: Any) -> None:
    settings.MEANINGS_ARE_COMPARED = True
    factories.published(factories.checkable_claim(statement=factories.text("Fish can fly.")))
    before = kept()
    PublishedVector.objects.all().delete()
    PublishedTerm.objects.update(documents=99)
    PublishedWords.objects.all().delete()
    call_command("rebuild_search")
    assert kept() == before


def test_without_the_extra_the_words_are_made_and_it_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rebuild_search")
    assert "No vectors" in capsys.readouterr().out
