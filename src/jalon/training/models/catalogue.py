"""Programmes, their actions and sessions, as feeds give them.

A load never changes a row in place: it adds versions marked with its number, then moves `Feed.current` in one
short transaction. Who reads sees the versions of the current number: all of the old state or all of the new.
Facts kept as a sender writes them have no longest length; `details` holds only what is said: use `get`.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from jalon.occupations.enums import Level
from jalon.sources.models import Source
from jalon.territory.models import Commune
from jalon.training.enums import Recruitment


class Feed(models.Model):
    """One file that comes again and again; `current` is the number of its last finished load."""

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="training_feed")
    current = models.PositiveIntegerField(default=0)
    loaded_on = models.DateField(null=True, blank=True, help_text="Day of the last finished load.")

    def __str__(self):
        return f"{self.source.slug} n° {self.current}"


class Place(models.Model):
    """Where one learns: a value, never changed; the same place is one row."""

    digest = models.CharField(max_length=32, unique=True)
    name = models.CharField(blank=True)
    lines = models.JSONField(default=list)
    postal_code = models.CharField(blank=True)
    town = models.CharField(blank=True)
    commune_code = models.CharField(blank=True, help_text="INSEE code as written.")
    commune = models.ForeignKey(
        Commune,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="training_places",
        help_text="By its code, else by postal code and town; settled again when communes are loaded.",
    )
    departement_code = models.CharField(max_length=3, blank=True)
    latitude = models.FloatField(null=True, blank=True, help_text="Degrees, WGS 84.")
    longitude = models.FloatField(null=True, blank=True, help_text="Degrees, WGS 84.")
    siret = models.CharField(blank=True)
    uai = models.CharField(blank=True)

    def __str__(self):
        return f"{self.name} ({self.town})"


class Provider(models.Model):
    """The body that answers for programmes: a value, never changed; the same body is one row."""

    digest = models.CharField(max_length=32, unique=True)
    number = models.CharField(blank=True)
    name = models.CharField(blank=True)
    legal_name = models.CharField(blank=True)
    siret = models.CharField(blank=True)
    activity_number = models.CharField(blank=True)
    uai = models.CharField(blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.JSONField(default=dict, help_text="phone, email, website.")

    def __str__(self):
        return self.name


class ProgrammeQuerySet(models.QuerySet):
    def shown_by(self, feed, number):
        """Keep the versions that load `number` of a feed shows: the last finished one, or the one before."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=number), feed=feed, since__lte=number)

    def seen(self):
        """Keep the versions that the last finished load of their feed shows; closed ones are left out."""
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=F("feed__current")), since__lte=F("feed__current")
        )

    def ever_seen(self):
        """Keep what was shown once, newest version first: a closed programme keeps its page."""
        return self.filter(since__lte=F("feed__current")).order_by("-since")


class Programme(models.Model):
    """One version of a programme, from load `since` to load `until` of its feed (not included)."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="programmes")
    key = models.CharField(
        max_length=12, help_text="From the feed's slug and the number: stable, in addresses."
    )
    number = models.CharField(max_length=200, help_text="As the sender numbers it.")
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=32)
    closed_on = models.DateField(null=True, blank=True, help_text="Day a full file no longer held it.")
    title = models.CharField()
    objective = models.TextField(blank=True)
    results = models.TextField(blank=True)
    content = models.TextField(blank=True)
    certifying = models.BooleanField(default=False)
    certification_code = models.CharField(blank=True, help_text="The main one; see details.")
    level_in = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    level_out = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    rome_codes = models.JSONField(default=list)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="programmes")
    updated_on = models.DateField(null=True, blank=True, help_text="As the sender says.")
    received_on = models.DateField(help_text="Day of the load that brought this version.")
    details = models.JSONField(default=dict, help_text="The other facts of rules.records.Programme.")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "number", "since"], name="programme_version_once")
        ]
        indexes = [
            models.Index(fields=["key"]),
            models.Index(fields=["feed", "since"]),
            models.Index(fields=["feed", "until"]),
            models.Index(fields=["certification_code"]),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("training:programme", args=[self.key])

    @property
    def example(self):
        """Tell whether it was made up to show the site: it does not exist."""
        return self.feed.source.demonstration or self.details.get("example", False)


class Action(models.Model):
    """One way to follow a programme: a place, a mode, a rhythm."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="actions")
    number = models.CharField()
    position = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    modes = models.JSONField(default=list, help_text="Values of Mode.")
    rhythms = models.JSONField(default=list, help_text="Values of Rhythm.")
    funding = models.JSONField(default=list, help_text="Values of Funding.")
    permanent = models.BooleanField(default=False, help_text="One can start at any time.")
    months = models.FloatField(null=True, blank=True, help_text="From beginning to end.")
    hours_total = models.PositiveIntegerField(null=True, blank=True)
    price = models.FloatField(null=True, blank=True, help_text="Euros, whole training, all taxes.")
    accessible = models.BooleanField(null=True, blank=True, help_text="Empty: not said.")
    details = models.JSONField(default=dict, help_text="The other facts of rules.records.Action.")

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.number


class Session(models.Model):
    """One intake of an action."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="sessions")
    number = models.CharField()
    start = models.DateField(null=True, blank=True, help_text="Empty: not announced.")
    end = models.DateField(null=True, blank=True)
    registration_from = models.DateField(null=True, blank=True)
    registration_until = models.DateField(null=True, blank=True)
    recruitment = models.CharField(max_length=10, choices=Recruitment.choices, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    updated_on = models.DateField(null=True, blank=True, help_text="As the sender says.")
    details = models.JSONField(default=dict, help_text="The other facts of rules.records.Session.")

    class Meta:
        ordering = ["start", "pk"]

    def __str__(self):
        return f"{self.number} {self.start or ''}".strip()
