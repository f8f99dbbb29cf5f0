"""The shared calendar: events and their dates, who takes part, calendars read and given out."""

from jalon.agenda.models.events import Attachment, Event, Participation, Theme
from jalon.agenda.models.feeds import CalendarKey, Feed, FeedItem
from jalon.agenda.models.holidays import SchoolHoliday
from jalon.agenda.models.schedule import Occurrence, Slot, SlotChange

__all__ = [
    "Attachment",
    "CalendarKey",
    "Event",
    "Feed",
    "FeedItem",
    "Occurrence",
    "Participation",
    "SchoolHoliday",
    "Slot",
    "SlotChange",
    "Theme",
]
