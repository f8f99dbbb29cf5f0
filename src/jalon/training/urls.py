from django.conf import settings
from django.urls import path
from django.views.decorators.cache import cache_page

from jalon.training.views import certifications

app_name = "training"
kept = cache_page(settings.PAGE_SECONDS)
urlpatterns = [
    path("formations/certification/<slug:code>/", kept(certifications.certification), name="certification"),
    path(
        "formations/metier/<slug:code>/diplomes/",
        kept(certifications.occupation_certifications),
        name="occupation_certifications",
    ),
]
