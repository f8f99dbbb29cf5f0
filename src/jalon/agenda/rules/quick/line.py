"""A line being read: what was understood is taken out of it, what is left is the title."""

import re

from jalon.search.rules import fold

TAKEN = "\x00"
MONTH_NAMES = (
    *(
        r"janv(?:ier)?|jan",
        r"fevr(?:ier)?|fev",
        "mars",
        r"avr(?:il)?",
        "mai",
        "juin",
        r"juil(?:let)?",
        "aout",
    ),
    *(r"sept(?:embre)?|sep", r"oct(?:obre)?", r"nov(?:embre)?", r"dec(?:embre)?"),
)
MONTH = r"(?:" + "|".join(MONTH_NAMES) + r")\b\.?"


class Line:
    """A line, its folded signs one for one, and which of them were understood."""

    def __init__(self, text: str):
        self.text = " ".join("".join(one if one.isprintable() else " " for one in text).split())
        self.folded = "".join(_folded(sign) for sign in self.text)
        self.taken = [False] * len(self.text)

    @property
    def left(self) -> str:
        """Return the folded signs, with a mark in place of each that was taken."""
        return "".join(TAKEN if taken else sign for sign, taken in zip(self.folded, self.taken, strict=True))

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern among what is left, and take it out."""
        match = pattern.search(self.left)
        if match is not None:
            self.cover(match.start(), match.end())
        return match

    def typed(self, match: re.Match[str]) -> str:
        """Return what was matched, as it was typed."""
        return self.text[match.start() : match.end()].strip()

    def cover(self, start: int, end: int) -> None:
        """Take signs out of the line."""
        for index in range(start, end):
            self.taken[index] = True

    def pieces(self) -> list[tuple[int, int]]:
        """Return where what is left stands between commas, semicolons, bars and long dashes."""
        found, start = [], 0
        left = self.left + ","
        for index, sign in enumerate(left):
            if sign in ",;|" or left[index : index + 3] in (" - ", " – ", " — "):
                found.append((start, index))
                start = index + 1
        return [(start, end) for start, end in found if left[start:end].strip(" -–—:." + TAKEN)]

    def rest(self) -> str:
        """Return what was not understood, as it was typed."""
        kept = "".join(" " if taken else sign for sign, taken in zip(self.text, self.taken, strict=True))
        kept = re.sub(r"\s+", " ", kept)
        kept = re.sub(r"\(\s*\)|\s+(?=[,;])", "", kept)
        kept = re.sub(r"(?:\s*[,;|]\s*|\s+[-–—:]\s+)+(?=[,;|]|\s[-–—:]\s|$)", "", kept)
        kept = re.sub(r"^(?:et|puis)\s", "", kept.strip(" ,;|-–—:"))
        # A small word that led to what was taken: « formation le », « atelier à ».
        kept = re.sub(r"(?:^|\s)(?:le|les|la|du|au|aux|de|des|à|a|et|en|dès|pour|sur)$", "", kept, flags=re.I)
        return kept.strip(" ,;|-–—:")


def _folded(sign: str) -> str:
    """Return one folded sign; those that would become two or none stay one."""
    if sign in "–—‑":
        return "-"
    plain = fold(sign)
    return plain if len(plain) == 1 else (plain[:1] or " ")
