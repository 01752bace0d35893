"""The tables of the admin with a row in each, and an address of every kind of page."""

from hashlib import sha256
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client

from claims.admin.verbs import ASSESSMENT_VERBS, CLAIM_VERBS
from claims.models import (
    ApiToken,
    Assessment,
    BackgroundWorker,
    Claim,
    ExternalLabel,
    KeptAnswer,
    Link,
    LinkHost,
    LinkResult,
    Look,
    Notification,
    Original,
    PeriodicTask,
    PublishedAddress,
    PublishedAnswer,
    PublishedLanguage,
    PublishedStatement,
    PublishedTerm,
    PublishedVector,
    PublishedWords,
    ReaderReport,
    RecoveryCode,
    RowImport,
    RowImportPiece,
    RowProblem,
    Session,
    Snapshot,
    User,
)
from claims.webhooks import subscribe
from claims.workflow import ask_panel, cast_vote, comment, submit
from tests import factories
from tests.admin.desk import address, verb_address

# Kept answers live a day, published ones repeat the claim, workers and schedule are clockwork, sessions and recovery
# codes are their owner's, what a reviewer saw last is shown to them as a difference, and the pieces of an import and
# the results of a link check on the page of their import or link: none has a page of its own.
WITHOUT_A_PAGE = {
    KeptAnswer,
    PublishedAddress,
    PublishedAnswer,
    BackgroundWorker,
    PeriodicTask,
    RecoveryCode,
    Session,
    Look,
    PublishedLanguage,
    PublishedStatement,
    PublishedTerm,
    PublishedVector,
    PublishedWords,
    RowImportPiece,
    RowProblem,
    LinkHost,
    LinkResult,
}
OPENS = 200
# Histories look alike for every table, and so do the questions before a deletion.
WITH_ALL_PAGES = ("Claim", "Assessment", "Source", "Rating", "ClaimRelation", "User")
PAGES_OF_THE_SITE = {
    "desk": "/admin/",
    "tables of an application": "/admin/claims/",
    "review queue": "/admin/review/",
    "first steps": "/admin/first-steps/",
    "account": "/admin/account/",
    "second factor": "/admin/account/two-factor/",
    "password": "/admin/password_change/",
    "bring in an article": "/admin/claims/article/take-apart/",
}
TABLES = [
    model
    for model in apps.get_app_config("claims").get_models()
    if not model._meta.proxy and model not in WITHOUT_A_PAGE
]
EVENTS = [model for model in TABLES if hasattr(model, "pgh_tracked_model")]
VIEW_ONLY = [
    "Snapshot",
    "Comment",
    "Original",
    "Review",
    "Publication",
    "RecordText",
    "PublishedClaim",
    "PublishedAppearance",
    "PublishedEvidence",
    "Vote",
    "Checkpoint",
    "SigningKey",
    "WebhookDelivery",
]


def a_row_in_every_table(alice: User, bob: User) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    claim.topics.add(factories.topic())
    claim.entities.add(factories.entity())
    other = factories.claim(parent=claim)
    claim.relations.create(kind="contradicts", to_claim=other)
    panel = submit(ask_panel(factories.draft(author=alice), votes=1, by=alice), by=alice)
    cast_vote(panel, rating=panel.rating, rationale="The report says so.", by=bob)
    for person in User.objects.all():
        ApiToken.issue(user=person, name="Test", scopes=["read:drafts"])
    comment(claim, text="Is that so?", by=alice)
    ReaderReport.objects.create(kind="suggestion", text="Is it true?", language="en")
    ExternalLabel.objects.create(publisher=factories.entity(), label="Pants on fire")
    own_webhook(alice)
    Link.objects.create(article=factories.article(), url="https://news.example/", host="news.example")
    RowImport.objects.create(kind="claims", format="csv", file_name="claims.csv", uploaded_by=alice)
    Original.objects.create(
        body=b"", sha256=sha256(b"").hexdigest(), name="page.html", snapshot=Snapshot.objects.first()
    )


def own_webhook(person: User) -> None:
    webhook, _secret = subscribe(by=person, url="https://93.184.216.34/", name="Own")
    webhook.deliveries.create(publication=1, event="claim.published", attempt=1, milliseconds=1, succeeded=True)


def every_admin_page(person: User) -> dict[str, str]:
    """Address by name of what this person may open."""
    client = Client()
    client.force_login(person)
    tables = [model for model in TABLES if model not in EVENTS] + [EVENTS[0], Group]
    pages = dict(PAGES_OF_THE_SITE)
    for model in tables:
        row = model._default_manager.first()
        pages[f"{model.__name__}: list"] = address(model, "changelist")
        if model is Notification:  # it has no page of its own
            continue
        pages[f"{model.__name__}: a new one"] = address(model, "add")
        for page in ("change", "history", "delete") if model.__name__ in WITH_ALL_PAGES else ("change",):
            pages[f"{model.__name__}: {page}"] = address(model, page, row.pk)
    for verb_of, row in rows_for_verbs().items():
        pages[f"{type(row).__name__}: {verb_of}"] = verb_address(row, verb_of)
    return {name: path for name, path in pages.items() if client.get(path).status_code == OPENS}


def rows_for_verbs() -> dict[str, Any]:
    """A claim for each verb of a claim, and an assessment for each of an assessment; some refuse, and say why."""
    claim, assessment = Claim.objects.first(), Assessment.objects.order_by("-pk").first()
    return {verb.name: claim for verb in CLAIM_VERBS} | {verb.name: assessment for verb in ASSESSMENT_VERBS}
