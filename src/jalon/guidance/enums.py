from django.db.models import IntegerChoices, TextChoices


class ItemKind(TextChoices):
    """What a dossier holds."""

    OCCUPATION = "occupation", "Métier"
    PROGRAMME = "programme", "Formation"
    SESSION = "session", "Date de départ"
    ROUTE = "route", "Chemin vers un métier"
    PROFILE = "profile", "Mes réponses"
    SEARCH = "search", "Recherche"


class Side(TextChoices):
    """Who wrote in a dossier; neither gives a name."""

    PERSON = "person", "Vous"
    ADVISER = "adviser", "Conseiller ou conseillère"


class Act(TextChoices):
    """What was done to a dossier, as its history says it."""

    BEGUN = "begun", "Dossier ouvert"
    KEPT = "kept", "Gardé"
    PROPOSED = "proposed", "Proposé"
    ACCEPTED = "accepted", "Proposition gardée"
    REMOVED = "removed", "Retiré"
    NOTED = "noted", "Note écrite"
    UNNOTED = "unnoted", "Note effacée"
    OPENED = "opened", "Adresse préparée pour un conseiller"
    CLOSED = "closed", "Adresse du conseiller fermée"
    HANDED_BACK = "handed_back", "Dossier rendu"
    PROLONGED = "prolonged", "Durée changée"


class Lifetime(IntegerChoices):
    """How long a dossier is kept, in days."""

    MONTH = 30, "1 mois"
    QUARTER = 90, "3 mois"
    HALF_YEAR = 180, "6 mois"
    YEAR = 365, "1 an"
