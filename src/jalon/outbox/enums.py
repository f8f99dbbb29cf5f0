from django.db.models import TextChoices


class MessageState(TextChoices):
    """Where a message stands; the last three are ends."""

    WAITING = "waiting", "En attente"
    SENDING = "sending", "En cours d'envoi"
    SENT = "sent", "Envoyé"
    FAILED = "failed", "Échec"
    CANCELLED = "cancelled", "Abandonné"


class Trouble(TextChoices):
    """What an attempt that failed met: does it stop one message, or all of them?"""

    NONE = "", "Aucun"
    RECIPIENT = "recipient", "Le destinataire"
    CONTENT = "content", "Le message lui-même"
    SERVER = "server", "Le serveur de courrier"


class JobState(TextChoices):
    """How a job is, as the team reads it."""

    WELL = "well", "À l'heure"
    RUNNING = "running", "En cours"
    LATE = "late", "En retard"
    FAILED = "failed", "Échec"
    NEVER = "never", "Pas encore lancée"
