"""Calendars in iCalendar: of the region, of any filters, of one event, of someone."""

from datetime import date, datetime

from django.urls import reverse

from jalon.agenda.models import Event
from jalon.agenda.rules.asked import Asked
from jalon.agenda.rules.icalendar import Addresses, calendar_bytes
from jalon.agenda.rules.published import AUDIENCES, KINDS, clean
from jalon.agenda.selectors.published import (
    asked_events,
    asked_names,
    one_published,
    published,
    still_given,
)
from jalon.directory.rules.roles import Rights
from jalon.territory.selectors import current_region

TYPE = "text/calendar; charset=utf-8"


def addresses(origin: str) -> Addresses:
    """Return where the pages of events are on the site at `origin` (« https://… », without a slash)."""
    region = current_region()
    page = reverse("agenda:event_calendar", args=["0"]).removesuffix("0.ics") + "%s/"
    start = origin.replace("%", "%%")
    public, members = f"{start}{page}", f"{start}/equipe{page}"
    return Addresses(public, members, clean(region.publisher or region.brand) if region else "Jalon")


def calendar_name(asked: Asked, *, own: str = "") -> str:
    """Return the name that calendars show: the service, then what was asked for."""
    region = current_region()
    found = [own or f"Agenda {region.brand if region else 'Jalon'}"]
    found += [KINDS[one] for one in asked.types] + asked_names(asked)
    found += [AUDIENCES[one] for one in asked.audiences] + ([f"« {asked.text} »"] if asked.text else [])
    return clean(" · ".join(found)).replace("\n", " ")


def calendar_of(rights: Rights, asked: Asked, *, name: str, origin: str, today: date, now: datetime) -> bytes:
    """Return the iCalendar file of what someone asks for and may see."""
    events, _following = published(still_given(asked_events(rights, asked), today=today, now=now), asked)
    about = "Les dates de l'orientation près de chez vous. Cet agenda se met à jour tout seul."
    return calendar_bytes(events, name=name, about=about, where=addresses(origin))


def event_calendar(event: Event, *, origin: str) -> bytes:
    """Return the iCalendar file of one event; whether someone may see it is asked before."""
    one = one_published(event)
    return calendar_bytes([one], name=one.title, about=one.summary, where=addresses(origin))
