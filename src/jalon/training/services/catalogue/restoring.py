"""The records that the catalogue keeps, exactly as they were given."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from jalon.training import models as tables
from jalon.training.rules.records import Action, Place, Programme, Provider, Session
from jalon.training.rules.rows import (
    ACTION_FACTS,
    ACTION_LISTS,
    NO_PLACE,
    PLACE_FACTS,
    PROGRAMME_FACTS,
    PROVIDER_FACTS,
    SESSION_DATES,
    SESSION_FACTS,
    details_of,
    place_of,
    provider_of,
)

CHUNK = 300


def stored_records(feed: tables.Feed | None = None) -> Iterator[Programme]:
    """Yield the programmes shown when the reading began, of one feed or of all; by number, 300 in memory.

    Those of an example source are examples. A load that ends meanwhile changes nothing; the one after it
    waits for nobody: a reading that lasts longer than a whole load may miss what it replaced.
    """
    feeds = [feed] if feed else list(tables.Feed.objects.select_related("source").order_by("source__slug"))
    for one in feeds:
        invented = one.source.demonstration
        shown = tables.Programme.objects.shown_by(one, one.current).order_by("number")
        last = ""
        while pairs := list(shown.filter(number__gt=last).values_list("number", "pk")[:CHUNK]):
            records = restore([pk for _number, pk in pairs])
            found = (records[pk] for _number, pk in pairs)
            yield from (record._replace(example=True) for record in found) if invented else found
            last = pairs[-1][0]


def restore(pks: Sequence[int]) -> dict[int, Programme]:
    """Return the record of each of these versions."""
    rows = list(
        tables.Programme.objects.filter(pk__in=pks).values_list(
            "pk", "number", *PROGRAMME_FACTS, "rome_codes", "updated_on", "details", "provider_id"
        )
    )
    actions = _actions(pks)
    providers = _providers({row[-1] for row in rows})
    return {
        pk: Programme(
            number=number,
            **dict(zip(PROGRAMME_FACTS, facts, strict=True)),
            **details_of(details),
            rome=tuple(rome),
            provider=providers[provider],
            updated_on=updated_on,
            actions=tuple(actions[pk]),
        )
        for pk, number, *facts, rome, updated_on, details, provider in rows
    }


def _actions(programmes: Sequence[int]) -> dict[int, list[Action]]:
    columns = ("pk", "programme_id", "place_id", *ACTION_FACTS, *ACTION_LISTS, "details")
    rows = list(tables.Action.objects.filter(programme__in=programmes).order_by("pk").values_list(*columns))
    sessions = _sessions([row[0] for row in rows])
    places = _places({row[2] for row in rows})
    found: dict[int, list[Action]] = defaultdict(list)
    for pk, programme, place, *values, details in rows:
        facts = dict(zip(ACTION_FACTS, values, strict=False))
        lists = dict(zip(ACTION_LISTS, map(tuple, values[len(ACTION_FACTS) :]), strict=True))
        found[programme].append(
            Action(**facts, **lists, **details_of(details), place=places[place], sessions=tuple(sessions[pk]))
        )
    return found


def _sessions(actions: Sequence[int]) -> dict[int, list[Session]]:
    names = (*SESSION_FACTS, *SESSION_DATES)
    rows = (
        tables.Session.objects.filter(action__in=actions)
        .order_by("pk")
        .values_list("action_id", *names, "details")
    )
    found: dict[int, list[Session]] = defaultdict(list)
    for action, *values, details in rows:
        found[action].append(Session(**dict(zip(names, values, strict=True)), **details_of(details)))
    return found


def _providers(pks: Iterable[int]) -> dict[int, Provider]:
    rows = list(
        tables.Provider.objects.filter(pk__in=list(pks)).values_list(
            "pk", *PROVIDER_FACTS, "contact", "place_id"
        )
    )
    places = _places({row[-1] for row in rows})
    return {
        pk: provider_of(dict(zip(PROVIDER_FACTS, facts, strict=True)), contact, places[place])
        for pk, *facts, contact, place in rows
    }


def _places(pks: Iterable[int | None]) -> dict[int | None, Place]:
    columns = PLACE_FACTS.values()
    rows = tables.Place.objects.filter(pk__in=[pk for pk in pks if pk]).values_list("pk", "lines", *columns)
    found: dict[int | None, Place] = {None: NO_PLACE}
    for pk, lines, *values in rows:
        facts: dict[str, Any] = dict(zip(PLACE_FACTS, values, strict=True))
        found[pk] = place_of({"lines": lines, **facts})
    return found
