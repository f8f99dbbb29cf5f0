"""What one programme is, whatever file it came from: plain values that can be compared, hashed and written.

A reader (LHÉO, a region's folder) makes records; `services.catalogue` keeps them; `dump lheo` writes them.
Empty text, empty tuple and None mean "not said". Codes are LHÉO's where no enum is named.
"""

from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """Where one learns or signs up. `town` and `postal_code` as written; `commune` an INSEE code or empty."""

    name: str = ""
    lines: tuple[str, ...] = ()
    postal_code: str = ""
    town: str = ""
    commune: str = ""
    latitude: float | None = None  # degrees, WGS 84
    longitude: float | None = None
    siret: str = ""
    uai: str = ""


class Contact(NamedTuple):
    """How to reach someone, never who: names of persons are not kept."""

    phone: str = ""
    email: str = ""
    website: str = ""


class Provider(NamedTuple):
    """The body that answers for a programme (*organisme responsable*)."""

    number: str = ""
    name: str = ""
    legal_name: str = ""
    siret: str = ""
    activity_number: str = ""  # 11 digits, *numéro de déclaration d'activité*
    uai: str = ""
    place: Place = Place()
    contact: Contact = Contact()


class Session(NamedTuple):
    """One intake: dates, registration, places left to say."""

    number: str
    start: date | None = None
    end: date | None = None
    registration_from: date | None = None
    registration_until: date | None = None
    recruitment: str = ""  # enums.Recruitment
    seats: int | None = None
    how_to_register: str = ""
    website: str = ""
    registration_place: Place = Place()
    contact: Contact = Contact()
    updated_on: date | None = None


class Action(NamedTuple):
    """One way to follow a programme: a place, a mode, a rhythm, its sessions."""

    number: str
    modes: tuple[str, ...] = ()  # enums.Mode, at least one
    rhythms: tuple[str, ...] = ()  # enums.Rhythm
    rhythm_text: str = ""
    audiences: tuple[str, ...] = ()  # LHÉO code-public-vise (Formacode)
    audience_note: str = ""
    level_compulsory: bool = False
    alternation: str = ""
    teaching: str = "0"  # LHÉO modalites-enseignement: 0 on site, 1 at a distance, 2 mixed
    conditions: str = ""
    funding_possible: bool = False
    funding: tuple[str, ...] = ()  # enums.Funding
    funders: tuple[str, ...] = ()  # LHÉO code-financeur
    funding_details: str = ""
    place: Place = Place()
    other_places: tuple[Place, ...] = ()
    permanent: bool = False  # one can start at any time
    hours_total: int | None = None
    hours_centre: int | None = None
    hours_company: int | None = None
    length_text: str = ""
    months: float | None = None  # from beginning to end; see rules.lengths
    price: float | None = None  # euros, whole training, all taxes
    hourly_price: float | None = None  # euros
    cost_left: str = ""  # what stays to pay, as the provider says it
    agreement: bool | None = None  # *conventionnement*
    access_text: str = ""  # acces-handicapes
    accessible: bool | None = None  # read from access_text; None: not said
    lodging: str = ""
    catering: str = ""
    transport: str = ""
    languages: tuple[str, ...] = ()
    recruitment_text: str = ""
    pedagogy: str = ""
    website: str = ""
    trainer: str = ""  # name of the body that teaches, when it is another one
    trainer_siret: str = ""
    updated_on: date | None = None
    sessions: tuple[Session, ...] = ()


class Programme(NamedTuple):
    """One programme (LHÉO *formation*): what is learnt and what it leads to."""

    number: str
    title: str
    objective: str = ""
    results: str = ""
    content: str = ""
    certifying: bool = False
    certifications: tuple[str, ...] = ()  # "RNCP37537", "RS5000"; the first is the main one
    certifinfo: tuple[str, ...] = ()
    level_in: int | None = None  # 0 none … 8; None: not said
    level_in_code: str = "0"  # LHÉO code-niveau-entree, as read
    level_out: int | None = None
    level_out_code: str = ""
    path: str = ""  # LHÉO parcours-de-formation
    goal: str = ""  # LHÉO objectif-general-formation
    formacodes: tuple[str, ...] = ()
    nsf: tuple[str, ...] = ()
    rome: tuple[str, ...] = ()
    provider: Provider = Provider()
    contact: Contact = Contact()
    website: str = ""
    updated_on: date | None = None
    example: bool = False  # made up to show the site: it does not exist
    actions: tuple[Action, ...] = ()
