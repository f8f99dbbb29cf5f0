"""Calendars of partners that we read, and the secret addresses of those that we give out."""

from django.db import models

from jalon.agenda.enums import FeedItemState, FeedKind, Visibility
from jalon.agenda.models.events import Event
from jalon.directory.models import Account, Organisation
from jalon.territory.models import Territory


class Feed(models.Model):
    """A partner's calendar: an address read again by the worker, or one file (no address)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="feeds")
    name = models.CharField("nom", max_length=150)
    kind = models.CharField(max_length=20, choices=FeedKind.choices)
    address = models.URLField("adresse", max_length=1000, blank=True)
    visibility = models.CharField(max_length=20, choices=Visibility.choices, default=Visibility.NETWORK)
    territories = models.ManyToManyField(Territory, blank=True, related_name="+")
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Of the last content read.")
    read_at = models.DateTimeField(null=True, blank=True, help_text="Last time it was read without failure.")
    next_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row.")
    problem = models.CharField(max_length=300, blank=True, help_text="Why the last reading failed, in words.")
    paused = models.BooleanField(default=False)
    begun_at = models.DateTimeField(
        null=True, blank=True, help_text="When someone first chose what to take; blank: only looked at."
    )
    takes_new = models.BooleanField(
        "reprendre les nouvelles dates",
        default=True,
        help_text="Whether new events that resemble none of ours are taken without asking.",
    )
    report = models.JSONField(
        default=dict,
        blank=True,
        help_text="What the last reading found, as services.feeds.reading writes it.",
    )
    added_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class FeedItem(models.Model):
    """One event read in a partner's calendar, what it became here, and what it said when last read."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="items")
    uid = models.CharField(max_length=255)
    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="feed_items"
    )
    state = models.CharField(max_length=20, choices=FeedItemState.choices)
    title = models.CharField(max_length=200)
    first_day = models.DateField()
    digest = models.CharField(max_length=64)
    record = models.JSONField(default=dict, help_text="What was read, as rules.incoming writes it.")
    seen_at = models.DateTimeField(help_text="When the calendar last held it.")

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [models.UniqueConstraint(fields=["feed", "uid"], name="feed_item_once")]

    def __str__(self):
        return self.title


class CalendarKey(models.Model):
    """The secret end of someone's own calendar address: kept as a digest, and taken back at any time."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="calendar_keys")
    name = models.CharField("nom", max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    query = models.CharField(
        max_length=500, blank=True, help_text="Filters, as in the address of the calendar."
    )
    created_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True, help_text="Last day a calendar asked for it.")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.name
