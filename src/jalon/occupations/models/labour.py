"""The labour market: families of jobs, the occupations they hold, what employers plan to hire."""

from django.db import models

from jalon.occupations.enums import LinkQuality
from jalon.sources.models import Source


class JobFamily(models.Model):
    """A family of jobs (FAP): the grain at which hiring is counted, wider than an occupation."""

    code = models.CharField(max_length=10)
    vintage = models.CharField(
        max_length=10, help_text="Version of the list of families: the same code may mean others."
    )
    label = models.CharField(max_length=250)
    wider = models.CharField(max_length=250, blank=True, help_text="Label of the wider family.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["vintage", "code"]
        verbose_name_plural = "job families"
        constraints = [models.UniqueConstraint(fields=["vintage", "code"], name="job_family_once")]

    def __str__(self):
        return f"{self.label} ({self.code}, {self.vintage})"


class OccupationFamily(models.Model):
    """A family that counts an occupation; `via` says how the two lists were joined."""

    rome_code = models.CharField(
        max_length=10, db_index=True, help_text="A code, not a key: families may come before occupations."
    )
    family = models.ForeignKey(JobFamily, on_delete=models.CASCADE, related_name="occupation_links")
    quality = models.CharField(max_length=12, choices=LinkQuality.choices)
    via = models.CharField(max_length=250)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "occupation families"
        constraints = [models.UniqueConstraint(fields=["rome_code", "family"], name="occupation_family_once")]

    def __str__(self):
        return f"{self.rome_code} {self.family_id} ({self.quality})"


class HiringFigure(models.Model):
    """What employers of one employment area plan to hire in a year; null: not published, never zero."""

    family = models.ForeignKey(JobFamily, on_delete=models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField()
    area_code = models.CharField(max_length=10, help_text="Code of a territory.EmploymentArea.")
    departement_code = models.CharField(max_length=3)
    projects = models.PositiveIntegerField(null=True, help_text="Hiring projects.")
    difficult = models.PositiveIntegerField(null=True, help_text="Of which judged difficult by employers.")
    seasonal = models.PositiveIntegerField(null=True, help_text="Of which seasonal.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["year", "family", "area_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "family", "area_code", "departement_code", "source"],
                name="hiring_figure_once",
            )
        ]

    def __str__(self):
        return f"{self.year} {self.family_id} {self.area_code}: {self.projects}"
