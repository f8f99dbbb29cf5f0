"""Every door of the site, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("jalon.portal.urls")),
    path("", include("jalon.guidance.urls")),
    path("", include("jalon.agenda.urls")),
    path("", include("jalon.training.urls")),
    path("", include("jalon.surveys.urls")),
    path("", include("jalon.journal.urls")),
    path("", include("jalon.occupations.urls")),
    path("", include("jalon.directory.urls")),
    path("", include("jalon.territory.urls")),
    path("", include("jalon.sources.urls")),
    path("", include("jalon.outbox.urls")),
]
handler400 = "jalon.portal.views.bad_request"
handler403 = "jalon.portal.views.forbidden"
handler404 = "jalon.portal.views.not_found"
handler500 = "jalon.portal.views.server_error"
