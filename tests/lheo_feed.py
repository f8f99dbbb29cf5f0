"""A generator of realistic LHÉO 2.3, for tests and benchmarks: seeded, streaming, about 2.5 kB an action.

`write_feed` writes one night's file; `mutate` the next night's, with a share changed, removed and added. Each
programme draws from its own seed, so that the second night knows what the first said without reading it.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape

from tests import lheo_words as words

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="http://lheo.gouv.fr/2.3">\n<offres>\n'
TAIL = "</offres>\n</lheo>\n"
PROVIDERS = 4_000
PLACES_A_PROVIDER = 2
MODES = ("school", "apprenticeship", "adult", "distance", "vae")
Town = tuple[str, str, str, float, float]  # INSEE code, name, postal code, latitude, longitude


@dataclass(frozen=True)
class FeedFacts:
    """What a generated file holds; `bytes` is its size."""

    programmes: int
    actions: int
    sessions: int
    bytes: int


@dataclass(frozen=True)
class Subject:
    """One thing that can be learnt: a diploma or a skill."""

    title: str
    nsf: str
    formacode: str
    rome: tuple[str, ...]
    code: str  # RNCP or RS number, without its letters; empty for neither
    level_out: str
    level_in: str
    hours: int
    diploma: bool


@dataclass
class World:
    """What is drawn once for a file: bodies, their places and the subjects."""

    providers: list[str]
    contacts: list[str]
    places: list[list[str]]
    addresses: list[list[str]]
    subjects: list[Subject]
    today: date
    days: list[str] = field(default_factory=list)

    def day(self, offset: int) -> str:
        """Return the date `offset` days from today as AAAAMMJJ."""
        return self.days[offset + 1000]


@dataclass(frozen=True)
class Night:
    """What a later night's file changes, as shares of the programmes (0 to 1)."""

    changed: float = 0.0
    removed: float = 0.0
    added: float = 0.0


def write_feed(
    path: Path,
    *,
    actions: int,
    today: date,
    seed: int = 1,
    communes: Sequence[Town] | None = None,
    rome_codes: Sequence[str] | None = None,
) -> FeedFacts:
    """Write a valid LHÉO 2.3 file of `actions` actions, 1.5 sessions each on average.

    `communes`: rows of (INSEE code, name, postal code, latitude, longitude). `rome_codes`: when given,
    occupations are drawn among them instead of those that go with each subject.
    """
    return _write(path, actions, today, seed, communes, rome_codes, Night())


def mutate(
    path: Path,
    *,
    actions: int,
    today: date,
    seed: int = 1,
    communes: Sequence[Town] | None = None,
    rome_codes: Sequence[str] | None = None,
    changed: float = 0.05,
    removed: float = 0.01,
    added: float = 0.01,
) -> FeedFacts:
    """Write the next night's file of a feed first written with the same `actions`, `today` and `seed`.

    The shares are those of the first night's programmes; a changed one has other sessions and another price.
    """
    return _write(path, actions, today, seed, communes, rome_codes, Night(changed, removed, added))


def _write(
    path: Path,
    actions: int,
    today: date,
    seed: int,
    communes: Sequence[Town] | None,
    rome_codes: Sequence[str] | None,
    night: Night,
) -> FeedFacts:
    world = _world(today, seed, communes or words.read_towns(), rome_codes)
    with path.open("w", encoding="utf-8", newline="\n", buffering=1 << 20) as file:
        file.write(HEAD)
        totals = _write_programmes(file, world, actions, seed, night)
        file.write(TAIL)
    return FeedFacts(*totals, path.stat().st_size)


def _write_programmes(
    file: TextIO, world: World, actions: int, seed: int, night: Night
) -> tuple[int, int, int]:
    """Write the programmes; return how many programmes, actions and sessions."""
    programmes = written = sessions = 0
    for index, count in _plan(actions, seed):
        fate = random.Random(f"{seed}/fate/{index}").random()  # noqa: S311 - drawn data, no secret
        if fate < night.removed:
            continue
        version = 1 if fate < night.removed + night.changed else 0
        text, opened = _programme(world, index, count, seed, version)
        file.write(text)
        programmes, written, sessions = programmes + 1, written + count, sessions + opened
    for extra in range(round(programmes * night.added)):
        text, opened = _programme(world, 10_000_000 + extra, 1, seed, 0)
        file.write(text)
        programmes, written, sessions = programmes + 1, written + 1, sessions + opened
    return programmes, written, sessions


