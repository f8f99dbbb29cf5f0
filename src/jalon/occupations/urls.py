from django.conf import settings
from django.urls import path
from django.views.decorators.cache import cache_page

from jalon.occupations import views

app_name = "occupations"
kept = cache_page(settings.PAGE_SECONDS)
urlpatterns = [
    path("metiers/", kept(views.index), name="index"),
    path("metiers/domaine/<slug:code>/", kept(views.domain), name="domain"),
    path("metiers/diplomes/", kept(views.ways_in), name="ways_in"),
    path("metiers/<slug:code>/", kept(views.occupation), name="occupation"),
    path("secteurs/", kept(views.sectors), name="sectors"),
    path("secteurs/<slug:slug>/", kept(views.sector), name="sector"),
    path("centres-d-interet/", kept(views.interests), name="interests"),
    path("centres-d-interet/<slug:letters>/", kept(views.interest), name="interest"),
    path("competences/", kept(views.skills), name="skills"),
    path("competences/<str:code>/", kept(views.skill), name="skill"),
]
