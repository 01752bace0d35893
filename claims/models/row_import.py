"""Files with many rows that somebody brings in: the file itself, what checking it found, and what came of it."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RowImport(models.Model):
    """The file is kept in pieces beside it, so that any worker on any machine can read it, and forgotten in time."""

    class Kind(models.TextChoices):
        CLAIMS = "claims", _("claims")
        SOURCES = "sources", _("sources")
        EVIDENCE = "evidence", _("evidence")

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        JSONL = "jsonl", "JSONL"

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, waits for your decision")
        WRITING = "writing", _("being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("not readable")

    kind = models.CharField(_("rows of"), max_length=10, choices=Kind.choices)
    file_name = models.CharField(_("file"), max_length=200)
    format = models.CharField(_("format"), max_length=6, choices=Format.choices)
    size = models.BigIntegerField(_("bytes"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    change_existing = models.BooleanField(_("change rows that are here already"), default=False)
    skipped_lines = ArrayField(models.PositiveIntegerField(), verbose_name=_("lines left out"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CHECKING)
    rows_seen = models.PositiveIntegerField(_("rows read so far"), default=0)
    moved_at = models.DateTimeField(_("last sign of progress"), default=timezone.now)
    checked: Any = models.JSONField(_("found"), default=dict)
    written: Any = models.JSONField(_("imported"), default=dict)
    message = models.TextField(_("message"), blank=True)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True, db_index=True)
    finished_at = models.DateTimeField(_("imported at"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.WRITING)


class RowImportPiece(models.Model):
    row_import = models.ForeignKey(RowImport, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row_import", "number"], name="rowimportpiece_once")]

    def __str__(self) -> str:
        return f"{self.row_import_id}/{self.number}"


class RowProblem(models.Model):
    """One thing that is wrong with one line of the file."""

    row_import = models.ForeignKey(RowImport, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField(_("line"))
    field = models.CharField(_("column"), max_length=100, blank=True)
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ["line", "id"]

    def __str__(self) -> str:
        return f"{self.line} {self.field}: {self.reason}"
