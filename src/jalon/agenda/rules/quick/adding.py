"""From one line to an event: what was understood, what was guessed, what is missing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from jalon.agenda.enums import EventKind
from jalon.agenda.rules.quick.days import WEEK_OF, Found, read_days
from jalon.agenda.rules.quick.hours import Span, read_spans
from jalon.agenda.rules.quick.line import TAKEN, Line
from jalon.agenda.rules.repeating import DAYS
from jalon.agenda.rules.said import WEEKDAYS, said_days, said_hour
from jalon.agenda.rules.schedule import SlotFacts

LONGEST_LINE = 500
LONGEST_NAME = 8  # words
LINK = re.compile(r"\bhttps?://[^\s<>\"']+|\bwww\.[^\s<>\"']+")
ROOM = re.compile(r"(?:salle|amphi(?:theatre)?|bureau|hall|auditorium)\b.*")
ADDRESS = re.compile(
    r"\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|av\.?|boulevard|bd|place|allee|impasse|quai|route|chemin)\b.*"
)
KINDS: tuple[tuple[EventKind, str], ...] = (
    (EventKind.WEBINAR, r"webinaires?|webinars?|visio(?:conference)?s?|en ligne|a distance"),
    (EventKind.INFORMATION, r"reunions? d'infos?(?:rmations?)?|infos? coll?(?:ectives?)?"),
    (EventKind.INFORMATION, r"informations? collectives?"),
    (EventKind.OPEN_DAY, r"portes? ouvertes?|jpo"),
    (EventKind.FORUM, r"forums?"),
    (EventKind.FAIR, r"salons?|foires?"),
    (EventKind.WORKSHOP, r"ateliers?"),
    (EventKind.COMMITTEE, r"copil|cotech|comites?|commissions?|crefop|bureau du|assemblees? generales?|ag"),
    (EventKind.TRAINING, r"formations?|professionnalisation"),
    (EventKind.DEVICE, r"camions?|trucks?|bus|klub extraordinaire|metiers en scene|conteneur"),
    (EventKind.WEEK, r"semaines?"),
    (EventKind.MEETING, r"rencontres?|(?:speed|job|spro)[- ]dating|dating|reunions?|interconnaissance"),
    (EventKind.MEETING, r"petits?[- ]dejeuners?|brunchs?"),
)
KIND_PATTERNS = [(kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for kind, words in KINDS]


class Named(NamedTuple):
    """A structure or a commune that a line may name; `names` are folded, « cria de tours »."""

    key: int | str
    label: str
    names: tuple[str, ...]
    commune: str = ""
    preferred: bool = False


class Known:
    """What a line may name: made once, looked up by words."""

    def __init__(self, *, communes: Sequence[Named] = (), organisations: Sequence[Named] = ()):
        self.communes = _by_name(communes)
        self.organisations = _by_name(organisations)


def _by_name(things: Sequence[Named]) -> Mapping[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    for thing in things:
        for name in thing.names:
            found.setdefault(name, []).append(thing)
    return found


@dataclass(frozen=True)
class Understood:
    """What a line says. `said` is what was understood, `notes` what was guessed, `missing` what was not."""

    title: str
    kind: str = EventKind.OTHER
    slots: tuple[SlotFacts, ...] = ()
    commune: str = ""
    organisations: tuple[int, ...] = ()
    link: str = ""
    room: str = ""
    address: str = ""
    said: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass
class _Place:
    """Where it takes place and who does it, as the pieces of a line say."""

    communes: list[Named] = field(default_factory=list)
    organisations: list[Named] = field(default_factory=list)
    room: str = ""
    address: str = ""
    missing: list[str] = field(default_factory=list)


def _words_at(line: Line, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the folded words of what is left of a piece, each with where it stands."""
    left = line.left
    found = []
    for match in re.finditer(r"[a-z0-9]+", left[start:end]):
        found.append((match.group(), start + match.start(), start + match.end()))
    return found


def _plain(words: Sequence[str]) -> str:
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def _choose(candidates: Sequence[Named], commune: str) -> Named | None:
    """Return the one that is meant: in the commune that is named, else hers, else the only one."""
    for kept in (
        [one for one in candidates if commune and one.commune == commune],
        [one for one in candidates if one.preferred],
        list(candidates),
    ):
        if len(kept) == 1:
            return kept[0]
    return None


