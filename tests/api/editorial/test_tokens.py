"""Who is let in, and as whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from claims.models import ApiToken, User
from tests import factories
from tests.admin.desk import Desk
from tests.api.editorial.conftest import working_as

pytestmark = pytest.mark.django_db
CLAIMS = "/api/v1/editorial/claims/"


def test_without_a_token_the_answer_is_401_and_names_the_scheme() -> None:
    answer = APIClient().get(CLAIMS)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer", "Bearer fc_unknown", "Bearer a b", "Basic YTpi", "bearer \xff"])
def test_what_is_no_token_is_401(header: str) -> None:
    assert APIClient(HTTP_AUTHORIZATION=header).get(CLAIMS).status_code == 401


def test_a_session_of_the_admin_is_no_token(alice: User) -> None:
    client = APIClient()
    client.force_login(alice)
    assert client.get(CLAIMS).status_code == 401


def test_expired_and_revoked_tokens_and_closed_accounts_stay_out(alice: User) -> None:
    expired = working_as(alice, expires_at=timezone.now() - timedelta(seconds=1))
    assert expired.get(CLAIMS).status_code == 401
    revoked = working_as(alice)
    ApiToken.objects.update(revoked_at=timezone.now())
    assert revoked.get(CLAIMS).status_code == 401
    closed = working_as(alice)
    User.objects.update(is_active=False)
    assert closed.get(CLAIMS).status_code == 401


def test_a_missing_scope_is_403(alice: User) -> None:
    reader = working_as(alice, ["read:drafts"])
    assert reader.get(CLAIMS).status_code == 200
    assert reader.post(CLAIMS, {"statement": {"en": "x"}}, format="json").status_code == 403
    assert working_as(alice, ["write"]).get(CLAIMS).status_code == 403


def test_a_token_of_somebody_without_a_role_reads_nothing() -> None:
    assert working_as(factories.user("")).get(CLAIMS).status_code == 403


def test_only_the_digest_is_kept_and_the_use_is_noted(alice: User) -> None:
    token, secret = ApiToken.issue(user=alice, name="Test", scopes=["read:drafts"])
    assert secret not in str(ApiToken.objects.values().get())
    APIClient(HTTP_AUTHORIZATION=f"Bearer {secret}").get(CLAIMS)
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_a_token_is_made_in_the_admin_shown_once_and_revoked_there(alice: User) -> None:
    desk = Desk(alice)
    typed = {"name": "Newsroom", "scopes": ["read:drafts"], "expires_at_0": "2099-01-01", "expires_at_1": "00:00"}
    answer = desk.client.post("/admin/claims/apitoken/add/", typed)
    secret = re.findall(r'id="secret">(fc_[\w-]+)<', answer.content.decode())[0]
    assert "no-store" in answer["Cache-Control"]
    assert not any(secret in str(cookie) for cookie in answer.cookies.values())
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert client.get(CLAIMS).status_code == 200
    token = ApiToken.objects.get()
    assert secret not in desk.open("/admin/claims/apitoken/").rendered_content
    assert secret not in desk.open(f"/admin/claims/apitoken/{token.pk}/change/").rendered_content
    desk.client.post("/admin/claims/apitoken/", {"action": "revoke", "_selected_action": [token.pk]})
    assert client.get(CLAIMS).status_code == 401


def test_nobody_sees_the_tokens_of_another(alice: User) -> None:
    working_as(factories.user("editor"))
    assert "fc_" not in Desk(alice).open("/admin/claims/apitoken/").rendered_content
