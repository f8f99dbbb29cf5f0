from django.db.models import IntegerChoices, TextChoices


class Screen(TextChoices):
    """The screens that ask « Cela vous a aidé ? », by the name of their route; no other is accepted."""

    OCCUPATION = "occupations:occupation", "Page d'un métier"
    SEARCH = "portal:search", "Recherche de métiers"
    TRAININGS = "training:search", "Recherche de formations"
    PROGRAMME = "training:programme", "Page d'une formation"
    ROUTES = "guidance:routes", "Mon chemin vers un métier"
    RESULT = "guidance:profile_result", "Ce qui me ressemble"
    MATCHES = "guidance:matches", "Mes métiers, classés"


class Helped(TextChoices):
    """What people answer, from the best."""

    YES = "oui", "Oui"
    LITTLE = "peu", "Un peu"
    NO = "non", "Non"


class Audience(TextChoices):
    """Who people say they are, if they say it."""

    UNSAID = "", "Non dit"
    PUPIL = "eleve", "Collégien ou lycéen"
    PARENT = "parent", "Parent"
    JOBSEEKER = "emploi", "En recherche d'emploi"
    EMPLOYEE = "salarie", "Salarié"
    ADVISER = "conseiller", "Conseiller ou enseignant"
    OTHER = "autre", "Autre"


class Outcome(TextChoices):
    """How a task of a test went, from the best."""

    DONE = "reussi", "J'ai réussi"
    HALF = "moitie", "À moitié"
    NOT = "rate", "Je n'ai pas réussi"


class Effort(IntegerChoices):
    """How hard it was, from very easy to very hard."""

    VERY_EASY = 1, "1"
    EASY = 2, "2"
    MIDDLING = 3, "3"
    HARD = 4, "4"
    VERY_HARD = 5, "5"


class Again(TextChoices):
    """Would they use it again?"""

    YES = "oui", "Oui"
    MAYBE = "peut-etre", "Peut-être"
    NO = "non", "Non"
