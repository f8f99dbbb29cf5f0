"""Records → a valid LHÉO 2.3 file, one programme in memory at a time.

What the schema bounds is cut here (50 characters a line, 3,000 a text…); what it demands and nobody said
gets its neutral value (« - », 0, 00000000), which `reading` takes back as not said. What LHÉO has no field
for travels in `<extras info="jalon">`.
"""

from collections.abc import Iterable
from itertools import chain
from typing import BinaryIO

from lxml import etree
from lxml.etree import SubElement, _Element

from jalon.training.rules import lheo, texts
from jalon.training.rules.records import Action, Contact, Place, Programme, Provider, Session

NEUTRAL = "-"
NO_SIRET, NO_ACTIVITY, NO_POSTAL, NO_AUDIENCE = "0" * 14, "0" * 11, "0" * 5, "0" * 5
LINE, LINES = 50, 4
TEXT = 3000
NO_CONTACT = Contact()


def write_programmes(out: BinaryIO, records: Iterable[Programme]) -> int:
    """Write the records as one LHÉO 2.3 file; return how many. Raises ValueError when there is none.

    The schema wants at least one programme; nothing is written before the first.
    """
    waiting = iter(records)
    first = next(waiting, None)
    if first is None:
        raise ValueError("no programme to write")
    count = 0
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with (
            file.element(f"{{{lheo.NAMESPACE}}}lheo", nsmap={None: lheo.NAMESPACE}),
            file.element(f"{{{lheo.NAMESPACE}}}offres"),
        ):
            for record in chain([first], waiting):
                file.write(_programme(record))
                file.write("\n")
                count += 1
    return count


def _add(parent: _Element, name: str, text: str | None = None) -> _Element:
    element = SubElement(parent, f"{{{lheo.NAMESPACE}}}{name}")
    if text is not None:
        element.text = text
    return element


def _text(parent: _Element, name: str, text: str, longest: int, *, compulsory: bool = False) -> None:
    """Add a text cut to what the schema takes; « - » when nothing is said and it is compulsory."""
    written = texts.cut_marked(texts.writable(text), longest)
    if written or compulsory:
        _add(parent, name, written or NEUTRAL)


def _code(parent: _Element, name: str, code: str, shortest: int, longest: int | None = None) -> None:
    """Add a code if its length is what the schema takes."""
    if shortest <= len(code) <= (longest or shortest):
        _add(parent, name, texts.writable(code))


def _count(parent: _Element, name: str, count: int | None) -> None:
    if count is not None:
        _add(parent, name, str(count))


def _numbered(element: _Element, number: str, record: Programme | Action | Session) -> None:
    element.set("numero", texts.writable(number))
    if record.updated_on:
        element.set("datemaj", lheo.write_date(record.updated_on))


def _website(parent: _Element, name: str, address: str) -> None:
    if 3 <= len(address) <= 400:
        _add(_add(parent, name), "urlweb", address)


def _extras(parent: _Element, facts: dict[str, str]) -> None:
    """Add what only Jalon says."""
    if facts:
        extras = _add(parent, "extras")
        extras.set("info", "jalon")
        for name, value in facts.items():
            extra = _add(extras, "extra", value)
            extra.set("info", name)


# ---- addresses and contacts


def _lines(place: Place) -> list[str]:
    """Return at most four lines of 50 characters: long ones go on on the next."""
    found: list[str] = []
    for line in place.lines:
        words = texts.writable(line).split()
        current = ""
        for word in words:
            longer = f"{current} {word}".strip()
            if len(texts.marked(longer)) > LINE and current:
                found.append(current)
                longer = word
            current = longer
        if current:
            found.append(current)
    kept = found[:LINES]
    return [texts.cut_marked(line, LINE) for line in kept]


def _address(parent: _Element, place: Place) -> None:
    address = _add(parent, "adresse")
    _text(address, "denomination", place.name, 255)
    for line in _lines(place) or [NEUTRAL]:
        _add(address, "ligne", line)
    _add(address, "codepostal", place.postal_code if len(place.postal_code) == 5 else NO_POSTAL)
    _text(address, "ville", place.town, 50, compulsory=True)
    _code(address, "code-INSEE-commune", place.commune, 5)
    if place.latitude is not None and place.longitude is not None:
        position = _add(address, "geolocalisation")
        _add(position, "latitude", repr(place.latitude))
        _add(position, "longitude", repr(place.longitude))


