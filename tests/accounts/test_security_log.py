"""What the log tells of accounts, and what it must not tell."""

import logging

import pytest

from claims.models import User
from tests.accounts.visitor import PASSWORD, TWO_FACTOR, Visitor, code_of, with_app


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def told(log: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in log.records if record.name == "factcheck.security"]


def test_log_ins_and_what_failed_are_told_with_account_and_address(
    alice: User, visitor: Visitor, log: pytest.LogCaptureFixture
) -> None:
    visitor.log_in(password="wrong")
    visitor.log_in()
    visitor.client.post("/admin/logout/")
    where = f"account={alice.pk} address=192.0.2.1"
    assert told(log) == [f"log-in-failed {where}", f"logged-in {where}", f"logged-out {where}"]


def test_a_lock_out_is_told(alice: User, visitor: Visitor, log: pytest.LogCaptureFixture) -> None:
    for _time in range(5):
        visitor.log_in(password="wrong")
    assert told(log).count(f"locked-out account={alice.pk} address=192.0.2.1") == 1


def test_the_second_factor_is_told(alice: User, visitor: Visitor, log: pytest.LogCaptureFixture) -> None:
    codes = with_app(alice)
    visitor.log_in()
    visitor.type_code(codes[0])
    visitor.client.post(TWO_FACTOR, {"password": PASSWORD, "code": code_of(), "turn_off": ""})
    events = [line.split()[0] for line in told(log)]
    assert events == ["second-factor-on", "recovery-code-used", "logged-in", "second-factor-off"]


def test_nothing_that_was_typed_is_in_any_log(alice: User, visitor: Visitor, log: pytest.LogCaptureFixture) -> None:
    codes = with_app(alice)
    visitor.log_in("a password in the wrong field\nforged line", "the password itself")
    visitor.log_in()
    visitor.type_code("424242")
    visitor.type_code(codes[0])
    whole = "\n".join(record.getMessage() for record in log.records)
    assert "log-in-failed account=unknown" in whole
    secrets = ("wrong field", "forged", "the password itself", PASSWORD, "424242", codes[0])
    assert not any(secret in whole for secret in secrets)


def test_what_is_refused_is_told_with_the_account(alice: User, visitor: Visitor, log: pytest.LogCaptureFixture) -> None:
    visitor.log_in()
    visitor.client.get("/admin/claims/user/")
    visitor.client.get("/api/v1/editorial/claims/", headers={"Authorization": "Bearer fc_" + "k" * 43})
    assert [line for line in told(log) if line.startswith("refused")] == [
        f"refused account={alice.pk} address=192.0.2.1",
        "refused account=unknown address=192.0.2.1",
    ]
