"""What someone's own words say of every occupation: themes, phrases, trades practised, words of its texts."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from jalon.guidance.rules import matching as rules
from jalon.guidance.rules.words import Clause, Understood
from jalon.guidance.selectors.matter import Matter, stems_of
from jalon.guidance.selectors.phrases import Spoken, forms_of


class Told(NamedTuple):
    """A phrase heard in a clause, and how the clause counts."""

    phrase: Spoken
    weight: float


class Hearing:
    """By place: `liked` and `disliked`, sums of what is said for and against; `found`, what its texts share;
    `said`, what is said by people for whom it may be sensible.

    `trades`: places of the occupations that she says she practises or practised.
    """

    def __init__(self, words: Understood, matter: Matter) -> None:
        self.words, self.matter = words, matter
        size = len(matter.codes)
        self.liked, self.disliked = [0.0] * size, [0.0] * size
        self.found, self.said = [0.0] * size, [0.0] * size
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
            best: dict[int, float] = {}
            for lead in heard.theme.leads:
                for place in self.matter.led_to(lead.code):
                    best[place] = max(lead.weight, best.get(place, 0.0))
            into = self.liked if heard.weight > 0 else self.disliked
            for place, weight in best.items():
                into[place] += weight * abs(heard.weight)

    def _own_texts(self) -> None:
        weights: dict[str, float] = {}
        for clause in self.words.clauses:
            for form in stems_of(clause.text) if clause.weight > 0 else ():
                weights[form] = max(clause.weight, weights.get(form, 0.0))
        for form, weight in weights.items():
            for place, worth in self.matter.postings.get(form, ()):
                self.found[place] += weight * worth
            for place, worth in self.matter.sayings.get(form, ()):
                self.said[place] += weight * worth
        self._spread_sayings()

    def _spread_sayings(self) -> None:
        """Let the occupations close to one hear a part of what its people say."""
        heard: dict[int, float] = {}
        for place, said in enumerate(self.said):
            if said > rules.SAID_ENOUGH:
                for near, score in self.matter.near[place]:
                    heard[near] = max(heard.get(near, 0.0), rules.SAID_NEAR * score * said)
        for place, more in heard.items():
            self.said[place] += more

    def _neighbours(self) -> None:
        """Let an occupation hear a part of what is said for those close to it."""
        heard = list(self.liked)
        for place, liked in enumerate(heard):
            if liked > rules.HEARD_ENOUGH:
                for near, score in self.matter.near[place]:
                    self.liked[near] = max(self.liked[near], rules.NEIGHBOURS_HEAR * score * liked)

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
                for near, score in self.matter.near[place] if few else ():
                    into[near] += rules.PHRASE_NEAR * share * weight * score

    def _spoken(self) -> Iterator[tuple[Clause, Spoken]]:
        for clause in self.words.clauses:
            for phrase in self.matter.phrases.heard(clause.text):
                yield clause, phrase

    def _close_to_trades(self) -> None:
        """What she knows how to do carries over; less when she says that she is leaving it."""
        share = rules.TRADE_LEFT if self.words.leaving else rules.TRADE_KEPT
        for place in self.trades:
            self.liked[place] += share
            for near, score in self.matter.near[place]:
                self.liked[near] += share * score

    def said_of(self, place: int) -> tuple[list[str], list[str]]:
        """Return the words that speak for an occupation, and those that speak against it."""
        liked = dict.fromkeys(word for word, places in self._for if place in places)
        telling = self.matter.telling[place]
        liked |= dict.fromkeys(word for word, forms in self._own_words if not telling.isdisjoint(forms))
        refused = dict.fromkeys(word for word, places in self._against if place in places)
        return _each_once(liked), _each_once(refused)

    @cached_property
    def _for(self) -> list[tuple[str, frozenset[int]]]:
        return self._themes_and_phrases(1)

    @cached_property
    def _against(self) -> list[tuple[str, frozenset[int]]]:
        return self._themes_and_phrases(-1)

    def _themes_and_phrases(self, sign: int) -> list[tuple[str, frozenset[int]]]:
        """Return the words heard for (1) or against (-1), each with the places that it speaks of."""
        led_to = self.matter.led_to
        themes = [
            (heard.words, frozenset(place for lead in heard.theme.leads for place in led_to(lead.code)))
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
            if trade == place or any(near == place for near, _score in self.matter.near[trade]):
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
