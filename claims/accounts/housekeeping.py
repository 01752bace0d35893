"""What keeps the table of sessions small."""

from django_tasks import task

from claims.models.session import SessionStore


@task()
def forget_expired_sessions() -> None:
    SessionStore.clear_expired()