def _plan(actions: int, seed: int) -> Iterator[tuple[int, int]]:
    """Yield (index, number of actions) of programmes until there are `actions` actions."""
    draw = random.Random(f"{seed}/plan")  # noqa: S311 - drawn data, no secret
    left, index = actions, 0
    while left > 0:
        count = min(left, draw.choice((1, 2, 2, 3)))
        yield index, count
        left -= count
        index += 1


def _world(today: date, seed: int, communes: Sequence[Town], rome_codes: Sequence[str] | None) -> World:
    draw = random.Random(f"{seed}/world")  # noqa: S311 - drawn data, no secret
    providers, contacts, places, addresses = [], [], [], []
    for index in range(PROVIDERS):
        name = escape(f"{draw.choice(words.BODIES)} {draw.choice(words.BODY_NAMES)}")
        siret = f"{300000000 + index:09d}{draw.randrange(10, 99999):05d}"
        spots = [_address(draw, communes) for _ in range(PLACES_A_PROVIDER)]
        short = [_without_position(spot) for spot in spots]
        slug = f"organisme{index}"
        contact = (
            f"<coordonnees><telfixe><numtel>02 {draw.randrange(10, 99)} {draw.randrange(10, 99)} "
            f"{draw.randrange(10, 99)} {draw.randrange(10, 99)}</numtel></telfixe>"
            f"<courriel>contact@{slug}.example</courriel></coordonnees>"
        )
        body = (
            f'<organisme-formation-responsable numero="OF{index}">'
            f"<numero-activite>{24000000000 + index}</numero-activite>"
            f"<SIRET-organisme-formation><SIRET>{siret}</SIRET></SIRET-organisme-formation>"
            f"<nom-organisme>{name}</nom-organisme><raison-sociale>{name.upper()}</raison-sociale>"
            f"<coordonnees-organisme><coordonnees>{short[0]}</coordonnees></coordonnees-organisme>"
            f"<contact-organisme><coordonnees/></contact-organisme></organisme-formation-responsable>\n"
        )
        providers.append(body)
        contacts.append(contact)
        addresses.append(short)
        places.append([_place(name, siret, spot) for spot in spots])
    span = [f"{today + timedelta(days=offset):%Y%m%d}" for offset in range(-1000, 2200)]
    return World(providers, contacts, places, addresses, _subjects(draw, rome_codes), today, span)


def _address(draw: random.Random, communes: Sequence[Town]) -> str:
    code, town, postal, latitude, longitude = draw.choice(communes)
    return (
        f"<adresse><ligne>{draw.randrange(1, 180)} {escape(draw.choice(words.STREETS))}</ligne>"
        f"<codepostal>{postal}</codepostal><ville>{escape(town[:50])}</ville>"
        f"<code-INSEE-commune>{code}</code-INSEE-commune><geolocalisation>"
        f"<latitude>{latitude + draw.uniform(-0.01, 0.01):.5f}</latitude>"
        f"<longitude>{longitude + draw.uniform(-0.01, 0.01):.5f}</longitude></geolocalisation></adresse>"
    )


def _without_position(address: str) -> str:
    """Cut the commune's code and the coordinates off an address, as senders do outside training places."""
    return address[: address.index("<code-INSEE-commune>")] + "</adresse>"


def _place(name: str, siret: str, spot: str) -> str:
    return (
        f"<lieu-de-formation><SIRET-lieu-formation><SIRET>{siret}</SIRET></SIRET-lieu-formation>"
        f"<coordonnees><ligne>{name[:50]}</ligne>{spot}</coordonnees></lieu-de-formation>"
    )


