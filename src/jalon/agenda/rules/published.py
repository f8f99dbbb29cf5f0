"""An event as calendars and files that we give out tell it: plain values, the same for every format."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from jalon.agenda.enums import Audience, EventKind, EventState, Visibility
from jalon.agenda.rules.schedule import SlotFacts

KINDS = {value: str(label) for value, label in EventKind.choices}
AUDIENCES = {value: str(label) for value, label in Audience.choices}
EXAMPLE = "Exemple : cet événement n'existe pas."
# Said before the title: many calendars show nothing of a state.
PREFIXES = {
    EventState.IDEA: "Idée : ",
    EventState.SAVE_THE_DATE: "Date à réserver : ",
    EventState.CANCELLED: "Annulé : ",
    EventState.POSTPONED: "Reporté : ",
}
# All that neither a calendar nor XML can hold; new lines and tabs stay.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
ONLINE, ON_SITE, BOTH = "online", "on-site", "both"


class DateTexts(NamedTuple):
    """What a date of a repetition says otherwise, besides its days, its title and its place."""

    address: str = ""
    link: str = ""
    note: str = ""


class PublishedSlot(NamedTuple):
    """Days and hours of an event, with the texts of the dates that have their own, by their `original`."""

    facts: SlotFacts
    texts: Mapping[str, DateTexts]


class Published(NamedTuple):
    """An event with what is told of it outside. Latitude and longitude are its own, else its commune's."""

    event: int
    key: str
    uid: str
    sequence: int
    title: str
    kind: str
    state: str
    visibility: str
    moderation: str
    summary: str
    description: str
    zone: str
    place_name: str
    room: str
    address: str
    commune: str
    commune_code: str
    latitude: float | None
    longitude: float | None
    link: str
    access: str
    accessibility: str
    audiences: tuple[str, ...]
    contact: str
    registration_link: str
    registration_from: date | None
    registration_until: date | None
    organisation: int | None
    organisation_name: str
    organisation_slug: str
    created_by: int | None
    postponed_note: str
    demonstration: bool
    created_at: datetime
    modified_at: datetime
    slots: tuple[PublishedSlot, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def kind_label(self) -> str:
        return KINDS.get(self.kind, "")

    @property
    def audience_labels(self) -> list[str]:
        return [AUDIENCES[one] for one in self.audiences if one in AUDIENCES]

    @property
    def is_public(self) -> bool:
        """Whether anyone sees it, so that its address is the one for everybody."""
        return (
            self.visibility == Visibility.PUBLIC
            and self.moderation not in ("waiting", "refused")
            and self.state != EventState.IDEA
        )

    @property
    def called_off(self) -> bool:
        """Whether nobody should come on the days that it has."""
        return self.state in (EventState.CANCELLED, EventState.POSTPONED)

    @property
    def said_title(self) -> str:
        return said_title(self.title, self.state)

    @property
    def attendance(self) -> str:
        return attendance(
            self.kind, place=bool(self.place_name or self.address or self.commune), link=self.link
        )


def said_title(title: str, state: str) -> str:
    """Return a title with its state said first, when it is not simply to take place.

    >>> said_title("Forum de Tours", "cancelled")
    'Annulé : Forum de Tours'
    """
    return PREFIXES.get(EventState(state), "") + title


def attendance(kind: str, *, place: bool, link: str) -> str:
    """Return whether one comes, joins by a link, or may choose: a webinar with a place has both."""
    if place:
        return BOTH if kind == EventKind.WEBINAR and link else ON_SITE
    return ONLINE if link or kind == EventKind.WEBINAR else ON_SITE


def clean(text: str) -> str:
    """Return a text that any format can hold, its lines ended by a line feed alone."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def place_line(*, place_name: str, room: str, address: str, commune: str) -> str:
    """Return where it takes place, on one line; "" when nothing is said."""
    return ", ".join(part for part in (place_name, room, address, commune) if part)


def window_words(begin: date | None, end: date | None) -> str:
    """Return when one may sign up, in brackets.

    >>> window_words(None, date(2026, 11, 20))
    " (jusqu'au 20/11/2026)"
    """
    if begin and end:
        return f" (du {begin:%d/%m/%Y} au {end:%d/%m/%Y})"
    if begin:
        return f" (à partir du {begin:%d/%m/%Y})"
    return f" (jusqu'au {end:%d/%m/%Y})" if end else ""


def whole_text(one: Published, *, page: str, link: str = "", note: str = "") -> str:
    """Return all that is said of an event, one subject a line; `link` and `note` are those of one date."""
    off = {EventState.CANCELLED: "Annulé", EventState.POSTPONED: "Reporté, nouvelle date à venir"}
    state = off.get(EventState(one.state), "")
    found = [
        EXAMPLE if one.demonstration else "",
        f"{state} : {one.postponed_note}" if state and one.postponed_note else state and f"{state}.",
        note,
        one.summary,
        one.description,
        f"Pour : {', '.join(one.audience_labels)}" if one.audiences else "",
        f"Inscription : {one.registration_link}" + window_words(one.registration_from, one.registration_until)
        if one.registration_link
        else "",
        f"Lien : {link or one.link}" if link or one.link else "",
        f"Comment venir : {one.access}" if one.access else "",
        f"Accessibilité : {one.accessibility}" if one.accessibility else "",
        f"Contact : {one.contact}" if one.contact else "",
        page,
    ]
    return "\n".join(line for line in found if line)
