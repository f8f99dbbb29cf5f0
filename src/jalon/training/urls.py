from django.conf import settings
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.cache import cache_page

from jalon.training.views import certifications, intakes, programmes, searching


class ShortKey(StringConverter):
    """What rules.keys.short_key gives: no word of another address looks so."""

    regex = "[0-9a-f]{12}"


class IntakeSlug(StringConverter):
    """What rules.intakes reads: « 2027-09 »."""

    regex = "20[0-9]{2}-(?:01|09)"


class FileKind(StringConverter):
    regex = "csv|xlsx|pdf"


register_converter(ShortKey, "key")
register_converter(IntakeSlug, "intake")
register_converter(FileKind, "kind")

app_name = "training"
kept = cache_page(settings.PAGE_SECONDS)
urlpatterns = [
    path("formations/", kept(searching.search), name="search"),
    path("formations/suggestions/", kept(searching.suggestions), name="suggestions"),
    path("formations/carte/", kept(searching.map_points), name="map_points"),
    path(
        "formations/metier/<slug:code>/", kept(searching.occupation_programmes), name="occupation_programmes"
    ),
    path("formations/secteur/<slug:slug>/", kept(searching.sector_programmes), name="sector_programmes"),
    path("formations/certification/<slug:code>/", kept(certifications.certification), name="certification"),
    path(
        "formations/metier/<slug:code>/diplomes/",
        kept(certifications.occupation_certifications),
        name="occupation_certifications",
    ),
    path("formations/rentree/", kept(intakes.index), name="intakes"),
    path("formations/rentree/<intake:slug>/", kept(intakes.intake), name="intake"),
    path("formations/rentree/<intake:slug>.<kind:kind>", intakes.intake_file, name="intake_file"),
    path("formations/<key:key>/", kept(programmes.programme), name="programme"),
    path("formations/<key:key>/<key:session>.ics", kept(programmes.calendar), name="session_calendar"),
]
