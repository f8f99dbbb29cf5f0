"""The parts of a formation, an action or a session: each is read into the facts of what holds it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from jalon.training.rules import lheo, texts
from jalon.training.rules.records import Contact, Place, Session
from jalon.training.services.lheo import names
from jalon.training.services.lheo.blocks import (
    Blocks,
    Memo,
    Report,
    check_depth,
    inner_text,
    read_extras,
    short_line,
)

IMPOSSIBLE = object()  # a date that no calendar has
LONGEST_NUMBER = 200
Facts = dict[str, Any]
Reading = Callable[[Any, Facts], None]


class RejectedItemError(Exception):
    """A programme or a session that cannot be taken: the element, its field, why in the sender's words."""

    def __init__(self, element: Any, field: str, reason: str):
        self.element, self.field, self.reason = element, field, reason
        super().__init__(reason)


def _date(text: str | None) -> object:
    try:
        return lheo.read_date(text or "")
    except lheo.ImpossibleDateError:
        return IMPOSSIBLE


def _phrase(text: str) -> str:
    return texts.paragraphs(text)


def _code(text: str | None) -> str:
    """Return a code of a list; nothing when it means « none »."""
    code = (text or "").strip()
    return code if code.strip("0-") and len(code) <= 10 else ""


def _domain(text: str | None) -> str:
    """Return a Formacode, a NSF or a ROME code."""
    code = (text or "").strip().upper()
    fits = code.isascii() and code.isalnum() and len(code) in (3, 5) and code.strip("0")
    return code if fits else ""


def number_of(element: Any) -> str:
    """Return how the sender numbers an element, or nothing."""
    return (element.get("numero") or element.get("id") or "").strip()


def unique(number: str, seen: set[str]) -> str:
    """Return a number that no sibling has."""
    found, rank = number, 2
    while found in seen:
        found, rank = f"{number}~{rank}", rank + 1
    seen.add(found)
    return found


