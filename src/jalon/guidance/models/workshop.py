"""A workshop or a class whose members send their results without a name; only the group is ever shown."""

from django.db import models


class Workshop(models.Model):
    """Led by someone without an account: open under a short code, published once, then deleted."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the leader's secret.")
    code = models.CharField(max_length=6, blank=True, help_text="What participants type; empty once closed.")
    title = models.CharField(max_length=60, blank=True, help_text="Says which workshop, never who.")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, help_text="The day of its only publication; empty: still open.")
    results = models.JSONField(null=True, help_text="What is published; empty when too few had answered.")
    last_on = models.DateField(
        db_index=True, help_text="Its last day: after it an open one is closed, a closed one deleted."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="a_code_opens_one_workshop"
            )
        ]

    def __str__(self):
        return f"workshop {self.pk}"


class WorkshopAnswer(models.Model):
    """What one person sent, with neither name, address nor time; deleted when the workshop closes."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="answers")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the token that replaces or takes it back.")
    scores = models.JSONField(
        default=dict, help_text="{letter: 0 to 100, by fives}; unknown ones are absent."
    )
    occupations = models.JSONField(default=list, help_text="ROME codes of the first ten of the ranking.")

    class Meta:
        ordering = ["digest"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "digest"], name="one_answer_for_one_token")
        ]

    def __str__(self):
        return f"answer to {self.workshop}"
