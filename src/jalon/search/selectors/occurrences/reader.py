"""The index of occurrences: what a document holds, and the queries of one opened generation."""

from collections.abc import Sequence
from typing import Any

import tantivy

from jalon.search.rules import canonical
from jalon.search.selectors.shelves import Opened, Shelf

Occur, Query, Whole = tantivy.Occur, tantivy.Query, tantivy.FieldType.Integer
SHAPE = 3
WORDS = {"tokenizer_name": "whitespace", "index_option": "basic"}
KEY = {"tokenizer_name": "raw", "index_option": "basic"}
NUMBERS = ("start", "until", "before", "order", "length", "ref")
LAST = "last"
MANY_VALUES = 8


def build_schema() -> tantivy.Schema:
    """Return the schema of the index of occurrences."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("item", **KEY)
    builder.add_text_field("kind", **KEY)
    builder.add_text_field("names", **WORDS)
    builder.add_text_field("words", **WORDS)
    builder.add_text_field("facet", fast=True, **KEY)
    builder.add_text_field("tag", fast=True, **KEY)
    builder.add_text_field("place", fast=True, **KEY)
    for name in NUMBERS:
        builder.add_integer_field(name, fast=True)
    return builder.build()


class OccurrenceReader(Opened):
    """One opened generation of the index of occurrences, with its queries."""

    def term(self, name: str, value: str) -> Any:
        """Return the query of one exact value."""
        return Query.term_query(self.schema, name, value, "basic")

    def known(self, word: str) -> list[str]:
        """Return the canonical form of a word that only this index knows, or nothing."""
        form = canonical(word)
        return [form] if self.searcher.doc_freq("words", form) else []

    def one_of(self, name: str, values: Sequence[str]) -> Any:
        """Return the query of any of these values; of nothing when there is none."""
        if not values:
            return Query.empty_query()
        if len(values) == 1:
            return self.term(name, values[0])
        if len(values) >= MANY_VALUES:
            # A set is dear whatever its size, many terms are dearer.
            return Query.term_set_query(self.schema, name, list(values))
        return Query.boolean_query([(Occur.Should, self.term(name, value)) for value in values])

    def within(self, name: str, lowest: int | None, highest: int | None) -> Any:
        """Return the query of a number between two bounds, both included."""
        return Query.range_query(self.schema, name, Whole, lowest, highest)


shelf: Shelf[OccurrenceReader] = Shelf("occurrences", SHAPE, build_schema(), OccurrenceReader)
