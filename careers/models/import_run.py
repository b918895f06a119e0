"""Imports that staff begin in the staff pages: a process of its own carries each out and writes here how far it is."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .release import Release

# The process writes every few seconds that it is alive; SQLite may keep it waiting for 20 of them.
SILENCE = timedelta(seconds=60)


class ImportRunQuerySet(models.QuerySet):
    def at_work(self):
        """Those that wait or run, as far as they have been heard of."""
        return self.filter(state__in=ImportRun.AT_WORK).exclude(self._silent)

    def unsettled(self):
        """Those that somebody should try again or set aside."""
        return self.filter(Q(state__in=ImportRun.STOPPED) | self._silent)

    def notice_interrupted(self) -> int:
        """Say of those whose process is gone that they were interrupted."""
        silent = self.filter(self._silent)
        return silent.update(state=ImportRun.State.INTERRUPTED, finished_at=F("alive_at"), reason=GONE)

    @property
    def _silent(self) -> Q:
        return Q(state__in=ImportRun.AT_WORK, alive_at__lt=timezone.now() - SILENCE)


GONE = (
    "The import stopped suddenly: the server was restarted, or ran out of memory. Visitors see what they saw before. "
    "The next import clears away what this one had read."
)


class ImportRun(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to begin"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        INTERRUPTED = "interrupted", "Interrupted"
        SET_ASIDE = "set-aside", "Set aside"

    class Source(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        FETCHED = "fetched", "Fetched from the publishers"

    # Who loaded a release, where an import of theirs did it.
    LOADED_BY = "{} (staff pages)"
    AT_WORK = [State.WAITING, State.RUNNING]
    STOPPED = [State.FAILED, State.INTERRUPTED]

    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)
    source = models.CharField("how they came", max_length=8, choices=Source.choices, default=Source.UPLOADED)
    started_by = models.CharField(max_length=150)
    started_at = models.DateTimeField("started", default=timezone.now)
    alive_at = models.DateTimeField("last heard of", default=timezone.now)
    finished_at = models.DateTimeField("finished", null=True, blank=True)
    # How often it was begun: a process that was given up for lost must not write over what the next one says.
    attempts = models.PositiveSmallIntegerField(default=1)
    # The files lie in a folder of this name, on this machine alone.
    folder = models.CharField(max_length=64, unique=True)
    machine = models.CharField(max_length=255)

    period = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=40, blank=True)
    skip_unreadable = models.BooleanField(default=False)

    doing = models.CharField(max_length=300, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    steps = models.JSONField(default=list, blank=True)
    # Why it stopped; of one that is done, what else there is to know.
    reason = models.TextField(blank=True)
    # Whether the rest could be imported without what cannot be read.
    has_readable_rest = models.BooleanField(default=False)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = "import"
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="running"),
                name="import_run_one_at_a_time",
                violation_error_message="Another import runs now.",
            )
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def is_stopped(self) -> bool:
        return self.state in self.STOPPED

    @property
    def stands(self) -> str:
        """Its state in words."""
        return self.get_state_display() if self.attempts or self.state not in self.STOPPED else "Not begun"

    @property
    def is_fetched(self) -> bool:
        return self.source == self.Source.FETCHED


class ImportedFile(models.Model):
    """A file of an import, or one in a zip of it, and what became of it."""

    class Kind(models.TextChoices):
        NOT_READ = "", "Not looked at"
        READ = "read", "Recognized"
        KNOWN = "known", "Read before"
        LEFT = "left", "Left alone"
        REFUSED = "refused", "Refused"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=300)
    # None for a file in a zip.
    size = models.PositiveBigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.NOT_READ, blank=True)
    says = models.TextField(blank=True)
    release = models.ForeignKey(Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "file of an import"
        verbose_name_plural = "files of imports"

    def __str__(self) -> str:
        return self.name

    @property
    def is_zip(self) -> bool:
        """Of a zip it is said what became of those in it."""
        return self.size is not None and self.name.lower().endswith(".zip")
