"""What a password may be: long enough, not what everybody tries first, and anything else that somebody can type."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from claims.accounts.passwords import WORDS
from claims.models import User
from tests.accounts.visitor import PASSWORD, Visitor, code_of, with_app
from tests.admin.desk import Desk

ROOT = Path(__file__).resolve().parent.parent.parent


def objections(password: str, user: User | None = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return {error.code or "" for error in refused.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "twelve of it",
        "only small letters",
        "日本語のパスワードもよい。",
        '7 "quotes", <tags> & \' or 1=1 --',
        "x" * 63 + "y" * 65,
        "a kitchen near the factcheck desk",
    ],
)
def test_any_characters_do_and_length_is_welcome(password: str) -> None:
    assert objections(password) == set()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("eleven char", "password_too_short"),
        ("123456789012", "password_entirely_numeric"),
        ("administrator", "password_too_common"),
        ("factcheck2026", "password_about_this_site"),
        ("Newsroom!!2026", "password_about_this_site"),
        ("FACTCHECKFactCheck", "password_about_this_site"),
    ],
)
def test_what_everybody_tries_first_is_refused(password: str, why: str) -> None:
    assert why in objections(password)


def test_the_name_and_host_of_the_site_are_words_of_it_too(settings: Any) -> None:
    settings.SITE_NAME, settings.SITE_URL = "Periksa Kabar", "https://periksa.gazette.example"
    assert objections("gazette-periksa") == {"password_about_this_site"}
    assert objections("PeriksaKabar99") == {"password_about_this_site"}


def test_a_password_like_the_name_is_refused(alice: User) -> None:
    alice.email = "alice.wonderland@paper.example"
    assert "password_too_similar" in objections("alice.wonderland", alice)


def test_a_password_counts_to_its_last_character_and_as_it_was_typed(alice: User) -> None:
    long = "A" * 70 + " and its end "
    alice.set_password(long)
    alice.save()
    for wrong in (long[:-1], long.strip(), long.lower(), long + "x"):
        visitor = Visitor(address=f"192.0.2.{len(wrong)}")
        visitor.log_in(password=wrong)
        assert not visitor.is_in
    visitor = Visitor()
    visitor.log_in(password=long)
    assert visitor.is_in


def test_a_password_is_changed_with_the_old_one_only(alice: User) -> None:
    visitor = Visitor()
    visitor.log_in()
    new = "a noisy garden in April"
    typed = {"old_password": "a guess of the old one", "new_password1": new, "new_password2": new}
    assert visitor.client.post("/admin/password_change/", typed).status_code == 200
    assert User.objects.get(pk=alice.pk).check_password(PASSWORD)


def test_fields_for_passwords_hide_them_and_let_password_managers_in(alice: User) -> None:
    visitor = Visitor()
    page = visitor.client.get("/admin/login/").content.decode()
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page
    visitor.log_in()
    page = visitor.client.get("/admin/password_change/").content.decode()
    assert page.count('type="password"') == 3
    assert page.count('autocomplete="new-password"') == 2
    assert "onpaste" not in page
    assert "maxlength" not in page.split('type="password"', 1)[1].split(">", 1)[0]


def test_passwords_are_kept_by_a_slow_function_with_a_salt() -> None:
    from tests.ground.test_settings import in_production

    finished = in_production(
        "-c",
        "import django; django.setup();"
        "from django.contrib.auth.hashers import get_hasher;"
        "hasher = get_hasher(); print(hasher.algorithm, hasher.iterations >= 600_000)",
    )
    assert finished.stdout == "pbkdf2_sha256 True\n", finished.stderr


def test_the_words_are_listed_where_people_read_it() -> None:
    listed = (ROOT / "docs" / "accounts.md").read_text()
    assert [word for word in WORDS if word not in listed] == []


def test_a_password_stays_good_for_years(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(date_joined="2019-01-01T00:00Z", last_login="2021-01-01T00:00Z")
    visitor = Visitor()
    visitor.log_in()
    assert visitor.is_in


def test_a_password_that_an_administrator_set_does_not_pass_the_second_factor(alice: User, dora: User) -> None:
    with_app(alice)
    new = "a noisy garden in April"
    typed = {"password1": new, "password2": new, "usable_password": "true"}
    assert Desk(dora).client.post(f"/admin/claims/user/{alice.pk}/password/", typed).status_code == 302
    visitor = Visitor()
    visitor.log_in(password=new)
    assert not visitor.is_in
    visitor.type_code(code_of())
    assert visitor.is_in
