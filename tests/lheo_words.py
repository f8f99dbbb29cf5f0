"""Words of the generated LHÉO feeds. Bodies are invented; towns, diplomas and skills are in `data/`."""

import csv
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"


def read_towns() -> list[tuple[str, str, str, float, float]]:
    """Return (INSEE code, name, postal code, latitude, longitude) of forty towns."""
    with (DATA / "lheo-towns.csv").open(encoding="utf-8", newline="") as file:
        return [
            (code, name, post, float(y), float(x)) for code, name, post, y, x in list(csv.reader(file))[1:]
        ]


def read_diplomas() -> Iterator[tuple[str, str, str, str, tuple[str, ...]]]:
    """Yield (kind, subject, NSF, FORMACODE, ROME codes)."""
    nsf = formacode = rome = ""
    for line in (DATA / "lheo-diplomas.txt").read_text(encoding="utf-8").splitlines():
        if line[:3].isdigit():
            nsf, formacode, rome = line.split()
        elif ": " in line and not line.startswith("#"):
            kind, _, names = line.partition(": ")
            for name in names.split(" | "):
                yield kind, name, nsf, formacode, tuple(rome.split(","))


def read_skills() -> Iterator[tuple[str, str, str, tuple[str, ...], int]]:
    """Yield (title, NSF, FORMACODE, ROME codes, hours)."""
    for line in (DATA / "lheo-skills.txt").read_text(encoding="utf-8").splitlines()[1:]:
        title, nsf, formacode, rome, hours = line.split("; ")
        yield title, nsf, formacode, tuple(rome.split(",")), int(hours)


# kind: level out (LHÉO code of 2019), level in, hours
KINDS = {
    "CAP": ("13", "0", 800),
    "CAP agricole": ("13", "0", 900),
    "Bac pro": ("14", "13", 1900),
    "Brevet professionnel": ("14", "13", 850),
    "Titre professionnel niveau 3": ("13", "0", 700),
    "Titre professionnel niveau 4": ("14", "13", 900),
    "BTS": ("15", "14", 1350),
    "BTSA": ("15", "14", 1300),
    "Titre professionnel niveau 5": ("15", "14", 1000),
    "DEUST": ("15", "14", 1200),
    "BUT": ("16", "14", 1800),
    "Licence professionnelle": ("16", "15", 550),
    "Diplôme d'État": ("14", "0", 1500),
    "Master": ("17", "16", 800),
    "Titre d'ingénieur": ("17", "15", 1800),
    "Doctorat": ("18", "17", 1500),
}

SKILL_VARIANTS = (
    "",
    " - initiation",
    " - perfectionnement",
    " - niveau intermédiaire",
    " - sur mesure",
    " - recyclage",
)
DIPLOMA_VARIANTS = (
    "",
    "",
    "",
    "",
    " - en un an",
    " - bloc de compétences 1",
    " - bloc de compétences 2",
    " - parcours partiel",
)

STREETS = (
    "rue de la République",
    "avenue Jean Jaurès",
    "rue des Écoles",
    "boulevard Gambetta",
    "rue du Faubourg",
    "avenue de la Gare",
    "rue Pasteur",
    "place du Marché",
    "rue de la Loire",
    "rue des Tanneurs",
    "avenue des Droits de l'Homme",
    "rue Marie Curie",
    "chemin des Vignes",
    "rue du Moulin",
)
BODIES = (
    "Lycée professionnel",
    "CFA",
    "GRETA",
    "Centre de formation",
    "Institut de formation",
    "Maison familiale rurale",
    "Campus des métiers",
    "Association",
    "École technique",
    "Centre AFPA",
    "Lycée agricole",
    "Atelier-école",
)
BODY_NAMES = (
    "des Acacias",
    "du Val",
    "Rabelais",
    "Jean Moulin",
    "Val de Loire",
    "des Trois Rivières",
    "Beauce Formation",
    "Berry Compétences",
    "Sologne",
    "Touraine",
    "des Métiers",
    "du Perche",
    "Gâtinais",
    "Jeanne d'Arc",
    "Vaucanson",
    "de la Brenne",
    "Henri Brisson",
    "du Giennois",
    "Balzac",
    "Anne de Bretagne",
)

# Sentences about what is learnt; %s is the subject.
OBJECTIVES = (
    "Acquérir les gestes et les savoirs du métier visé (%s) et les mettre en œuvre en autonomie.",
    "Se préparer aux épreuves et exercer dans le domaine « %s » dès la sortie de formation.",
    "Être capable d'organiser son travail, de respecter les règles de sécurité et de rendre compte : %s.",
    "Développer ses compétences en situation réelle, avec des professionnels, autour de : %s.",
)
RESULTS = (
    "Obtenir la certification ou une attestation de fin de formation. Taux de réussite sur demande.",
    "Exercer le métier en entreprise, à son compte ou poursuivre ses études au niveau supérieur.",
    "Valider tout ou partie des blocs de compétences ; les blocs acquis le sont définitivement.",
)
CONTENTS = (
    "Préparer le poste de travail, choisir le matériel et contrôler les approvisionnements.",
    "Lire un plan, une fiche technique ou une consigne et en tirer un mode opératoire.",
    "Appliquer les règles de santé, de sécurité et de protection de l'environnement.",
    "Communiquer avec les clients, les usagers et les collègues, à l'oral comme à l'écrit.",
    "Utiliser les outils numériques courants du métier : planning, devis, suivi de production.",
    "Mathématiques appliquées, français, histoire-géographie, langue vivante et éducation civique.",
    "Organiser son activité, repérer les aléas et alerter au bon moment.",
    "Contrôler la qualité de son travail et corriger les écarts.",
    "Période en entreprise avec un tuteur, préparée et exploitée en centre.",
    "Accompagnement à la recherche d'emploi : curriculum vitae, entretien, réseaux.",
    "Gestes professionnels : démonstration, entraînement puis mise en situation évaluée.",
    "Entretenir le matériel, réaliser la maintenance de premier niveau, ranger et nettoyer.",
)
CONDITIONS = (
    "Être motivé, avoir validé son projet avec un conseiller. Entretien et tests de positionnement.",
    "Avoir 16 ans au moins. Aucun diplôme n'est exigé ; savoir lire, écrire et compter.",
    "Être titulaire du diplôme de niveau précédent ou justifier d'une expérience de trois ans.",
    "Maîtriser le français à l'oral. Aptitude médicale à la conduite d'engins.",
    "-",
)
ACCESS = (
    "Locaux accessibles aux personnes à mobilité réduite. Un référent handicap étudie chaque demande.",
    "Accessible aux personnes handicapées, aménagements possibles.",
    "Bâtiment non accessible aux fauteuils roulants.",
    "Nous contacter.",
    "-",
)
RHYTHMS = (
    "Temps plein",
    "Temps partiel",
    "Cours du soir",
    "Alternance : 1 semaine en centre, 2 semaines en entreprise",
    "À votre rythme",
    "Temps plein, cours de jour",
    "Week-end",
)
