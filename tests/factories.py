"""Rows for tests: each function makes one valid row; what a test does not say gets a plain value."""

import datetime
import itertools

from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from jalon.agenda.models import Event, Slot
from jalon.agenda.services import rebuild_occurrences
from jalon.directory.models import Account, Membership, Organisation
from jalon.occupations.enums import (
    EnvironmentKind,
    Level,
    SkillKind,
    TextKind,
    TitleKind,
)
from jalon.occupations.models import (
    Domain,
    Environment,
    Occupation,
    OccupationCondition,
    OccupationEnvironment,
    OccupationSkill,
    OccupationText,
    Sector,
    Sheet,
    Skill,
    Title,
    WayIn,
)
from jalon.search.rules import fold
from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source
from jalon.surveys.models import Opinion, WitnessGroup, WitnessTask
from jalon.territory.models import Commune, Departement, PostalCode, Region, Territory

numbers = itertools.count(1)
NOON = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)


def source(*, slug: str = "exemple", demonstration: bool = False, **fields) -> Source:
    """A source, made once for each slug."""
    defaults = {
        "family": slug,
        "title": "Jeu de données d'exemple",
        "producer": "Région d'essai",
        "licence": "Licence Ouverte 2.0",
        "version": "1",
        "published_on": datetime.date(2026, 1, 15),
        "demonstration": demonstration,
    }
    return Source.objects.get_or_create(slug=slug, defaults=defaults | fields)[0]


def load(**fields) -> Load:
    """A finished load of the example source."""
    values = {
        "kind": "region",
        "origin": "exemple",
        "state": LoadState.DONE,
        "started_at": NOON,
        "finished_at": NOON,
        "read": 12,
        "created": 12,
    }
    if "source" not in fields:
        values["source"] = source()
    return Load.objects.create(**values | fields)


def region(**fields) -> Region:
    """The region served; one a database."""
    values = {
        "slug": "essai",
        "name": "Région d'essai",
        "brand": "Jalon",
        "helpline_number": "0800 222 100",
        "helpline_note": "appel gratuit",
        "publisher": "Région d'essai",
        "contact_email": "orientation@example.org",
    }
    if "source" not in fields:
        values["source"] = source()
    return Region.objects.create(**values | fields)


def commune(
    name: str = "Blois",
    *,
    insee_code: str = "41018",
    postal_codes: tuple[str, ...] = ("41000",),
    latitude: float = 47.58,
    longitude: float = 1.33,
    **fields,
) -> Commune:
    """A commune with its département, its region and its postal codes."""
    served = Region.objects.first() or region()
    departement, _ = Departement.objects.get_or_create(
        code=insee_code[:2], defaults={"name": "Loir-et-Cher", "region": served}
    )
    made = Commune.objects.create(
        insee_code=insee_code,
        name=name,
        departement=departement,
        latitude=latitude,
        longitude=longitude,
        source=source(),
        **{"folded_name": fold(name)} | fields,
    )
    PostalCode.objects.bulk_create(PostalCode(commune=made, code=code) for code in postal_codes)
    return made


def territory(name: str = "Territoire d'essai", **fields) -> Territory:
    """An SPRO territory of the region served."""
    values = {"slug": f"territoire-{next(numbers)}", "region": Region.objects.first() or region()}
    return Territory.objects.create(name=name, **values | fields)


def organisation(name: str = "Mission locale d'essai", **fields) -> Organisation:
    """A place where people are received, at the centre of its commune unless said otherwise."""
    if "commune" not in fields:
        fields["commune"] = Commune.objects.first() or commune()
    values = {
        "slug": f"lieu-{next(numbers)}",
        "kind": "mission-locale",
        "audience": "Jeunes de 16 à 25 ans",
        "services": ["Parler de votre projet"],
        "latitude": fields["commune"].latitude,
        "longitude": fields["commune"].longitude,
        "source": source(),
    }
    return Organisation.objects.create(name=name, **values | fields)


def domain(code: str = "J15", **fields) -> Domain:
    """A branch of the ROME tree."""
    return Domain.objects.create(code=code, source=source(), **{"label": f"Domaine {code}"} | fields)


def sector(slug: str = "sante", **fields) -> Sector:
    """A sector of the region."""
    values = {"name": slug.capitalize(), "summary": "Un secteur.", "icon": "layers", "source": source()}
    return Sector.objects.create(slug=slug, **values | fields)


def occupation(
    code: str = "J1501",
    name: str = "Aide-soignant / Aide-soignante",
    *,
    conditions: tuple[str, ...] = (),
    sectors: tuple[Sector, ...] = (),
    **fields,
) -> Occupation:
    """An occupation in force, with its conditions and its sectors."""
    values = {
        "label": name,
        "sort_name": name.lower(),
        "summary": "Un métier d'exemple.",
        "level": Level.CAP,
        "source": source(),
    }
    made = Occupation.objects.create(code=code, name=name, **values | fields)
    made.sectors.set(sectors)
    OccupationCondition.objects.bulk_create(
        OccupationCondition(occupation=made, condition=condition, source=made.source)
        for condition in conditions
    )
    return made


