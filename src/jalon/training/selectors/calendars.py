"""A session as a calendar file (RFC 5545): the day it starts, and the last day to sign up."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils.text import slugify
from icalendar import Calendar, Event

from jalon.training.enums import Mode, Recruitment
from jalon.training.models import Action, Programme, Session
from jalon.training.selectors.departures import is_closed, keyed_sessions, town_of
from jalon.training.selectors.offers import dates_of
from jalon.training.selectors.programmes import last_version

PRODUCT = "-//Jalon//Formations//FR"
DOMAIN = "formations.jalon"  # ends identifiers: the same from every address and every load
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def session_calendar(
    programme_key: str, session_key: str, *, url: str, today: date
) -> tuple[str, bytes] | None:
    """Return (file name, content) of a session's calendar; None for an unknown session or one without a date.

    `url`: absolute address of the programme's page.
    """
    programme = last_version(programme_key)
    if programme is None:
        return None
    for key, action, session in keyed_sessions(programme):
        if key == session_key and session.start is not None:
            content = _calendar(programme, action, session, key=key, url=url, today=today)
            title = slugify(programme.title)[:60].strip("-")
            return f"{title or 'formation'}-{session.start.isoformat()}.ics", content
    return None


def _calendar(
    programme: Programme, action: Action, session: Session, *, key: str, url: str, today: date
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    title = _plain(programme.title)
    if programme.example:
        title = f"[exemple] {title}"
    days = [("depart", f"Début : {title}", session.start)]
    if session.registration_until is not None and session.registration_until >= today:
        days.append(("inscription", f"Dernier jour pour s'inscrire : {title}", session.registration_until))
    for name, summary, day in days:
        calendar.add_component(
            _event(programme, action, session, f"{key}-{name}@{DOMAIN}", summary, day, url)
        )
    return calendar.to_ical()


def _event(
    programme: Programme, action: Action, session: Session, uid: str, summary: str, day: date, url: str
) -> Event:
    stamp = datetime.combine(programme.received_on, time(), tzinfo=UTC)
    closed = is_closed(programme)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", programme.until if closed else programme.since)
    event.add("summary", summary)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    over = session.recruitment == Recruitment.SUSPENDED or (closed and day >= (programme.closed_on or day))
    event.add("status", "CANCELLED" if over else "CONFIRMED")
    if where := _where(action):
        event.add("location", where)
    event.add("url", url)
    event.add("description", _description(programme, session, url))
    return event


def _where(action: Action) -> str:
    if set(action.modes) == {Mode.DISTANCE}:
        return "À distance"
    place = action.place
    if place is None:
        return ""
    town = f"{place.postal_code} {town_of(place)}".strip()
    return ", ".join(filter(None, (_plain(part) for part in (place.name, *place.lines, town))))


def _description(programme: Programme, session: Session, url: str) -> str:
    contact = programme.provider.contact
    invented = programme.example
    lines = [
        "Formation d'exemple : elle n'existe pas." if invented else "",
        f"{programme.title}, {programme.provider.name}",
        _said_dates(session),
        session.details.get("how_to_register", ""),
        " ".join(filter(None, (contact.get("phone", ""), contact.get("email", "")))),
        f"Vérifiez la date avant de vous déplacer : {url}",
    ]
    return "\n".join(filter(None, map(_plain, lines)))


def _said_dates(session: Session) -> str:
    dates = dates_of(session, permanent=False)
    if dates.end_in_doubt:
        return f"Début le {session.start:%d/%m/%Y}, fin à confirmer"
    return f"Du {session.start:%d/%m/%Y} au {session.end:%d/%m/%Y}" if session.start and session.end else ""


def _plain(text: str) -> str:
    """Return a text on one line, without the characters that a calendar cannot hold."""
    return " ".join(CONTROL.sub(" ", text).split())
