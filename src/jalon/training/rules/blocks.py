"""The plain texts of providers as a page shows them: paragraphs and lists."""

import re
from collections.abc import Iterable
from typing import NamedTuple

CLAUSE_END = re.compile(r"[;,.(](?=\s)|\n")
BULLETS = ("- ", "– ", "• ", "* ", "· ")


class Block(NamedTuple):
    """Some lines that belong together: the items of a list, or the one line of a paragraph."""

    listed: bool
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """Return the paragraphs and the lists of a plain text, in order; empty lines say nothing.

    >>> blocks("Au programme :\\n- peindre\\n- poser")
    [Block(listed=False, lines=('Au programme :',)), Block(listed=True, lines=('peindre', 'poser'))]
    """
    found: list[Block] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        item = line[2:].strip() if line.startswith(BULLETS) else ""
        if not item:
            found.append(Block(False, (line,)))
        elif found and found[-1].listed:
            found[-1] = Block(True, (*found[-1].lines, item))
        else:
            found.append(Block(True, (item,)))
    return found


def first_clause(text: str, longest: int) -> str:
    """Return a text, or what stands before its first comma, semicolon or full stop when it is longer.

    >>> first_clause("Rien pour les cours ; la tenue est à acheter", 30)
    'Rien pour les cours'
    """
    if len(text) <= longest:
        return text
    head = CLAUSE_END.split(text, maxsplit=1)[0].strip()
    return head if head and len(head) <= longest else ""


class Said(NamedTuple):
    """A text, and of which ways to learn it is said (labels); of all of them when `of` is empty."""

    text: str
    of: tuple[str, ...]


def said_once(texts: Iterable[tuple[str, str]]) -> list[Said]:
    """Gather (label, text) so that each text is said once, in order; nobody's name when all say the same.

    >>> said_once([("École", "Gratuit"), ("CFA", "Gratuit")])
    [Said(text='Gratuit', of=())]
    """
    pairs = list(texts)
    of: dict[str, list[str]] = {}
    for label, text in pairs:
        if text:
            of.setdefault(text, []).append(label)
    alone = len(of) == 1 and all(text for _label, text in pairs)
    return [Said(text, () if alone else tuple(dict.fromkeys(labels))) for text, labels in of.items()]


def said_by_line(texts: Iterable[tuple[str, str]]) -> list[Said]:
    """Gather (label, text) line by line: what all say first, then what is said of some only.

    >>> said_by_line([("École", "Avoir 15 ans\\nDossier"), ("CFA", "Avoir 15 ans")])
    [Said(text='Avoir 15 ans', of=()), Said(text='Dossier', of=('École',))]
    """
    pairs = [(label, [line.strip() for line in text.splitlines()]) for label, text in texts]
    of: dict[str, list[int]] = {}
    for at, (_label, lines) in enumerate(pairs):
        for line in filter(None, dict.fromkeys(lines)):
            of.setdefault(line, []).append(at)
    groups: dict[tuple[int, ...], list[str]] = {tuple(range(len(pairs))): []}
    for line, places in of.items():
        groups.setdefault(tuple(places), []).append(line)
    return [
        Said("\n".join(lines), () if len(places) == len(pairs) else tuple(pairs[at][0] for at in places))
        for places, lines in groups.items()
        if lines
    ]
