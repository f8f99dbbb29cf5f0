from django.conf import settings
from django.urls import path
from django.views.decorators.cache import cache_page

from jalon.directory import views

app_name = "directory"
kept = cache_page(settings.PAGE_SECONDS)
urlpatterns = [
    path("pres-de-moi/", kept(views.near_me), name="near_me"),
    path("pres-de-moi/communes/", kept(views.communes), name="communes"),
    path("lieux/<slug:slug>/", kept(views.organisation), name="organisation"),
    path("connexion/", views.sign_in, name="sign_in"),
    path("deconnexion/", views.sign_out, name="sign_out"),
]
