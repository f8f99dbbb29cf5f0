"""When an event takes place: the slots that people write, and the occurrences worked out from them."""

from django.db import models

from jalon.agenda.models.events import Event


class Slot(models.Model):
    """Days and hours of an event in its own zone, once or repeated; no hour: all day, last day included."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="slots")
    first_day = models.DateField("du")
    start = models.TimeField("à partir de", null=True, blank=True)
    last_day = models.DateField("au")
    end = models.TimeField("jusqu'à", null=True, blank=True)
    rule = models.CharField(
        max_length=300, blank=True, help_text="RFC 5545 RRULE value, UNTIL in UTC or a day."
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["first_day", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="slot_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.first_day} {self.start or ''}".strip()


class SlotChange(models.Model):
    """What differs on one date of a repeated slot: left out, or held otherwise (blank: as the others)."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="changes")
    original = models.CharField(
        max_length=16, help_text="Local start that it had: 2026-11-23T14:00 or 2026-11-23."
    )
    left_out = models.BooleanField(
        default=False, help_text="It does not take place and is not shown (EXDATE)."
    )
    cancelled = models.BooleanField(
        default=False, help_text="It does not take place and is shown as cancelled."
    )
    first_day = models.DateField(null=True, blank=True)
    start = models.TimeField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    place_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["original"]
        constraints = [models.UniqueConstraint(fields=["slot", "original"], name="slot_change_once")]

    def __str__(self):
        return f"{self.original} ({self.slot})"


class Occurrence(models.Model):
    """One date of an event, worked out from its slots at each change; nobody edits it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="occurrences")
    original = models.CharField(
        max_length=16, help_text="Local start by the rule: names this date of the slot."
    )
    first_day = models.DateField(help_text="In the zone of the event.")
    last_day = models.DateField(help_text="Included, in the zone of the event.")
    starts_at = models.DateTimeField(help_text="All day: midnight of the first day, in the zone.")
    ends_at = models.DateTimeField(help_text="All day: midnight after the last day.")
    all_day = models.BooleanField(default=False)
    cancelled = models.BooleanField(default=False)
    title = models.CharField(max_length=200, blank=True, help_text="Blank: the title of the event.")
    place_name = models.CharField(max_length=200, blank=True, help_text="Blank: that of the event.")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["slot", "original"], name="occurrence_once")]
        indexes = [
            models.Index(fields=["first_day", "last_day"]),
            models.Index(fields=["ends_at", "starts_at"]),
        ]

    def __str__(self):
        return f"{self.event} – {self.first_day}"
