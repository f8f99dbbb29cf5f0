"""From what a region's folder says to records of programmes, with the intakes around today."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from jalon.training.enums import Mode, Recruitment
from jalon.training.rules import records
from jalon.training.rules.recurring import (
    Window,
    checked_on,
    end_by_days,
    end_by_months,
    recruitment_on,
    starts,
)
from jalon.training.services.region.reading import RegionTraining
from jalon.training.services.region.schemas import (
    ProgrammeRecord,
    ProviderRecord,
    RegistrationRecord,
    SessionsRecord,
    WayFacts,
    WayRecord,
    month_and_day,
)

TEACHING = {"": "0", "site": "0", "distance": "1", "mixed": "2"}
USUAL_REGISTRATION = RegistrationRecord(opens=120, closes=5)
STATES = {"full": Recruitment.FULL, "suspended": Recruitment.SUSPENDED}
DAYS_A_MONTH = 30.4
REFUSALS = ("ne sont pas accessibles", "n'est pas accessible")


class Town(NamedTuple):
    """What is known of a commune."""

    name: str
    postal_code: str
    latitude: float  # degrees, WGS 84
    longitude: float


Towns = Mapping[str, Town]
Said = Callable[[str], Any]


def programme_records(training: RegionTraining, towns: Towns, *, today: date) -> list[records.Programme]:
    """Return one record for each programme of each provider, in the order of the folder.

    `towns` holds, by INSEE code, every commune that the folder names.
    """
    return [
        _programme(training, towns, programme, provider, today)
        for programme in training.programmes
        for provider in dict.fromkeys(way.at for way in programme.ways)
    ]


def _programme(
    training: RegionTraining, towns: Towns, programme: ProgrammeRecord, slug: str, today: date
) -> records.Programme:
    provider = training.providers[slug]
    number = f"{programme.slug}.{slug}"
    ways = [way for way in programme.ways if way.at == slug]
    actions = [_action(training, towns, programme, way, number, today) for way in ways]
    return records.Programme(
        number=number,
        title=programme.title,
        objective=programme.objective,
        results=programme.leads_to,
        content="\n".join(f"- {line}" for line in programme.content),
        certifying=bool(programme.certifications),
        certifications=tuple(programme.certifications),
        level_in=None if programme.level_in is None else int(programme.level_in),
        level_out=int(programme.level) if programme.level else None,
        nsf=tuple(programme.nsf),
        rome=tuple(programme.rome),
        provider=_provider(towns, provider),
        contact=_contact(provider),
        website=provider.website,
        updated_on=max(action.updated_on for action in actions if action.updated_on),
        actions=tuple(actions),
    )


def _contact(provider: ProviderRecord) -> records.Contact:
    return records.Contact(provider.phone, provider.email, provider.website)


def _place(towns: Towns, provider: ProviderRecord, *, commune: str = "", site: str = "") -> records.Place:
    """Return where one learns: the provider's own place, or another commune's centre."""
    away = bool(commune) and commune != provider.commune
    code = commune or provider.commune
    town = towns[code]
    placed = not away and provider.latitude is not None
    return records.Place(
        name=site or provider.name,
        lines=() if away or not provider.address else (provider.address,),
        postal_code=town.postal_code,
        town=town.name,
        commune=code,
        latitude=provider.latitude if placed else town.latitude,
        longitude=provider.longitude if placed else town.longitude,
    )


def _provider(towns: Towns, provider: ProviderRecord) -> records.Provider:
    return records.Provider(
        number=provider.slug,
        name=provider.name,
        place=_place(towns, provider),
        contact=_contact(provider),
    )


def _action(
    training: RegionTraining,
    towns: Towns,
    programme: ProgrammeRecord,
    way: WayRecord,
    number: str,
    today: date,
) -> records.Action:
    base, provider = training.ways[way.usual], training.providers[way.at]

    def said(name: str) -> Any:
        """Return what this way says, else what the usual one says."""
        own = getattr(way, name)
        return own if own not in (None, "", []) else getattr(base, name)

    length = way if way.months or way.days else base
    modes = tuple(str(mode) for mode in said("modes"))
    action = ".".join(filter(None, [number, way.usual, way.commune, _slug(way.site)]))
    access = way.access or provider.access or base.access
    by_experience = modes == (str(Mode.VAE),)  # what is asked at school is not asked of who already works
    at_a_distance = modes == (str(Mode.DISTANCE),)
    funding = tuple(str(one) for one in said("funding"))
    return records.Action(
        number=action,
        modes=modes,
        rhythms=tuple(str(rhythm) for rhythm in said("rhythms")),
        rhythm_text=said("rhythm_text"),
        audience_note=said("audience"),
        level_compulsory=bool(said("level_compulsory")),
        alternation=said("alternation"),
        teaching=TEACHING[said("teaching")],
        conditions="\n".join(
            filter(None, ["" if by_experience else programme.conditions, said("conditions")])
        ),
        funding_possible=bool(set(funding) - {"self"}),
        funding=funding,
        place=_place(towns, provider, commune=way.commune, site=way.site),
        permanent=bool(said("permanent")),
        hours_total=said("hours"),
        hours_centre=_less(said("hours"), said("hours_company")),
        hours_company=said("hours_company"),
        length_text=_length_text(length.months, length.days),
        months=_months(length.months, length.days),
        price=said("price"),
        cost_left=said("cost_left"),
        access_text=access,
        accessible=None if not access else not any(words in access for words in REFUSALS),
        lodging="" if at_a_distance else (way.lodging or provider.lodging or base.lodging),
        catering="" if at_a_distance else provider.catering,
        transport="" if at_a_distance else provider.transport,
        pedagogy=said("pedagogy"),
        website=provider.website,
        updated_on=checked_on(today, key=action),
        sessions=tuple(_sessions(action, length, said, today)),
    )


def _slug(site: str) -> str:
    return "-".join(site.lower().split())


def _less(total: int | None, part: int | None) -> int | None:
    return None if total is None else total - (part or 0)


def _length_text(months: int | None, days: int | None) -> str:
    """Say a length as people do.

    >>> _length_text(24, None), _length_text(None, 1)
    ('2 ans', '1 jour')
    """
    if months:
        years, rest = divmod(months, 12)
        if years and not rest:
            return f"{years} an" + ("s" if years > 1 else "")
        return f"{months} mois"
    return f"{days} jour" + ("s" if days and days > 1 else "") if days else ""


def _months(months: int | None, days: int | None) -> float | None:
    """Return a length in months; working days count five a week."""
    if months:
        return float(months)
    return round(days * 7 / 5 / DAYS_A_MONTH, 2) if days else None


def _sessions(action: str, length: WayFacts, said: Said, today: date) -> Iterator[records.Session]:
    """Yield the intakes of an action in order of start."""
    drawn: dict[date, records.Session] = {}
    for one in said("sessions") or ():
        coming = True
        for start in starts(one.recurrence, today=today):
            is_next = coming and start > today
            coming = coming and not is_next
            drawn.setdefault(start, _session(action, one, length, said, start, today, is_next=is_next))
    yield from (drawn[start] for start in sorted(drawn))


def _session(
    action: str,
    one: SessionsRecord,
    length: WayFacts,
    said: Said,
    start: date,
    today: date,
    *,
    is_next: bool,
) -> records.Session:
    registration = one.registration or said("registration") or USUAL_REGISTRATION
    window = Window(start - timedelta(days=registration.opens), start - timedelta(days=registration.closes))
    state = recruitment_on(today, start=start, window=window)
    if is_next and one.next_one and (today >= window.opens or one.next_one == "suspended"):
        state = STATES[one.next_one]  # nothing is full before registrations open
    if length.months:
        end = end_by_months(start, length.months, ends=month_and_day(one.ends) if one.ends else None)
    else:
        end = end_by_days(start, length.days or 1)
    return records.Session(
        number=f"{action}.{start:%Y%m%d}",
        start=start,
        end=end,
        registration_from=window.opens,
        registration_until=window.closes,
        recruitment=str(state),
        seats=one.seats,
        how_to_register=said("how_to_register"),
        updated_on=checked_on(today, key=action),
    )
