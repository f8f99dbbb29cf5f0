"""The blocks that come again and again in a feed: places, contacts, bodies, extras. Read once, then recalled.

A block is recalled by its own XML: the same XML is the same record, and copying it costs less than reading it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from lxml import etree

from jalon.training.rules import lheo, texts
from jalon.training.rules.records import Contact, Place, Provider

Record = TypeVar("Record")
Report = Callable[[Any, str, str], None]  # element, field, reason

RECALLED = 6_000  # blocks of a kind kept in memory
NAMES = {"provider": 250, "place": 255, "line": 255, "town": 100}  # longest, in characters

_too_deep = etree.XPath(f"boolean({'/'.join('*' * 34)})")


class TooDeepError(Exception):
    """Elements inside one another beyond what LHÉO can need."""


def check_depth(element: Any) -> None:
    """Refuse an element that nobody reads but that nests too deep. Raises TooDeepError."""
    if len(element) and _too_deep(element):
        raise TooDeepError


class Memo(dict[Any, Any]):
    """What a function said of a value, kept for the next time; emptied when it grows beyond `most` values."""

    def __init__(self, function: Callable[[Any], Any], most: int = 20_000):
        super().__init__()
        self._function = function
        self._most = most

    def __missing__(self, value: Any) -> Any:
        if len(self) >= self._most:
            self.clear()
        self[value] = found = self._function(value)
        return found


def short_line(longest: int) -> Memo:
    """Return a memo of `one_line` that also cuts."""
    return Memo(lambda text: texts.cut(texts.one_line(text or ""), longest))


def inner_text(element: Any) -> str:
    """Return an element's text; HTML written as elements rather than escaped is given back as HTML."""
    if len(element):
        check_depth(element)
        return etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return element.text or ""


class Blocks:
    """Reads the repeated blocks of one file. `at` gives a local name's full tag."""

    def __init__(self, at: Callable[[str], str], report: Report):
        self._report = report
        self._places: dict[str, Place] = {}
        self._contacts: dict[str, Contact] = {}
        self._providers: dict[str, Provider] = {}
        self._at = Memo(at)
        self._name = short_line(NAMES["provider"])
        self._line = short_line(NAMES["line"])
        self._town = short_line(NAMES["town"])

    def place(self, element: Any) -> Place:
        """Read `lieu-de-formation` or `adresse-inscription`."""
        return self._recall(self._places, element, self._read_place)

    def contact(self, element: Any) -> Contact:
        """Read `contact-…`, without the person."""
        return self._recall(self._contacts, element, self._read_contact)

    def provider(self, element: Any) -> Provider:
        """Read `organisme-formation-responsable`."""
        return self._recall(self._providers, element, self._read_provider)

    def _recall(self, kept: dict[str, Record], element: Any, read: Callable[[Any], Record]) -> Record:
        key = etree.tostring(element, encoding="unicode", with_tail=False)
        found = kept.get(key)
        if found is None:
            check_depth(element)
            found = read(element)
            if len(kept) >= RECALLED:
                kept.clear()
            kept[key] = found
        return found

    def _text(self, element: Any, *path: str) -> str:
        """Return the text down a path, or nothing."""
        for name in path:
            element = element.find(self._at[name])
            if element is None:
                return ""
        return (element.text or "").strip()

    def _read_place(self, element: Any) -> Place:
        details = element.find(self._at["coordonnees"])
        details = element if details is None else details
        address = details.find(self._at["adresse"])
        uai = self._text(element, "code-UAI-lieu-formation", "code-UAI")
        place = self._read_address(details if address is None else address)
        names = [self._line[line.text] for line in details.findall(self._at["ligne"])]
        names = [name for name in names if name]
        if names and address is not None:
            if not place.name:
                place = place._replace(name=names.pop(0))
            place = place._replace(lines=(*names, *place.lines))
        return place._replace(
            siret=lheo.digits_code(self._text(element, "SIRET-lieu-formation", "SIRET"), 14),
            uai=uai if len(uai) == 8 and uai.isalnum() else "",
        )

    def _read_address(self, address: Any) -> Place:
        lines = [self._line[line.text] for line in address.findall(self._at["ligne"])]
        postal = "".join(self._text(address, "codepostal").split())
        written = self._text(address, "code-INSEE-commune")
        commune = lheo.insee_code(written)
        if written not in texts.NOT_SAID and not commune and written.strip("0"):
            self._report(address, "code-INSEE-commune", "code de commune inconnu : lieu gardé sans lui")
        latitude, longitude = self._position(address)
        return Place(
            name=self._line[self._text(address, "denomination")],
            lines=tuple(line for line in lines if line),
            postal_code=postal if postal.strip("0-") and len(postal) <= 10 else "",
            town=self._town[self._text(address, "ville")],
            commune=commune,
            latitude=latitude,
            longitude=longitude,
        )

    def _position(self, address: Any) -> tuple[float | None, float | None]:
        """Return degrees; both or none."""
        try:
            latitude = lheo.read_degrees(self._text(address, "geolocalisation", "latitude"), most=90)
            longitude = lheo.read_degrees(self._text(address, "geolocalisation", "longitude"), most=180)
        except ValueError:
            self._report(address, "geolocalisation", "coordonnées impossibles : lieu gardé sans elles")
            return None, None
        # 0 is the meridian of Greenwich, which crosses France; the equator is far from it
        return (latitude, longitude or 0.0) if latitude else (None, None)

    def _read_contact(self, element: Any) -> Contact:
        details = element.find(self._at["coordonnees"])
        if details is None:
            return Contact()
        phone = self._text(details, "telfixe", "numtel") or self._text(details, "portable", "numtel")
        phone = self._line[phone]
        return Contact(
            phone=phone if len(phone) <= 40 else "",
            email=texts.email_address(self._text(details, "courriel")),
            website=texts.web_address(self._text(details, "web", "urlweb")),
        )

    def _read_provider(self, element: Any) -> Provider:
        at = self._at
        seat = element.find(at["coordonnees-organisme"])
        contact = element.find(at["contact-organisme"])
        legal_name = self._name[self._text(element, "raison-sociale")]
        reached = Contact() if contact is None else self._read_contact(contact)
        if reached == Contact() and seat is not None:
            reached = self._read_contact(seat)
        uai = self._text(element, "code-UAI-organisme-formation", "code-UAI")
        return Provider(
            number=texts.cut(texts.one_line(element.get("numero") or ""), 120),
            name=self._name[self._text(element, "nom-organisme")] or legal_name,
            legal_name=legal_name,
            siret=lheo.digits_code(self._text(element, "SIRET-organisme-formation", "SIRET"), 14),
            activity_number=lheo.digits_code(self._text(element, "numero-activite"), 11),
            uai=uai if len(uai) == 8 and uai.isalnum() else "",
            place=Place() if seat is None else self._read_place(seat),
            contact=reached,
        )


def read_extras(element: Any, marks: list[str], own: dict[str, str], inside: bool = False) -> None:
    """Read `extras`: what they mark with 1 goes to `marks`, what Jalon wrote itself goes to `own`."""
    check_depth(element)
    inside = inside or element.get("info") == "jalon"
    for child in element:
        if len(child):
            read_extras(child, marks, own, inside)
            continue
        info = child.get("info")
        if info and inside:
            own[info] = child.text or ""
        elif info and (child.text or "").strip().lower() in lheo.TRUE_WORDS:
            marks.append(info)
