"""What waits to be read over, with the date that each event leads with."""

from datetime import date
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from jalon.agenda.models import Event, Occurrence
from jalon.agenda.rules.happenings import Happening
from jalon.agenda.selectors.calendar import happenings_of, waiting_for
from jalon.directory.rules.roles import Rights

EACH_PAGE = 20


class ToRead(NamedTuple):
    """An event that waits, and its next date: else its last one; None without any."""

    event: Event
    shown: Happening | None
    past: bool


def to_read(rights: Rights, today: date, number: str | None = None) -> tuple[Page, list[ToRead]]:
    """Return a page of what waits for someone, the soonest first, what is past or without a day last.

    Four queries, whatever the number of events and of their dates.
    """
    dates = Occurrence.objects.filter(event=OuterRef("pk"))
    coming = dates.filter(last_day__gte=today, cancelled=False).order_by("starts_at", "pk")
    events = (
        waiting_for(rights)
        .prefetch_related(None)
        .prefetch_related("territories")
        .select_related("created_by")
        .annotate(
            soonest=Subquery(coming.values("starts_at")[:1]),
            shown=Coalesce(
                Subquery(coming.values("pk")[:1]),
                Subquery(dates.order_by("-starts_at", "-pk").values("pk")[:1]),
            ),
        )
        .order_by(F("soonest").asc(nulls_last=True), "pk")
    )
    page = Paginator(events, EACH_PAGE).get_page(number)
    found = list(page.object_list)
    shown = happenings_of([one.shown for one in found if one.shown])
    lines = []
    for event in found:
        one = shown.get(event.pk)
        lines.append(ToRead(event, one, one is not None and one.last_day < today))
    return page, lines
