"""Who has been told what, as words that a test can compare."""

from claims.models import Notification


def unread() -> set[tuple[str, str]]:
    """(login name, kind) of everything that nobody has read."""
    return set(Notification.objects.unread().values_list("recipient__username", "kind"))
