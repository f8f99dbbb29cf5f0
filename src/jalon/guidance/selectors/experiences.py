"""From what someone did, in her words, to the occupations that it looks like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from jalon.guidance.rules.lexicon import Themes, read_themes
from jalon.guidance.selectors.matter import DATA, current_matter, stems_of, understood
from jalon.occupations.enums import Status
from jalon.occupations.models import Occupation, OccupationSkill
from jalon.search.rules import fold, plain_query
from jalon.search.selectors import Hit, search, suggest

MOST_FOUND = 6
MOST_EXAMPLES = 3
# Scores of the search engine: the very name of an occupation, worth showing; and how near the best one.
NAMED, ENOUGH, NEAR_BEST = 1.0, 0.45, 0.75


@dataclass(frozen=True)
class Experience:
    """An occupation that what was typed looks like; `examples`: a few of the things that one does there."""

    code: str
    name: str
    examples: Sequence[str]


@cache
def _past_themes() -> Themes:
    return read_themes((DATA / "everyday_past.txt").read_text(encoding="utf-8").splitlines())


def _in_the_lexicon(text: str) -> list[str]:
    """Return the codes of the themes heard, the most precise words first."""
    folded = fold(text)
    heard = [(found, theme) for theme in _past_themes() if (found := theme.pattern.search(folded))]
    heard.sort(key=lambda one: (-len(one[0][0]), one[0].start(), one[1].name))
    return [lead.code for _found, theme in heard for lead in theme.leads]


def _in_own_words(text: str) -> list[str]:
    """Return the codes that the words of everyday lead to: what is left when nothing else answers."""
    matter = current_matter()
    leads = [
        (-lead.weight * heard.weight, matter.codes[place])
        for heard in understood(text).heard
        if heard.weight > 0
        for lead in heard.theme.leads
        for place in matter.led_to(lead.code)
    ]
    return [code for _weight, code in sorted(leads)]


def _named(text: str, hits: Iterable[Hit]) -> list[str]:
    """Return the codes of the hits that a title names, with these words and no other.

    What the lexicon says comes before, when it says something else: « cuisiner » is not « cuisiniste ».
    """
    words, said = set(stems_of(text)), _in_the_lexicon(text)
    titles = [(hit.code, (hit.matched, hit.title)) for hit in hits if hit.score >= NAMED]
    named = [code for code, both in titles if words in [set(stems_of(title)) for title in both]]
    return [code for code in named if not said or code in said]


def occupations_named(text: str) -> list[str]:
    """Return the ROME codes of the occupations that words name, the best first: « caissière »."""
    return _named(text, search(text, kinds=("occupation",), limit=MOST_FOUND).hits)


def codes_like(text: str) -> list[str]:
    """Return the ROME codes in force of what was done, the nearest first; none for words that say nothing."""
    # Words that say nothing alone (« la ») would answer anything.
    hits = search(text, kinds=("occupation",), limit=2 * MOST_FOUND).hits if stems_of(text) else []
    named = _named(text, hits)
    least = max([ENOUGH, *(NEAR_BEST * hit.score for hit in hits[:1])])
    others = [hit.code for hit in hits if hit.score >= least]
    codes = [*named, *_in_the_lexicon(text), *others]
    known = current_matter().position
    found = [code for code in dict.fromkeys(codes or _in_own_words(text)) if code in known]
    return found[:MOST_FOUND]


def experiences_like(text: str, *, but: Sequence[str] = ()) -> list[Experience]:
    """Return the occupations that what was typed looks like, those of `but` left out."""
    query = plain_query(text)
    return experiences([code for code in codes_like(query) if code not in but] if query else [])


def experiences(codes: Sequence[str]) -> list[Experience]:
    """Return occupations in force with a few of the things that one does there, in the order given."""
    names = dict(Occupation.objects.filter(code__in=codes, status=Status.ACTIVE).values_list("code", "name"))
    links = OccupationSkill.objects.filter(occupation__in=codes).order_by("kind", "position", "pk")
    examples: dict[str, list[str]] = {code: [] for code in codes}
    for code, label in links.values_list("occupation_id", "skill__label"):
        if len(examples[code]) < MOST_EXAMPLES:
            examples[code].append(label)
    return [Experience(code, names[code], examples[code]) for code in codes if code in names]


def is_known(code: str) -> bool:
    """Tell whether a ROME code is one of an occupation in force."""
    return code in current_matter().position


def proposed(text: str) -> list[Experience]:
    """Return what to propose while one types."""
    query = plain_query(text)
    if not query:
        return []
    begun = [one.code for one in suggest(query, limit=MOST_FOUND)]
    return experiences(list(dict.fromkeys([*begun, *_in_the_lexicon(query)]))[:MOST_FOUND])
