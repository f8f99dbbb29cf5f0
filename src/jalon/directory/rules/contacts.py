"""What is written of a contact and of an organisation, put in one form."""

import re

DIGITS = re.compile(r"\D")
NATIONAL = re.compile(r"0[1-9]\d{8}")
SHORT = re.compile(r"\d{4}")
FREE = re.compile(r"0800\d{6}")
LA_POSTE = "356000000"  # its establishments do not follow the checksum of the others


def plain_phone(text: str) -> str:
    """Return a French number as it is read aloud; "" for none.

    Raises ValueError with what is expected, in French.

    >>> plain_phone("+33 2.61.91.00.01"), plain_phone("0800222100"), plain_phone("3949")
    ('02 61 91 00 01', '0800 222 100', '3949')
    """
    if not text.strip():
        return ""
    digits = DIGITS.sub("", text)
    for abroad in ("0033", "33"):
        if digits.startswith(abroad) and len(digits) >= len(abroad) + 9:
            digits = "0" + digits.removeprefix(abroad).lstrip("0")
            break
    if len(digits) == 9 and not digits.startswith("0"):
        digits = f"0{digits}"  # a spreadsheet took it for a number
    if FREE.fullmatch(digits):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    if NATIONAL.fullmatch(digits):
        return " ".join(digits[at : at + 2] for at in range(0, 10, 2))
    if SHORT.fullmatch(digits):
        return digits
    raise ValueError("un numéro français à dix chiffres est attendu, comme 02 61 91 00 01")


def plain_siret(text: str) -> str:
    """Return the fourteen digits of a SIRET; "" for none. Raises ValueError with what is wrong, in French.

    >>> plain_siret("732 829 320 00074")
    '73282932000074'
    """
    digits = "".join(text.split())
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit() and len(digits) == 14):
        raise ValueError("un SIRET a quatorze chiffres")
    doubled = [int(digit) * (2 if at % 2 == 0 else 1) for at, digit in enumerate(digits)]
    luhn = sum(value - 9 if value > 9 else value for value in doubled)
    if luhn % 10 and not (digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0):
        raise ValueError("ce SIRET n'existe pas : vérifiez ses chiffres")
    return digits


def plain_website(text: str) -> str:
    """Return a site's address with its scheme.

    >>> plain_website(" www.exemple.fr ")
    'https://www.exemple.fr'
    """
    text = text.strip()
    if not text or text.lower().startswith(("http://", "https://")):
        return text
    return f"https://{text}"
