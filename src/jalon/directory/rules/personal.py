"""What is held about someone, in parts that a page shows and an archive holds."""

from dataclasses import dataclass

SHOWN = 5


@dataclass(frozen=True)
class Part:
    """Rows of one kind about someone.

    `name`: of its file, in ASCII. `title`, `why` (after « Sert à ») and `kept` (after « Gardé ») in French.
    `head` and `rows` hold texts as people read them. `link`: (words, address) of the page that says more.
    """

    name: str
    title: str
    why: str
    kept: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    link: tuple[str, str] | None = None

    def as_records(self) -> list[dict[str, str]]:
        """Return the rows as records, for a program to read.

        >>> Part("a", "A", "", "", ("nom",), (("Ana",),)).as_records()
        [{'nom': 'Ana'}]
        """
        return [dict(zip(self.head, row, strict=True)) for row in self.rows]

    @property
    def first(self) -> list[list[tuple[str, str]]]:
        """Return the rows that a page shows, as (label, text) pairs."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows[:SHOWN]]

    @property
    def left_out(self) -> int:
        """Return how many rows a page leaves to the archive."""
        return max(len(self.rows) - SHOWN, 0)
