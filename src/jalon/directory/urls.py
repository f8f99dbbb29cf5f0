from django.conf import settings
from django.urls import path
from django.views.decorators.cache import cache_page

from jalon.directory.views import federated, my_account, passwords, places, second_factor, sign_in

app_name = "directory"
kept = cache_page(settings.PAGE_SECONDS)
urlpatterns = [
    path("pres-de-moi/", kept(places.near_me), name="near_me"),
    path("pres-de-moi/communes/", kept(places.communes), name="communes"),
    path("lieux/<slug:slug>/", kept(places.organisation), name="organisation"),
    path("connexion/", sign_in.sign_in, name="sign_in"),
    path("connexion/code/", sign_in.second_step, name="second_step"),
    path("connexion/ailleurs/", federated.federated_begin, name="federated_begin"),
    path("connexion/retour/", federated.federated_return, name="federated_return"),
    path("deconnexion/", sign_in.sign_out, name="sign_out"),
    path("mot-de-passe/oublie/", passwords.password_forgotten, name="password_forgotten"),
    path("mot-de-passe/nouveau/<str:key>/", passwords.password_new, name="password_new"),
    path("mon-compte/", my_account.my_account, name="my_account"),
    path("mon-compte/mot-de-passe/", passwords.password_change, name="password_change"),
    path("mon-compte/connexions/", my_account.my_connections, name="my_connections"),
    path("mon-compte/connexions/fermer/", my_account.connection_end, name="connection_end"),
    path("mon-compte/deux-etapes/", second_factor.second_factor, name="second_factor"),
    path("mon-compte/deux-etapes/activer/", second_factor.second_factor_set_up, name="second_factor_set_up"),
    path("mon-compte/deux-etapes/codes/", second_factor.recovery_codes_file, name="recovery_codes_file"),
]
