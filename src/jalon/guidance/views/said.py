"""What a person said so far, from one page of « Quel métier pour moi ? » to the next: only an address."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest

from jalon.guidance.rules.address import Pairs, carried_pairs, read_answers, written_answers
from jalon.guidance.rules.answers import Answers
from jalon.ui.services.addresses import address_of


@dataclass(frozen=True)
class Said:
    """Her answers, and what the statements hold of theirs (`rules.address.CARRIED`)."""

    answers: Answers
    carried: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _pairs(self) -> Pairs:
        return [*written_answers(self.answers), *self.carried]

    @cached_property
    def _query(self) -> str:
        return urlencode(self._pairs)

    def pairs(self, *, without: Collection[str] = ()) -> Pairs:
        """Return what a form or an address holds of it, some names left out."""
        return [(name, value) for name, value in self._pairs if name not in without]

    def url(self, route: str, fragment: str = "", **more: str) -> str:
        """Return the address of a page that knows it; `more`: what the page is asked besides."""
        asked = urlencode([(name, value) for name, value in more.items() if value])
        query = "&".join(filter(None, (self._query, asked)))
        return f"{address_of(route)}{'?' if query else ''}{query}{fragment}"

    def changed(self, **fields: object) -> "Said":
        """Return the same with other answers."""
        return replace(self, answers=replace(self.answers, **fields))


def read_said(request: HttpRequest) -> Said:
    """Return what the address of a request says."""
    query = dict(request.GET.lists())
    return Said(read_answers(query), tuple(carried_pairs(query)))
