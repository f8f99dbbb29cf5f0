from django.db import models


class Row(models.Model):
    """Jalon's own occupations table, seen as bare rows."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=250)
    sort_name = models.CharField(max_length=250)
    summary = models.TextField()

    class Meta:
        managed = False
        db_table = "occupations_occupation"
        ordering = ["sort_name"]

    def __str__(self):
        return self.name
