"""Wiring only: the checks of the ground, and the commands that live in `factcheck/management/`."""

from django.apps import AppConfig


class FactcheckConfig(AppConfig):
    name = "factcheck"
    verbose_name = "Factcheck"

    def ready(self) -> None:
        from factcheck import checks  # noqa: F401 — importing it registers the checks
