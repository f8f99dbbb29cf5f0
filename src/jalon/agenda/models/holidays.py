"""When schools are closed, as the region's folder says."""

from django.db import models

from jalon.sources.models import Source


class SchoolHoliday(models.Model):
    """Days without school in the region: from the first day off to the last one, included."""

    name = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.UniqueConstraint(fields=["source", "first_day"], name="school_holiday_once"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="school_holiday_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return self.name
