"""The places of a region: départements, communes, employment areas, SPRO territories."""

from django.db import models

from jalon.sources.models import Source


class Region(models.Model):
    """The region that this installation serves, as its folder describes it."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    insee_code = models.CharField(max_length=3, blank=True)
    brand = models.CharField(max_length=100, help_text="Name of the service, shown on every page.")
    tagline = models.CharField(max_length=200, blank=True)
    colours = models.JSONField(default=dict, blank=True)
    logo = models.CharField(max_length=200, blank=True, help_text="SVG file inside the region's folder.")
    logo_svg = models.TextField(blank=True, help_text="What that file held when the folder was loaded.")
    helpline_number = models.CharField(max_length=20, blank=True)
    helpline_note = models.CharField(max_length=100, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    demonstration = models.BooleanField(default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return self.name


class Departement(models.Model):
    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=100)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="departements")
    outline = models.JSONField(
        default=list, blank=True, help_text="Rings of [longitude, latitude], degrees; empty: not drawn."
    )

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return f"{self.name} ({self.code})"


class EmploymentArea(models.Model):
    """A *bassin d'emploi* of the hiring survey (BMO)."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=100)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Commune(models.Model):
    insee_code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=100)
    folded_name = models.CharField(
        max_length=100, blank=True, db_index=True, help_text="For a search by its first letters."
    )
    departement = models.ForeignKey(Departement, on_delete=models.CASCADE, related_name="communes")
    employment_area = models.ForeignKey(
        EmploymentArea, on_delete=models.SET_NULL, null=True, blank=True, related_name="communes"
    )
    population = models.PositiveIntegerField(null=True, blank=True)
    latitude = models.FloatField(help_text="Degrees, WGS 84.")
    longitude = models.FloatField(help_text="Degrees, WGS 84.")
    withdrawn = models.BooleanField(default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["latitude", "longitude"])]

    def __str__(self):
        return self.name


class PostalCode(models.Model):
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="postal_codes")
    code = models.CharField(max_length=5, db_index=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["commune", "code"], name="postal_code_once")]

    def __str__(self):
        return self.code


class Territory(models.Model):
    """An SPRO territory: the part of the region that one coordinator looks after."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="territories")
    seat = models.ForeignKey(Commune, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    departements = models.ManyToManyField(Departement, blank=True, related_name="territories")
    employment_areas = models.ManyToManyField(EmploymentArea, blank=True, related_name="territories")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "territories"

    def __str__(self):
        return self.name
