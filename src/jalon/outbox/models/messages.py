"""One row per message to send."""

from django.db import models

from jalon.outbox.enums import MessageState, Trouble


class Message(models.Model):
    """A message to one address, sent once whoever asks for it and however many workers there are."""

    key = models.CharField(max_length=200, unique=True, help_text="What makes it this message: never twice.")
    to = models.CharField(max_length=400, help_text="An address, or a name and an address.")
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True, help_text="Erased when it is no longer kept.")
    html = models.TextField(blank=True)
    unsubscribe = models.CharField(max_length=500, blank=True, help_text="Address that stops such messages.")
    secret = models.BooleanField(
        default=False, help_text="Holds a link that opens something: erased once sent."
    )
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text="When it was first to be sent.")
    next_at = models.DateTimeField(help_text="When it is next tried.")
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True, help_text="Of the worker that is sending it.")
    trouble = models.CharField(max_length=10, choices=Trouble.choices, blank=True, default=Trouble.NONE)
    error = models.CharField(max_length=300, blank=True, help_text="Why the last attempt failed, in words.")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was sent, failed for good or was given up."
    )
    erased = models.BooleanField(default=False, help_text="Its body and files are gone.")

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_at"]),
            models.Index(fields=["state", "ended_at"]),
        ]

    def __str__(self):
        return f"{self.key} ({self.get_state_display()})"


class MessageFile(models.Model):
    """A file that goes with a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=150)
    content = models.BinaryField()
    mimetype = models.CharField(max_length=100)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name
