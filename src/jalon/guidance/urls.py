from django.conf import settings
from django.urls import path
from django.views.decorators.cache import cache_page

from jalon.guidance import views

app_name = "guidance"
kept = cache_page(settings.PAGE_SECONDS)
urlpatterns = [
    path("quel-metier/", kept(views.which_occupation), name="which_occupation"),
    path("quel-metier/phrases/", views.profile, name="profile"),
    path("quel-metier/resultat/", views.profile_result, name="profile_result"),
    path("comment-y-arriver/", kept(views.how_to_get_there), name="how_to_get_there"),
    path("comment-y-arriver/<slug:code>/", kept(views.ways), name="ways"),
]
