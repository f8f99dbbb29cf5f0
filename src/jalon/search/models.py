"""What the index has to catch up with, and the words that found too little. No room's data."""

from django.db import models


class Change(models.Model):
    """An entry that was written since the index was built; each web node catches up from here."""

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self):
        return f"{self.kind}:{self.key}"


class MissedWord(models.Model):
    """How often a word led to nothing or to little in a month; no person, no whole query."""

    month = models.DateField(help_text="First day of the month.")
    word = models.CharField(max_length=40)
    nothing = models.PositiveIntegerField(default=0)
    little = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-nothing", "-little", "word"]
        constraints = [models.UniqueConstraint(fields=["month", "word"], name="missed_word_once")]

    def __str__(self):
        return self.word
