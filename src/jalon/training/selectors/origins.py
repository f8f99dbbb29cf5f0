"""Where the programmes that are shown come from, and when they were received."""

from django.db.models import Exists, OuterRef

from jalon.training.models import Feed, Programme


def feeds_shown() -> list[Feed]:
    """Return the feeds of which something is shown, with their source, by name: one query."""
    programmes = Programme.objects.seen().filter(feed=OuterRef("pk"))
    return list(Feed.objects.filter(Exists(programmes)).select_related("source").order_by("source__title"))
