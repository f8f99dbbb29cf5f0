"""What is new in the calendar, for news readers: RSS 2.0 and Atom, with Django's own writers."""

from datetime import date, datetime, time
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from jalon.agenda.models import Event, Occurrence
from jalon.agenda.rules.asked import Asked, written_asked
from jalon.agenda.rules.published import Published, clean, place_line, said_title, whole_text
from jalon.agenda.selectors.published import asked_events, published
from jalon.agenda.services.publishing.ics import addresses
from jalon.agenda.services.publishing.json import Dated, dates_of
from jalon.directory.rules.roles import Rights

MOST = 50  # the last events added that are still to come
KINDS: dict[str, type[SyndicationFeed]] = {"rss": Rss201rev2Feed, "atom": Atom1Feed}
TYPES = {"rss": "application/rss+xml; charset=utf-8", "atom": "application/atom+xml; charset=utf-8"}


def _when(one: Published, dates: list[Dated], today: date) -> str:
    """Return the next day of an event, in figures, with its hour if it has one."""
    following = [date_ for date_ in dates if date_.last_day >= today]
    held = [date_ for date_ in following if not date_.cancelled] or following
    if not held:
        return ""
    begin = held[0].starts_at.astimezone(ZoneInfo(one.zone))
    return f"{begin:%d/%m/%Y}" + ("" if held[0].all_day else f" à {begin.hour} h {begin:%M}")


def newest(rights: Rights, asked: Asked, *, today: date) -> list[Published]:
    """Return the last events added that are still to come, the newest first: four queries."""
    to_come = Occurrence.objects.filter(last_day__gte=today).values("event")
    events = asked_events(rights, asked).filter(pk__in=to_come)
    keys = list(events.order_by("-created_at", "-pk").values_list("pk", flat=True)[: MOST * 4])
    found, _following = published(Event.objects.filter(pk__in=keys), asked)
    return sorted(found, key=lambda one: (one.created_at, one.event), reverse=True)[:MOST]


def news(kind: str, rights: Rights, asked: Asked, *, name: str, origin: str, today: date) -> bytes:
    """Return what is new as XML, well formed whatever the titles hold. `kind`: "rss" or "atom"."""
    found, where = newest(rights, asked, today=today), addresses(origin)
    dates = dates_of(found, today=today)
    path, query = reverse(f"agenda:{kind}"), urlencode(written_asked(asked))
    feed = KINDS[kind](
        title=clean(name),
        link=f"{origin}{path.rpartition('flux')[0]}",
        description="Les dates de l'orientation qui viennent d'être annoncées.",
        language="fr",
        feed_url=f"{origin}{path}?{query}" if query else f"{origin}{path}",
    )
    began = datetime.combine(today, time(), tzinfo=timezone.get_current_timezone())
    last = max((one.modified_at for one in found), default=began)
    feed.latest_post_date = lambda: last  # Django's own is the moment of asking, when nothing is in it
    for one in found:
        page = where.page(one)
        when = _when(one, dates.get(one.event, []), today)
        where_to = place_line(
            place_name=one.place_name, room=one.room, address=one.address, commune=one.commune
        )
        text = "\n".join(filter(None, (when, where_to, whole_text(one, page=""))))
        feed.add_item(
            title=clean(f"{said_title(one.title, one.state)}{f' ({when})' if when else ''}").replace(
                "\n", " "
            ),
            link=page,
            description=clean(text),
            author_name=clean(one.organisation_name or where.organiser),
            unique_id=page,
            pubdate=one.created_at,
            updateddate=one.modified_at,
            categories=[clean(label) for label in (one.kind_label, *one.themes)],
        )
    return feed.writeString("utf-8").encode()
