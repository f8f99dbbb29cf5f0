"""How one learns, at which rhythm, and whether disabled people can: read from codes and words."""

from collections.abc import Iterable

from jalon.training.enums import Mode, Rhythm

APPRENTICE_EXTRAS = frozenset({"contrat-apprentissage", "apprentissage", "formation-apprentissage"})
SCHOOL_EXTRAS = frozenset({"formation-initiale", "voie-scolaire"})
SCHOOL_WORDS = ("statut scolaire", "voie scolaire", "lycéen", "formation initiale scolaire")
RHYTHM_WORDS = {
    Rhythm.FULL_TIME: ("temps plein", "temps complet", "plein temps", "temps-plein"),
    Rhythm.PART_TIME: ("temps partiel", "mi-temps", "temps-partiel", "discontinu"),
    Rhythm.EVENING: ("soir", "week-end", "week end", "weekend", "samedi"),
    Rhythm.ALTERNATING: ("alternance", "alternée", "alterné", "apprentissage", "professionnalisation"),
    Rhythm.OWN_PACE: ("son rythme", "votre rythme", "autoformation", "auto-formation", "à la carte"),
}
INACCESSIBLE = (
    "non accessible",
    "pas accessible",
    "inaccessible",
    "pas d'accès",
    "aucun accès",
    "non adapté",
)
ACCESSIBLE = ("accessib", "pmr", "mobilité réduite", "aménag", "adapté", "référent handicap", "oui")


def says_vae(title: str) -> bool:
    """Tell whether a title (lower case) is about having one's experience validated."""
    return "validation des acquis" in title or "vae" in title.replace("(", " ").replace(")", " ").split()


def modes_of(
    *, alternation: str, rhythm: str, teaching: str, marks: Iterable[str], vae: bool
) -> tuple[str, ...]:
    """Tell how one learns; at least one mode. Texts in lower case; `marks` are the extras that say 1.

    Mixed teaching (2) is not « at a distance »: one still has to come.
    """
    if vae:
        return (Mode.VAE.value,)
    marks = frozenset(marks)
    found = []
    if marks & SCHOOL_EXTRAS or any(word in alternation or word in rhythm for word in SCHOOL_WORDS):
        found.append(Mode.SCHOOL.value)
    if marks & APPRENTICE_EXTRAS or "apprenti" in alternation:
        found.append(Mode.APPRENTICESHIP.value)
    if teaching == "1":
        found.append(Mode.DISTANCE.value)
    return tuple(found) or (Mode.ADULT.value,)


def rhythms_of(*, rhythm: str, alternation: str) -> tuple[str, ...]:
    """Tell the rhythms that two texts (lower case) name."""
    found = [way for way, said in RHYTHM_WORDS.items() if any(word in rhythm for word in said)]
    if alternation and Rhythm.ALTERNATING not in found and says_alternation(alternation):
        found.append(Rhythm.ALTERNATING)
    return tuple(way.value for way in Rhythm if way in found)


def says_alternation(text: str) -> bool:
    """Tell whether a text of `modalites-alternance` (lower case) describes one rather than denies it."""
    return not text.startswith(("sans", "aucun", "non", "pas ")) and any(
        word in text for word in (*RHYTHM_WORDS[Rhythm.ALTERNATING], "apprenti", "entreprise")
    )


def accessible_of(text: str) -> bool | None:
    """Tell what a text (lower case) says of access for disabled people; None when it does not say.

    >>> accessible_of("locaux accessibles aux fauteuils"), accessible_of("non accessible"), accessible_of("")
    (True, False, None)
    """
    if text == "non" or any(word in text for word in INACCESSIBLE):
        return False
    return True if any(word in text for word in ACCESSIBLE) else None
