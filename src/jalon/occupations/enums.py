from django.db import models

# Codes of titles and skills that a region's sheet gives begin with it; official codes are numbers.
SHEET_PREFIX = "sheet:"


class Status(models.TextChoices):
    ACTIVE = "active", "en vigueur"
    WITHDRAWN = "withdrawn", "retirée"


class Level(models.IntegerChoices):
    """Levels of the French qualification framework; 0 means that no diploma is asked."""

    NONE = 0, "Sans diplôme"
    CAP = 3, "CAP"
    BAC = 4, "Bac"
    BAC2 = 5, "Bac + 2"
    BAC3 = 6, "Bac + 3"
    BAC5 = 7, "Bac + 5"
    BAC8 = 8, "Bac + 8"


class Interest(models.TextChoices):
    """Holland's six types (RIASEC), in the words people understand."""

    REALISTIC = "R", "Faire de ses mains"
    INVESTIGATIVE = "I", "Comprendre et chercher"
    ARTISTIC = "A", "Créer"
    SOCIAL = "S", "Aider et transmettre"
    ENTERPRISING = "E", "Convaincre et diriger"
    CONVENTIONAL = "C", "Organiser et vérifier"


class Condition(models.TextChoices):
    """What a working day asks of the body, the hours and the mind."""

    OUTDOORS = "outdoors", "Dehors"
    STANDING = "standing", "Debout longtemps"
    HEAVY_LOADS = "heavy_loads", "Charges lourdes"
    AWKWARD_POSTURES = "awkward_postures", "À genoux, accroupi ou bras levés"
    REPETITIVE = "repetitive", "Gestes répétés"
    HEIGHTS = "heights", "En hauteur"
    NIGHTS = "nights", "La nuit"
    WEEKENDS = "weekends", "Week-ends et jours fériés"
    SHIFTS = "shifts", "Horaires décalés ou en équipes"
    EARLY_HOURS = "early_hours", "Très tôt le matin"
    SPLIT_HOURS = "split_hours", "Coupures dans la journée"
    SEASONAL = "seasonal", "Travail saisonnier"
    TRAVEL = "travel", "Déplacements dans la journée"
    AWAY = "away", "Loin de chez soi plusieurs jours"
    DRIVING = "driving", "Conduite"
    NOISE = "noise", "Bruit"
    DIRT = "dirt", "Travail salissant"
    DUST_CHEMICALS = "dust_chemicals", "Poussières ou produits"
    COLD_HEAT = "cold_heat", "Froid ou forte chaleur"
    HYGIENE_GEAR = "hygiene_gear", "Tenue de protection ou d'hygiène"
    DANGER = "danger", "Risque d'accident"
    SCREENS = "screens", "Beaucoup d'écran"
    SEATED = "seated", "Assis longtemps"
    PUBLIC = "public", "Contact avec le public"
    CHILDREN = "children", "Avec des enfants"
    DISTRESS = "distress", "Situations difficiles"
    TEAM = "team", "En équipe"
    ALONE = "alone", "Seul le plus souvent"
    AUTONOMY = "autonomy", "À son compte possible"
    REMOTE = "remote", "Télétravail possible"
    ON_CALL = "on_call", "Astreintes"
    DEADLINES = "deadlines", "Délais serrés"
    ANIMALS = "animals", "Avec des animaux"


class TitleKind(models.TextChoices):
    OFFICIAL = "official", "appellation officielle"
    SHEET = "sheet", "nom de la fiche régionale"


class TextKind(models.TextChoices):
    DEFINITION = "definition", "Définition"
    ACCESS = "access", "Accès au métier"
    CONDITIONS = "conditions", "Conditions d'exercice"


class SkillKind(models.TextChoices):
    CORE = "core", "de base"
    SPECIFIC = "specific", "spécifique"


class EnvironmentKind(models.TextChoices):
    STRUCTURE = "structure", "Lieu ou structure"
    SECTOR = "sector", "Secteur d'activité"
    CONDITION = "condition", "Condition d'exercice"


class WayInMode(models.TextChoices):
    SCHOOL = "school", "à l'école"
    APPRENTICESHIP = "apprenticeship", "en apprentissage"
    ADULT = "adult", "en formation pour adultes"
    DISTANCE = "distance", "à distance"
    VAE = "vae", "par l'expérience (VAE)"
    COMPETITION = "competition", "par concours"
    DIRECT = "direct", "par embauche directe"


class LinkQuality(models.TextChoices):
    """How surely a family of jobs counts an occupation."""

    EXACT = "exact", "exact"
    APPROXIMATE = "approximate", "approché"
