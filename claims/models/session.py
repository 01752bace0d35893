"""Who is logged in where, so that everybody can see their own sessions and end them."""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

# What a session says of itself; the columns are copies of it, so that another key keeps them.
BROWSER, ADDRESS, STARTED_AT, SEEN_AT = "browser", "address", "started_at", "seen_at"
BROWSER_CHARACTERS = 255


class Session(AbstractBaseSession):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="sessions",
        verbose_name=_("user"),
    )
    browser = models.CharField(_("browser"), max_length=BROWSER_CHARACTERS, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    seen_at = models.DateTimeField(_("last seen"), null=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")  # type: ignore[assignment]
        verbose_name_plural = _("sessions")  # type: ignore[assignment]

    @classmethod
    def get_session_store_class(cls) -> Any:
        return SessionStore


class SessionStore(DatabaseStore):
    """Django's sessions in the database, in a table that also tells whose they are."""

    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.browser = data.get(BROWSER, "")
        row.address = data.get(ADDRESS) or None
        row.started_at = parse_datetime(data.get(STARTED_AT, ""))
        row.seen_at = parse_datetime(data.get(SEEN_AT, ""))
        if row.started_at is not None:
            row.expire_date = min(row.expire_date, row.started_at + settings.SESSION_LIFETIME)
        return row
