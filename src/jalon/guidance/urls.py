from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.cache import cache_control, cache_page

from jalon.guidance import views
from jalon.guidance.rules.workshop import CODE_LENGTH
from jalon.guidance.views import dossier, dossier_changes, workshop


class Secret(StringConverter):
    """The end of the address of a dossier, as services.dossier makes it."""

    regex = "[A-Za-z0-9_-]{32}"


class Code(StringConverter):
    """A workshop's code as someone may type it in an address."""

    regex = f"[0-9A-Za-z]{{{CODE_LENGTH}}}"


class Token(StringConverter):
    """What a participant of a workshop takes her answers back with."""

    regex = "[A-Za-z0-9_-]{22}"


register_converter(Secret, "secret")
register_converter(Code, "code")
register_converter(Token, "token")

app_name = "guidance"
kept = cache_page(settings.PAGE_SECONDS)


def answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep what answers give a minute in the memory of this process, found again only by their whole address.

    Written nowhere, and held by no cache on the way: one goes back, or moves a weight and returns. In a
    workshop the page also says what was sent: it is drawn each time.
    """
    remembered = cache_page(settings.PAGE_SECONDS, cache="answers")(view)

    @cache_control(private=True, max_age=0)
    @wraps(view)
    def given(request: HttpRequest, **values: str) -> HttpResponse:
        return (view if "atelier" in request.GET else remembered)(request, **values)

    return given


urlpatterns = [
    path("quel-metier/", kept(views.which_occupation), name="which_occupation"),
    path("quel-metier/phrases/", views.profile, name="profile"),
    path("quel-metier/competences/", views.skills, name="skills"),
    path("quel-metier/competences/suggestions/", views.past_suggestions, name="past_suggestions"),
    path("quel-metier/choix/", views.choices, name="choices"),
    path("quel-metier/metiers/", answered(views.matches), name="matches"),
    path("quel-metier/classement/", kept(views.how_ranked), name="how_ranked"),
    path("quel-metier/resultat/", answered(views.profile_result), name="profile_result"),
    path("comment-y-arriver/", kept(views.how_to_get_there), name="how_to_get_there"),
    path("comment-y-arriver/<slug:code>/", kept(views.ways), name="ways"),
    path("comment-y-arriver/<slug:code>/mon-chemin/", answered(views.routes), name="routes"),
    path("dossier/", kept(dossier.start), name="dossier_start"),
    path("dossier/nouveau/", dossier.begin, name="dossier_begin"),
    path("dossier/ouvrir/", dossier_changes.reopen, name="dossier_open"),
    path("dossier/<secret:secret>/", dossier.show, name="dossier"),
    path("dossier/<secret:secret>/comparer/", dossier.compare, name="dossier_compare"),
    path("dossier/<secret:secret>/pdf/", dossier.printed, name="dossier_pdf"),
    path("dossier/<secret:secret>/changer/", dossier_changes.change, name="dossier_change"),
    path("atelier/", workshop.start, name="workshop_start"),
    path("atelier/nouveau/", workshop.begin, name="workshop_begin"),
    path("atelier/envoyer/", workshop.send, name="workshop_send"),
    path("atelier/mener/<secret:secret>/", workshop.leader, name="workshop_leader"),
    path("atelier/mener/<secret:secret>/changer/", workshop.lead, name="workshop_lead"),
    path("atelier/<code:code>/", workshop.join, name="workshop"),
    path("atelier/<code:code>/ecran/", workshop.screen, name="workshop_screen"),
    path("atelier/<code:code>/envoi/<token:token>/", workshop.sent, name="workshop_sent"),
    path("atelier/<code:code>/envoi/<token:token>/retirer/", workshop.take_back, name="workshop_take_back"),
]
