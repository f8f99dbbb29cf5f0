"""How lines are written."""


def cut(text: str, longest: int) -> str:
    """Return a text on one line, no longer than `longest` characters.

    >>> cut("un  texte long", 9)
    'un texte…'
    """
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"
