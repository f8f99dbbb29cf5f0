from django.conf import settings
from django.urls import path
from django.views.decorators.cache import cache_page

from jalon.directory.views import places, sign_in

app_name = "directory"
kept = cache_page(settings.PAGE_SECONDS)
urlpatterns = [
    path("pres-de-moi/", kept(places.near_me), name="near_me"),
    path("pres-de-moi/communes/", kept(places.communes), name="communes"),
    path("lieux/<slug:slug>/", kept(places.organisation), name="organisation"),
    path("connexion/", sign_in.sign_in, name="sign_in"),
    path("deconnexion/", sign_in.sign_out, name="sign_out"),
]
