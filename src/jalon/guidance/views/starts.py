"""The four ways to begin, and what was already said in each: on the entry page and above the ranking."""

from dataclasses import dataclass

from jalon.guidance.rules.answers import Answers
from jalon.guidance.views.said import Said
from jalon.occupations.enums import Interest

MOST_WORDS = 60
LIKED = 0.6
INTERESTS: dict[str, str] = dict(Interest.choices)


@dataclass(frozen=True)
class Start:
    """One question: where it is asked, what it is about, what was answered so far (empty: nothing)."""

    icon: str
    label: str
    hint: str
    url: str
    said: str


def starts(said: Said) -> list[Start]:
    """Return the four questions with what was said; their addresses keep all of it."""
    answers = said.answers
    asked = said.url("guidance:profile"), said.url("guidance:skills"), said.url("guidance:choices")
    words = said.url("guidance:choices", "#mots")
    likes, knows, accepts = _interests(answers), _skills(answers), _accepted(answers)
    return [
        Start("heart", "Ce que j'aime", "12 phrases, 1 minute", asked[0], likes),
        Start("hand", "Ce que je sais faire", "Un métier, un loisir, du bénévolat", asked[1], knows),
        Start("sliders-horizontal", "Ce que j'accepte", "Études, distance, horaires", asked[2], accepts),
        Start("message-circle", "Mes mots", "Une phrase ou deux, comme vous parlez", words, _words(answers)),
    ]


def _number(count: int, one: str, several: str) -> str:
    return f"{count} {several if count > 1 else one}" if count else ""


def _interests(answers: Answers) -> str:
    if not answers.interests:
        return ""
    best = sorted(answers.interests.items(), key=lambda pair: -pair[1])
    liked = [INTERESTS[letter] for letter, score in best if score >= LIKED][:2]
    return ", ".join([liked[0], *(one[:1].lower() + one[1:] for one in liked[1:])]) if liked else "Répondu"


def _skills(answers: Answers) -> str:
    parts = [
        _number(len(answers.past), "expérience", "expériences"),
        _number(len(answers.skills), "chose cochée", "choses cochées"),
    ]
    return ", ".join(part for part in parts if part)


def _accepted(answers: Answers) -> str:
    studies = [one for one in (answers.level_now, answers.level_most, answers.months_most) if one is not None]
    parts = [
        "les études" if studies else "",
        "la distance" if answers.commune else "",
        _number(len(answers.refused), "refus", "refus"),
        _number(len(answers.wanted), "souhait", "souhaits"),
        _number(len(answers.sectors), "secteur", "secteurs"),
    ]
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def _words(answers: Answers) -> str:
    text = answers.text
    return f"« {text if len(text) <= MOST_WORDS else text[:MOST_WORDS].rstrip() + '…'} »" if text else ""
