"""One address of every kind of public page, over claims that have something to show on each."""

from django.core.cache import cache
from django.utils import timezone

from claims.models import ReaderReport
from claims.record import history
from tests import factories
from tests.versions import corrected, merged, redacted, retracted


def every_page() -> dict[str, str]:
    """Address below the language by kind; the claims are published by this call."""
    cache.clear()
    snapshot = factories.snapshot()
    parent = factories.checkable_claim(appearances=False)
    factories.appearance(parent, snapshot)
    factories.published(parent, rating="half-true", reasoning=factories.text("As *several* say."))
    child = factories.checkable_claim(appearances=False, parent=parent)
    child.topics.add(factories.topic())
    factories.appearance(child, snapshot, quote="tiga kali lipat")
    source = factories.evidence(child, stance="context").source
    factories.published(child, rating="missing-context")
    fixed, gone = corrected(), retracted(corrected())
    changed = redacted("summary", "evidence").slug
    merged_away = merged(fixed).slug
    known = history(merged_away)
    report = ReaderReport.objects.create(kind="suggestion", text="Is it true?", language="en")
    return {
        "home": "",
        "claims": "claims/",
        "claims found": "claims/?q=rice&rating=half-true",
        "claims not found": "claims/?q=nonsense&rating=half-true,true",
        "claims misunderstood": "claims/?nope=1&rating=half-true",
        "claim with parts": f"claims/{parent.slug}/",
        "part of a claim": f"claims/{child.slug}/",
        "corrected claim": f"claims/{fixed.slug}/",
        "claim with fields removed": f"claims/{changed}/",
        "retracted claim": f"claims/{gone.slug}/",
        "frame": f"claims/{child.slug}/embed/",
        "frame of a retracted claim": f"claims/{gone.slug}/embed/",
        "version": f"claims/{child.slug}/v/1/",
        "old version": f"claims/{fixed.slug}/v/1/",
        "version with fields removed": f"claims/{changed}/v/1/",
        "version of a merged claim": f"claims/{merged_away}/v/{known.newest.version if known else 1}/",
        "claim as it stood": f"claims/{child.slug}/?as_of={timezone.now().date().isoformat()}",
        "citation": f"claims/{fixed.slug}/v/1/cite/",
        "difference": f"claims/{fixed.slug}/diff/?from=1&to=2",
        "difference with fields removed": f"claims/{changed}/diff/?from=1&to=2",
        "difference of a retracted claim": f"claims/{gone.slug}/diff/",
        "check a text": "check/",
        "articles": "articles/",
        "article": f"articles/{snapshot.article.slug}/",
        "changed article": f"articles/{article_that_its_publisher_changed()}/",
        "sources": "sources/",
        "source": f"sources/{source.slug}/",
        "ratings": "ratings/",
        "report an error": f"claims/{child.slug}/report/",
        "suggest a claim": "suggest/",
        "state of a report": f"reports/{report.number}/",
        "names": "names/",
        "name": f"names/{snapshot.article.publisher.slug}/",
        "topics": "topics/",
        "topic": f"topics/{child.topics.get().slug}/",
        "corrections": "corrections/",
        "figures": "figures/",
        "method": "method/",
        "version of the method": "method/1/",
        "about": "about/",
        "accessibility": "accessibility/",
        "no such page": "nowhere/",
        "no such claim": "claims/nowhere/",
        "past the end": "claims/?page=99",
    }


def article_that_its_publisher_changed() -> str:
    earlier = factories.snapshot("Harga beras naik tiga kali lipat.")
    later = factories.snapshot("Harga beras naik dua kali lipat.", article=earlier.article)
    for snapshot in (earlier, later):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot, quote=snapshot.text)
        factories.published(claim, rating="unproven")
    return str(earlier.article.slug)