def _details(parent: _Element, *, contact: Contact = NO_CONTACT, place: Place | None = None) -> None:
    """Add `coordonnees`: an address, a phone, an e-mail, a site; never a person."""
    details = _add(parent, "coordonnees")
    if place:
        _address(details, place)
    phone = contact.phone if len(contact.phone) <= 25 else "".join(contact.phone.split())
    if phone and len(phone) <= 25:
        _add(_add(details, "telfixe"), "numtel", texts.cut_marked(texts.writable(phone), 25))
    _code(details, "courriel", contact.email, 3, 160)
    _website(details, "web", contact.website)


def _training_place(parent: _Element, place: Place) -> None:
    element = _add(parent, "lieu-de-formation")
    if len(place.siret) == 14:
        _add(_add(element, "SIRET-lieu-formation"), "SIRET", place.siret)
    if len(place.uai) == 8:
        _add(_add(element, "code-UAI-lieu-formation"), "code-UAI", place.uai)
    _details(element, place=place)


def _provider(parent: _Element, provider: Provider) -> None:
    element = _add(parent, "organisme-formation-responsable")
    if provider.number:
        element.set("numero", texts.writable(provider.number))
    activity, siret = provider.activity_number, provider.siret
    _add(element, "numero-activite", activity if len(activity) == 11 else NO_ACTIVITY)
    _add(_add(element, "SIRET-organisme-formation"), "SIRET", siret if len(siret) == 14 else NO_SIRET)
    _text(element, "nom-organisme", provider.name, 250, compulsory=True)
    _text(element, "raison-sociale", provider.legal_name, 250, compulsory=True)
    seat = _add(element, "coordonnees-organisme")
    _details(seat, place=provider.place if provider.place != Place() else None)
    _details(_add(element, "contact-organisme"), contact=provider.contact)
    if len(provider.uai) == 8:
        _add(_add(element, "code-UAI-organisme-formation"), "code-UAI", provider.uai)


# ---- the three levels


def _programme(record: Programme) -> _Element:
    element = etree.Element(f"{{{lheo.NAMESPACE}}}formation", nsmap={None: lheo.NAMESPACE})
    _numbered(element, record.number, record)
    domain = _add(element, "domaine-formation")
    for name, codes, most, length in (
        ("code-FORMACODE", record.formacodes, 5, 5),
        ("code-NSF", record.nsf, 3, 3),
        ("code-ROME", record.rome, 5, 5),
    ):
        for code in codes[:most]:
            _code(domain, name, code, length)
    _text(element, "intitule-formation", record.title, 255, compulsory=True)
    _text(element, "objectif-formation", record.objective, TEXT, compulsory=True)
    _text(element, "resultats-attendus", record.results, TEXT, compulsory=True)
    _text(element, "contenu-formation", record.content, TEXT, compulsory=True)
    _add(element, "certifiante", str(int(record.certifying)))
    _details(_add(element, "contact-formation"), contact=record.contact)
    path = record.path if record.path in lheo.PATHS else ""
    _add(element, "parcours-de-formation", path or "1")
    _add(element, "code-niveau-entree", _level(record.level_in_code, record.level_in) or "0")
    if record.goal in lheo.GOALS:
        _add(element, "objectif-general-formation", record.goal)
    _certifications(element, record)
    level_out = _level(record.level_out_code, record.level_out)
    if level_out:
        _add(element, "code-niveau-sortie", level_out)
    _website(element, "url-formation", record.website)
    for action in record.actions or (Action(NEUTRAL),):
        _action(element, action)
    _provider(element, record.provider)
    _extras(element, ({} if path else {"path": ""}) | ({"example": "1"} if record.example else {}))
    return element


def _level(code: str, level: int | None) -> str:
    """Return the code of a level: as read, else the European one."""
    if lheo.LEVELS.get(code) != level and level is not None:
        return lheo.LEVEL_CODES[level]
    return code if code in lheo.LEVEL_VALUES else ""


def _certifications(parent: _Element, record: Programme) -> None:
    """Add at most five `certification`; the n-th Certif Info code goes with the n-th RNCP or RS code."""
    for rank in range(min(5, max(len(record.certifications), len(record.certifinfo)))):
        element = _add(parent, "certification")
        code = record.certifications[rank] if rank < len(record.certifications) else ""
        if code.startswith("RNCP"):
            _code(element, "code-RNCP", code[4:], 1, 10)
        if rank < len(record.certifinfo):
            _code(element, "code-CERTIFINFO", record.certifinfo[rank], 1, 10)
        if code.startswith("RS"):
            _code(element, "code-RS", code[2:].zfill(3), 3, 10)


