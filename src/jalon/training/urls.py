from django.conf import settings
from django.urls import path
from django.views.decorators.cache import cache_page

from jalon.training.views import certifications, searching

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
]
