"""A row of figures: the newsroom at a glance."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.admin.pictures import Picture
from claims.models import Publication

DAYS = 30


@dataclass(frozen=True)
class Figure:
    value: str
    label: Promise | str
    address: str = ""


def figures(stages: Picture, days: Picture) -> list[Figure]:
    """What the pictures counted already is not counted again."""
    since = timezone.now() - timedelta(days=DAYS)
    recent = Publication.objects.filter(published_at__gte=since).aggregate(
        first=Count("pk", filter=Q(version=1)),
        corrections=Count("pk", filter=Q(kind=Publication.Kind.CORRECTION)),
    )
    newest = next((bar.value for bar in reversed(days.bars) if bar.value is not None), None)
    publications = reverse("admin:claims_publication_changelist")
    return [
        Figure(str(stages.total), _("in the works"), reverse("admin:claims_claim_changelist")),
        Figure(str(recent["first"]), _("claims published in 30 days"), publications),
        Figure(str(recent["corrections"]), _("corrections in 30 days"), f"{publications}?kind__exact=correction"),
        Figure("–" if newest is None else f"{newest:.1f}", _("days to publish, latest week")),
    ]
