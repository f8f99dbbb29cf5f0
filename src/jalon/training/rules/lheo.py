"""LHÉO's codes and notations, and what they mean here.

Tables: levels (dict-niveaux: old ones 1 to 8, European ones 11 to 18) and funders (dict-financeurs).
"""

from collections.abc import Iterable
from datetime import date

from jalon.training.enums import Funding, Recruitment

NAMESPACES = ("http://lheo.gouv.fr/2.3", "http://www.lheo.org/2.2", "http://lheo.gouv.fr/2.2", "")
NAMESPACE = NAMESPACES[0]

# 0 not said; 1 no level; 2 VI; 3 V bis; 4 V; 5 IV; 6 III; 7 II; 8 I; then 11 to 18, levels 1 to 8 of today.
LEVELS = {
    "1": 0, "2": 0, "3": 0, "4": 3, "5": 4, "6": 5, "7": 6, "8": 7,
    "11": 0, "12": 0, "13": 3, "14": 4, "15": 5, "16": 6, "17": 7, "18": 8,
}  # fmt: skip
LEVEL_CODES = {0: "11", 3: "13", 4: "14", 5: "15", 6: "16", 7: "17", 8: "18"}
LEVEL_VALUES = frozenset({"0", *LEVELS})
PATHS = frozenset("1234")  # parcours-de-formation
GOALS = frozenset("123456789")  # objectif-general-formation

# 0 other, 1 withdrawn, 8, 9 and 15 local authorities: none of our ways to pay says them.
FUNDERS = {
    "2": Funding.REGION,
    "3": Funding.STATE,  # European Social Fund
    "4": Funding.JOBSEEKER,
    "5": Funding.EMPLOYER,
    "6": Funding.STATE,  # Acsé
    "7": Funding.DISABILITY,
    "10": Funding.SELF,
    "11": Funding.STATE,
    "12": Funding.STATE,
    "13": Funding.STATE,
    "14": Funding.STATE,  # other European funds
    "16": Funding.EMPLOYER,  # OPCO
    "17": Funding.CPF,  # Transitions Pro
    "18": Funding.STATE,  # LADOM
    "19": Funding.STATE,
    "20": Funding.STATE,  # OFII
}
FUNDER_VALUES = frozenset(str(code) for code in range(21))
EDUCATION = "12"

RECRUITMENT = {
    "1": Recruitment.OPEN.value,
    "2": Recruitment.FULL.value,
    "3": Recruitment.SUSPENDED.value,
}
RECRUITMENT_CODES = {state: code for code, state in RECRUITMENT.items()}

NO_DATES = ("", "-", "00000000", "99999999")
NO_YEARS = ("0000", "0001", "1900", "2999", "9999")
TRUE_WORDS = ("1", "true", "oui", "o")


class ImpossibleDateError(ValueError):
    """A date that no calendar has."""


def read_date(text: str) -> date | None:
    """Read AAAAMMJJ (AAAA-MM-JJ is understood); None when nothing is said.

    Raises ImpossibleDateError.

    >>> read_date("20260901"), read_date("00000000")
    (datetime.date(2026, 9, 1), None)
    """
    text = text.strip()
    digits = text[:10].replace("-", "") if len(text) > 8 else text
    if digits in NO_DATES or digits[:4] in NO_YEARS:
        return None
    if len(digits) == 8 and digits.isascii() and digits.isdigit():
        try:
            found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            raise ImpossibleDateError(text[:20]) from None
        if 1950 <= found.year <= 2200:
            return found
    raise ImpossibleDateError(text[:20])


def write_date(day: date | None, *, unknown: str = "00000000") -> str:
    """Write a date as AAAAMMJJ."""
    return f"{day:%Y%m%d}" if day else unknown


def read_amount(text: str, *, most: float) -> float | None:
    """Read euros; None when no amount can be told or it is beyond belief.

    >>> read_amount("1 200,50 €", most=1e6), read_amount("gratuit", most=1e6)
    (1200.5, 0.0)
    """
    euros, _, cents = text.partition(".")
    if euros.isascii() and euros.isdigit() and (not cents or (len(cents) <= 2 and cents.isdecimal())):
        return _believed(float(text), most)
    if "gratuit" in text.lower():
        return 0.0
    if text.strip().startswith("-"):
        return None
    kept = "".join(character for character in text if character.isdigit() or character in ",.")
    kept = kept.strip(".,").replace(",", ".")
    whole, _, cents = kept.rpartition(".")
    if whole and len(cents) == 3:  # 1.200 : a thousand
        whole, cents = f"{whole}{cents}", ""
    number = f"{whole.replace('.', '')}.{cents}" if whole else kept
    try:
        return _believed(float(number), most)
    except ValueError:
        return None


def _believed(amount: float, most: float) -> float | None:
    return round(amount, 2) if 0 <= amount <= most else None


def write_amount(amount: float) -> str:
    """Write euros as shortly as they can be: 1200.5, 300."""
    return f"{amount:.2f}".rstrip("0").rstrip(".")


def read_count(text: str, *, most: int = 99_999) -> int | None:
    """Read a number of hours or places; zero, nonsense and the unbelievable mean that nothing is said.

    >>> read_count("140 heures"), read_count("0")
    (140, None)
    """
    if text.isascii() and text.isdigit() and len(text) < 10:
        count = int(text)
        return count if 0 < count <= most else None
    kept = text.strip().replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", ".")
    head = ""
    for character in kept:
        if not (character.isascii() and character.isdigit()) and character != ".":
            break
        head += character
    try:
        count = int(float(head) + 0.5)
    except (ValueError, OverflowError):
        return None
    return count if 0 < count <= most else None


def read_degrees(text: str, *, most: float) -> float | None:
    """Read a latitude (most=90) or a longitude (most=180); zero means that nothing is said.

    Raises ValueError for anything else.
    """
    text = text.strip().replace(",", ".")
    if text in ("", "-"):
        return None
    value = float(text)
    if not -most <= value <= most:
        raise ValueError(text)
    return value or None


def insee_code(text: str) -> str:
    """Return a commune's code when it looks like one.

    >>> insee_code("2A004"), insee_code("Tours")
    ('2A004', '')
    """
    code = text.strip().upper()
    shaped = len(code) == 5 and code.isascii() and (code[:2] in ("2A", "2B") or code[:2].isdigit())
    return code if shaped and code[2:].isdigit() and code != "00000" else ""


def digits_code(text: str, length: int) -> str:
    """Return a code of `length` digits (SIRET, activity number); repeated 0 or 9 mean that none is given.

    >>> digits_code("192 900 769 00014", 14), digits_code("99999999999", 11)
    ('19290076900014', '')
    """
    code = "".join(text.split())
    if len(code) != length or not (code.isascii() and code.isdigit()) or code.strip("0") == "":
        return ""
    return "" if code.strip("9") == "" else code


def funding_of(
    funders: Iterable[str], *, words: str, price: float | None, initial: bool, cpf: bool
) -> tuple[str, ...]:
    """Tell who may pay, from the funders' codes and the provider's words (lower case).

    `initial`: school training, free when the Education ministry pays. `cpf`: the certification is eligible.
    """
    funders = tuple(funders)
    found = {FUNDERS[code] for code in funders if code in FUNDERS}
    if "gratuit" in words or price == 0 or (initial and EDUCATION in funders):
        found.add(Funding.FREE)
    if cpf or "cpf" in words or "compte personnel" in words or "mon compte formation" in words:
        found.add(Funding.CPF)
    return tuple(way.value for way in Funding if way in found)
