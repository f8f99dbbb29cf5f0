"""What people say for occupations, heard in someone's own words: the lexicon of the search, and the titles.

A phrase is heard when its telling words stand together in a clause, in any gender or number (« réparer ma
moto » says « réparer des motos »). The longest is heard, not those inside it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jalon.occupations.models import Title
from jalon.occupations.services import current_lexicon, title_key
from jalon.search.rules import canonical, split_words
from jalon.search.selectors.words import word_list

LONGEST = 5
# The weight that the lexicon gives to the first title of a phrase, and the least that it gives.
FIRST, LEAST = 0.96, 0.8
NEGATIONS = frozenset(["pas", "plus", "sans", "ni", "jamais", "non", "aucun"])
DATA = Path(__file__).resolve().parent.parent / "data"


def words_of(name: str) -> list[str]:
    """Return the words of a list of the room, comment lines left out."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in split_words(line)]


@cache
def _small_words(name: str) -> frozenset[str]:
    """Return the canonical forms of a list of words of the room."""
    return frozenset(canonical(word) for word in words_of(name))


class Spoken(NamedTuple):
    """A phrase heard: as it was said, its forms, and the places that it is said for with their weights."""

    said: str
    words: tuple[str, ...]
    leads: tuple[tuple[int, float], ...]


def _telling(text: str) -> list[tuple[str, str]]:
    """Return the words of a text that tell something, each with its canonical form."""
    empty = word_list("stop_words")
    return [(word, canonical(word)) for word in split_words(text) if word not in empty]


def forms_of(text: str) -> tuple[str, ...]:
    """Return the canonical forms of the telling words of a text."""
    return tuple(form for _word, form in _telling(text))


def _tells(form: str, soft: frozenset[str]) -> bool:
    return not (form in soft or form in _small_words("passing_words") or form.isdigit())


class Phrases:
    """The phrases of the lexicon and the titles, by their telling words; `position` gives places by code."""

    def __init__(self, position: Mapping[str, int]) -> None:
        self._found: dict[tuple[str, ...], dict[int, float]] = defaultdict(dict)
        self._trades: dict[tuple[str, ...], int] = {}
        self._seen: dict[str, tuple[str, ...]] = {}
        self.words: Counter[str] = Counter()
        self._nouns: set[str] = set()
        places = self._read_titles(position)
        self._read_lexicon(places)
        soft = frozenset(canonical(word) for word in word_list("soft_words"))
        self.leads = {
            words: tuple(sorted(leads.items()))
            for words, leads in self._found.items()
            if any(_tells(form, soft) for form in words)
        }
        alone = _small_words("person_words")
        self._trades = {forms: place for forms, place in self._trades.items() if not alone.issuperset(forms)}
        self._seen.clear()
        self._found.clear()

    def _read_titles(self, position: Mapping[str, int]) -> dict[tuple[str, ...], int]:
        """Read the titles, and the beginnings that only one occupation has; return places by title."""
        places: dict[tuple[str, ...], int] = {}
        begun: dict[tuple[str, ...], set[int]] = defaultdict(set)
        titles = Title.objects.filter(withdrawn=False).order_by("code")
        columns = ("label", "masculine", "feminine", "occupation_id")
        for label, masculine, feminine, code in titles.values_list(*columns):
            place = position.get(code)
            self._nouns.update(word for one in (masculine, feminine) for word in split_words(one)[:1])
            forms = self._forms(masculine)
            if place is None or not forms:
                continue
            places.setdefault(title_key(label), place)
            self._add(forms, place, 1.0)
            self._trades.setdefault(forms, place)
            for size in range(2, len(forms)):
                begun[forms[:size]].add(place)
        for forms, begin in begun.items():
            if len(begin) == 1:
                self._trades.setdefault(forms, min(begin))
        return places

    def _read_lexicon(self, places: Mapping[tuple[str, ...], int]) -> None:
        for title, said in sorted(current_lexicon().by_title.items()):
            for phrase, weight in said if title in places else ():
                forms = self._forms(phrase)
                if not forms or NEGATIONS.intersection(split_words(phrase)):
                    continue
                self._add(forms, places[title], (weight - LEAST) / (1 - LEAST))
                if weight >= FIRST and len(forms) > 1 and split_words(phrase)[0] in self._nouns:
                    self._trades.setdefault(forms, places[title])

    def _forms(self, text: str) -> tuple[str, ...]:
        """Return the forms of a text, its words being noted once."""
        forms = self._seen.get(text)
        if forms is None:
            telling = _telling(text)
            self.words.update(word for word, _form in telling)
            forms = self._seen[text] = tuple(form for _word, form in telling)
        return forms

    def _add(self, forms: tuple[str, ...], place: int, weight: float) -> None:
        if len(forms) <= LONGEST:
            self._found[forms][place] = max(weight, self._found[forms].get(place, 0.0))

    def trade(self, text: str) -> int | None:
        """Return the place of the occupation that a piece of text begins by naming, by its longest name."""
        words = _telling(text)
        forms = tuple(form for _word, form in words)
        before = _small_words("person_words")
        for start, form in enumerate(forms):
            named = words[start][0] in self._nouns
            for size in range(min(LONGEST, len(forms) - start) if named else 0, 0, -1):
                if (place := self._trades.get(forms[start : start + size])) is not None:
                    return place
            if not (form in before or form.isdigit()):
                break
        return None

    def heard(self, text: str) -> list[Spoken]:
        """Return the phrases said in a clause, in order."""
        words = _telling(text)
        forms = tuple(form for _word, form in words)
        spoken: list[Spoken] = []
        end = 0
        for at in range(len(forms)):
            for size in range(min(LONGEST, len(forms) - at), 0, -1):
                leads = self.leads.get(forms[at : at + size])
                if leads is not None and at + size > end:
                    said = " ".join(word for word, _form in words[at : at + size])
                    spoken.append(Spoken(said, forms[at : at + size], leads))
                    end = at + size
                    break
        return spoken
