"""What is published of an intake, and the columns that its files share."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from jalon.territory.models import Region
from jalon.training.rules.intakes import Intake
from jalon.training.selectors.intake_rows import Row, rows_of
from jalon.training.selectors.intakes import Sheet

Value = str | int | float | date | None


@dataclass(frozen=True)
class Publication:
    """One sheet to write down. `origin` begins addresses (« https://site.example »), without a last slash."""

    sheet: Sheet
    region: Region | None
    today: date
    origin: str

    @property
    def intake(self) -> Intake:
        return self.sheet.intake

    @property
    def title(self) -> str:
        return f"{self.intake.name} : les formations"

    @property
    def filters(self) -> str:
        """Return the filters in force in words."""
        return ", ".join(words for _name, _value, words in self.sheet.active) or "aucun"

    @property
    def publisher(self) -> str:
        return (self.region.publisher or self.region.name) if self.region else "Jalon"

    def rows(self) -> Iterator[Row]:
        """Yield every start, at any time last."""
        return rows_of(self.sheet.lines, self.intake, today=self.today)


class Column(NamedTuple):
    """One column: its heading, its width in characters, what it means, what a row puts there."""

    heading: str
    width: int
    meaning: str
    value: Callable[[Row, str], Value]


COLUMNS = (
    Column(
        "Code de certification", 15, "Numéro au répertoire national (RNCP ou RS) ; vide sans certification.",
        lambda row, _origin: row.certification,
    ),
    Column("Intitulé", 48, "Nom de la formation.", lambda row, _origin: row.line.title),
    Column("Niveau visé", 18, "Niveau du diplôme préparé.", lambda row, _origin: row.level),
    Column(
        "Domaine", 34, "Domaine de la plupart des métiers visés (répertoire ROME) ; un seul par formation.",
        lambda row, _origin: row.domain,
    ),
    Column(
        "Comment apprendre", 24, "École, apprentissage, adultes, distance, expérience.",
        lambda row, _origin: ", ".join(row.modes),
    ),
    Column("Organisme", 38, "Organisme responsable de la formation.", lambda row, _origin: row.provider),
    Column("Ville", 22, "Où l'on apprend.", lambda row, _origin: row.town),
    Column("Code postal", 12, "Du lieu de formation.", lambda row, _origin: row.postal_code),
    Column("Département", 20, "Du lieu de formation.", lambda row, _origin: row.departement),
    Column(
        "Début", 12, "Premier jour ; vide quand on commence à tout moment.",
        lambda row, _origin: row.start.day,
    ),
    Column(
        "Fin", 12, "Dernier jour ; vide s'il n'est pas connu, ou s'il est donné avant le début.",
        lambda row, _origin: row.start.end,
    ),
    Column(
        "Inscription jusqu'au", 14, "Dernier jour pour s'inscrire, s'il est connu.",
        lambda row, _origin: row.start.registration_until,
    ),
    Column(
        "État", 20, "Où en sont les inscriptions le jour du fichier.", lambda row, _origin: row.start.words
    ),
    Column("Durée", 16, "Du début à la fin.", lambda row, _origin: row.length),
    Column("Heures", 9, "Nombre total d'heures.", lambda row, _origin: row.hours),
    Column(
        "Prix (€)", 10, "Prix de toute la formation, toutes taxes comprises.", lambda row, _origin: row.price
    ),
    Column("Reste à payer", 34, "Ce que dit l'organisme, sinon le prix.", lambda row, _origin: row.cost_left),
    Column("Qui peut payer", 36, "Financements possibles.", lambda row, _origin: ", ".join(row.funding)),
    Column(
        "Accueil des personnes handicapées", 36, "Oui, Non ou Non précisé, puis ce que dit l'organisme.",
        lambda row, _origin: row.accessible,
    ),
    Column(
        "Mis à jour le", 12, "Dernière vérification par l'organisme, sinon jour de réception.",
        lambda row, _origin: row.updated_on,
    ),
    Column(
        "Source", 34, "D'où vient la ligne ; « exemple » : donnée de démonstration.",
        lambda row, _origin: f"{row.source} (exemple)" if row.demonstration else row.source,
    ),
    Column("Page", 44, "Adresse de la page de la formation.", lambda row, origin: f"{origin}{row.url}"),
)  # fmt: skip


def about(publication: Publication, sources: Iterable[str]) -> list[tuple[str, str]]:
    """Return what the reader of a file should know: (what, words). `sources`: those of its rows."""
    intake, sheet = publication.intake, publication.sheet
    window = f"Départs du {intake.first:%d/%m/%Y} au {intake.last:%d/%m/%Y}"
    return [
        ("Rentrée", intake.name),
        ("Période", window),
        ("Filtres", publication.filters),
        ("Établi le", f"{publication.today:%d/%m/%Y}"),
        ("Par", publication.publisher),
        ("Sources", " ; ".join(sorted(set(sources))) or "aucune"),
        (
            "Formations",
            f"{len(sheet.dated)} commencent à cette rentrée, {len(sheet.anytime)} à tout moment. Une "
            "formation est une façon de suivre un programme : un lieu, une modalité. Une ligne : un départ.",
        ),
        (
            "Attention",
            "Les dates et les places changent : vérifiez auprès de l'organisme avant de vous engager.",
        ),
        *((f"Colonne « {column.heading} »", column.meaning) for column in COLUMNS),
    ]