def title(occupation: Occupation, label: str, **fields) -> Title:
    """A name that people may choose for an occupation."""
    values = {
        "code": f"titre-{next(numbers)}",
        "masculine": label,
        "feminine": label,
        "kind": TitleKind.OFFICIAL,
        "source": source(),
    }
    return Title.objects.create(occupation=occupation, label=label, **values | fields)


def text(occupation: Occupation, words: str, *, kind: str = TextKind.ACCESS, **fields) -> OccupationText:
    """An official text about an occupation."""
    values = {"position": next(numbers) % 30000, "source": source()}
    return OccupationText.objects.create(occupation=occupation, kind=kind, text=words, **values | fields)


def skill(occupation: Occupation, label: str = "Écouter", *, code: str = "", **fields) -> OccupationSkill:
    """A skill of an occupation; the skill is made once for each code."""
    found, _ = Skill.objects.get_or_create(code=code or label, defaults={"label": label, "source": source()})
    values = {"kind": SkillKind.CORE, "source": source()}
    return OccupationSkill.objects.create(occupation=occupation, skill=found, **values | fields)


def environment(occupation: Occupation, label: str = "Hôpital", **fields) -> OccupationEnvironment:
    """A setting in which an occupation is exercised."""
    found, _ = Environment.objects.get_or_create(
        code=label[:20], defaults={"label": label, "kind": EnvironmentKind.STRUCTURE, "source": source()}
    )
    return OccupationEnvironment.objects.create(
        occupation=occupation, environment=found, **{"source": source()} | fields
    )


def sheet(occupation: Occupation, **fields) -> Sheet:
    """The region's own sheet of an occupation, a demonstration unless another source is given."""
    values = {
        "masculine": "Aide-soignant",
        "feminine": "Aide-soignante",
        "summary": "Vous aidez des personnes malades ou âgées.",
        "day": ["Aider à se laver et à manger"],
        "you_like": ["prendre soin des autres"],
        "hard": "Les journées sont physiques.",
        "prospects": "Les hôpitaux recrutent.",
        "people_say": ["travailler à l'hôpital"],
        "interest_major": "S",
        "interest_minor": "R",
        "level": Level.CAP,
        "source": source(slug="demonstration", demonstration=True),
    }
    return Sheet.objects.create(occupation=occupation, **values | fields)


def way_in(sheet: Sheet, diploma: str = "CAP d'essai", **fields) -> WayIn:
    """A usual way into an occupation."""
    values = {"position": next(numbers) % 30000, "level": Level.CAP, "modes": ["school"], "months": 24}
    return WayIn.objects.create(sheet=sheet, diploma=diploma, **values | fields)


PASSWORD = "une phrase assez longue"  # noqa: S105 - of accounts that live as long as a test
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - the same


def account(email: str = "", *, second_factor: bool = True, **fields) -> Account:
    """An open account of the team unless said otherwise; its password is PASSWORD.

    Without a second factor, the account of a role that must have one only opens the page that sets it up.
    """
    values = {"email": email or f"personne-{next(numbers)}@exemple.fr", "is_staff": True}
    made = Account(**values | fields)
    made.set_password(PASSWORD)
    made.save()
    if second_factor:
        TOTP.activate(made, TOTP_SECRET)
    return made


def membership(account: Account, role: str, **fields) -> Membership:
    """A role of an account; say its organisation or its territory when it has one."""
    return Membership.objects.create(account=account, role=role, **fields)


def event(
    title: str = "Forum des métiers",
    *,
    first_day: datetime.date = datetime.date(2026, 3, 10),
    last_day: datetime.date | None = None,
    start: datetime.time | None = datetime.time(14),
    end: datetime.time | None = datetime.time(17),
    rule: str = "",
    territories: tuple[Territory, ...] = (),
    **fields,
) -> Event:
    """A public event that is open, on one day near NOON, with its dates worked out."""
    number = next(numbers)
    values = {
        "key": f"evenement{number:03}"[-12:],
        "uid": f"{number}@exemple",
        "kind": "forum",
        "visibility": "public",
        "zone": "Europe/Paris",
        "created_at": NOON,
        "modified_at": NOON,
    }
    made = Event.objects.create(title=title, **values | fields)
    made.territories.set(territories)
    Slot.objects.create(
        event=made,
        first_day=first_day,
        last_day=last_day or first_day,
        start=start,
        end=None if start is None else end,
        rule=rule,
    )
    rebuild_occurrences(made, today=NOON.date())
    return made


def opinion(**fields) -> Opinion:
    """An answer to « Cela vous a aidé ? », given the day of NOON unless said otherwise."""
    values = {"screen": "occupations:occupation", "helped": "oui", "day": NOON.date()}
    return Opinion.objects.create(**values | fields)


def witness_group(*tasks: str, **fields) -> WitnessGroup:
    """A test by a group, open for long; two tasks unless said otherwise."""
    values = {
        "name": "Classe d'essai",
        "code": f"{next(numbers):022}",
        "closes_on": timezone.localdate() + datetime.timedelta(days=30),
        "made_on": timezone.localdate(),
    }
    made = WitnessGroup.objects.create(**values | fields)
    for position, text in enumerate(tasks or ("Trouvez un métier.", "Trouvez une formation."), 1):
        WitnessTask.objects.create(group=made, position=position, text=text)
    return made