def _action(parent: _Element, record: Action) -> None:
    element = _add(parent, "action")
    _numbered(element, record.number, record)
    _text(element, "rythme-formation", record.rhythm_text, TEXT, compulsory=True)
    audiences = [code for code in record.audiences if len(code) == 5][:10]
    for code in audiences or [NO_AUDIENCE]:
        _add(element, "code-public-vise", code)
    _text(element, "info-public-vise", record.audience_note, 250)
    _add(element, "niveau-entree-obligatoire", str(int(record.level_compulsory)))
    _text(element, "modalites-alternance", record.alternation, TEXT, compulsory=True)
    _add(element, "modalites-enseignement", record.teaching if record.teaching in ("0", "1", "2") else "0")
    _text(element, "conditions-specifiques", record.conditions, TEXT, compulsory=True)
    _add(element, "prise-en-charge-frais-possible", str(int(record.funding_possible)))
    for place in (record.place, *record.other_places):
        if place != Place():
            _training_place(element, place)
    _add(element, "modalites-entrees-sorties", str(int(record.permanent)))
    _website(element, "url-action", record.website)
    for session in record.sessions or (Session(NEUTRAL),):
        _session(element, session)
    _text(element, "restauration", record.catering, 250)
    _text(element, "hebergement", record.lodging, 250)
    _text(element, "transport", record.transport, 250)
    _text(element, "acces-handicapes", record.access_text, 250)
    for language in record.languages[:5]:
        _code(element, "langue-formation", language, 2)
    _text(element, "modalites-recrutement", record.recruitment_text, TEXT)
    _text(element, "modalites-pedagogiques", record.pedagogy, 200)
    _costs(element, record)
    _money(element, record)
    _extras(element, _own(record))


def _costs(element: _Element, record: Action) -> None:
    """Add what is paid and how long it lasts, in the schema's order."""
    _text(element, "frais-restants", record.cost_left, 200)
    for name, amount, longest in (
        ("prix-horaire-TTC", record.hourly_price, 6),
        ("prix-total-TTC", record.price, 10),
    ):
        if amount is not None:
            _code(element, name, lheo.write_amount(amount), 1, longest)
    _text(element, "duree-indicative", record.length_text, 150)
    _count(element, "nombre-heures-centre", record.hours_centre)
    _count(element, "nombre-heures-entreprise", record.hours_company)
    _count(element, "nombre-heures-total", record.hours_total)


def _money(element: _Element, record: Action) -> None:
    """Add who pays and who teaches, in the schema's order."""
    _text(element, "detail-conditions-prise-en-charge", record.funding_details, 600)
    if record.agreement is not None:
        _add(element, "conventionnement", str(int(record.agreement)))
    if record.trainer or len(record.trainer_siret) == 14:
        trainer = _add(element, "organisme-formateur")
        siret = record.trainer_siret if len(record.trainer_siret) == 14 else NO_SIRET
        _add(_add(trainer, "SIRET-formateur"), "SIRET", siret)
        _text(trainer, "raison-sociale-formateur", record.trainer, 250, compulsory=True)
    for code in [code for code in record.funders if code in lheo.FUNDER_VALUES][:8]:
        _add(_add(element, "organisme-financeur"), "code-financeur", code)


def _own(record: Action) -> dict[str, str]:
    """Return the facts of an action that Jalon works out, so that they come back the same."""
    accessible = "" if record.accessible is None else str(int(record.accessible))
    facts = {
        "modes": " ".join(record.modes),
        "rhythms": " ".join(record.rhythms),
        "funding": " ".join(record.funding),
        "months": "" if record.months is None else repr(record.months),
        "accessible": accessible,
    }
    return {} if record.number == NEUTRAL else facts


def _session(parent: _Element, record: Session) -> None:
    element = _add(parent, "session")
    _numbered(element, record.number, record)
    period = _add(element, "periode")
    _add(period, "debut", lheo.write_date(record.start))
    _add(period, "fin", lheo.write_date(record.end, unknown="99999999"))
    _address(_add(element, "adresse-inscription"), record.registration_place)
    _text(element, "modalites-inscription", record.how_to_register, 255)
    if record.registration_from or record.registration_until:
        window = _add(_add(element, "periode-inscription"), "periode")
        _add(window, "debut", lheo.write_date(record.registration_from))
        _add(window, "fin", lheo.write_date(record.registration_until, unknown="99999999"))
    if record.recruitment in lheo.RECRUITMENT_CODES:
        _add(element, "etat-recrutement", lheo.RECRUITMENT_CODES[record.recruitment])
    _website(element, "url-session", record.website)
    if record.contact != Contact():
        _details(_add(element, "contact-session"), contact=record.contact)
    _extras(element, {"seats": str(record.seats)} if record.seats else {})
