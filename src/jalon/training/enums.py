"""Words of the training map that screens, files and the index share."""

from django.db import models


class Mode(models.TextChoices):
    """How one learns (*modalité*)."""

    SCHOOL = "school", "À l'école"
    APPRENTICESHIP = "apprenticeship", "En apprentissage"
    ADULT = "adult", "Formation pour adultes"
    DISTANCE = "distance", "À distance"
    VAE = "vae", "Par l'expérience (VAE)"


class Rhythm(models.TextChoices):
    FULL_TIME = "full", "Temps plein"
    PART_TIME = "part", "Temps partiel"
    EVENING = "evening", "Soir ou week-end"
    ALTERNATING = "alternating", "En alternance avec une entreprise"
    OWN_PACE = "own", "À son rythme"


class Funding(models.TextChoices):
    """Who may pay; a programme may have several."""

    FREE = "free", "Gratuit (école publique)"
    REGION = "region", "Financé par la Région"
    STATE = "state", "Financé par l'État ou l'Europe"
    JOBSEEKER = "jobseeker", "Aide de France Travail"
    CPF = "cpf", "Compte personnel de formation (CPF)"
    EMPLOYER = "employer", "Payé par l'employeur ou sa branche"
    DISABILITY = "disability", "Aide de l'Agefiph"
    SELF = "self", "À votre charge"


class Length(models.TextChoices):
    """How long, from beginning to end; bounds in months are in `rules.lengths`."""

    DAYS = "days", "Moins d'un mois"
    MONTHS = "months", "1 à 6 mois"
    YEAR = "year", "6 mois à 1 an"
    TWO_YEARS = "two", "1 à 2 ans"
    LONGER = "longer", "Plus de 2 ans"


class Recruitment(models.TextChoices):
    """Whether one can still sign up, as the provider says (LHÉO `etat-recrutement`)."""

    UNKNOWN = "", "Non précisé"
    OPEN = "open", "Inscriptions ouvertes"
    FULL = "full", "Complet ou inscriptions fermées"
    SUSPENDED = "suspended", "Suspendue ou annulée"


class AccessWay(models.TextChoices):
    """How a certification may be reached, as the national directory says."""

    SCHOOL = "school", "Élève ou étudiant"
    APPRENTICESHIP = "apprenticeship", "Contrat d'apprentissage"
    PROFESSIONAL_CONTRACT = "pro_contract", "Contrat de professionnalisation"
    CONTINUING = "continuing", "Formation continue"
    INDIVIDUAL = "individual", "Candidature individuelle"
    EXPERIENCE = "experience", "Expérience (VAE)"
