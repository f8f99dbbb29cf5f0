"""What was done, by whom, when and why: rows that are only added."""

from django.db import models

from jalon.directory.models import Account, Organisation
from jalon.journal.rules.texts import LONGEST_LABEL, LONGEST_NAME, LONGEST_SAID
from jalon.territory.models import Territory


class AppendOnlyError(Exception):
    """A line of the journal cannot be changed nor removed."""

    def __init__(self):
        super().__init__("Une ligne du journal ne se change pas et ne s'efface pas.")


class EntryQuerySet(models.QuerySet):
    """Lines to read; `services.keeping` alone removes some, once they are old enough."""

    def update(self, **fields):
        raise AppendOnlyError

    def bulk_update(self, objs, fields, batch_size=None):
        raise AppendOnlyError

    def update_or_create(self, *args, **fields):
        raise AppendOnlyError

    def delete(self):
        raise AppendOnlyError

    delete.queryset_only = True


class Entry(models.Model):
    """One business act. The database itself refuses to change or remove it (migration 0002)."""

    at = models.DateTimeField("quand", db_index=True)
    actor = models.ForeignKey(
        Account,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="None: the installation itself, or someone whose account is gone.",
    )
    actor_name = models.CharField(
        max_length=LONGEST_NAME, blank=True, help_text="Her name that day; blank for the installation itself."
    )
    verb = models.CharField(max_length=60, help_text="room.thing.past participle")
    thing_kind = models.CharField(max_length=60, help_text="Label of its model, in lower case.")
    thing_key = models.CharField(max_length=64)
    thing_label = models.CharField(max_length=LONGEST_LABEL)
    said = models.CharField(max_length=LONGEST_SAID, help_text="The act in French, without the actor.")
    why = models.TextField(blank=True)
    changes = models.JSONField(default=list, help_text="[label, before, after] for each field that changed.")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    territories = models.ManyToManyField(Territory, blank=True, related_name="+")

    within = models.BooleanField(
        default=False, help_text="Read by its actor and the members of its organisation only."
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["thing_kind", "thing_key"]), models.Index(fields=["actor", "at"])]

    def __str__(self):
        return f"{self.actor_name or 'Jalon'} {self.said}"

    def save(self, **options):
        if not self._state.adding:
            raise AppendOnlyError
        super().save(**options)

    def delete(self, **options):
        raise AppendOnlyError
