"""The jobs that the worker does every so often: the last run of each."""

from django.db import models


class JobRun(models.Model):
    """The last run of a job, and who is at it now."""

    name = models.CharField(max_length=80, unique=True)
    known_at = models.DateTimeField(help_text="When this installation first heard of the job.")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    ok = models.BooleanField(default=True, help_text="The last run that finished went well.")
    ok_at = models.DateTimeField(null=True, blank=True, help_text="When a run last went well.")
    said = models.CharField(max_length=500, blank=True, help_text="What the last run said of itself.")
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
