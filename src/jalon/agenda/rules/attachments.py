"""Which files may come with an event: those that people read, are what they say, and are not too heavy."""

import re

MOST_FILES = 6
MOST_BYTES = 5_000_000
LONGEST_NAME = 150
ZIP = b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
# What may be sent: ending → type, and how such a file begins.
KINDS: dict[str, tuple[str, bytes]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "docx": (f"{OFFICE}wordprocessingml.document", ZIP),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", ZIP),
    "pptx": (f"{OFFICE}presentationml.presentation", ZIP),
    "odt": (f"{OPEN}text", ZIP),
    "ods": (f"{OPEN}spreadsheet", ZIP),
    "odp": (f"{OPEN}presentation", ZIP),
}
MACROS = (b"vbaProject.bin", b"Basic/script-lb.xml")
NOT_IN_NAMES = re.compile(r"[^\w .,()'’+-]+")


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def attachment_refusal(name: str, content: bytes) -> str:
    """Return why a file is not taken, in French; "" when it is.

    >>> attachment_refusal("affiche.exe", b"MZ")
    'Joignez un PDF, une image ou un document : pas de fichier « .exe ».'
    """
    ending = _ending(name)
    if ending not in KINDS:
        return f"Joignez un PDF, une image ou un document : pas de fichier « .{ending[:10]} »."
    if not content:
        return "Ce fichier est vide."
    if len(content) > MOST_BYTES:
        return f"Ce fichier est trop lourd : {MOST_BYTES // 1_000_000} Mo au plus."
    if not content.startswith(KINDS[ending][1]):
        return f"Ce fichier n'est pas ce que dit son nom (« .{ending} »)."
    if KINDS[ending][1] == ZIP and any(mark in content for mark in MACROS):
        return "Ce document contient des macros : enregistrez-le sans elles."
    return ""


def mimetype_of(name: str) -> str:
    """Return the type of a file that was taken."""
    return KINDS[_ending(name)][0]


def kept_name(name: str) -> str:
    """Return a file's name without path nor signs that browsers or systems would take otherwise.

    >>> kept_name('../../a"b<c>.PDF')
    'a b c.pdf'
    """
    stem, _dot, ending = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    plain = " ".join(NOT_IN_NAMES.sub(" ", stem).split()).strip(".") or "fichier"
    return f"{plain[: LONGEST_NAME - 6]}.{ending.lower()}"
