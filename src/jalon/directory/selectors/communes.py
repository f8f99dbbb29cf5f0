"""The commune that someone means, by its INSEE code, or by its name and its postal code."""

import re
from collections import defaultdict

from jalon.search.rules import fold
from jalon.territory.models import Commune, PostalCode

WITH_CODE = re.compile(r"(?P<before>.*?)[\s,(]*\b(?P<code>\d{5})\b[\s)]*(?P<after>.*)")
SAINT = re.compile(r"\bst(e?)\b")
SIGNS = re.compile(r"[^a-z0-9]+")
MOST_SAID = 6


def _plain(name: str) -> str:
    """Return a commune's name as it is compared: « St-Cyr sur Loire » is « saint cyr sur loire »."""
    return SAINT.sub(r"saint\1", " ".join(SIGNS.sub(" ", fold(name)).split()))


class Communes:
    """Every commune in use, read once to look many up; two queries."""

    def __init__(self) -> None:
        in_use = Commune.objects.filter(withdrawn=False).only(
            "pk", "name", "latitude", "longitude", "departement"
        )
        self._by_code = {one.pk: one for one in in_use}
        self._by_name: dict[str, list[Commune]] = defaultdict(list)
        for one in self._by_code.values():
            self._by_name[_plain(one.name)].append(one)
        self._by_postal: dict[str, list[Commune]] = defaultdict(list)
        for commune, code in PostalCode.objects.values_list("commune_id", "code"):
            if commune in self._by_code:
                self._by_postal[code].append(self._by_code[commune])

    def find(self, *, insee: str = "", postal: str = "", name: str = "") -> Commune:
        """Return the commune meant; raise ValueError with what is missing, in French."""
        if insee:
            if insee in self._by_code:
                return self._by_code[insee]
            if not (name or postal):
                raise ValueError(f"commune inconnue : {insee}")
        if not (name or postal):
            raise ValueError("la commune manque")
        named = self._by_name.get(_plain(name), []) if name else None
        coded = self._by_postal.get(postal, []) if postal else None
        found = self._both(named, coded)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValueError(f"commune inconnue : {' '.join(filter(None, [name, postal]))}")
        choices = ", ".join(sorted(f"{one.name} ({one.departement_id})" for one in found)[:MOST_SAID])
        what = "son code postal" if not postal else "son nom"
        raise ValueError(f"plusieurs communes possibles : {choices} ; écrivez aussi {what}")

    @staticmethod
    def _both(named: list[Commune] | None, coded: list[Commune] | None) -> list[Commune]:
        if named is None or coded is None:
            return named or coded or []
        # A postal code of a business (CEDEX) belongs to no commune: the name alone then decides.
        return [one for one in named if one in coded] if coded else named

    def find_in(self, text: str) -> Commune:
        """Return the commune of a typed text: a name, a postal code, or both; raise ValueError."""
        if match := WITH_CODE.fullmatch(text.strip()):
            name = f"{match['before']} {match['after']}".strip(" ,()")
            code = match["code"]
            return self.find(postal=code, name=name, insee="" if name or code in self._by_postal else code)
        return self.find(name=text)
