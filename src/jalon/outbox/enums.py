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
