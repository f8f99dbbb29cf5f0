"""The six interests in words and pictures, as every screen shows them."""

from dataclasses import dataclass

from django.urls import reverse

from jalon.occupations.enums import Interest

INTEREST_WORDS: dict[str, str] = {
    Interest.REALISTIC: "Fabriquer, réparer, cultiver, conduire",
    Interest.INVESTIGATIVE: "Observer, mesurer, résoudre un problème",
    Interest.ARTISTIC: "Dessiner, écrire, jouer, inventer",
    Interest.SOCIAL: "Soigner, écouter, expliquer, accompagner",
    Interest.ENTERPRISING: "Vendre, décider, lancer un projet",
    Interest.CONVENTIONAL: "Classer, compter, suivre une règle, contrôler",
}


@dataclass(frozen=True)
class InterestLine:
    """One of Holland's six types; `drawing` names its picture in the design system."""

    letter: str
    label: str
    words: str
    drawing: str
    url: str


def interest_lines() -> list[InterestLine]:
    """Return the six interests in the order R I A S E C."""
    return [
        InterestLine(
            letter=letter,
            label=label,
            words=INTEREST_WORDS[letter],
            drawing=f"interest-{letter.lower()}",
            url=reverse("occupations:interest", args=[letter]),
        )
        for letter, label in Interest.choices
    ]
