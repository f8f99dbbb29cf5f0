"""The national directory of certifications (RNCP and *répertoire spécifique*)."""

from django.db import models
from django.urls import reverse

from jalon.occupations.enums import Level
from jalon.sources.models import Source


class Certification(models.Model):
    """A diploma, title or certificate; its code is `RNCP…` or `RS…`."""

    code = models.CharField(max_length=12, primary_key=True)
    title = models.CharField(max_length=600)
    kind = models.CharField(max_length=40, blank=True, help_text="Short kind: BTS, CAP, TP.")
    kind_label = models.CharField(max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    active = models.BooleanField(default=True, help_text="Registered, and not past its end.")
    expires_on = models.DateField(null=True, blank=True, help_text="End of the registration.")
    replaced_by = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="replaces")
    nsf = models.JSONField(default=list, help_text="[code, label] of each NSF speciality.")
    access = models.JSONField(default=list, help_text="Values of AccessWay.")
    certifiers = models.JSONField(default=list, help_text="Names of the bodies that deliver it.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return f"{self.kind} {self.title}".strip()

    def get_absolute_url(self):
        return reverse("training:certification", args=[self.code])


class CertificationOccupation(models.Model):
    """A certification leads to an occupation. The ROME code stands even when ROME is not loaded yet."""

    certification = models.ForeignKey(
        Certification, on_delete=models.CASCADE, related_name="occupation_links"
    )
    rome_code = models.CharField(max_length=10, db_index=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["rome_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["certification", "rome_code"], name="certification_occupation_once"
            )
        ]

    def __str__(self):
        return f"{self.certification_id} {self.rome_code}"