def _whole_pieces(line: Line, known: Known, place: _Place) -> list[tuple[str, list[Named]]]:
    """Take the pieces that are a commune, a room, an address, a structure; return those last ones."""
    organisations = []
    for start, end in line.pieces():
        words = [word for word, _start, _end in _words_at(line, start, end)]
        text = line.left[start:end].strip(" -.:\x00")
        bare = words[1:] if words and words[0] in ("a", "au", "avec", "par", "de") else words
        if found := known.communes.get(_plain(bare)):
            place.communes += found
        elif found := known.organisations.get(_plain(bare)):
            organisations.append((line.text[start:end].strip(" -,;"), found))
        elif ROOM.fullmatch(text) and not place.room:
            place.room = line.text[start:end].strip(" -,;")
        elif ADDRESS.fullmatch(text) and not place.address:
            place.address = line.text[start:end].strip(" -,;")
        else:
            continue
        line.cover(start, end)
    return organisations


def _runs(words: Sequence[tuple[str, int, int]]) -> list[tuple[int, int, str]]:
    """Return (first, last, name) of each run of words, the longest first."""
    size = range(min(LONGEST_NAME, len(words)), 0, -1)
    return [
        (at, at + length, _plain([word for word, _start, _end in words[at : at + length]]))
        for length in size
        for at in range(len(words) - length + 1)
    ]


def _communes_within(line: Line, known: Known, place: _Place) -> None:
    """Find a commune inside the title: « Forum de Tours »; at its end, « à Tours » is taken out."""
    words = _words_at(line, 0, len(line.text))
    for at, end, name in _runs(words):
        found = known.communes.get(name)
        if not found:
            continue
        before = words[at - 1][0] if at else ""
        led = before in ("a", "de", "d", "sur", "du", "au")
        if not led and not line.text[words[at][1]].isupper():
            continue
        place.communes += found
        last = not line.left[words[end - 1][2] :].strip(" .,;-" + TAKEN)
        apart = line.left[: words[at][1]].rstrip().endswith(TAKEN)
        if last and (apart or before == "a"):
            line.cover(words[at if apart else at - 1][1], words[end - 1][2])
        return


def _organisations_within(line: Line, known: Known) -> list[tuple[str, list[Named]]]:
    """Find structures named inside the title; a single word only when it is written in capitals."""
    words = _words_at(line, 0, len(line.text))
    found, used = [], set()
    for at, end, name in _runs(words):
        candidates = known.organisations.get(name)
        if not candidates or used & set(range(at, end)):
            continue
        typed = line.text[words[at][1] : words[end - 1][2]]
        if end - at == 1 and not typed.isupper():
            continue
        used |= set(range(at, end))
        found.append((typed, candidates))
    return found


def _read_place(line: Line, known: Known) -> _Place:
    place = _Place()
    named = _whole_pieces(line, known, place)
    if not place.communes:
        _communes_within(line, known, place)
    named += _organisations_within(line, known)
    codes = {one.key for one in place.communes}
    if len(codes) > 1 and len({one.label for one in place.communes}) == 1:
        place.missing.append(f"Plusieurs communes s'appellent {place.communes[0].label} : choisissez-la.")
        place.communes = []
    elif len(codes) > 1:
        others = ", ".join(sorted({one.label for one in place.communes}))
        place.missing.append(f"Plusieurs communes sont dites ({others}) : gardée, la première.")
    commune = str(place.communes[0].key) if place.communes else ""
    for typed, candidates in named:
        chosen = _choose(candidates, commune)
        if chosen is None:
            place.missing.append(f"Plusieurs structures répondent à « {typed} » : choisissez-la.")
        elif chosen not in place.organisations:
            place.organisations.append(chosen)
    return place


def _kind(line: Line, link: str) -> tuple[EventKind, bool]:
    """Return the kind that the first telling word names, else that of a link; and whether a word told it."""
    found = [
        (match.start(), -len(match.group()), kind)
        for kind, pattern in KIND_PATTERNS
        if (match := pattern.search(line.left))
    ]
    if found:
        return min(found)[2], True
    if WEEK_OF.search(line.folded):
        return EventKind.WEEK, True
    return (EventKind.WEBINAR if link else EventKind.OTHER), False


def _slots(found: Found, spans: Sequence[Span]) -> tuple[SlotFacts, ...]:
    """Cross days and hours: several days in a row with hours are as many dates with these hours."""
    slots = []
    for first, last in found.days:
        if not spans:
            slots.append(SlotFacts(first, None, last, None, found.rule))
        for span in spans:
            rule = found.rule
            if last > first:
                rule = f"FREQ=DAILY;COUNT={(last - first).days + 1}"
            until = first + timedelta(1) if span.later else first
            slots.append(SlotFacts(first, span.start, until, span.end, rule))
    return tuple(slots)