class Parts:
    """Reads the parts of the formations of one file whose elements are in `namespace`."""

    def __init__(self, namespace: str, report: Report):
        start = f"{{{namespace}}}" if namespace else ""

        def named(table: Mapping[str, Any]) -> dict[str, Any]:
            return {f"{start}{name}": value for name, value in table.items()}

        self._report = report
        self._blocks = Blocks(start, report)
        self._dates = Memo(_date)
        self._codes = Memo(_code)
        self._domains = Memo(_domain)
        self._line = short_line(10_000)
        self._phrases = Memo(_phrase, most=3_000)
        self._addresses = Memo(lambda text: texts.web_address(text or ""))
        self._begin, self._end = f"{start}debut", f"{start}fin"
        self._urlweb, self._period = f"{start}urlweb", f"{start}periode"
        self._funder, self._siret = f"{start}code-financeur", f"{start}SIRET"
        self._trainer = (f"{start}raison-sociale-formateur", f"{start}SIRET-formateur")
        self._domain_codes = named(names.DOMAIN_CODES)
        self._certification_codes = named(names.CERTIFICATION_CODES)
        self._of_session = named(
            names.SESSION_LEAVES
            | {
                "periode": self._read_period,
                "adresse-inscription": self._read_registration_place,
                "periode-inscription": self._read_registration,
                "url-session": self._read_website,
                "contact-session": self._read_contact,
                "extras": self._read_extras,
            }
        )
        self._of_action = named(
            names.ACTION_LEAVES
            | {name: partial(self._read_phrase, key) for name, key in names.ACTION_TEXTS.items()}
            | {name: partial(self._read_listed, key) for name, key in names.ACTION_LISTS.items()}
            | {
                "lieu-de-formation": self._read_place,
                "session": self._read_session,
                "url-action": self._read_website,
                "organisme-formateur": self._read_trainer,
                "organisme-financeur": self._read_funder,
                "extras": self._read_extras,
            }
        )
        self._of_programme = named(
            names.PROGRAMME_LEAVES
            | {name: partial(self._read_text, key) for name, key in names.PROGRAMME_TEXTS.items()}
            | {
                "domaine-formation": self._read_domain,
                "contact-formation": self._read_contact,
                "certification": self._read_certification,
                "code-type-formation": self._read_certification,
                "url-formation": self._read_website,
                "action": self._read_action,
                "organisme-formation-responsable": self._read_provider,
                "extras": self._read_extras,
            }
        )

    def _read_children(self, element: Any, facts: Facts, known: Mapping[str, str | Reading]) -> None:
        """Read each child as its name says: its text under a key, or by a function of its own."""
        for child in element:
            how = known.get(child.tag)
            if how.__class__ is str:
                facts[how] = child.text
            elif how is not None:
                how(child, facts)
            else:
                check_depth(child)

    def _updated_on(self, element: Any) -> date | None:
        """Return the day an element says it was changed; an impossible one says nothing."""
        text = element.get("datemaj") or element.get("horodatage-modification")
        found = self._dates[text] if text else None
        return None if found is IMPOSSIBLE else found

    # ---- texts, codes and blocks

    def _read_text(self, key: str, element: Any, facts: Facts) -> None:
        facts[key] = texts.paragraphs(inner_text(element))

    def _read_phrase(self, key: str, element: Any, facts: Facts) -> None:
        facts[key] = self._phrases[inner_text(element)]

    def _read_listed(self, key: str, element: Any, facts: Facts) -> None:
        if code := self._codes[element.text]:
            facts.setdefault(key, []).append(code)

    def _read_domain(self, element: Any, facts: Facts) -> None:
        for child in element:
            key = self._domain_codes.get(child.tag)
            code = self._domains[child.text]
            if key and code:
                facts.setdefault(key, []).append(code)

    def _read_certification(self, element: Any, facts: Facts) -> None:
        for child in element:
            kind = self._certification_codes.get(child.tag)
            code = (child.text or "").strip().upper()
            if kind == "cpf":
                facts["cpf"] = True
            elif kind == "certifinfo" and _code(code):
                facts.setdefault("certifinfo", []).append(code)
            elif kind in ("RNCP", "RS"):
                digits = code.removeprefix(kind).lstrip("0 ")
                if digits.isascii() and digits.isdigit() and len(digits) <= 8:
                    facts.setdefault("certifications", []).append(f"{kind}{digits}")

    def _read_contact(self, element: Any, facts: Facts) -> None:
        found = self._blocks.contact(element)
        if "contact" not in facts or facts["contact"] == Contact():
            facts["contact"] = found

    def _read_provider(self, element: Any, facts: Facts) -> None:
        facts["provider"] = self._blocks.provider(element)

    def _read_place(self, element: Any, facts: Facts) -> None:
        facts.setdefault("places", []).append(self._blocks.place(element))

    def _read_website(self, element: Any, facts: Facts) -> None:
        for child in element:
            if child.tag == self._urlweb and "website" not in facts:
                facts["website"] = self._addresses[child.text]

    def _read_extras(self, element: Any, facts: Facts) -> None:
        read_extras(element, facts["marks"], facts["own"])

    def _read_trainer(self, element: Any, facts: Facts) -> None:
        """Keep the first body that teaches: its name and SIRET, no person."""
        check_depth(element)
        if "trainer" not in facts:
            name, siret = self._trainer
            found = element.find(siret)
            text = "" if found is None else found.findtext(self._siret) or ""
            facts["trainer"] = texts.cut(self._line[element.findtext(name)], 250)
            facts["trainer_siret"] = lheo.digits_code(text, 14)

    def _read_funder(self, element: Any, facts: Facts) -> None:
        for child in element:
            if child.tag == self._funder:
                code = (child.text or "").strip()
                if code in lheo.FUNDER_VALUES:
                    facts.setdefault("funders", []).append(code)

    def _read_action(self, element: Any, facts: Facts) -> None:
        """Keep an action's facts until those of the programme are all read."""
        action: Facts = {"seen": set(), "marks": [], "own": {}, "element": element}
        given = number_of(element)[:LONGEST_NUMBER]
        if given == "-":  # a dump's way to say that there is none
            return
        actions = facts.setdefault("actions", [])
        action["number"] = unique(given or f"{facts['number']}-{len(actions) + 1}", facts["seen"])
        self._read_children(element, action, self._of_action)
        actions.append(action)

    # ---- sessions

    def _read_session(self, element: Any, facts: Facts) -> None:
        given = number_of(element)[:LONGEST_NUMBER]
        if given == "-":  # a dump's way to say that there is none
            return
        sessions = facts.setdefault("sessions", [])
        session: Facts = {"marks": [], "own": {}, "number": given}
        try:
            self._read_children(element, session, self._of_session)
        except RejectedItemError as rejected:
            where = f"session {given}, {rejected.field}" if given else f"session, {rejected.field}"
            self._report(rejected.element, where[:120], rejected.reason)
            return
        said = session.get
        seats = session["own"].get("seats")
        sessions.append(
            Session(
                unique(given or f"{facts['number']}-{len(sessions) + 1}", facts["seen"]),
                said("start"),
                said("end"),
                said("registration_from"),
                said("registration_until"),
                lheo.RECRUITMENT.get(said("recruitment") or "", ""),
                lheo.read_count(seats) if seats else None,
                self._line[said("how")],
                said("website", ""),
                said("place") or Place(),
                said("contact") or Contact(),
                self._updated_on(element),
            )
        )

    def _read_dates(self, element: Any, facts: Facts, start: str, end: str) -> None:
        for child in element:
            tag = child.tag
            if tag == self._begin or tag == self._end:
                found = self._dates[child.text]
                if found is IMPOSSIBLE:
                    said = (child.text or "").strip()[:20]
                    raise RejectedItemError(
                        child, "debut" if tag == self._begin else "fin", f"date impossible : « {said} »"
                    )
                facts[start if tag == self._begin else end] = found

    def _read_period(self, element: Any, facts: Facts) -> None:
        self._read_dates(element, facts, "start", "end")

    def _read_registration(self, element: Any, facts: Facts) -> None:
        for child in element:
            if child.tag == self._period:
                self._read_dates(child, facts, "registration_from", "registration_until")

    def _read_registration_place(self, element: Any, facts: Facts) -> None:
        facts["place"] = self._blocks.address(element)
