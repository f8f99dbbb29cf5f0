"""Occupations and all that describes them; every fact carries its source."""

from django.db import models
from django.urls import reverse

from jalon.occupations.enums import (
    Condition,
    EnvironmentKind,
    Interest,
    Level,
    SkillKind,
    Status,
    TextKind,
    TitleKind,
)
from jalon.sources.models import Source


class Domain(models.Model):
    """A branch of the ROME tree: a broad domain (`A`) or a domain (`A11`)."""

    code = models.CharField(max_length=10, primary_key=True)
    label = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.label


class Sector(models.Model):
    """A sector as the region shows it; it gathers ROME domains and the region's own choices."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=100)
    summary = models.CharField(max_length=300)
    icon = models.CharField(max_length=40, blank=True)
    priority = models.BooleanField(default=False, help_text="A priority of the regional training map.")
    domains = models.JSONField(default=list, help_text="Codes of the ROME domains that belong to it.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("occupations:sector", args=[self.slug])


class Occupation(models.Model):
    """A ROME code: what people reach through a title. `name` is what the screens call it."""

    code = models.CharField(max_length=10, primary_key=True)
    label = models.CharField(max_length=250, help_text="Official label; equals `name` without official data.")
    name = models.CharField(max_length=250, help_text="Shown name: the region's sheet first, else the label.")
    sort_name = models.CharField(max_length=250, db_index=True, help_text="Folded name, for A–Z.")
    summary = models.TextField(
        blank=True, help_text="Shown on cards: the sheet's summary, else the definition."
    )
    domain = models.ForeignKey(
        Domain, on_delete=models.PROTECT, null=True, blank=True, related_name="occupations"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    withdrawn_on = models.DateField(null=True, blank=True)
    replaced_by = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="replaces")
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="details",
        help_text="The older code that this one details (ROME 4).",
    )
    interest_major = models.CharField(max_length=1, choices=Interest.choices, blank=True)
    interest_minor = models.CharField(max_length=1, choices=Interest.choices, blank=True)
    official_interests = models.CharField(
        max_length=2, blank=True, help_text="Letters of the official list; the sheet's own come first."
    )
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    level_derived = models.BooleanField(default=False, help_text="Read from the official text, not stated.")
    sectors = models.ManyToManyField(Sector, blank=True, related_name="occupations")
    official = models.BooleanField(default=False, help_text="In the official list, not only in the region's.")
    activities = models.JSONField(
        default=dict,
        blank=True,
        help_text="Codes of official activities without wording, by SkillKind: for closeness only.",
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sort_name"]

    def __str__(self):
        return f"{self.name} ({self.code})"

    def get_absolute_url(self):
        return reverse("occupations:occupation", args=[self.code])


class Title(models.Model):
    """A name that people choose (*appellation*); its code is stable, its occupation may change."""

    code = models.CharField(max_length=120, primary_key=True)
    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="titles")
    label = models.CharField(max_length=250)
    masculine = models.CharField(max_length=250)
    feminine = models.CharField(max_length=250)
    kind = models.CharField(max_length=10, choices=TitleKind.choices)
    withdrawn = models.BooleanField(default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["label"]

    def __str__(self):
        return self.label


class OccupationText(models.Model):
    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=12, choices=TextKind.choices)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(fields=["occupation", "kind", "position"], name="occupation_text_once")
        ]

    def __str__(self):
        return self.text[:60]


class Skill(models.Model):
    code = models.CharField(max_length=120, primary_key=True)
    label = models.CharField(max_length=300)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["label"]

    def __str__(self):
        return self.label


class OccupationSkill(models.Model):
    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="skill_links")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="occupation_links")
    kind = models.CharField(max_length=10, choices=SkillKind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "position"]
        constraints = [models.UniqueConstraint(fields=["occupation", "skill"], name="occupation_skill_once")]

    def __str__(self):
        return f"{self.occupation_id} {self.skill_id}"


class Environment(models.Model):
    """Where and in which setting the work is done, as ROME lists it."""

    code = models.CharField(max_length=20, primary_key=True)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=EnvironmentKind.choices)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["label"]

    def __str__(self):
        return self.label


class OccupationEnvironment(models.Model):
    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="environment_links")
    environment = models.ForeignKey(Environment, on_delete=models.CASCADE, related_name="occupation_links")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occupation", "environment"], name="occupation_environment_once")
        ]

    def __str__(self):
        return f"{self.occupation_id} {self.environment_id}"


class OccupationCondition(models.Model):
    """A working condition, stated by the region's sheet or read in the official texts."""

    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="condition_links")
    condition = models.CharField(max_length=20, choices=Condition.choices)
    derived = models.BooleanField(default=False, help_text="Read in the official text, not stated.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occupation", "condition"], name="occupation_condition_once")
        ]
        indexes = [models.Index(fields=["condition"])]

    def __str__(self):
        return f"{self.occupation_id} {self.condition}"


class Sheet(models.Model):
    """What the region itself writes about an occupation."""

    occupation = models.OneToOneField(Occupation, on_delete=models.CASCADE, related_name="sheet")
    masculine = models.CharField(max_length=150)
    feminine = models.CharField(max_length=150)
    summary = models.CharField(max_length=300)
    day = models.JSONField(default=list)
    you_like = models.JSONField(default=list)
    hard = models.CharField(max_length=300)
    prospects = models.TextField()
    people_say = models.JSONField(default=list)
    interest_major = models.CharField(max_length=1, choices=Interest.choices)
    interest_minor = models.CharField(max_length=1, choices=Interest.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    sectors = models.JSONField(default=list, help_text="Slugs of the sectors that the sheet names.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return self.masculine


class WayIn(models.Model):
    """One usual way into an occupation, as its sheet names it."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="ways_in")
    position = models.PositiveSmallIntegerField()
    diploma = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    modes = models.JSONField(default=list, help_text="Values of WayInMode.")
    months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Usual length, in months.")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["sheet", "position"], name="way_in_once")]

    def __str__(self):
        return self.diploma


class Relation(models.Model):
    """A computed closeness between two occupations: what they share, and how much."""

    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="relations")
    related = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField(help_text="0 (nothing shared) to 1 (the same).")
    reasons = models.JSONField(default=list, help_text="Plain words: shared skills, settings, words.")

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["occupation", "related"], name="relation_once")]

    def __str__(self):
        return f"{self.occupation_id} {self.related_id} {self.score:.2f}"
