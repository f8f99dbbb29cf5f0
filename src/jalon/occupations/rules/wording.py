"""How official wording is set on a page: the words stay, the typography becomes readable."""

import re

THREE_DOTS = re.compile(r"\s*,?\s*\.{3}")
DASHED_ACRONYM = re.compile(r"\s-\s?([A-Z][\w. /]{0,14}?[\w.])\s?-(?=[\s.,;:)…]|$)")
AFTER_DOTS = re.compile(r"…(?=\w)")


def tidy(text: str) -> str:
    """Set an official sentence: « , ... » becomes « … » and « -DEAS- » becomes « (DEAS) ».

    >>> tidy("Diplôme d'Etat -DE- d'infirmier (hôpital, clinique, ...).")
    "Diplôme d'Etat (DE) d'infirmier (hôpital, clinique…)."
    """
    text = " ".join(text.split())
    text = THREE_DOTS.sub("…", text)
    text = AFTER_DOTS.sub("… ", text)
    return DASHED_ACRONYM.sub(r" (\1)", text)


def joined(words: list[str]) -> str:
    """Join words as French says them: « a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"
