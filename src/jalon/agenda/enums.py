from django.db import models


class EventKind(models.TextChoices):
    FORUM = "forum", "Forum"
    FAIR = "fair", "Salon"
    WEBINAR = "webinar", "Webinaire"
    WORKSHOP = "workshop", "Atelier"
    INFORMATION = "information", "Réunion d'information"
    COMMITTEE = "committee", "Comité"
    TRAINING = "training", "Formation de professionnels"
    OPEN_DAY = "open-day", "Portes ouvertes"
    DEVICE = "device", "Étape d'un dispositif itinérant"
    WEEK = "week", "Semaine à thème"
    MEETING = "meeting", "Rencontre de professionnels"
    OTHER = "other", "Autre"


class EventState(models.TextChoices):
    """Where an event stands; `rules.states` says what may follow what."""

    IDEA = "idea", "Idée"
    SAVE_THE_DATE = "save-the-date", "Date à réserver"
    OPEN = "open", "Ouvert"
    CLOSED = "closed", "Complet ou clos"
    HELD = "held", "A eu lieu"
    POSTPONED = "postponed", "Reporté"
    CANCELLED = "cancelled", "Annulé"


class Visibility(models.TextChoices):
    """Who sees an event, from the fewest to everybody."""

    DRAFT = "draft", "Brouillon : vous et votre structure"
    ORGANISATION = "organisation", "Les structures qui participent"
    NETWORK = "network", "Tout le réseau"
    PUBLIC = "public", "Tout le monde"


class Moderation(models.TextChoices):
    """Whether what a partner makes public was looked at by a coordinator."""

    NOT_NEEDED = "not-needed", "Sans relecture"
    WAITING = "waiting", "À relire"
    ACCEPTED = "accepted", "Accepté"
    REFUSED = "refused", "Refusé"


class Part(models.TextChoices):
    """What an organisation or a person does in an event."""

    LEAD = "lead", "Pilote"
    ORGANISER = "organiser", "Organise avec le pilote"
    PARTNER = "partner", "Partenaire"
    SPEAKER = "speaker", "Intervient"
    EXHIBITOR = "exhibitor", "Tient un stand"


class PartState(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmé"
    AWAITING = "awaiting", "En attente d'accord"
    TO_IDENTIFY = "to-identify", "Contact à identifier"
    DECLINED = "declined", "Ne vient pas"


class Audience(models.TextChoices):
    EVERYONE = "everyone", "Tout public"
    PUPILS = "pupils", "Collégiens et lycéens"
    STUDENTS = "students", "Étudiants"
    YOUNG = "young", "Jeunes de 16 à 25 ans"
    JOBSEEKERS = "jobseekers", "Demandeurs d'emploi"
    EMPLOYEES = "employees", "Salariés"
    PARENTS = "parents", "Parents"
    DISABLED = "disabled", "Personnes en situation de handicap"
    LEARNERS = "learners", "Personnes qui apprennent le français"
    EMPLOYERS = "employers", "Employeurs"
    PROFESSIONALS = "professionals", "Professionnels de l'orientation"


class FeedKind(models.TextChoices):
    ICALENDAR = "icalendar", "Agenda iCalendar (.ics)"
    OPENAGENDA = "openagenda", "OpenAgenda (.json)"


class FeedItemState(models.TextChoices):
    """What became of an event read in a partner's calendar."""

    NEW = "new", "Nouveau"
    LINKED = "linked", "Déjà connu"
    TAKEN = "taken", "Repris"
    CHANGED = "changed", "Modifié"
    GONE = "gone", "N'y est plus"
    LEFT_OUT = "left-out", "Laissé de côté"