def _subjects(draw: random.Random, rome_codes: Sequence[str] | None) -> list[Subject]:
    """Return every diploma and skill with its variants: 1,300 titles for 190 subjects."""
    subjects = []
    number = 31_000
    for kind, name, nsf, formacode, rome in words.read_diplomas():
        number += 7
        level_out, level_in, hours = words.KINDS[kind]
        codes = tuple(draw.sample(rome_codes, 2)) if rome_codes else rome
        for variant in words.DIPLOMA_VARIANTS:
            title = escape(f"{kind} {name}{variant}")
            subjects.append(
                Subject(title, nsf, formacode, codes, str(number), level_out, level_in, hours, True)
            )
    for name, nsf, formacode, rome, hours in words.read_skills():
        number += 7
        codes = (draw.choice(rome_codes),) if rome_codes else rome
        code = str(number - 26_000) if number % 2 else ""
        for variant in words.SKILL_VARIANTS:
            title = escape(f"{name}{variant}")
            subjects.append(Subject(title, nsf, formacode, codes, code, "0", "0", hours, False))
    return subjects


def _programme(world: World, index: int, count: int, seed: int, version: int) -> tuple[str, int]:
    """Return one formation as text and its number of sessions."""
    draw = random.Random(seed * 1_000_003 + index)  # noqa: S311 - drawn data, no secret
    pick = draw.random
    subject = world.subjects[int(pick() * len(world.subjects))]
    body = int(pick() * PROVIDERS)
    number = f"F{seed}_{index}"
    parts, sessions = [], 0
    for position in range(count):
        text, opened = _action(world, draw, subject, body, f"{number}_{position}", version)
        parts.append(text)
        sessions += opened
    return (
        f'<formation numero="{number}" datemaj="{world.day(-int(pick() * 300) + version)}">'
        f"{_domain(subject)}<intitule-formation>{subject.title}</intitule-formation>"
        f"{_texts(pick, subject)}<certifiante>{1 if subject.code else 0}</certifiante>"
        f"<contact-formation>{world.contacts[body]}</contact-formation>"
        f"<parcours-de-formation>{1 + int(pick() * 4)}</parcours-de-formation>"
        f"<code-niveau-entree>{subject.level_in}</code-niveau-entree>"
        f"<objectif-general-formation>{6 if subject.diploma else 2}</objectif-general-formation>"
        f"{_certification(subject)}<code-niveau-sortie>{subject.level_out}</code-niveau-sortie>"
        f"{''.join(parts)}{world.providers[body]}</formation>\n"
    ), sessions


def _domain(subject: Subject) -> str:
    rome = "".join(f"<code-ROME>{code}</code-ROME>" for code in subject.rome[:5])
    return (
        f'<domaine-formation><code-FORMACODE ref="V14">{subject.formacode}</code-FORMACODE>'
        f"<code-NSF>{subject.nsf}</code-NSF>{rome}</domaine-formation>"
    )


def _certification(subject: Subject) -> str:
    if not subject.code:
        return ""
    tag = "code-RNCP" if subject.diploma else "code-RS"
    return f"<certification><{tag}>{subject.code}</{tag}></certification>"


def _texts(pick, subject: Subject) -> str:
    first = int(pick() * len(words.CONTENTS))
    chosen = [words.CONTENTS[(first + step) % len(words.CONTENTS)] for step in range(1 + int(pick() * 3))]
    content = escape("\n".join(chosen))
    if pick() < 0.1:
        content = escape("<ul>" + "".join(f"<li>{line}</li>" for line in chosen) + "</ul>")
    objective = words.OBJECTIVES[int(pick() * len(words.OBJECTIVES))] % subject.title
    results = words.RESULTS[int(pick() * len(words.RESULTS))]
    return (
        f"<objectif-formation>{objective}</objectif-formation>"
        f"<resultats-attendus>{results}</resultats-attendus><contenu-formation>{content}</contenu-formation>"
    )


# mode: how LHÉO says it (alternation, teaching 0/1/2, extras of the action, funders)
WAYS = {
    "school": (
        "-",
        "0",
        '<extras info="type-formation"><extra info="formation-initiale">1</extra></extras>',
        ("12",),
    ),
    "apprenticeship": ("Contrat d'apprentissage", "0", "", ("16",)),
    "adult": ("-", "0", "", ("2", "4", "10", "5", "11", "16", "7")),
    "distance": ("-", "1", "", ("10", "5", "4")),
    "vae": ("-", "2", "", ("10", "17", "4")),
}


