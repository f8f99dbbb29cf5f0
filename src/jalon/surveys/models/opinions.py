"""« Cela vous a aidé ? »: what someone answered on a screen. Nothing here can tell who."""

from django.db import models

from jalon.surveys.enums import Audience, Helped, Screen


class Opinion(models.Model):
    """One answer. No address, no hour, no page: the screen and the day."""

    screen = models.CharField(max_length=40, choices=Screen.choices)
    helped = models.CharField(max_length=4, choices=Helped.choices)
    audience = models.CharField(max_length=12, choices=Audience.choices, blank=True, default=Audience.UNSAID)
    text = models.TextField(blank=True, help_text="Without e-mail address nor phone number.")
    hidden = models.BooleanField(default=False, help_text="The team hid this text; the answer still counts.")
    day = models.DateField(db_index=True)

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["screen", "audience", "day"])]

    def __str__(self):
        return f"{self.get_screen_display()}, {self.day:%d/%m/%Y} : {self.get_helped_display()}"
