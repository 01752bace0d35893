"""What keeps the table of notifications small."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from claims.models import Notification

KEPT_AFTER_READING = timedelta(days=180)


@task()
def forget_read() -> None:
    """What somebody read half a year ago; what nobody has read stays."""
    Notification.objects.filter(read_at__lt=timezone.now() - KEPT_AFTER_READING).delete()
