"""What a mail server's refusal means: whose fault, whether to try again, and how to say it."""

from typing import NamedTuple

from jalon.outbox.enums import Trouble

LONGEST_REPLY = 160
CLOSING = 421  # RFC 5321, 3.8: the server shuts down or has had enough, whatever was asked


class Verdict(NamedTuple):
    """What stopped a message: whose fault, whether trying again would be vain, and why, in words."""

    trouble: Trouble
    for_good: bool
    words: str


def said_reply(code: int, reply: bytes | str) -> str:
    """Return a server's answer on one short line, for those who keep the installation.

    >>> said_reply(550, b"5.1.1 <ana@mission.example>:\\r\\n no such user")
    '550 5.1.1 <ana@mission.example>: no such user'
    """
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    line = f"{code} {line}".strip() if code > 0 else line
    return line if len(line) <= LONGEST_REPLY else f"{line[: LONGEST_REPLY - 2]} …"


def is_permanent(code: int) -> bool:
    """Tell whether a reply means « never »: 5xx (RFC 5321, 4.2.1)."""
    return 500 <= code < 600


def recipient_refused(code: int, reply: bytes | str) -> Verdict:
    """Return what to make of an address that the server does not take."""
    said = said_reply(code, reply)
    if code == CLOSING:
        return server_trouble(f"Le serveur ferme la conversation ({said}).")
    if is_permanent(code):
        return Verdict(Trouble.RECIPIENT, True, f"Le serveur refuse cette adresse ({said}).")
    return Verdict(
        Trouble.RECIPIENT, False, f"Le serveur ne prend pas cette adresse pour l'instant ({said})."
    )


def content_refused(code: int, reply: bytes | str) -> Verdict:
    """Return what to make of a message that the server does not take once it has read it."""
    said = said_reply(code, reply)
    if code == CLOSING:
        return server_trouble(f"Le serveur ferme la conversation ({said}).")
    if is_permanent(code):
        return Verdict(Trouble.CONTENT, True, f"Le serveur refuse ce message ({said}).")
    return Verdict(Trouble.CONTENT, False, f"Le serveur ne prend pas ce message pour l'instant ({said}).")


def sender_refused(code: int, reply: bytes | str) -> Verdict:
    """Return what to make of our own address refused: every message would meet the same."""
    return Verdict(Trouble.SERVER, False, f"Le serveur refuse l'expéditeur ({said_reply(code, reply)}).")


def sign_in_refused(code: int) -> Verdict:
    """Return what to make of a server that refuses our name or our password; its reply may quote them."""
    return Verdict(Trouble.SERVER, False, f"Le serveur refuse le nom ou le mot de passe ({code}).")


def server_trouble(words: str) -> Verdict:
    """Return what to make of a server that cannot be reached, or that stops half way."""
    return Verdict(Trouble.SERVER, False, words)


def unsendable(words: str) -> Verdict:
    """Return what to make of a message that cannot be written as a mail."""
    return Verdict(Trouble.CONTENT, True, words)


def unexpected(name: str) -> Verdict:
    """Return what to make of a mistake of ours: tried again, as it may be mended meanwhile."""
    return Verdict(Trouble.CONTENT, False, f"Erreur inattendue ({name}) : le journal du serveur en dit plus.")