def _mode(pick, subject: Subject) -> str:
    if "Validation des acquis" in subject.title:
        return "vae"
    drawn = pick()
    if not subject.diploma:
        return "distance" if drawn < 0.25 else "adult"
    bounds = ((0.25, "school"), (0.55, "apprenticeship"), (0.9, "adult"), (0.97, "distance"), (1.0, "vae"))
    return next(mode for bound, mode in bounds if drawn < bound)


def _action(
    world: World, draw: random.Random, subject: Subject, body: int, number: str, version: int
) -> tuple[str, int]:
    """Return one action as text and its number of sessions."""
    pick = draw.random
    mode = _mode(pick, subject)
    alternation, teaching, extras, funders = WAYS[mode]
    permanent = pick() < (0.6 if mode in ("distance", "vae") else 0.12)
    spot = int(pick() * PLACES_A_PROVIDER)
    hours = max(7, int(subject.hours * (0.6 + pick() * 0.8)))
    price = int(hours * (8 + pick() * 10)) + version
    opened = (1, 1, 1, 2, 2, 2)[int(pick() * 6)]
    sessions = "".join(
        _session(world, pick, f"{number}_{step}", hours, world.addresses[body][spot], permanent, version)
        for step in range(opened)
    )
    rhythm = words.RHYTHMS[3] if alternation != "-" else words.RHYTHMS[int(pick() * len(words.RHYTHMS))]
    if mode == "vae":
        extras = '<extras info="jalon"><extra info="modes">vae</extra></extras>'
    free = mode in ("school", "apprenticeship")
    funder = "".join(
        f"<organisme-financeur><code-financeur>{code}</code-financeur></organisme-financeur>"
        for code in draw.sample(funders, 1 + (len(funders) > 1 and pick() < 0.5))
    )
    conditions = words.CONDITIONS[int(pick() * len(words.CONDITIONS))]
    access = words.ACCESS[int(pick() * len(words.ACCESS))]
    cost = "" if free else f"<frais-restants>{int(pick() * 400)} euros</frais-restants>"
    total = "" if free else f"<prix-total-TTC>{price}.{int(pick() * 2) * 5}0</prix-total-TTC>"
    return (
        f'<action numero="{number}"><rythme-formation>{rhythm}</rythme-formation>'
        f"<code-public-vise>{'82044' if mode == 'adult' else '80006'}</code-public-vise>"
        f"<niveau-entree-obligatoire>{int(pick() * 2)}</niveau-entree-obligatoire>"
        f"<modalites-alternance>{alternation}</modalites-alternance>"
        f"<modalites-enseignement>{teaching}</modalites-enseignement>"
        f"<conditions-specifiques>{conditions}</conditions-specifiques>"
        f"<prise-en-charge-frais-possible>{0 if mode == 'school' else 1}</prise-en-charge-frais-possible>"
        f"{world.places[body][spot]}"
        f"<modalites-entrees-sorties>{int(permanent)}</modalites-entrees-sorties>{sessions}"
        f"<acces-handicapes>{access}</acces-handicapes><langue-formation>fr</langue-formation>{cost}{total}"
        f"<nombre-heures-total>{hours}</nombre-heures-total>"
        f"<conventionnement>{int(pick() * 2)}</conventionnement>{funder}{extras}</action>\n"
    ), opened


def _session(world: World, pick, number: str, hours: int, address: str, permanent: bool, version: int) -> str:
    """Return one session as text: past, running or to come; sometimes without dates; sometimes full."""
    start = -300 + int(pick() * 800) + version * 7
    days = max(1, int(hours / 4.5))
    begin, end = world.day(start), world.day(start + days)
    if permanent and pick() < 0.5:
        begin, end = "00000000", "99999999"
    window = ""
    if pick() < 0.4:
        window = (
            f"<periode-inscription><periode><debut>{world.day(start - 120)}</debut>"
            f"<fin>{world.day(start - 10)}</fin></periode></periode-inscription>"
        )
    state = "1112113"[int(pick() * 7)]
    return (
        f'<session numero="{number}"><periode><debut>{begin}</debut><fin>{end}</fin></periode>'
        f"<adresse-inscription>{address}</adresse-inscription>{window}"
        f"<etat-recrutement>{state}</etat-recrutement></session>"
    )
