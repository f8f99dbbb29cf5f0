"""The index of entries: what its documents are, and what a change touches in it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

import tantivy

from jalon.search.rules import canonical_words, joined_words, root, split_words
from jalon.search.rules.entries import Entry, Name
from jalon.search.selectors.reader import shelf
from jalon.search.selectors.shape import GATHERS
from jalon.search.selectors.stored import Stored
from jalon.search.services.registry import entries_of, kinds
from jalon.search.services.shelving import Keeper

MANY = 2_000


def _documents(entry: Entry, schema: tantivy.Schema) -> Iterator[tantivy.Document]:
    """Yield the index documents of one entry: one a distinct name, one for the whole."""
    identity = f"{entry.kind}:{entry.code}"
    whole = Stored(identity, entry.kind, entry.code, entry.title, entry.url, entry.detail, entry.prior)
    variants: dict[tuple[str, ...], list[Name]] = {}
    for name in entry.names:
        if forms := tuple(canonical_words(name.text)):
            variants.setdefault(forms, []).append(name)
    for forms, names in variants.items():
        # The masculine and the feminine of one name make one document that knows both spellings.
        name = max(names, key=lambda one: one.weight)
        joined = sorted({word for one in names for word in joined_words(one.text)})
        spelled = sorted({word for one in names for word in split_words(one.text)})
        stored = replace(
            whole,
            name=(name.label or name.text) if name.shown else "",
            why=name.why,
            weight=name.weight,
            forms=forms,
            words=tuple(split_words(name.text)),
        )
        facts = {
            "entry": identity,
            "kind": entry.kind,
            "canon": " ".join([*forms, *joined]),
            "folded": " ".join([*spelled, *joined]),
            "roots": " ".join(root(word) for word in spelled),
            "payload": stored.pack(),
        }
        if entry.gathers:
            facts["gathers"] = GATHERS
        yield tantivy.Document.from_dict(facts, schema)
    every_name = " ".join(name.text for name in entry.names)
    yield tantivy.Document.from_dict(
        {
            "entry": identity,
            "kind": entry.kind,
            "all_names": _canonical_text(every_name),
            "all_words": _canonical_text(entry.words),
            "all_text": _canonical_text(entry.text),
            "member_of": list(entry.member_of),
            "payload": whole.pack(),
        },
        schema,
    )


def _canonical_text(text: str) -> str:
    return " ".join(canonical_words(text))


class EntryKeeper(Keeper):
    """Keeps the index of entries: a change bears the kind and the code of what it touched."""

    def fill(self, writer: tantivy.IndexWriter, progress: Callable[[str], None]) -> dict[str, int]:
        """Write every entry of every kind."""
        counts = {}
        for kind in kinds():
            progress(kind)
            counts[kind] = self._write(entries_of(kind), writer)
        return counts

    def concerned(self, kind: str, key: str) -> Iterable[tuple[str, str]]:
        """Return the entry itself; what stands for no entry (names that others borrow) says EVERYTHING."""
        return [(kind, key)]

    def many(self, keys: dict[str, set[str]]) -> bool:
        """Tell whether there are over MANY entries to write again."""
        return sum(len(some) for some in keys.values()) > MANY

    def rewrite(self, kind: str, keys: Collection[str], writer: tantivy.IndexWriter) -> None:
        """Write these entries again."""
        for key in keys:
            writer.delete_documents_by_term("entry", f"{kind}:{key}")
        self._write(entries_of(kind, keys), writer)

    def _write(self, entries: Iterable[Entry], writer: tantivy.IndexWriter) -> int:
        count = 0
        for entry in entries:
            for document in _documents(entry, self.shelf.schema):
                writer.add_document(document)
            count += 1
        return count


ENTRIES = EntryKeeper(shelf)
