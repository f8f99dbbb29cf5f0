"""The stored part of an index document: one line, quicker to read back than JSON."""

from dataclasses import dataclass

SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as its documents carry it, with the name that a name's document speaks of.

    `forms` and `words`: the name's canonical forms and folded words, one for one.
    """

    id: str
    kind: str
    code: str
    title: str
    url: str
    detail: str
    prior: float
    name: str = ""
    why: str = ""
    weight: float = 0.0
    forms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def pack(self) -> str:
        """Return the line that `unpack` reads."""
        facts = [self.id, self.kind, self.code, self.title, self.url, self.detail, str(self.prior), self.name]
        facts += [self.why, str(self.weight), " ".join(self.forms), " ".join(self.words)]
        return SEPARATOR.join(fact.replace(SEPARATOR, " ") for fact in facts)


def unpack(line: str) -> Stored:
    """Return what `Stored.pack` wrote."""
    ident, kind, code, title, url, detail, prior, name, why, weight, forms, words = line.split(SEPARATOR)
    return Stored(
        ident, kind, code, title, url, detail, float(prior), name, why, float(weight),
        tuple(forms.split()), tuple(words.split()),
    )  # fmt: skip
