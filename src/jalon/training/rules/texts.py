"""Texts as senders write them, made plain: HTML to paragraphs, one-line names, web addresses."""

import re
from html import escape, unescape

NOT_SAID = ("", "-", "--", "_", ".", "n/a", "N/A", "nc", "NC", "NR", "Non renseigné", "Non renseigné.")

_DROPPED = re.compile(r"<(script|style|head|iframe|object)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BLOCK = re.compile(r"<(?:/?(?:p|div|ul|ol|dl|table|tr|h[1-6]|section)|br|li|dt|dd)\b", re.IGNORECASE)
_ITEM = re.compile(r"\s*<(?:li|dt|dd)\b[^<>]*>\s*(?:<(?:p|div)\b[^<>]*>\s*)*", re.IGNORECASE)
_BREAK = re.compile(
    r"\s*</?(?:p|div|br|ul|ol|li|dl|dt|dd|table|tr|h[1-6]|section)\b[^<>]*>\s*", re.IGNORECASE
)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+([:/?#].*)?")


def plain(text: str) -> str:
    """Return a text without mark-up: paragraphs as lines, list items as « - » lines.

    Hostile or broken HTML gives harmless text. `plain(marked(text)) == text` for a text that `plain` gave.

    >>> plain("<p>Métier&nbsp;:</p><ul><li>peindre</li><li>poser</li></ul>")
    'Métier :\\n- peindre\\n- poser'
    """
    if "<" in text or "&" in text:
        text = _without_html(text)
    if "\n" not in text and "\r" not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _without_html(text: str) -> str:
    text = _COMMENT.sub("", _DROPPED.sub("", text))
    if _BLOCK.search(text):
        text = " ".join(text.split())
        text = _BREAK.sub("\n", _ITEM.sub("\n- ", _CELL.sub(" ", text)))
    return unescape(_TAG.sub("", text))


def marked(text: str) -> str:
    """Return a plain text so that `plain` gives it back: « < » and « & » are written as HTML does."""
    if "<" in text or "&" in text:
        return escape(text, quote=False)
    return text


def one_line(text: str) -> str:
    """Return a name or a title: plain, on one line; « - » and the like mean that nothing is said.

    >>> one_line(" CAP  Cuisine &amp; salle ")
    'CAP Cuisine & salle'
    """
    if "<" in text or "&" in text:
        text = _without_html(text)
    text = " ".join(text.split())
    return "" if text in NOT_SAID else text


def paragraphs(text: str) -> str:
    """Return `plain(text)`, or nothing when it only says that nothing is said."""
    text = plain(text)
    return "" if text in NOT_SAID else text


def cut(text: str, longest: int) -> str:
    """Return a text of at most `longest` characters, cut between two words and ended by « … ».

    >>> cut("Monteur en installations sanitaires", 20)
    'Monteur en…'
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    if not text[longest - 1].isspace():
        short = head.rsplit(None, 1)[0] if len(head.split()) > 1 else head
        head = short if len(short) > longest // 3 else head
    return head.rstrip() + "…"


def cut_marked(text: str, longest: int) -> str:
    """Return `marked(text)`, cut so that it fits and that `plain` reads it back as a plain text.

    >>> cut_marked("a & b", 6)
    'a…'
    """
    room = longest
    while len(written := marked(cut(text, room))) > longest:
        room -= max(1, (len(written) - longest) // 4)
    return written


def writable(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def web_address(text: str) -> str:
    """Return an http(s) address that a page may link to, or nothing.

    >>> web_address("lyceedekerneuzec.fr"), web_address("javascript:alert(1)")
    ('http://lyceedekerneuzec.fr', '')
    """
    text = text.strip()
    if (
        not text
        or len(text) > 400
        or any(character.isspace() or character in "<>\"'`\\" for character in text)
    ):
        return ""
    if text.lower().startswith(("http://", "https://")):
        return text if _DOMAIN.fullmatch(text.partition("://")[2].rpartition("@")[2]) else ""
    if ":" in text.split("/")[0] or not _DOMAIN.fullmatch(text) or len(text) > 393:
        return ""
    return f"http://{text}"


def email_address(text: str) -> str:
    """Return what can be written to, or nothing.

    >>> email_address("contact@cfa.example"), email_address("nous appeler")
    ('contact@cfa.example', '')
    """
    text = text.strip()
    name, at, domain = text.rpartition("@")
    right = at and name and "." in domain and len(text) <= 160
    return text if right and not any(c.isspace() or c in "<>\"'?&" for c in text) else ""