def _said_slot(slot: SlotFacts, last: date, repeated: bool) -> str:
    words = said_days(slot.first_day, last)
    if repeated:
        words = f"à partir du {words}" if not words.startswith("du ") else words
    if slot.start is None:
        return words
    hours = said_hour(slot.start) + (f" – {said_hour(slot.end)}" if slot.end else "")
    return f"{words}, {hours}"


def _said_rule(rule: str) -> str:
    """Return a repetition in plain words, as far as this room writes them."""
    parts = dict(part.split("=") for part in rule.split(";"))
    names = dict(zip(DAYS, WEEKDAYS, strict=True))
    days = [names[one[-2:]] for one in parts.get("BYDAY", "").split(",") if one]
    nth = parts.get("BYDAY", "")[:-2]
    what = " et ".join(filter(None, [", ".join(days[:-1]), *days[-1:]])) or "jour"
    if parts["FREQ"] == "MONTHLY":
        words = f"le {'dernier' if nth == '-1' else nth + ('er' if nth == '1' else 'e')} {what} du mois"
    elif parts.get("INTERVAL") == "2":
        words = f"{what}, une semaine sur deux" if days else "une semaine sur deux"
    else:
        words = f"chaque {what}"
    if count := parts.get("COUNT"):
        words += f", {count} fois"
    if until := parts.get("UNTIL"):
        words += f", jusqu'au {int(until[6:8])}/{until[4:6]}/{until[:4]}"
    return words


def understand(text: str, *, today: date, known: Known) -> Understood:
    """Read one line. Nothing is guessed in silence: `notes` says each guess, `missing` what to complete.

    >>> understand("24/11 14h forum", today=date(2026, 11, 23), known=Known()).slots[0].first_day
    datetime.date(2026, 11, 24)
    """
    line = Line(text[:LONGEST_LINE])
    match = line.take(LINK)
    link = line.text[match.start() : match.end()].rstrip(".,;)") if match else ""
    if link.startswith("www."):
        link = f"https://{link}"
    spans, vague = read_spans(line)
    found = read_days(line, today)
    place = _read_place(line, known)
    kind, told = _kind(line, link)
    slots = _slots(found, spans)
    title = line.rest()
    missing = [*found.missing, *vague, *place.missing]
    notes = list(found.notes)
    if not title and told:
        title = str(kind.label)
    if not title:
        missing.append("Il manque un titre.")
    if not slots and not found.missing:
        missing.append("Aucun jour compris.")
    if link and not told:
        notes.append("Un lien sans autre mot : compris comme un webinaire.")
    if not told and not link:
        missing.append("Aucun type reconnu : choisissez-le.")
    said = [("Quand", _said_slot(slot, last, bool(found.rule))) for slot, last in _lasting(slots, found)]
    said += [("Répété", _said_rule(found.rule))] if found.rule else []
    said += [("Type", str(kind.label))] if told or link else []
    said += [("Commune", one.label) for one in place.communes[:1]]
    said += [("Structure", one.label) for one in place.organisations]
    plain = (("Salle", place.room), ("Adresse", place.address), ("Lien", link))
    return Understood(
        title=title[:1].upper() + title[1:200],
        kind=kind,
        slots=slots,
        commune=str(place.communes[0].key) if place.communes else "",
        organisations=tuple(int(one.key) for one in place.organisations),
        link=link,
        room=place.room[:100],
        address=place.address[:200],
        said=(*said, *((label, words) for label, words in plain if words)),
        notes=tuple(notes),
        missing=tuple(missing),
    )


def _lasting(slots: Sequence[SlotFacts], found: Found) -> list[tuple[SlotFacts, date]]:
    """Return each slot with the last day that its words tell."""
    ends = dict(found.days)
    return [(slot, max(slot.first_day, ends.get(slot.first_day, slot.last_day))) for slot in slots]


def names_of(name: str, *others: str) -> tuple[str, ...]:
    """Return the folded names by which a line may call something, without what stands in brackets.

    >>> names_of("CRIA de Tours (exemple)", "CRIA")
    ('cria de tours', 'cria')
    """
    every = (re.sub(r"\(.*?\)", " ", name), *others)
    names = (_plain(re.findall(r"[a-z0-9]+", Line(one).folded)) for one in every)
    return tuple(dict.fromkeys(filter(None, names)))
