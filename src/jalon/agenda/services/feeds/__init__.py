"""Partners' calendars: taken in after a look, followed by the worker, stopped when one wants."""

from jalon.agenda.services.feeds.choosing import Chosen, choose_items, take_all
from jalon.agenda.services.feeds.errors import BusyFeedError, RefusedFeedError
from jalon.agenda.services.feeds.reading import BETWEEN, read_due_feeds, read_feed
from jalon.agenda.services.feeds.stopping import clean_feeds, pause_feed, resume_feed, stop_feed
from jalon.agenda.services.feeds.subscribing import renew_feed, subscribe

__all__ = [
    "BETWEEN",
    "BusyFeedError",
    "Chosen",
    "RefusedFeedError",
    "choose_items",
    "clean_feeds",
    "pause_feed",
    "read_due_feeds",
    "read_feed",
    "renew_feed",
    "resume_feed",
    "stop_feed",
    "subscribe",
    "take_all",
]
