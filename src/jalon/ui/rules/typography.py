"""Spaces of French typography."""

import re

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
SIGN = re.compile("[;!?»%€:«]")
SPACED_SIGN = re.compile(r"[ \u00a0]+(?:[;!?»%€]|:(?=\s|$))|«[ \u00a0]+")


def french_spaces(text: str) -> str:
    """Put the spaces of French typography where an ordinary space stands before ; ! ? : » or after «.

    Nothing is kept: a text may be a person's own.
    """
    return SPACED_SIGN.sub(_spaced, text) if SIGN.search(text) else text


def _spaced(found: re.Match[str]) -> str:
    if found[0].startswith("«"):
        return f"«{NARROW_SPACE}"
    sign = found[0][-1]
    return f"{NO_BREAK_SPACE if sign == ':' else NARROW_SPACE}{sign}"
