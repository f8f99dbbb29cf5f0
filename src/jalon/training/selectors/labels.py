"""What each filter of the training map, and each of its values, is called."""

from functools import lru_cache

from jalon.occupations.enums import Level
from jalon.occupations.models import Domain
from jalon.occupations.selectors.atlas import latest_load
from jalon.training.enums import Funding, Length, Mode, Rhythm
from jalon.training.rules.asking import When

LEGENDS = {
    "mode": "Comment apprendre",
    "domain": "Domaine",
    "out": "Niveau visé",
    "in": "Niveau demandé à l'entrée",
    "length": "Durée",
    "rhythm": "Rythme",
    "fund": "Qui peut payer",
    "access": "Handicap",
}
IN_LABELS = {**dict(Level.choices), 0: "Aucun diplôme demandé"}
OUT_LABELS = {**dict(Level.choices), 0: "Sans niveau de diplôme"}
WHEN_LABELS = {
    When.MONTH: "Dans le mois",
    When.QUARTER: "Dans les 3 mois",
    When.HALF: "Dans les 6 mois",
    When.YEAR: "Dans l'année",
    When.ALWAYS: "À tout moment",
    When.UNDATED: "Pas de date annoncée",
}


@lru_cache(maxsize=2)
def _domains_kept(_load: object) -> dict[str, str]:
    return dict(Domain.objects.filter(parent=None).order_by("code").values_list("code", "label"))


def domain_labels() -> dict[str, str]:
    """Return the broad domains by letter."""
    return _domains_kept(latest_load())


def known_values() -> dict[str, tuple[str, ...]]:
    """Return the values that each filter may take."""
    return {
        "mode": tuple(Mode.values),
        "domain": tuple(domain_labels()),
        "out": tuple(str(level) for level in Level.values),
        "in": tuple(str(level) for level in Level.values),
        "length": tuple(Length.values),
        "rhythm": tuple(Rhythm.values),
        "fund": tuple(Funding.values),
        "access": ("yes",),
    }


def labels() -> dict[str, dict[str, str]]:
    """Return what each value of each filter is called."""
    return {
        "mode": dict(Mode.choices),
        "domain": domain_labels(),
        "out": {str(level): label for level, label in OUT_LABELS.items()},
        "in": {str(level): label for level, label in IN_LABELS.items()},
        "length": dict(Length.choices),
        "rhythm": dict(Rhythm.choices),
        "fund": dict(Funding.choices),
        "access": {"yes": "Accueil des personnes handicapées"},
    }
