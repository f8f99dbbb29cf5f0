"""What someone's own words say of every occupation: themes, phrases, trades practised, words of its texts."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from jalon.guidance.rules import matching as rules
from jalon.guidance.rules.columns import Column
from jalon.guidance.rules.meaning import MEANT_FROM, meant
from jalon.guidance.rules.words import Clause, Understood
from jalon.guidance.selectors.matter import Matter, stems_of
from jalon.guidance.selectors.phrases import Spoken, forms_of


class Told(NamedTuple):
    """A phrase heard in a clause, and how the clause counts."""

    phrase: Spoken
    weight: float


class Hearing:
    """By place: `liked` and `disliked`, sums of what is said for and against; `found`, what its texts share;
    `said`, what is said by people for whom it may be sensible; `meant`, what counts of how near all of it is.

    `trades`: places of the occupations that she says she practises or practised.
    """

    def __init__(self, words: Understood, matter: Matter) -> None:
        self.words, self.matter = words, matter
        size = len(matter.codes)
        self.liked, self.disliked = np.zeros(size), np.zeros(size)
        self.found, self.said, self.meant = np.zeros(size), np.zeros(size), np.zeros(size)
        self.told: list[Told] = []
        self.trades = self._trades()
        self._themes()
        self._own_texts()
        self._neighbours()
        self._phrases()
        self._close_to_trades()

    def _trades(self) -> list[int]:
        named = (self.matter.phrases.trade(text) for text in self.words.trades)
        return list(dict.fromkeys(place for place in named if place is not None))

    def _themes(self) -> None:
        for heard in self.words.heard:
            places, weights = self.matter.theme_leads(heard.theme)
            into = self.liked if heard.weight > 0 else self.disliked
            into[places] += weights * abs(heard.weight)

    def _own_texts(self) -> None:
        weights, refused = self._forms(1), self._forms(-1)
        self.found = self.matter.postings.summed(weights)
        self.said = self.matter.sayings.summed(weights)
        # The occupations close to one hear a part of what its people say.
        self.said += rules.SAID_NEAR * self.matter.near.best(self.said, rules.SAID_ENOUGH)
        if weights:
            near = self.matter.meaning.near
            self.meant = meant(near(weights), near(refused))

    def _forms(self, sign: int) -> dict[str, float]:
        """Return the forms of what she likes (1) or refuses (-1), each with how much it counts."""
        weights: dict[str, float] = {}
        for clause in self.words.clauses:
            for form in stems_of(clause.text) if clause.weight * sign > 0 else ():
                weights[form] = max(abs(clause.weight), weights.get(form, 0.0))
        return weights

    def _neighbours(self) -> None:
        """Let an occupation hear a part of what is said for those close to it."""
        heard = rules.NEIGHBOURS_HEAR * self.matter.near.best(self.liked, rules.HEARD_ENOUGH)
        np.maximum(self.liked, heard, out=self.liked)

    def _phrases(self) -> None:
        themed = {form for heard in self.words.heard for form in forms_of(heard.words)}
        for clause, phrase in self._spoken():
            if len(phrase.words) == 1 and phrase.words[0] in themed:
                continue
            self.told.append(Told(phrase, clause.weight))
            into = self.liked if clause.weight > 0 else self.disliked
            share = rules.phrase_share(len(phrase.words), len(phrase.leads)) * abs(clause.weight)
            few = len(phrase.leads) <= rules.FEW_OCCUPATIONS and clause.weight > 0
            for place, weight in phrase.leads:
                into[place] += share * weight
                if few:
                    self.matter.near.spread(into, place, rules.PHRASE_NEAR * share * weight)

    def _spoken(self) -> Iterator[tuple[Clause, Spoken]]:
        for clause in self.words.clauses:
            for phrase in self.matter.phrases.heard(clause.text):
                yield clause, phrase

    def _close_to_trades(self) -> None:
        """What she knows how to do carries over; less when she says that she is leaving it."""
        share = rules.TRADE_LEFT if self.words.leaving else rules.TRADE_KEPT
        for place in self.trades:
            self.liked[place] += share
            self.matter.near.spread(self.liked, place, share)

    def said_of(self, place: int) -> tuple[list[str], list[str]]:
        """Return the words that speak for an occupation, and those that speak against it."""
        liked = dict.fromkeys(word for word, places in self._for if place in places)
        telling = self.matter.telling[place]
        liked |= dict.fromkeys(word for word, forms in self._own_words if not telling.isdisjoint(forms))
        refused = dict.fromkeys(word for word, places in self._against if place in places)
        return _each_once(liked), _each_once(refused)

    def near_word(self, place: int) -> str | None:
        """Return the word liked that stands nearest to an occupation, when nearness counts for it."""
        if not self.meant[place]:
            return None
        words, near = self._each_near
        nearest = int(near[:, place].argmax())
        return words[nearest] if near[nearest, place] > MEANT_FROM else None

    @cached_property
    def _each_near(self) -> tuple[list[str], Column]:
        """Each form of what she likes as she said it, and how near it stands alone to every occupation."""
        said = {form: word for word, forms in self._own_words for form in forms}
        return list(said.values()), self.matter.meaning.each_near(list(said))

    @cached_property
    def _for(self) -> list[tuple[str, frozenset[int]]]:
        return self._themes_and_phrases(1)

    @cached_property
    def _against(self) -> list[tuple[str, frozenset[int]]]:
        return self._themes_and_phrases(-1)

    def _themes_and_phrases(self, sign: int) -> list[tuple[str, frozenset[int]]]:
        """Return the words heard for (1) or against (-1), each with the places that it speaks of."""
        themes = [
            (heard.words, frozenset(self.matter.theme_leads(heard.theme)[0].tolist()))
            for heard in self.words.heard
            if heard.weight * sign > 0
        ]
        phrases = [
            (told.phrase.said, frozenset(place for place, _weight in told.phrase.leads))
            for told in self.told
            if told.weight * sign > 0
        ]
        return themes + phrases

    @cached_property
    def _own_words(self) -> list[tuple[str, list[str]]]:
        """Each word of what she likes, with its forms."""
        words = [word for clause in self.words.clauses if clause.weight > 0 for word in clause.text.split()]
        return [(word.strip(",.'"), forms) for word in words if (forms := stems_of(word))]

    def trade_near(self, place: int) -> int | None:
        """Return the trade practised that an occupation is close to, or is."""
        for trade in self.trades:
            if trade == place or place in self.matter.near.places[trade]:
                return trade
        return None


def _each_once(said: Iterable[str]) -> list[str]:
    """Leave out what says again a word that an earlier one says (« bois », « travailler le bois »)."""
    kept: list[str] = []
    known: set[str] = set()
    for one in said:
        forms = set(stems_of(one)) or {one}
        if known.isdisjoint(forms):
            kept.append(one)
            known |= forms
    return kept
