"""How good a ranking is against labelled queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FOUND_AT = 5


def labelled_rows(text: str, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of a table written with tabulations; what a line lacks is empty.

    Raises ValueError, in the words of who wrote the file, when one of `columns` is absent.
    """
    lines = text.splitlines()
    header = lines[0].split("\t") if lines else []
    if missing := [column for column in columns if column not in header]:
        raise ValueError(f"ligne 1 : colonne absente ({', '.join(missing)})")
    for line in lines[1:]:
        if line.strip():
            yield dict(zip(header, [*line.split("\t"), *[""] * len(header)], strict=False))


@dataclass(frozen=True)
class Judgement:
    """One labelled query and what the engine answered (codes, best first)."""

    kind: str
    query: str
    expected: frozenset[str]
    answered: tuple[str, ...]

    @property
    def negative(self) -> bool:
        """Whether nothing should be found."""
        return not self.expected

    @property
    def recall(self) -> float:
        """Share of what could be found in the first five that is there; for a negative, 1 when empty."""
        if self.negative:
            return float(not self.answered)
        first = set(self.answered[:FOUND_AT])
        return len(first & self.expected) / min(FOUND_AT, len(self.expected))

    @property
    def hit(self) -> float:
        """1 when any expected code is in the first five."""
        if self.negative:
            return self.recall
        return float(bool(set(self.answered[:FOUND_AT]) & self.expected))

    @property
    def reciprocal_rank(self) -> float:
        """1 / rank of the first expected code, 0 when absent."""
        for rank, code in enumerate(self.answered, start=1):
            if code in self.expected:
                return 1 / rank
        return 0.0


def summarise(judgements: Sequence[Judgement]) -> dict[str, dict[str, float]]:
    """Return {kind: {queries, recall@5, hit@5, mrr}}, `overall` first (negatives apart), `negative` last."""
    positive = [judgement for judgement in judgements if not judgement.negative]
    negative = [judgement for judgement in judgements if judgement.negative]
    groups: dict[str, list[Judgement]] = {"overall": positive}
    for judgement in positive:
        groups.setdefault(judgement.kind, []).append(judgement)
    table = {}
    for kind, members in groups.items():
        if members:
            size = len(members)
            table[kind] = {
                "queries": size,
                "recall@5": sum(member.recall for member in members) / size,
                "hit@5": sum(member.hit for member in members) / size,
                "mrr": sum(member.reciprocal_rank for member in members) / size,
            }
    if negative:
        right = sum(member.recall for member in negative) / len(negative)
        table["negative"] = {"queries": len(negative), "right": right}
    return table
