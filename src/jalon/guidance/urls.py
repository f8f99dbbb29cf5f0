from django.conf import settings
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.cache import cache_page

from jalon.guidance import views
from jalon.guidance.views import dossier, dossier_changes


class Secret(StringConverter):
    """The end of the address of a dossier, as services.dossier makes it."""

    regex = "[A-Za-z0-9_-]{32}"


register_converter(Secret, "secret")

app_name = "guidance"
kept = cache_page(settings.PAGE_SECONDS)
urlpatterns = [
    path("quel-metier/", kept(views.which_occupation), name="which_occupation"),
    path("quel-metier/phrases/", views.profile, name="profile"),
    path("quel-metier/competences/", views.skills, name="skills"),
    path("quel-metier/competences/suggestions/", views.past_suggestions, name="past_suggestions"),
    path("quel-metier/choix/", views.choices, name="choices"),
    path("quel-metier/metiers/", views.matches, name="matches"),
    path("quel-metier/classement/", kept(views.how_ranked), name="how_ranked"),
    path("quel-metier/resultat/", views.profile_result, name="profile_result"),
    path("comment-y-arriver/", kept(views.how_to_get_there), name="how_to_get_there"),
    path("comment-y-arriver/<slug:code>/", kept(views.ways), name="ways"),
    path("comment-y-arriver/<slug:code>/mon-chemin/", views.routes, name="routes"),
    path("dossier/", kept(dossier.start), name="dossier_start"),
    path("dossier/nouveau/", dossier.begin, name="dossier_begin"),
    path("dossier/ouvrir/", dossier_changes.reopen, name="dossier_open"),
    path("dossier/<secret:secret>/", dossier.show, name="dossier"),
    path("dossier/<secret:secret>/comparer/", dossier.compare, name="dossier_compare"),
    path("dossier/<secret:secret>/pdf/", dossier.printed, name="dossier_pdf"),
    path("dossier/<secret:secret>/changer/", dossier_changes.change, name="dossier_change"),
]
