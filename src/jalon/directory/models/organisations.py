"""The organisations of the network: where people are received, and bodies that take part."""

from django.db import models
from django.urls import reverse

from jalon.directory.enums import OrganisationKind
from jalon.search.rules import fold
from jalon.sources.models import Source
from jalon.territory.models import Commune, Territory


def folded_organisation(name: str, kind: str, commune: str) -> str:
    """Return what a typed text is looked for in: name, network and commune, without case or accents."""
    label = OrganisationKind(kind).label if kind in OrganisationKind.values else ""
    return fold(f"{name} {label} {commune}")


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
    siret = models.CharField("SIRET", max_length=14, blank=True, help_text="Fourteen digits, no space.")
    folded = models.TextField(blank=True, editable=False, help_text="What a typed text is looked for in.")
    loaded = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Digest of each field as the region's folder last gave it (`rules.merging`).",
    )
    demonstration = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["latitude", "longitude"])]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded = folded_organisation(self.name, self.kind, self.commune.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("directory:organisation", args=[self.slug])
