from django.urls import path, register_converter
from django.urls.converters import StringConverter

from jalon.surveys.views import groups, opinions, team, trials


class GroupCode(StringConverter):
    """The end of the link of a test, as services.groups makes it."""

    regex = "[A-Za-z0-9_-]{22}"


class TrialToken(StringConverter):
    """What a participant's address ends with."""

    regex = "[A-Za-z0-9_-]{32}"


register_converter(GroupCode, "group_code")
register_converter(TrialToken, "trial_token")

app_name = "surveys"
STEP = "essai/<group_code:code>/<trial_token:token>/"
urlpatterns = [
    path("avis/", opinions.opinion, name="opinion"),
    path("avis/preciser/", opinions.more, name="opinion_more"),
    path("avis/merci/", opinions.thanks, name="thanks"),
    path("essai/<group_code:code>/", trials.trial, name="trial"),
    path("essai/<group_code:code>/commencer/", trials.trial_begin, name="trial_begin"),
    path(STEP, trials.trial_step, name="trial_step"),
    path(f"{STEP}repondre/", trials.trial_answer, name="trial_answer"),
    path(f"{STEP}finir/", trials.trial_end, name="trial_end"),
    path(f"{STEP}effacer/", trials.trial_withdraw, name="trial_withdraw"),
    path("equipe/avis/", team.opinions, name="opinions"),
    path("equipe/avis/avis.csv", team.opinions_file, name="opinions_file"),
    path("equipe/avis/<int:pk>/", team.opinion_text, name="opinion_text"),
    path("equipe/essais/", groups.groups, name="groups"),
    path("equipe/essais/nouveau/", groups.group_add, name="group_add"),
    path("equipe/essais/<int:pk>/", groups.group, name="group"),
    path("equipe/essais/<int:pk>/modifier/", groups.group_change, name="group_change"),
    path("equipe/essais/<int:pk>/fermer/", groups.group_close, name="group_close"),
    path("equipe/essais/<int:pk>/supprimer/", groups.group_delete, name="group_delete"),
    path("equipe/essais/<int:pk>/reponses.csv", groups.group_file, name="group_file"),
]
