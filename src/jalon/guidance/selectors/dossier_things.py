"""What may be kept in a dossier, with what is known of it today; and what has changed since it was kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

from django.core.cache import cache
from django.urls import Resolver404, resolve

from jalon.guidance.enums import ItemKind
from jalon.guidance.models import DossierItem
from jalon.guidance.rules.address import Query, read_answers
from jalon.guidance.rules.answers import Answers
from jalon.guidance.rules.dossier import Change, Facts, Thing, changes, kept_path, one_line, path_key
from jalon.guidance.rules.interests import known_interests, read_replies, score_interests
from jalon.guidance.rules.route_asked import read_routes_asked
from jalon.guidance.rules.statements import LENGTHS, STATEMENTS
from jalon.guidance.selectors.matching import rank
from jalon.guidance.selectors.route_screen import ShownRoute, ShownStep, said_reach, shown_routes
from jalon.guidance.selectors.routes import around_code, plan
from jalon.occupations import selectors as occupations
from jalon.occupations.enums import Condition, Level, Status
from jalon.occupations.models import Occupation, Sector
from jalon.search.rules import plain_query
from jalon.sources.models import Source
from jalon.territory.selectors import communes_by_text
from jalon.training.enums import Recruitment
from jalon.training.rules.texts import web_address
from jalon.training.rules.truth import Dates
from jalon.training.rules.wording import said_day
from jalon.training.selectors.departures import SessionLine, action_blocks, is_closed
from jalon.training.selectors.programmes import last_version, programme_page
from jalon.training.selectors.searching import find, read_address

SIDE_BY_SIDE = " · "
LONGEST_TITLE, LONGEST_FACT = 300, 600
MOST_NAMED = 5
KEPT_SECONDS = 3_600
CLOSED = "Formation fermée"
EXAMPLE = ("À savoir", "Formation d'exemple : elle n'existe pas")
LIVING = frozenset({ItemKind.OCCUPATION, ItemKind.PROGRAMME, ItemKind.SESSION})
PAGE_TITLES = {
    "guidance:profile_result": "Ce qui me ressemble",
    "guidance:matches": "Mes métiers",
    "guidance:choices": "Ce que j'accepte",
}


def thing_of(kind: str, key: str, *, today: date) -> Thing | None:
    """Return what an address asks to keep, with what is known of it today; None for no such thing."""
    if kind == ItemKind.OCCUPATION:
        return _occupation(key[:10].upper())
    if kind == ItemKind.PROGRAMME:
        return _programme(key[:12], today)
    if kind == ItemKind.SESSION:
        programme, _slash, session = key[:25].partition("/")
        return _session(programme, session, today)
    path = kept_path(kind, key)
    return _page(kind, path, today) if path else None


def changes_since(item: DossierItem, *, today: date) -> tuple[bool, list[Change]]:
    """Return (gone, what differs today) of a thing that was kept; an address only says what it said."""
    if item.kind not in LIVING:
        return False, []
    live = _live(item.kind, item.key, today)
    if live is None:
        return True, []
    return False, changes([(label, value) for label, value in item.facts], live.facts)


def _live(kind: str, key: str, today: date) -> Thing | None:
    """Return what is known today, read again from the data after an hour."""
    name = f"dossier-{kind}-{key}-{today}"
    found = cache.get(name, False)
    if found is False:
        found = thing_of(kind, key, today=today)
        cache.set(name, found, KEPT_SECONDS)
    return found


def _said(sources: Iterable[Source]) -> str:
    return one_line(", ".join(dict.fromkeys(f"{one.title} ({one.producer})" for one in sources)), 300)


def _short(facts: Iterable[tuple[str, str]]) -> Facts:
    """Return the facts that say something, each on one line."""
    return [(label, one_line(value, LONGEST_FACT)) for label, value in facts if value]


def _thing(
    kind: ItemKind,
    key: str,
    title: str,
    path: str,
    facts: Facts,
    *,
    origin: str = "",
    day: date | None = None,
) -> Thing:
    return Thing(kind.value, key, one_line(title, LONGEST_TITLE), path, _short(facts), origin, day)


def _is_key(text: str) -> bool:
    return text.isalnum() and text.isascii()


def _occupation(code: str) -> Thing | None:
    page = occupations.portrait(code) if _is_key(code) else None
    if page is None or page.occupation.status == Status.WITHDRAWN:
        return None
    one = page.occupation
    facts = [
        ("Pour entrer", one.get_level_display() if one.level is not None else ""),
        ("Au quotidien", SIDE_BY_SIDE.join(mark.label for mark in page.highlights)),
        ("Les envies", SIDE_BY_SIDE.join(mark.label for mark in page.interests)),
        ("Secteurs", SIDE_BY_SIDE.join(sector.name for sector in page.sectors)),
        ("Façons d'y arriver", SIDE_BY_SIDE.join(way.diploma for way in page.ways[:4])),
    ]
    path = one.get_absolute_url()
    return _thing(ItemKind.OCCUPATION, one.code, one.name, path, facts, origin=_said(page.sources))


def _programme(key: str, today: date) -> Thing | None:
    page = programme_page(key, today=today) if _is_key(key) else None
    if page is None:
        return None
    one = page.programme
    start = page.lead[1].text if page.lead else "Aucune date annoncée"
    facts = [
        *([EXAMPLE] if one.example else []),
        ("Organisme", one.provider.name),
        ("Où", ", ".join(dict.fromkeys(spot.lines[-1] for spot in page.spots if spot.lines))[:200]),
        ("Comment", ", ".join(words for _icon, words in page.modes)),
        ("Durée", page.lengths),
        ("Reste à payer", page.cost),
        ("Pour entrer", page.entry),
        ("À la sortie", page.level or page.certification_name),
        ("Prochain départ", CLOSED if page.closed else start),
    ]
    origin = _said([one.feed.source])
    return _thing(ItemKind.PROGRAMME, one.key, one.title, one.get_absolute_url(), facts, origin=origin)


def _session(key: str, session: str, today: date) -> Thing | None:
    programme = last_version(key) if _is_key(key) and _is_key(session) else None
    if programme is None:
        return None
    for block in action_blocks(programme, today=today, around=None):
        for line in (*block.live, *block.asleep, *block.past):
            if line.key == session and line.dates.start is not None:
                facts = [
                    *([EXAMPLE] if programme.example else []),
                    ("Départ", said_day(line.dates.start)),
                    ("Fin", said_day(line.dates.sure_end) if line.dates.sure_end else ""),
                    ("Inscriptions", CLOSED if is_closed(programme) else _registration(line)),
                    ("Organisme", programme.provider.name),
                    ("Où", block.where),
                    ("Comment", block.label),
                    ("Durée", block.length),
                    ("Reste à payer", block.cost),
                ]
                path = f"{programme.get_absolute_url()}#dates"
                origin = _said([programme.feed.source])
                name = f"{key}/{session}"
                day = line.dates.start
                return _thing(ItemKind.SESSION, name, programme.title, path, facts, origin=origin, day=day)
    return None


def _registration(line: SessionLine) -> str:
    """Return what is said of signing up, in words that do not depend on the day."""
    dates: Dates = line.dates
    if dates.recruitment in {Recruitment.FULL, Recruitment.SUSPENDED}:
        return Recruitment(dates.recruitment).label
    said = [
        f"à partir du {said_day(dates.registration_from)}" if dates.registration_from else "",
        f"jusqu'au {said_day(dates.registration_until)}" if dates.registration_until else "",
        f"sur {web_address(line.site)}" if line.site else "",
    ]
    return ", ".join(filter(None, said))


def _page(kind: str, path: str, today: date) -> Thing | None:
    """Return a page of this site by its address, with what the address says; None for what is no page."""
    parts = urlsplit(path)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    query = parse_qs(parts.query, max_num_fields=200)
    if kind == ItemKind.ROUTE:
        found = _routes(str(match.kwargs.get("code", "")), match.view_name, query, today)
    elif kind == ItemKind.PROFILE:
        found = _profile(match.view_name, query)
    else:
        found = _search(match.view_name, query, today)
    title, facts, origin = found
    return _thing(ItemKind(kind), path_key(path), title, path, facts, origin=origin) if title else None


def _routes(code: str, view: str, query: Query, today: date) -> tuple[str, Facts, str]:
    occupation = occupations.occupation_page(code) if code else None
    if occupation is None:
        return "", (), ""
    if view != "guidance:routes":
        return f"Comment y arriver : {occupation.name}", (), ""
    asked = read_routes_asked(query, occupation.code)
    typed = plain_query((query.get("lieu") or [""])[0])[:100]
    meant = communes_by_text(typed) if typed else []
    code = meant[0].insee_code if len(meant) == 1 else "" if typed else asked.commune
    around = around_code(code, asked.person.reach_km)
    person = asked.person if around else replace(asked.person, reach_km=None)
    planned = plan(occupation, person, today=today, around=around, prefer=asked.prefer, abroad=asked.abroad)
    shown = shown_routes(planned.routes, today)
    chosen = (query.get("chemin") or [""])[0]
    if chosen in {str(at) for at in range(1, len(shown) + 1)}:
        route = shown[int(chosen) - 1]
        origin = one_line(", ".join(dict.fromkeys(step.source for step in route.steps)), 300)
        return f"{occupation.name} : {_route_name(route)}", _route_facts(route), origin
    facts = [(f"Chemin {at}", _route_line(route)) for at, route in enumerate(shown, 1)]
    return f"Mes chemins vers : {occupation.name}", facts, ""


def _route_name(route: ShownRoute) -> str:
    return f"{route.goal}, {route.title[:1].lower()}{route.title[1:]}"


def _route_facts(route: ShownRoute) -> Facts:
    steps = [
        (
            f"Étape {at}",
            ". ".join(filter(None, [_step_name(step), step.length, step.when, step.where])),
        )
        for at, step in enumerate(route.steps, 1)
    ]
    doubts = [words for step in route.steps for words in step.doubts]
    return [
        *steps,
        ("Durée", route.length),
        ("Fini vers", route.end),
        ("Reste à payer", route.cost),
        ("Distance", route.farthest),
        ("À vérifier", " ; ".join(dict.fromkeys(doubts))),
    ]


def _step_name(step: ShownStep) -> str:
    return f"{step.name} ({step.way}{', exemple' if step.example else ''})"


def _route_line(route: ShownRoute) -> str:
    return f"{_route_name(route)}. {route.length or 'Durée inconnue'}. Reste à payer : {route.cost}"


def _profile(view: str, query: Query) -> tuple[str, Facts, str]:
    title = PAGE_TITLES.get(view, "")
    if not title:
        return "", (), ""
    answers = read_answers(query)
    if view == "guidance:profile_result":
        return title, _answer_facts(Answers(interests=_replied(query))), ""
    facts = list(_answer_facts(answers))
    if view == "guidance:matches" and not answers.says_nothing():
        first = [one.code for one in rank(answers).order[:MOST_NAMED]]
        facts.append(("Les premiers métiers", SIDE_BY_SIDE.join(_names(first))))
    return title, facts, ""


def _replied(query: Query) -> dict[str, float]:
    count = next((one for one in LENGTHS if str(one) == (query.get("n") or [""])[0]), LENGTHS[0])
    replies = read_replies((query.get("r") or [""])[0], count)
    letters = (one.letter for one in STATEMENTS)
    return dict(known_interests(score_interests(zip(letters, replies, strict=False))))


def _names(codes: Sequence[str]) -> list[str]:
    named = dict(Occupation.objects.filter(code__in=codes).values_list("code", "name"))
    return [named[code] for code in codes if code in named]


def _answer_facts(answers: Answers) -> Facts:
    """Return what a person said, in words."""
    liked = {line.letter: line.label for line in occupations.interest_lines()}
    best = sorted(answers.interests.items(), key=lambda pair: -pair[1])
    slugs = Sector.objects.filter(slug__in=answers.sectors).values_list("name", flat=True)
    around = around_code(answers.commune, answers.kilometres)
    reach = f", {said_reach(answers.kilometres).lower()}" if answers.kilometres else ""
    return [
        ("Ce que j'aime", SIDE_BY_SIDE.join(f"{liked[name]} {round(100 * most)}" for name, most in best)),
        ("Dans mes mots", answers.text),
        ("Ce que j'ai fait", SIDE_BY_SIDE.join(_names(answers.past))),
        ("Ce que je sais faire", f"{len(answers.skills)} savoir-faire cochés" if answers.skills else ""),
        ("Mon niveau", _level(answers.level_now)),
        ("Études, au plus", _level(answers.level_most)),
        ("Durée, au plus", f"{answers.months_most} mois" if answers.months_most is not None else ""),
        ("Je veux", SIDE_BY_SIDE.join(_conditions(answers.wanted))),
        ("Je ne veux pas", SIDE_BY_SIDE.join(_conditions(answers.refused))),
        ("Secteurs", SIDE_BY_SIDE.join(slugs)),
        ("Autour de", f"{around.commune.name}{reach}" if around else ""),
    ]


def _level(value: int | None) -> str:
    return Level(value).label if value in Level.values else ""


def _conditions(values: Iterable[str]) -> list[str]:
    return [one.label for one in Condition if one.value in values]


def _search(view: str, query: Query, today: date) -> tuple[str, Facts, str]:
    words = one_line((query.get("q") or [""])[0], 100)
    title = f"Ma recherche : {words}" if words else "Ma recherche"
    if view != "training:search":
        return (title, (), "") if view == "portal:search" else ("", (), "")
    found = find(read_address(lambda name: query.get(name, [])), today=today, limit=1)
    facts = [
        ("Filtres", SIDE_BY_SIDE.join(said for _name, _value, said in found.active)),
        ("Formations ce jour-là", str(found.total)),
    ]
    return title, facts, ""
