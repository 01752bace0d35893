"""Which address is looked at next: due, of a host that may be asked again, and by nobody else at the moment."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from claims.models import Article, Evidence, Link, LinkHost, Source
from claims.models.link import HOST_CHARACTERS

LEASE = timedelta(minutes=5)
ROWS_AT_ONCE = 1_000
CANDIDATES = 50


def note_new_addresses() -> int:
    """A row for every source and article that has an address and none yet; returns how many are new.

    A source behind confidential evidence is never asked for: its server would learn who reads it.
    """
    confidential = Evidence.objects.filter(source=OuterRef("pk"), confidential=True)
    sources = Source.objects.filter(~Exists(confidential), link=None)[:ROWS_AT_ONCE]
    articles = Article.objects.filter(link=None).exclude(url=None).exclude(url="")[:ROWS_AT_ONCE]
    rows = [Link(source=source, url=source.url, host=host_of(source.url)) for source in sources]
    rows += [Link(article=article, url=article.url or "", host=host_of(article.url or "")) for article in articles]
    Link.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def follow_new_addresses() -> None:
    """Where the address of a source or article was changed, everything known of the old one is forgotten."""
    changed = Link.objects.filter(
        (Q(source__isnull=False) & ~Q(url=F("source__url"))) | (Q(article__isnull=False) & ~Q(url=F("article__url")))
    ).select_related("source", "article")
    for link in changed[:ROWS_AT_ONCE]:
        url = link.document.url or ""
        if not url:
            link.delete()
            continue
        fresh = Link(source=link.source, article=link.article, url=url, host=host_of(url), pk=link.pk)
        fresh.save()
    confidential = Evidence.objects.filter(source=OuterRef("source"), confidential=True)
    Link.objects.filter(Exists(confidential)).delete()


def take_next(among: QuerySet[Link]) -> Link | None:
    """Lease the link that has waited longest; its host is then left alone for a while, by every worker."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    resting = LinkHost.objects.filter(host=OuterRef("host"), next_request_at__gt=now)
    due = among.filter(free, ~Exists(resting), next_check_at__lte=now)
    for key in list(due.order_by("next_check_at", "pk").values_list("pk", flat=True)[:CANDIDATES]):
        link = _take(key, now)
        if link is not None:
            return link
    return None


def _take(key: int, now: datetime) -> Link | None:
    with transaction.atomic():
        link = Link.objects.select_for_update(skip_locked=True).filter(pk=key, next_check_at__lte=now).first()
        if link is None or (link.leased_until and link.leased_until >= now) or not _take_host(link.host, now):
            return None
        link.leased_until = now + LEASE
        link.save(update_fields=["leased_until"])
    return link


def _take_host(host: str, now: datetime) -> bool:
    """The update decides which worker asks this host next."""
    LinkHost.objects.bulk_create([LinkHost(host=host, next_request_at=now)], ignore_conflicts=True)
    rested = LinkHost.objects.filter(host=host, next_request_at__lte=now)
    return bool(rested.update(next_request_at=now + settings.LINK_CHECK_PAUSE))


def host_of(url: str) -> str:
    return urlsplit(url).netloc.lower()[:HOST_CHARACTERS]
