"""Asking tantivy for candidates, then judging each of them with the rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import tantivy

from jalon.search.rules.scoring import Term, begins_like, name_score
from jalon.search.selectors.reader import Reader
from jalon.search.selectors.understanding import Understanding, word_list

Occur, Query = tantivy.Occur, tantivy.Query
# How many names are judged for one answer wanted, within bounds.
NAMES_FOR_ONE, LEAST_NAMES, MOST_NAMES, ENTRIES_READ = 8, 40, 150, 60
WHOLE_ENTRY = {"all_names": 3.0, "all_words": 1.5, "all_text": 1.0}
WHOLE_WEIGHT, WHOLE_QUERY, LITTLE_HELP = 0.3, 0.99, 0.3
BEGINS_BONUS = 0.2
# A title said in full is an answer, whatever stands around it (« graphiste freelance Bordeaux »).
WHOLE_NAME, SURE_NAME = 0.95, 0.97


@dataclass
class Asking:
    """One search under way: where, which kinds, how many names to judge, and what was found (by id)."""

    reader: Reader
    kinds: Sequence[str]
    names: int = MOST_NAMES
    found: dict[str, "Candidate"] = field(default_factory=dict)

    @classmethod
    def wanting(cls, reader: Reader, kinds: Sequence[str], limit: int) -> "Asking":
        """Start a search of which `limit` answers are wanted."""
        return cls(reader, kinds, max(LEAST_NAMES, min(MOST_NAMES, NAMES_FOR_ONE * limit)))

    def apart(self) -> "Asking":
        """Return the same search with nothing found yet."""
        return Asking(self.reader, self.kinds, self.names)

    def candidate(self, payload: dict[str, Any]) -> "Candidate":
        """Return the candidate that a document speaks of, made when it is new."""
        return self.found.setdefault(payload["id"], Candidate(payload))


@dataclass
class Candidate:
    """An entry that may answer, with its best name so far."""

    payload: dict[str, Any]
    name: float = 0.0
    share: float = 0.0
    certain: bool = False
    whole: float = 0.0
    matched: str = ""
    why: str = ""
    others: list[float] = field(default_factory=list)

    @property
    def score(self) -> float:
        """Best name, a little more for the other names that answer, and for the entry as a whole.

        A name that answers the whole query needs little help: among equals, the best known goes first.
        """
        whole = self.whole * (1.0 if self.share < WHOLE_QUERY else LITTLE_HELP)
        return self.name + min(0.06, 0.02 * len(self.others)) + whole + self.payload.get("prior", 0.0)


def _any(queries: Sequence[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(list(queries))


def _in_names(reader: Reader, term: Term) -> Any:
    queries = [
        Query.boost_query(Query.term_query(reader.schema, "canon", form), sure)
        for form, sure in term.forms.items()
    ]
    if term.family:
        family = Query.term_query(reader.schema, "roots", term.family)
        queries.append(Query.boost_query(family, 0.4))
    if term.prefix:
        begun = list(reader.beginning_with(term.prefix))
        queries.append(Query.boost_query(Query.term_set_query(reader.schema, "folded", begun), 0.5))
    return _any(queries)


def _in_entry(reader: Reader, term: Term) -> Any:
    return _any(
        [
            Query.boost_query(Query.term_query(reader.schema, name, form), weight * sure)
            for name, weight in WHOLE_ENTRY.items()
            for form, sure in term.forms.items()
        ]
    )


def _of_kinds(reader: Reader, kinds: Sequence[str]) -> list[Any]:
    return [(Occur.Must, Query.term_set_query(reader.schema, "kind", list(kinds)))] if kinds else []


def _names_query(asking: Asking, understood: Understanding, *, every_word: bool) -> Any | None:
    reader = asking.reader
    hard = [term for term in understood.hard if term.known]
    if not hard or (every_word and len(hard) < len(understood.hard)):
        return None
    occur = Occur.Must if every_word else Occur.Should
    wanted = [(occur, _in_names(reader, term)) for term in hard]
    if not every_word:
        wanted = [(Occur.Must, Query.boolean_query(wanted))]
    helped = [(Occur.Should, _in_names(reader, term)) for term in understood.soft if term.known]
    return Query.boolean_query([*wanted, *helped, *_of_kinds(reader, asking.kinds)])


def _judge_names(asking: Asking, query: Any, understood: Understanding, trust: float) -> None:
    reader = asking.reader
    rarity, empty = _Rarity(reader), word_list("stop_words")
    for _score, address in reader.searcher.search(query, limit=asking.names, count=False).hits:
        payload = reader.payload(address)
        canon, folded = payload["words"]
        score, share, explained = name_score(understood.terms, canon, folded, rarity)
        if score and begins_like(understood.typed, folded, empty):
            score += BEGINS_BONUS
        score *= payload["weight"] * trust
        candidate = asking.candidate(payload)
        if score > candidate.name:
            if candidate.name:
                candidate.others.append(candidate.name)
            candidate.name, candidate.share = score, share
            candidate.certain = explained >= WHOLE_NAME and payload["weight"] >= SURE_NAME
            candidate.matched, candidate.why = payload["name"], payload["why"]
        elif score:
            candidate.others.append(score)


class _Rarity(dict[str, float]):
    """Rarity by canonical form, asked of the reader when first needed."""

    def __init__(self, reader: Reader):
        super().__init__(reader.rarity)
        self.reader = reader

    def __missing__(self, form: str) -> float:
        self[form] = self.reader.rarity_of(form)
        return self[form]

    def get(self, form: str, default: float = 1.0) -> float:  # type: ignore[override]  # never missing
        return self[form]


def _judge_entries(asking: Asking, understood: Understanding, trust: float) -> None:
    reader = asking.reader
    hard = [term for term in understood.hard if term.forms]
    if not hard or len(hard) < len(understood.hard):
        return
    wanted = [(Occur.Must, _in_entry(reader, term)) for term in hard]
    query = Query.boolean_query([*wanted, *_of_kinds(reader, asking.kinds)])
    hits = reader.searcher.search(query, limit=ENTRIES_READ, count=False).hits
    for score, address in hits:
        candidate = asking.candidate(reader.payload(address))
        candidate.whole = max(candidate.whole, WHOLE_WEIGHT * trust * score / hits[0][0])


def gather(asking: Asking, understood: Understanding, *, trust: float, every_word: bool = True) -> None:
    """Add to what was found the candidates of one way of asking; `trust` lowers what wider ways bring."""
    query = _names_query(asking, understood, every_word=every_word)
    if query is not None:
        _judge_names(asking, query, understood, trust)
    if every_word:
        _judge_entries(asking, understood, trust)


def ranked(found: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates best first; equal ones by title, so that the order never changes by chance."""
    return sorted(found, key=lambda candidate: (-round(candidate.score, 4), candidate.payload["title"]))
