"""The dossier that a person keeps without an account; whoever has its address may open it."""

from django.db import models

from jalon.guidance.enums import Act, ItemKind, Lifetime, Side
from jalon.guidance.rules.dossier import LONGEST_ADDRESS, LONGEST_LABEL

LABEL_HELP = "How an adviser wished to be called, never a name asked; empty: said by the side alone."


class Dossier(models.Model):
    """What someone gathered. No name, no account: only digests of its two secret addresses are kept."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the person's secret.")
    adviser_salt = models.CharField(
        max_length=32, blank=True, help_text="With the person's secret, gives the adviser's; empty: none."
    )
    adviser_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the adviser's.")
    made_on = models.DateField()
    changed_at = models.DateTimeField()
    lifetime = models.PositiveSmallIntegerField(choices=Lifetime.choices, default=Lifetime.QUARTER)
    expires_on = models.DateField(db_index=True, help_text="Its last day; then it is deleted.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["adviser_digest"],
                condition=~models.Q(adviser_digest=""),
                name="adviser_opens_one_dossier",
            )
        ]

    def __str__(self):
        return f"dossier {self.pk}"


class DossierItem(models.Model):
    """One thing kept, with what was shown of it that day."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    key = models.CharField(
        max_length=500, help_text="ROME code, programme key, programme/session, or digest of a path."
    )
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=LONGEST_ADDRESS, help_text="Path of its page.")
    facts = models.JSONField(default=list, help_text="[[label, value], …] as shown the day it was kept.")
    origin = models.CharField(max_length=300, blank=True, help_text="Where the facts come from.")
    day = models.DateField(null=True, help_text="The day it takes place, for what has one.")
    position = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.PERSON)
    label = models.CharField(max_length=LONGEST_LABEL, blank=True, help_text=LABEL_HELP)
    added_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, help_text="When the person took what was proposed.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind", "key"], name="dossier_keeps_a_thing_once")
        ]

    def __str__(self):
        return self.title

    @property
    def proposed(self) -> bool:
        """Tell whether an adviser proposed it and the person has not answered yet."""
        return self.side == Side.ADVISER and self.accepted_at is None


class DossierNote(models.Model):
    """A note on one item, or on the whole dossier."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="notes")
    item = models.ForeignKey(DossierItem, on_delete=models.CASCADE, null=True, related_name="notes")
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.PERSON)
    label = models.CharField(max_length=LONGEST_LABEL, blank=True, help_text=LABEL_HELP)
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]


class DossierAct(models.Model):
    """Who did what, and when: the history that the person reads, kept as long as the dossier."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="acts")
    side = models.CharField(max_length=8, choices=Side.choices)
    label = models.CharField(max_length=LONGEST_LABEL, blank=True, help_text=LABEL_HELP)
    act = models.CharField(max_length=12, choices=Act.choices)
    title = models.CharField(max_length=300, blank=True, help_text="Of what it was done to.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.get_act_display()} {self.title}".strip()


class DossierStart(models.Model):
    """A dossier was begun from somewhere, counted for a few minutes so that nobody makes thousands."""

    key = models.CharField(max_length=64, help_text="Keyed digest of a network address, never in clear.")
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.at:%H:%M}"
