import pytest
from django.core.management import CommandError, call_command

from claims.accounts import second_factor
from tests import factories
from tests.accounts.visitor import with_app

pytestmark = pytest.mark.django_db


def test_it_is_turned_off_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    alice = factories.user(username="alice")
    with_app(alice)
    call_command("reset_second_factor", "alice", "--dry-run")
    assert second_factor.is_on(alice)
    call_command("reset_second_factor", "alice")
    assert not second_factor.is_on(alice)
    call_command("reset_second_factor", "alice")
    assert capsys.readouterr().out.splitlines() == [
        "Two-factor log-in of alice is on and would be turned off.",
        "Two-factor log-in of alice is off.",
        "Two-factor log-in of alice is off already.",
    ]


def test_a_name_that_is_nobodys_is_refused() -> None:
    with pytest.raises(CommandError, match="no account “nobody”"):
        call_command("reset_second_factor", "nobody")
