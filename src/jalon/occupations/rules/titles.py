"""The masculine and the feminine of a title written « Masculin / Féminine complément »."""

import re
import unicodedata

SLASH = " / "
# Pairs whose feminine does not begin like the masculine.
PAIRS = {
    "homme": ("femme",),
    "man": ("woman",),
    "garcon": ("fille", "serveuse"),
    "steward": ("hotesse",),
    "serviteur": ("servante",),
}
FEMININE_ENDINGS = ("e", "woman", "maid")
INCLUSIVE = re.compile(r"(\w+)(?:\((e|se|euse|trice|rice|ère|ière|ne|le|te|fe)\)|[·•](\w{1,6}))")
PART = re.compile(r"[-/,]")
SHORTEST_STEM = 3
LONGEST_ENDING = 3


def split_title(label: str) -> tuple[str, str]:
    """Return the masculine and the feminine of a title; both are `label` when it tells no gender.

    >>> split_title("Abatteur / Abatteuse de carrière")
    ('Abatteur de carrière', 'Abatteuse de carrière')
    >>> split_title("Chef boulanger / boulangère")
    ('Chef boulanger', 'Chef boulangère')
    """
    label = " ".join(label.split())
    masculine, feminine = _split_slashes(label)
    return INCLUSIVE.sub(r"\1", masculine), INCLUSIVE.sub(_feminine_of, feminine)


def _split_slashes(label: str) -> tuple[str, str]:
    """Take the first pair apart, then the pairs that remain in each half."""
    left, slash, right = label.partition(SLASH)
    if not slash:
        return label, label
    before, after = left.split(), right.split()
    if not before or not after:
        return label, label
    paired = _pair(before, after)
    if paired is None:
        return label, label
    start, end = paired
    masculine = " ".join([*before, *after[end:]])
    feminine = " ".join([*before[:start], *after])
    return _split_slashes(masculine)[0], _split_slashes(feminine)[1]


def _pair(before: list[str], after: list[str]) -> tuple[int, int] | None:
    """Return where the pair begins in `before` and ends in `after`, in words; None when there is none.

    Genders written in full (« Chef de partie pâtissier / Cheffe de partie pâtissière ») begin at 0; in short
    (« Chef pâtissier / pâtissière ») at the word that the feminine answers.
    """
    if _answers(before[0], after[0]):
        start = 0
    else:
        found = [at for at, word in enumerate(before) if _answers(word, after[0])]
        if not found and len(before) > 1:
            return None
        start = found[-1] if found else 0
    length = len(before) - start
    if length <= len(after) and _answers(before[-1], after[length - 1]):
        return start, length
    answering = [at for at, word in enumerate(after) if _answers(before[-1], word)]
    return start, answering[0] + 1 if answering else min(length, len(after))


def _answers(masculine: str, feminine: str) -> bool:
    """Tell whether `feminine` can be the feminine of `masculine` (two single words)."""
    one, other = _plain(masculine), _plain(feminine)
    if one == other or other in PAIRS.get(one, ()):
        return True
    if not other.endswith(FEMININE_ENDINGS):
        return False
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return shared >= max(SHORTEST_STEM, len(one) - LONGEST_ENDING)


def _plain(word: str) -> str:
    """Return the first part of a word (before a hyphen), in lower case, without accents."""
    first = PART.split(word, maxsplit=1)[0] or word
    letters = unicodedata.normalize("NFKD", first.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _feminine_of(found: re.Match[str]) -> str:
    """Return the feminine of « principal(e) », « vendeur(se) », « directeur(trice) », « infirmier·ère »."""
    stem, ending = found.group(1), found.group(2) or found.group(3)
    endings = {"se": 1, "euse": 3, "trice": 4, "rice": 3, "ère": 2, "ière": 3}
    return stem[: -endings[ending]] + ending if ending in endings else stem + ending
