"""The blocks that come again and again in a feed: places, contacts, bodies, extras. Read once, then recalled.

A block is recalled by its own XML: the same XML is the same record; copying it is quicker than reading it.
"""

from collections.abc import Callable
from itertools import islice
from typing import Any, TypeVar

from lxml import etree

from jalon.training.rules import lheo, texts
from jalon.training.rules.records import Contact, Place, Provider

Record = TypeVar("Record")
Report = Callable[[Any, str, str], None]  # element, field, reason

RECALLED = 10_000  # blocks of a kind kept in memory: about 1 kB each
DEVICES = frozenset({"telfixe", "portable", "fax"})
BLOCK_NAMES = DEVICES | {
    *("adresse", "ligne", "denomination", "codepostal", "ville", "code-INSEE-commune"),
    *("latitude", "longitude", "SIRET", "code-UAI", "numtel", "courriel", "urlweb"),
    *("nom-organisme", "raison-sociale", "numero-activite", "coordonnees-organisme", "contact-organisme"),
    *("SIRET-organisme-formation", "code-UAI-organisme-formation"),
}
NAMES = {"provider": 250, "place": 255, "line": 255, "town": 100}  # longest, in characters

DEEPEST = 34  # elements inside one another in a block: with those around it, 40

_too_deep = etree.XPath(f"boolean({'/'.join('*' * DEEPEST)})")


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
    """Reads the repeated blocks of one file; `start` stands before each local name."""

    def __init__(self, start: str, report: Report):
        self._report = report
        self._places: dict[str, Place] = {}
        self._addresses: dict[str, Place] = {}
        self._contacts: dict[str, Contact] = {}
        self._providers: dict[str, Provider] = {}
        self._local = {f"{start}{name}": name for name in BLOCK_NAMES}
        self._name = short_line(NAMES["provider"])
        self._line = short_line(NAMES["line"])
        self._town = short_line(NAMES["town"])

    def place(self, element: Any) -> Place:
        """Read `lieu-de-formation`."""
        return self._recall(self._places, element, self._read_place)

    def address(self, element: Any) -> Place:
        """Read `adresse-inscription`."""
        return self._recall(self._addresses, element, self._read_place)

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
                for oldest in list(islice(kept, RECALLED // 2)):
                    del kept[oldest]
            kept[key] = found
        return found

    def _facts(self, element: Any) -> tuple[dict[str, str], list[str], list[str]]:
        """Return the first text of each name, the lines above the address, and its own."""
        facts: dict[str, str] = {}
        above: list[str] = []
        own: list[str] = []
        lines, device = above, ""
        for child in element.iter():
            name = self._local.get(child.tag)
            if name is None:
                continue
            if name == "ligne":
                lines.append(self._line[child.text])
            elif name == "adresse":
                lines = own
            elif name in DEVICES:
                device = name
            else:
                text = (child.text or "").strip()
                facts.setdefault(device if name == "numtel" else name, text)
        return facts, [line for line in above if line], [line for line in own if line]

    def _read_place(self, element: Any) -> Place:
        facts, above, own = self._facts(element)
        said = facts.get
        name = self._line[said("denomination")] or (above.pop(0) if above else "")
        postal = "".join(said("codepostal", "").split())
        written = said("code-INSEE-commune", "")
        commune = lheo.insee_code(written)
        if not commune and written not in texts.NOT_SAID and written.strip("0"):
            self._report(element, "code-INSEE-commune", "code de commune inconnu : lieu gardé sans lui")
        latitude, longitude = self._position(element, said("latitude", ""), said("longitude", ""))
        return Place(
            name=name,
            lines=(*above, *own),
            postal_code=postal if postal.strip("0-") and len(postal) <= 10 else "",
            town=self._town[said("ville")],
            commune=commune,
            latitude=latitude,
            longitude=longitude,
            siret=lheo.digits_code(said("SIRET", ""), 14),
            uai=_uai(said("code-UAI", "")),
        )

    def _position(self, element: Any, latitude: str, longitude: str) -> tuple[float | None, float | None]:
        """Return degrees; both or none."""
        try:
            north = lheo.read_degrees(latitude, most=90)
            east = lheo.read_degrees(longitude, most=180)
        except ValueError:
            self._report(element, "geolocalisation", "coordonnées impossibles : lieu gardé sans elles")
            return None, None
        # 0 is the meridian of Greenwich, which crosses France; the equator is far from it
        return (north, east or 0.0) if north else (None, None)

    def _read_contact(self, element: Any) -> Contact:
        facts, _above, _own = self._facts(element)
        phone = self._line[facts.get("telfixe") or facts.get("portable")]
        return Contact(
            phone=phone if len(phone) <= 40 else "",
            email=texts.email_address(facts.get("courriel", "")),
            website=texts.web_address(facts.get("urlweb", "")),
        )

    def _read_provider(self, element: Any) -> Provider:
        facts: dict[str, str] = {}
        seat, contact, reached = Place(), Contact(), Contact()
        for child in element:
            name = self._local.get(child.tag)
            if name == "coordonnees-organisme":
                seat, reached = self._read_place(child), self._read_contact(child)
            elif name == "contact-organisme" and contact == Contact():
                contact = self._read_contact(child)
            elif name in ("SIRET-organisme-formation", "code-UAI-organisme-formation"):
                facts.update(self._facts(child)[0])
            elif name is not None:
                facts.setdefault(name, (child.text or "").strip())
        legal_name = self._name[facts.get("raison-sociale")]
        return Provider(
            number=texts.cut(texts.one_line(element.get("numero") or ""), 120),
            name=self._name[facts.get("nom-organisme")] or legal_name,
            legal_name=legal_name,
            siret=lheo.digits_code(facts.get("SIRET", ""), 14),
            activity_number=lheo.digits_code(facts.get("numero-activite", ""), 11),
            uai=_uai(facts.get("code-UAI", "")),
            place=seat,
            contact=contact if contact != Contact() else reached,
        )


def _uai(code: str) -> str:
    """Return a school's code: 7 digits and a letter."""
    return (
        code.upper() if len(code) == 8 and code[:7].isdigit() and code[7].isalpha() and code.isascii() else ""
    )


def read_extras(
    element: Any, marks: list[str], own: dict[str, str], *, inside: bool = False, depth: int = 0
) -> None:
    """Read `extras`: what they mark with 1 goes to `marks`, what Jalon wrote itself goes to `own`."""
    if depth > DEEPEST:
        raise TooDeepError
    inside = inside or element.get("info") == "jalon"
    for child in element:
        if len(child):
            read_extras(child, marks, own, inside=inside, depth=depth + 1)
            continue
        info, text = child.get("info"), child.text or ""
        if info and inside:
            own[info] = text
        elif info and text.strip().lower() in lheo.TRUE_WORDS:
            marks.append(info)
