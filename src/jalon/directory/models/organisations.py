"""The organisations of the network: where people are received, and bodies that take part."""

from django.db import models
from django.urls import reverse

from jalon.directory.enums import OrganisationKind
from jalon.sources.models import Source
from jalon.territory.models import Commune, Territory


class Organisation(models.Model):
    """A place where people are received, or a body of the network."""

    slug = models.SlugField(unique=True, max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    audience = models.CharField(max_length=200, help_text="Who is welcome, in plain words.")
    services = models.JSONField(default=list, help_text="What one can do there, one plain line each.")
    address = models.CharField(max_length=200, blank=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="organisations")
    latitude = models.FloatField(help_text="Degrees, WGS 84.")
    longitude = models.FloatField(help_text="Degrees, WGS 84.")
    territories = models.ManyToManyField(
        Territory,
        blank=True,
        related_name="organisations",
        help_text="Where it acts; none: the whole region.",
    )
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    opening = models.CharField(max_length=200, blank=True)
    demonstration = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["latitude", "longitude"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:organisation", args=[self.slug])
