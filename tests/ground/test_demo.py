"""`make demo` from the inside: accounts, a busy port, and nothing twice."""

import json
import socket
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from pytest_django import Settings

from claims.models import Publication
from factcheck import demo_accounts
from factcheck.demo_accounts import database_name, ensure_accounts
from factcheck.management.commands import demo
from factcheck.serving import HOST, reserve
from tests.versions import corrected


@pytest.fixture
def kept_in(tmp_path: Path) -> Path:
    return tmp_path / "demo-accounts.json"


@pytest.mark.django_db
def test_the_two_people_get_their_role_a_name_and_a_password_of_their_own(kept_in: Path) -> None:
    accounts = {account.username: account for account in ensure_accounts(kept_in)}

    assert set(accounts) == {"researcher", "editor"}
    assert accounts["researcher"].password != accounts["editor"].password
    for username, account in accounts.items():
        user = get_user_model().objects.get(username=username)
        assert user.check_password(account.password)
        assert user.is_staff
        assert not user.is_superuser
        assert list(user.groups.values_list("name", flat=True)) == [username]
        assert user.public_name == f"Demo {username}"


@pytest.mark.django_db
def test_a_second_time_changes_nothing_and_still_knows_the_passwords(kept_in: Path) -> None:
    first = ensure_accounts(kept_in)
    second = ensure_accounts(kept_in)

    assert [account.password for account in second] == [account.password for account in first]
    assert not any(account.is_new for account in second)
    assert get_user_model().objects.count() == 2


@pytest.mark.django_db
def test_the_passwords_are_kept_where_nobody_else_can_read_them(kept_in: Path) -> None:
    kept_in.write_text("broken")
    kept_in.chmod(0o644)

    ensure_accounts(kept_in)

    assert set(json.loads(kept_in.read_text())[database_name()]) == {"researcher", "editor"}
    assert kept_in.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_a_password_that_somebody_changed_is_left_alone(kept_in: Path) -> None:
    ensure_accounts(kept_in)
    user = get_user_model().objects.get(username="editor")
    user.set_password("my own")
    user.save(update_fields=["password"])

    account = {account.username: account for account in ensure_accounts(kept_in)}["editor"]

    assert account.password is None
    assert "changepassword editor" in demo.Command().password_line(account)
    user.refresh_from_db()
    assert user.check_password("my own")


@pytest.mark.django_db
def test_the_passwords_of_another_database_are_kept_too(kept_in: Path) -> None:
    kept_in.write_text('{"db.example:5432/factcheck": {"editor": "theirs"}}')

    ensure_accounts(kept_in)

    assert json.loads(kept_in.read_text())["db.example:5432/factcheck"] == {"editor": "theirs"}


def test_a_busy_port_is_told_before_any_work(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    monkeypatch.setattr(demo, "stop_in_order", lambda: None)
    monkeypatch.setattr(demo.Command, "set_up", lambda _self: pytest.fail("work began"))
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"^Port {port} on 127.0.0.1 is in use. Choose another one"):
            call_command("demo", port=port)


def test_a_free_port_is_taken_on_this_machine_alone() -> None:
    with reserve(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "８０"])
def test_something_that_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(CommandError, match="is not a port; expected a number from 1 to 65535"):
        call_command("demo", f"--port={port}")


def test_in_production_there_is_no_demo(settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="Set DEBUG=1"):
        call_command("demo", no_serve=True)


@pytest.mark.django_db
def test_a_second_start_leaves_alone_what_people_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, kept_in: Path
) -> None:
    settings.DEBUG = True
    corrected()
    monkeypatch.setattr(demo, "stop_in_order", lambda: None)
    monkeypatch.setattr(demo, "ensure_accounts", lambda: ensure_accounts(kept_in))
    monkeypatch.setattr(demo, "PASSWORDS", demo_accounts.PASSWORDS)
    monkeypatch.setattr(demo, "bring_up_to_date", lambda _output: None)
    output = StringIO()

    call_command("demo", port=8123, no_serve=True, stdout=output)

    assert "not loaded again" in output.getvalue()
    assert Publication.objects.count() == 2


@pytest.mark.django_db
def test_setting_up_loads_the_dossier_as_the_two_people_and_tells_the_addresses(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, kept_in: Path
) -> None:
    settings.DEBUG = True
    called = []
    monkeypatch.setattr(demo, "stop_in_order", lambda: None)
    monkeypatch.setattr(demo, "ensure_accounts", lambda: ensure_accounts(kept_in))
    monkeypatch.setattr(demo, "PASSWORDS", demo_accounts.PASSWORDS)
    monkeypatch.setattr(demo, "bring_up_to_date", lambda _output: called.append((("migrate",), {})))
    monkeypatch.setattr(demo, "call_command", lambda *words, **options: called.append((words, options)))
    output = StringIO()

    call_command("demo", port=8123, no_serve=True, stdout=output)

    assert [words[0] for words, _options in called] == ["migrate", "load_dossier"]
    assert called[1][0][1].endswith("examples/us-china-ai")
    assert called[1][1]["author"] == "researcher"
    assert called[1][1]["approver"] == "editor"
    assert "http://127.0.0.1:8123/admin/" in output.getvalue()
    assert json.loads(kept_in.read_text())[database_name()]["editor"] in output.getvalue()
