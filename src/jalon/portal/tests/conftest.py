"""A search engine that answers what the test says, and sees what it was asked."""

import pytest

from jalon.portal import selectors, views
from jalon.search.selectors import Hit, Results, Suggestion


class Engine:
    """Stands for the index: `hits` by kind, in order."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.widened = False
        self.suggestion = ""
        self.asked: list[str] = []

    def add(self, code: str, *, kind: str = "occupation", why: str = "Nom : exact", title: str = "") -> None:
        self.hits.append(Hit(kind, code, title or code, f"/{kind}/{code}/", 1.0, why))

    def search(self, text, *, kinds=(), limit=100) -> Results:
        self.asked.append(text)
        hits = [hit for hit in self.hits if hit.kind in kinds]
        return Results(text, len(hits), hits[:limit], self.widened, self.suggestion)

    def suggest(self, text, *, kinds=("occupation",), limit=8) -> list[Suggestion]:
        self.asked.append(text)
        found = [hit for hit in self.hits if hit.kind in kinds]
        return [Suggestion(hit.kind, hit.code, hit.title, hit.title, hit.url) for hit in found[:limit]]


@pytest.fixture
def engine(monkeypatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr(selectors, "search", engine.search)
    monkeypatch.setattr(views, "suggest", engine.suggest)
    return engine
