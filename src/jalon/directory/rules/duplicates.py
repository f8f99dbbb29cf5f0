"""Organisations that may be the same one, said before a second one is written."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

WORDS = re.compile(r"[a-z0-9]+")
SCHEME = re.compile(r"^https?://(?:www\.)?")


class Known(NamedTuple):
    """What tells an organisation; `folded_name` and `folded_address` without case or accents."""

    key: str
    folded_name: str
    commune: str
    folded_address: str = ""
    website: str = ""
    siret: str = ""


def _plain(text: str) -> str:
    """Return the words of a folded text, without its signs."""
    return " ".join(WORDS.findall(text))


def _site(address: str) -> str:
    """Return a site without scheme, `www` or last slash."""
    return SCHEME.sub("", address.strip().lower()).rstrip("/")


class Alikes:
    """The organisations in place, to compare others with; a few look-ups for each."""

    def __init__(self, known: Iterable[Known]):
        self._by: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for one in known:
            self.add(one)

    def add(self, one: Known) -> None:
        """Know one more organisation."""
        for clue, _reason in self._clues(one):
            self._by[clue].append(one.key)

    def _clues(self, one: Known) -> list[tuple[tuple[str, ...], str]]:
        clues = []
        if one.siret:
            clues.append((("siret", one.siret), "même SIRET"))
        if name := _plain(one.folded_name):
            clues.append((("name", name), "même nom"))
        if site := _site(one.website):
            clues.append((("site", site), "même site"))
        if address := _plain(one.folded_address):
            clues.append((("address", address, one.commune), "même adresse"))
        return clues

    def of(self, one: Known) -> list[tuple[str, str]]:
        """Return (key, why in French) of each other organisation that looks the same; the surest first."""
        found: dict[str, str] = {}
        for clue, reason in self._clues(one):
            for key in self._by.get(clue, ()):
                if key != one.key:
                    found.setdefault(key, reason)
        return list(found.items())
