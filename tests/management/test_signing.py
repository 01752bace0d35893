import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.record import signer
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_new_key_is_printed_and_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_signing_key")
    said = capsys.readouterr().out
    seed = re.search(r"RECORD_SIGNING_KEYS=(\S+)", said)
    assert seed is not None
    assert signer(seed[1]).public_key in said


def test_the_head_is_signed_once(capsys: pytest.CaptureFixture[str]) -> None:
    factories.published()
    call_command("sign_checkpoint")
    call_command("sign_checkpoint")
    first, second = capsys.readouterr().out.splitlines()
    assert first == second
    assert first.startswith("Publication 1 is signed by ")


def test_signing_without_a_key_says_how_to_make_one(settings: Any) -> None:
    settings.RECORD_SIGNING_KEYS = ()
    factories.published()
    with pytest.raises(CommandError, match="create_signing_key"):
        call_command("sign_checkpoint")


def test_nothing_to_sign_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sign_checkpoint")
    assert "Nothing is published" in capsys.readouterr().out
