"""Asking tantivy for candidates, then judging each of them with the rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import tantivy

from jalon.search.rules.scoring import Term, begins_like, name_score
from jalon.search.selectors.reader import Reader
from jalon.search.selectors.shape import GATHERS
from jalon.search.selectors.stored import Stored
from jalon.search.selectors.understanding import Understanding
from jalon.search.selectors.words import word_list

Occur, Query = tantivy.Occur, tantivy.Query
# How many names are judged for one answer wanted, within bounds.
NAMES_FOR_ONE, LEAST_NAMES, MOST_NAMES, ENTRIES_READ = 8, 40, 150, 60
WHOLE_ENTRY = {"all_names": 3.0, "all_words": 1.5, "all_text": 1.0}
WHOLE_WEIGHT, WHOLE_QUERY, LITTLE_HELP = 0.3, 0.99, 0.3
BEGINS_BONUS = 0.2
MOST_GATHERING, MOST_MEMBERS, MEMBER = 10, 150, 0.6
# A title said in full is an answer, whatever stands around it (« graphiste freelance Bordeaux »).
WHOLE_NAME, SURE_NAME = 0.95, 0.97


@dataclass
class Asking:
    """One search under way: where, which kinds, how many names to judge, and what was found (by id).

    `typing`: the query is still being typed; a name that is never shown must then be said in full.
    """

    reader: Reader
    kinds: Sequence[str]
    names: int = MOST_NAMES
    typing: bool = False
    found: dict[str, "Candidate"] = field(default_factory=dict)

    @classmethod
    def wanting(cls, reader: Reader, kinds: Sequence[str], limit: int) -> "Asking":
        """Start a search of which `limit` answers are wanted."""
        return cls(reader, kinds, max(LEAST_NAMES, min(MOST_NAMES, NAMES_FOR_ONE * limit)))

    def apart(self) -> "Asking":
        """Return the same search with nothing found yet."""
        return Asking(self.reader, self.kinds, self.names)

    def candidate(self, stored: Stored) -> "Candidate":
        """Return the candidate that a document speaks of, made when it is new."""
        found = self.found.get(stored.id)
        if found is None:
            found = self.found[stored.id] = Candidate(stored)
        return found


@dataclass
class Candidate:
    """An entry that may answer, with its best name so far."""

    stored: Stored
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
        return self.name + min(0.06, 0.02 * len(self.others)) + whole + self.stored.prior


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
        begun = _any(
            [Query.term_query(reader.schema, "folded", word) for word in reader.beginning_with(term.prefix)]
        )
        queries.append(Query.boost_query(begun, 0.5))
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
    # A set of terms costs ten times a term here, whatever its size: a choice of terms does not.
    wanted = [Query.term_query(reader.schema, "kind", kind) for kind in kinds]
    return [(Occur.Must, _any(wanted))] if wanted else []


def _names_query(
    asking: Asking, understood: Understanding, *, every_word: bool, only_gathering: bool = False
) -> Any | None:
    reader = asking.reader
    hard = [term for term in understood.hard if term.known]
    if not hard or (every_word and len(hard) < len(understood.hard)):
        return None
    occur = Occur.Must if every_word else Occur.Should
    wanted = [(occur, _in_names(reader, term)) for term in hard]
    if not every_word:
        wanted = [(Occur.Must, Query.boolean_query(wanted))]
    helped = [(Occur.Should, _in_names(reader, term)) for term in understood.soft if term.known]
    if only_gathering:
        where = [(Occur.Must, Query.term_query(reader.schema, "gathers", GATHERS))]
    else:
        where = _of_kinds(reader, asking.kinds)
    return Query.boolean_query([*wanted, *helped, *where])


def _judge_names(asking: Asking, query: Any, understood: Understanding, trust: float) -> None:
    reader = asking.reader
    empty = word_list("stop_words")
    for _score, address in reader.searcher.search(query, limit=asking.names, count=False).hits:
        stored = reader.stored(address)
        score, share, explained = name_score(understood.terms, stored.forms, stored.words, reader.rarity)
        if score and begins_like(understood.typed, stored.words, empty):
            score += BEGINS_BONUS
        score *= stored.weight * trust
        if asking.typing and not stored.name and min(share, explained) < WHOLE_NAME:
            continue
        candidate = asking.candidate(stored)
        if score > candidate.name:
            if candidate.name:
                candidate.others.append(candidate.name)
            candidate.name, candidate.share = score, share
            candidate.certain = explained >= WHOLE_NAME and stored.weight >= SURE_NAME
            candidate.matched, candidate.why = stored.name, stored.why
        elif score:
            candidate.others.append(score)


def _judge_entries(asking: Asking, understood: Understanding, trust: float) -> None:
    reader = asking.reader
    hard = [term for term in understood.hard if term.forms]
    if not hard or len(hard) < len(understood.hard):
        return
    wanted = [(Occur.Must, _in_entry(reader, term)) for term in hard]
    query = Query.boolean_query([*wanted, *_of_kinds(reader, asking.kinds)])
    hits = reader.searcher.search(query, limit=ENTRIES_READ, count=False).hits
    for score, address in hits:
        candidate = asking.candidate(reader.stored(address))
        candidate.whole = max(candidate.whole, WHOLE_WEIGHT * trust * score / hits[0][0])


def _add_members(asking: Asking, understood: Understanding, trust: float) -> None:
    """Answer with the members of the entries that gather others (sectors) when a name of theirs is said."""
    reader = asking.reader
    query = _names_query(asking, understood, every_word=True, only_gathering=True)
    if query is None:
        return
    best: dict[str, tuple[float, Stored]] = {}
    for _score, address in reader.searcher.search(query, limit=MOST_GATHERING, count=False).hits:
        stored = reader.stored(address)
        score, share, explained = name_score(understood.terms, stored.forms, stored.words, reader.rarity)
        if min(share, explained) >= WHOLE_NAME:
            best[stored.id] = max(
                best.get(stored.id, (0.0, stored)), (score, stored), key=lambda pair: pair[0]
            )
    for score, gathering in best.values():
        members = [(Occur.Must, Query.term_query(reader.schema, "member_of", gathering.id))]
        query = Query.boolean_query([*members, *_of_kinds(reader, asking.kinds)])
        for _score, address in reader.searcher.search(query, limit=MOST_MEMBERS, count=False).hits:
            candidate = asking.candidate(reader.stored(address))
            if score * MEMBER * trust > candidate.name:
                candidate.name, candidate.share = score * MEMBER * trust, 1.0
                candidate.matched, candidate.why = "", f"{gathering.why} : {gathering.title}"


def gather(asking: Asking, understood: Understanding, *, trust: float) -> None:
    """Add to what was found the candidates that answer every word; `trust` lowers what wider ways bring."""
    gather_names(asking, understood, trust=trust)
    _judge_entries(asking, understood, trust)
    _add_members(asking, understood, trust)


def gather_names(asking: Asking, understood: Understanding, *, trust: float, every_word: bool = True) -> None:
    """Add the candidates that a name of theirs makes, with every word or with part of them."""
    query = _names_query(asking, understood, every_word=every_word)
    if query is not None:
        _judge_names(asking, query, understood, trust)


def ranked(found: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates best first; equal ones by title, so that the order never changes by chance."""
    return sorted(found, key=lambda candidate: (-round(candidate.score, 4), candidate.stored.title))
