"""An event: what it is, who it is for, who sees it, who takes part."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from jalon.agenda.enums import EventKind, EventState, Moderation, Part, PartState, Visibility
from jalon.directory.models import Account, Organisation
from jalon.directory.rules.roles import Rights
from jalon.occupations.models import Occupation, Sector
from jalon.territory.models import Commune, Territory


class Theme(models.Model):
    """A theme of the region's agreements with its territories; rows come from the region's folder."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    axis = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Axis of the agreement, 1 or more."
    )
    axis_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["axis", "name"]

    def __str__(self):
        return self.name


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        """Keep what anyone may see: public, read over where it must be, and neither an idea nor refused."""
        return self.filter(
            visibility=Visibility.PUBLIC, moderation__in=[Moderation.NOT_NEEDED, Moderation.ACCEPTED]
        ).exclude(state=EventState.IDEA)

    def visible_to(self, rights: Rights) -> "EventQuerySet":
        """Keep what someone may see: anyone the public ones; members what their network, structure or
        territory shows them; those who act for the region everything but others' drafts.

        What is meant for everybody is the network's at once: only the public waits for a reading.
        """
        anyone = Q(
            visibility=Visibility.PUBLIC, moderation__in=[Moderation.NOT_NEEDED, Moderation.ACCEPTED]
        ) & ~Q(state=EventState.IDEA)
        if not rights.is_member:
            return self.filter(anyone)
        own = rights.organisations()
        theirs = Q(organisation__in=own) | Q(created_by=rights.account)
        takes_part = Q(pk__in=Participation.objects.filter(organisation__in=own).values("event"))
        seen = (
            anyone
            | theirs
            | Q(visibility__in=[Visibility.NETWORK, Visibility.PUBLIC])
            | (Q(visibility=Visibility.ORGANISATION) & takes_part)
        )
        if rights.is_regional:
            seen |= ~Q(visibility=Visibility.DRAFT)
        elif held := rights.territories():
            around = Q(pk__in=Event.territories.through.objects.filter(territory__in=held).values("event"))
            seen |= ~Q(visibility=Visibility.DRAFT) & around
        return self.filter(seen)


class Event(models.Model):
    """Something that happens, or may; its days are in its slots, and worked out in its occurrences."""

    key = models.CharField(max_length=12, unique=True, help_text="The end of its address; it tells nothing.")
    uid = models.CharField(max_length=255, unique=True, help_text="iCalendar UID: permanent, in every feed.")
    sequence = models.PositiveIntegerField(
        default=0, help_text="iCalendar SEQUENCE: one more at each change."
    )
    title = models.CharField("titre", max_length=200)
    kind = models.CharField("type", max_length=20, choices=EventKind.choices)
    state = models.CharField("état", max_length=20, choices=EventState.choices, default=EventState.OPEN)
    visibility = models.CharField(
        "qui le voit", max_length=20, choices=Visibility.choices, default=Visibility.NETWORK
    )
    moderation = models.CharField(max_length=20, choices=Moderation.choices, default=Moderation.NOT_NEEDED)
    moderation_note = models.CharField(max_length=500, blank=True, help_text="Why it was refused, in words.")
    summary = models.CharField("en une phrase", max_length=300, blank=True)
    description = models.TextField("description", blank=True, help_text="Plain text, paragraphs apart.")
    zone = models.CharField(max_length=50, help_text="IANA time zone in which its days and hours are told.")
    place_name = models.CharField("lieu", max_length=200, blank=True)
    room = models.CharField("salle", max_length=100, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.ForeignKey(
        Commune, on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    latitude = models.FloatField(null=True, blank=True, help_text="Degrees, WGS 84; none: its commune's.")
    longitude = models.FloatField(null=True, blank=True, help_text="Degrees, WGS 84; none: its commune's.")
    link = models.URLField("lien de la réunion ou de la page", max_length=500, blank=True)
    access = models.TextField("comment venir", blank=True)
    accessibility = models.TextField("accessibilité", blank=True)
    audiences = models.JSONField(default=list, blank=True, help_text="Values of enums.Audience.")
    contact = models.CharField("contact pour le public", max_length=200, blank=True)
    registration_link = models.URLField("lien d'inscription", max_length=500, blank=True)
    registration_from = models.DateField(null=True, blank=True)
    registration_until = models.DateField(null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        help_text="Which one answers for it; none: the Region itself.",
    )
    territories = models.ManyToManyField(Territory, blank=True, related_name="events")
    themes = models.ManyToManyField(Theme, blank=True, related_name="events")
    sectors = models.ManyToManyField(Sector, blank=True, related_name="+")
    occupations = models.ManyToManyField(Occupation, blank=True, related_name="+")
    continues = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="continued_by"
    )
    postponed_note = models.CharField(max_length=300, blank=True, help_text="Why cancelled or postponed.")
    demonstration = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-modified_at", "-pk"]
        indexes = [models.Index(fields=["visibility", "moderation"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("agenda:event", args=[self.key])


class Participation(models.Model):
    """An organisation, or someone of it, with a part in an event; without either, still to be identified."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    name = models.CharField("qui", max_length=150, blank=True, help_text="Someone, or a body not listed.")
    subject = models.CharField("sur quoi", max_length=200, blank=True)
    part = models.CharField(max_length=20, choices=Part.choices)
    state = models.CharField(max_length=20, choices=PartState.choices, default=PartState.CONFIRMED)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self.organisation or self.name or 'À identifier'} – {self.get_part_display()}"


class Attachment(models.Model):
    """A file that comes with an event: checked on arrival, never shown by our pages, always downloaded."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attachments")
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=150)
    mimetype = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(help_text="Bytes.")
    added_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.name
