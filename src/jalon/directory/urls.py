from django.conf import settings
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.cache import cache_page

from jalon.directory.views import (
    contacts,
    federated,
    files,
    invitations,
    my_account,
    network,
    passwords,
    people,
    personal,
    places,
    second_factor,
    sign_in,
    still_right,
)


class InvitationToken(StringConverter):
    """The end of the link of an invitation, as services.invitations makes it."""

    regex = "[A-Za-z0-9_-]{43}"


register_converter(InvitationToken, "invitation_token")

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
    path("mon-compte/donnees/", personal.my_data, name="my_data"),
    path("mon-compte/donnees/mes-donnees.zip", personal.my_archive, name="my_archive"),
    path("mon-compte/donnees/nom/", personal.own_name, name="own_name"),
    path("mon-compte/donnees/contacts/<int:pk>/", personal.own_contact, name="own_contact"),
    path("mon-compte/donnees/effacer/", personal.leave, name="leave"),
    path("compte-efface/", personal.left, name="left"),
    path("invitation/<invitation_token:token>/", invitations.invitation, name="invitation"),
    path("equipe/personnes/", people.people, name="people"),
    path("equipe/personnes/inviter/", people.invite, name="invite"),
    path("equipe/personnes/inviter/structures/", people.invite_organisations, name="invite_organisations"),
    path("equipe/personnes/<int:pk>/", people.person, name="person"),
    path("equipe/personnes/<int:pk>/fermer/", people.person_close, name="person_close"),
    path(
        "equipe/personnes/<int:pk>/roles/<int:role>/retirer/",
        people.membership_withdraw,
        name="membership_withdraw",
    ),
    path("equipe/personnes/invitations/<int:pk>/encore/", people.invitation_again, name="invitation_again"),
    path(
        "equipe/personnes/invitations/<int:pk>/retirer/",
        people.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("equipe/annuaire/", network.network, name="network"),
    path("equipe/annuaire/imprimer/", network.network_print, name="network_print"),
    path("equipe/annuaire/ajouter/", network.network_place_add, name="network_place_add"),
    path("equipe/annuaire/structures/<slug:slug>/", network.network_place, name="network_place"),
    path(
        "equipe/annuaire/structures/<slug:slug>/modifier/",
        network.network_place_change,
        name="network_place_change",
    ),
    path("equipe/annuaire/structures/<slug:slug>/contact/", contacts.contact_add, name="contact_add"),
    path("equipe/annuaire/contacts/<int:pk>/", contacts.contact_change, name="contact_change"),
    path("equipe/annuaire/contacts/<int:pk>/retirer/", contacts.contact_withdraw, name="contact_withdraw"),
    path("equipe/annuaire/contacts/<int:pk>/juste/", contacts.contact_confirm, name="contact_confirm"),
    path("equipe/annuaire/fichiers/", files.network_files, name="network_files"),
    path("equipe/annuaire/fichiers/<int:pk>/", files.network_import, name="network_import"),
    path("equipe/annuaire/fichiers/<slug:what>.<slug:kind>", files.network_file, name="network_file"),
    path("mes-coordonnees/<slug:token>/", still_right.still_right, name="still_right"),
    path("mes-coordonnees/<slug:token>/reponse/", still_right.still_right_answer, name="still_right_answer"),
]
