"""What stands before the first element of an XML file, looked at without a parser: nothing expands."""

import codecs
import re
from typing import NamedTuple

from jalon.sources.rules import Problem, RefusedDataError
from jalon.training.rules.lheo import NAMESPACES

# the first bytes of a file → how to read its prolog
SIGNS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
KNOWN_ENCODINGS = frozenset(
    {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15"}
    | {"latin1", "latin-1", "windows-1252", "cp1252"}
)
DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>")
DECLARED = re.compile(r"encoding\s*=\s*[\"']([\w.:-]+)[\"']")
SKIPPED = re.compile(r"\s+|<!--.*?-->|<\?(?!xml\s).*?\?>", re.DOTALL)
ROOT = re.compile(r"<((?:[^\s<>/:!?]+:)?)([^\s<>/:!?]+)([^<>]*)>", re.DOTALL)
ROOT_NAMES = {
    "html": "c'est une page HTML, pas un fichier LHÉO",
    "lheo-index": "c'est un index LHÉO (résumés) : envoyez les offres complètes (racine « lheo »)",
    "lheo-plus": "la racine « lheo-plus » n'est pas acceptée : envoyez sa partie « lheo »",
}


class Prolog(NamedTuple):
    """How wide characters are, how the root writes LHÉO's names ("" or "lheo:"), how texts are encoded."""

    encoding: str  # latin-1 for all those where markup is ASCII
    prefix: str
    charset: str


def read_prolog(head: bytes, *, name: str) -> Prolog:
    """Check the beginning of a file; `head` is its first 64 kB.

    Raises RefusedDataError: empty, not XML, DOCTYPE, unusual encoding, a root that is not LHÉO's.
    """
    if not head.strip(b"\0 \t\r\n"):
        raise _refused(name, "fichier vide", 0)
    encoding = next((code for sign, code in SIGNS if head.startswith(sign)), "latin-1")
    text = head.decode(encoding, errors="replace").lstrip("\ufeff")
    at = 0
    charset = "utf-8" if encoding == "latin-1" else encoding
    declaration = DECLARATION.match(text)
    if declaration:
        at = declaration.end()
        declared = DECLARED.search(declaration[0])
        if declared and declared[1].lower() not in KNOWN_ENCODINGS:
            raise _refused(name, f"encodage « {declared[1][:30]} » non accepté (attendu : UTF-8)", 1)
        if declared and encoding == "latin-1":
            charset = declared[1].lower()
    while skipped := SKIPPED.match(text, at):
        at = skipped.end()
    line = text.count("\n", 0, at) + 1
    if text[at : at + 9].upper() == "<!DOCTYPE":
        page = "html" in text[at : at + 20].lower()
        raise _refused(name, ROOT_NAMES["html"] if page else "un DOCTYPE n'est pas accepté (ni entité)", line)
    root = ROOT.match(text, at)
    if not root:
        raise _refused(name, "ce n'est pas un fichier XML : aucun élément au début", line)
    prefix, tag, attributes = root.groups()
    if tag != "lheo":
        reason = ROOT_NAMES.get(tag.lower(), f"ce n'est pas un fichier LHÉO : sa racine est « {tag[:40]} »")
        raise _refused(name, reason, line)
    _check_namespace(attributes, prefix, name=name, line=line)
    return Prolog(encoding, prefix, charset)


def _check_namespace(attributes: str, prefix: str, *, name: str, line: int) -> None:
    said = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    found = re.search(rf"(?:^|\s){re.escape(said)}\s*=\s*[\"']([^\"']*)[\"']", attributes)
    namespace = found[1].strip().rstrip("/") if found else ""
    if namespace not in NAMESPACES:
        raise _refused(
            name, f"espace de noms inconnu : « {namespace[:80]} » (attendu : LHÉO 2.2 ou 2.3)", line
        )


def _refused(name: str, reason: str, line: int) -> RefusedDataError:
    return RefusedDataError([Problem(name, line, "", reason)])
