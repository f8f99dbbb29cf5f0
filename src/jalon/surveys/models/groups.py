"""A test by a group of people: tasks to try one after the other, and a short form at the end."""

from django.db import models

from jalon.surveys.enums import Again, Audience, Effort, Outcome


class WitnessGroup(models.Model):
    """A group invited by a link. Who takes part is never known."""

    code = models.CharField(max_length=22, unique=True, help_text="End of the link; cannot be guessed.")
    name = models.CharField(max_length=80)
    closes_on = models.DateField(help_text="Last day on which people may answer.")
    made_on = models.DateField()

    class Meta:
        ordering = ["-made_on", "-pk"]

    def __str__(self):
        return self.name


class WitnessTask(models.Model):
    """Something to try."""

    group = models.ForeignKey(WitnessGroup, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["group", "position"], name="one_task_a_position")]

    def __str__(self):
        return self.text


class Participation(models.Model):
    """Someone's answers, reached by a token that only their address holds: here is its digest."""

    group = models.ForeignKey(WitnessGroup, on_delete=models.CASCADE, related_name="participations")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token.")
    audience = models.CharField(max_length=12, choices=Audience.choices, blank=True, default=Audience.UNSAID)
    effort = models.PositiveSmallIntegerField(choices=Effort.choices, null=True, blank=True)
    missing = models.TextField(blank=True, help_text="What was missing, in their words.")
    again = models.CharField(max_length=10, choices=Again.choices, blank=True)
    finished = models.BooleanField(default=False, help_text="The short form at the end was sent.")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"participation {self.pk}"


class TaskAnswer(models.Model):
    """How one task went for one participation."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="answers")
    task = models.ForeignKey(WitnessTask, on_delete=models.CASCADE, related_name="answers")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    effort = models.PositiveSmallIntegerField(choices=Effort.choices, null=True, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["participation", "task"], name="one_answer_a_task")]

    def __str__(self):
        return f"{self.task} : {self.get_outcome_display()}"
