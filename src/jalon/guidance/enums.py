from django.db.models import IntegerChoices, TextChoices


class ItemKind(TextChoices):
    """What a dossier holds."""

    OCCUPATION = "occupation", "Métier"
    PROGRAMME = "programme", "Formation"
    ROUTE = "route", "Chemin vers un métier"
    PROFILE = "profile", "Mes réponses"
    SEARCH = "search", "Recherche"


class Side(TextChoices):
    """Who wrote in a dossier; neither gives a name."""

    PERSON = "person", "Vous"
    ADVISER = "adviser", "Conseiller ou conseillère"


class Lifetime(IntegerChoices):
    """How long a dossier is kept, in days."""

    MONTH = 30, "1 mois"
    QUARTER = 90, "3 mois"
    HALF_YEAR = 180, "6 mois"
    YEAR = 365, "1 an"
