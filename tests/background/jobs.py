"""Tasks for the tests: a task has to be a function of a module."""

from django_tasks import task

from claims.models import Topic


@task()
def note(slug: str) -> str:
    Topic.objects.create(slug=slug, name={"en": slug})
    return slug


@task(queue_name="long")
def note_slowly(slug: str) -> None:
    Topic.objects.create(slug=slug, name={"en": slug})


@task()
def fail() -> None:
    raise LookupError("There is nothing here.")


@task()
def note_each_start() -> None:
    Topic.objects.create(slug=f"start-{Topic.objects.count() + 1}", name={"en": "start"})
