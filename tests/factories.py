"""Rows for tests: one function a thing, with defaults that pass the gate; a test names only what it is about."""

from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from claims.models import (
    Appearance,
    Article,
    Assessment,
    Claim,
    Entity,
    Evidence,
    Publication,
    Rating,
    Snapshot,
    Source,
    Topic,
    User,
)
from claims.text.anchors import make_selector
from claims.text.digests import text_digest
from claims.workflow import accept, approve, propose, publish, start_assessment, submit

numbers = count(1)

ARTICLE_TEXT = (
    "Harga beras naik tajam\n"
    "Harga beras naik tiga kali lipat di Jakarta tahun lalu. Pemerintah belum menanggapi.\n"
    "Pedagang mengatakan pasokan berkurang karena kemarau panjang."
)
QUOTE = "Harga beras naik tiga kali lipat di Jakarta tahun lalu."


def text(english: str, indonesian: str = "") -> dict[str, str]:
    return {"en": english, "id": indonesian or f"{english} (id)"}


def user(role: str = "researcher", **fields: Any) -> User:
    """An account with the role's group; alice writes, bob approves, charlie has no role."""
    number = next(numbers)
    # Without a password: hashing one takes longer than most tests, and the test client logs in by force.
    made = User.objects.create_user(fields.pop("username", f"{role or 'outsider'}-{number}"), is_staff=True, **fields)
    if role:
        made.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=made.pk)


def entity(**fields: Any) -> Entity:
    number = next(numbers)
    defaults = {"slug": f"entity-{number}", "kind": "organization", "name": text(f"Entity {number}")}
    return Entity.objects.create(**{**defaults, **fields})


def topic(**fields: Any) -> Topic:
    number = next(numbers)
    return Topic.objects.create(**{"slug": f"topic-{number}", "name": text(f"Topic {number}"), **fields})


def article(**fields: Any) -> Article:
    number = next(numbers)
    url = f"https://news.example/{number}"
    defaults = {
        "slug": f"article-{number}",
        "title": "Harga beras naik tajam",
        "url": url,
        "canonical_url": url,
        "published_on": date(2025, 1, 11),
        "language": "id",
    }
    if "publisher" not in fields:
        fields["publisher"] = entity(domain=f"news-{number}.example")
    return Article.objects.create(**{**defaults, **fields})


def snapshot(content: str = ARTICLE_TEXT, **fields: Any) -> Snapshot:
    owner = fields.pop("article", None) or article()
    return Snapshot.objects.create(
        **{
            "article": owner,
            "number": owner.snapshots.count() + 1,
            "text": content,
            "sha256": text_digest(content),
            **fields,
        }
    )


def claim(**fields: Any) -> Claim:
    """A draft claim that is accepted and needs no article."""
    number = next(numbers)
    defaults = {
        "slug": f"claim-{number}",
        "statement": text(f"Rice became three times dearer, case {number}."),
        "stage": Claim.Stage.ACCEPTED,
        "without_appearance": True,
    }
    return Claim.objects.create(**{**defaults, **fields})


def appearance(owner: Claim, where: Snapshot | None = None, quote: str = QUOTE, **fields: Any) -> Appearance:
    where = where or snapshot()
    start = where.text.index(quote)
    selector = make_selector(where.text, start, start + len(quote))
    return Appearance.objects.create(claim=owner, snapshot=where, **{**vars(selector), **fields})


def source(**fields: Any) -> Source:
    number = next(numbers)
    url = fields.get("url", f"https://source-{number}.example/report")
    defaults = {
        "slug": f"source-{number}",
        "title": f"Report {number}",
        "url": url,
        "canonical_url": url,
        "language": "en",
        "kind": "research",
        "published_on": date(2025, 1, 2),
        "accessed_on": date(2025, 2, 1),
    }
    if "publisher" not in fields:
        fields["publisher"] = entity(domain=f"source-{number}.example")
    return Source.objects.create(**{**defaults, **fields})


def evidence(owner: Claim, **fields: Any) -> Evidence:
    if "source" not in fields:
        fields["source"] = source()
    position = owner.evidence.count() + 1
    defaults = {"stance": "supports", "note": text("It says so."), "position": position}
    return Evidence.objects.create(claim=owner, **{**defaults, **fields})


def checkable_claim(**fields: Any) -> Claim:
    """An accepted claim with what a rated verdict needs: a place in an article and evidence from two publishers."""
    places = fields.pop("appearances", True)
    made = claim(**{"without_appearance": not places, **fields})
    if places:
        appearance(made)
    evidence(made, stance="supports")
    evidence(made, stance="refutes", quote="three times", quote_language="en")
    return made


def verdict(**fields: Any) -> dict[str, Any]:
    rating = fields.pop("rating", "half-true")
    return {
        "rating": Rating.objects.get(slug=rating) if rating else None,
        "confidence": "medium",
        "summary": text("Prices rose, though less than said."),
        "reasoning": text("Prices rose by a third."),
        "as_of": date(2025, 2, 1),
        **fields,
    }


def draft(owner: Claim | None = None, *, author: User, **fields: Any) -> Assessment:
    return start_assessment(owner or checkable_claim(), by=author, **verdict(**fields))


def submitted(owner: Claim | None = None, *, author: User, **fields: Any) -> Assessment:
    return submit(draft(owner, author=author, **fields), by=author)


def approved(owner: Claim | None = None, *, author: User, approver: User, **fields: Any) -> Assessment:
    return approve(submitted(owner, author=author, **fields), by=approver)


def published(owner: Claim | None = None, **fields: Any) -> Publication:
    """A published verdict, with a new author and approver unless they are given."""
    author = fields.pop("author", None) or user("researcher", public_name="Alice")
    approver = fields.pop("approver", None) or user("editor", public_name="Bob")
    return publish(approved(owner, author=author, approver=approver, **fields), by=approver)


def candidate(*, by: User, where: Snapshot | None = None, quote: str = QUOTE, **fields: Any) -> Claim:
    where = where or snapshot()
    start = where.text.index(quote)
    return propose(
        by=by,
        statement=fields.pop("statement", text("Rice became three times dearer.")),
        snapshot=where,
        start=start,
        end=start + len(quote),
        **fields,
    )


def accepted(*, by: User, **fields: Any) -> Claim:
    return accept(candidate(by=by, **fields), by=by)
