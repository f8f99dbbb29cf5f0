"""Where what Jalon shows comes from: sources, their loads, and what each load refused."""

from django.db import models

from jalon.sources.enums import LoadState
from jalon.sources.rules import Counted, counted_by, said_licence


class Source(models.Model):
    """A published set of data, in one version: who made it, when, under which licence."""

    slug = models.SlugField(unique=True, max_length=80)
    family = models.SlugField(max_length=40, help_text="What stays the same from one version to the next.")
    title = models.CharField(max_length=200)
    producer = models.CharField(max_length=200)
    licence = models.CharField(max_length=200)
    version = models.CharField(max_length=40, blank=True)
    published_on = models.DateField(null=True, blank=True)
    loaded_on = models.DateField(null=True, blank=True, help_text="Day of the last finished load.")
    url = models.URLField(blank=True)
    demonstration = models.BooleanField(default=False)
    used_for = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["title", "version"]

    def __str__(self):
        return f"{self.title} {self.version}".strip()

    @property
    def said_licence(self) -> str:
        """Return the licence, or that it is not stated."""
        return said_licence(self.licence)


class Load(models.Model):
    """One run of a loader, with its figures."""

    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="loads",
        help_text="Empty when the load was refused: nothing was taken.",
    )
    kind = models.SlugField(max_length=40)
    origin = models.CharField(max_length=200, help_text="Name of the file or folder read.")
    state = models.CharField(max_length=10, choices=LoadState.choices, default=LoadState.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    notes = models.JSONField(
        default=list, help_text="What the reader of the report should know, in plain words."
    )

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return f"{self.kind} {self.origin} ({self.get_state_display()})"

    @property
    def counted(self) -> Counted:
        """Return what its figures count, in words."""
        return counted_by(self.kind)


class Reject(models.Model):
    """A row that a load left out, and why, in the words of the person who sent it."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="rejects")
    file = models.CharField(max_length=200)
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=400)
    count = models.PositiveIntegerField(default=1, help_text="How many rows share this reason.")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.file}, ligne {self.line} : {self.reason}"
