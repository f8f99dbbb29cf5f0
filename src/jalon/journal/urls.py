from django.urls import path, register_converter
from django.urls.converters import StringConverter

from jalon.journal.views import entries


class ThingKind(StringConverter):
    """A model's label in lower case, as « agenda.event »."""

    regex = "[a-z]{1,30}[.][a-z]{1,30}"


class ThingKey(StringConverter):
    """The key of a row."""

    regex = "[A-Za-z0-9_-]{1,64}"


register_converter(ThingKind, "thing_kind")
register_converter(ThingKey, "thing_key")

app_name = "journal"
urlpatterns = [
    path("equipe/journal/", entries.entries, name="entries"),
    path("equipe/journal/journal.csv", entries.entries_file, name="entries_file"),
    path("mon-compte/donnees/journal/", entries.own, name="own"),
    path("equipe/journal/<thing_kind:kind>/<thing_key:key>/", entries.thing, name="thing"),
]
