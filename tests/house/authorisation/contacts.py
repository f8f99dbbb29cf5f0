"""The directory of the network: every member reads it, those who answer for an organisation keep it right."""

from tests.house.authorisation.calls import Call, Opens, Post, form, page
from tests.house.authorisation.personas import (
    COORDINATOR_HERE,
    COORDINATORS,
    EDITOR_HERE,
    MEMBERS,
    REGIONAL,
)

KEEPERS = REGIONAL | COORDINATOR_HERE | EDITOR_HERE
MOVERS = REGIONAL | COORDINATORS
PLACE = {"slug": "{organisation_slug}"}
CONTACT = {"pk": "{contact}"}
NO_PLACE, NO_CONTACT = {"slug": "zzz-inconnue"}, {"pk": "900000002"}
ASKED_FOR = {"q": "é a", "territoire": "zzz", "reseau": "zzz", "etat": "a-identifier", "page": "99"}


def button() -> Opens:
    """An act on the contact of here; any member learns that it is only sent."""
    sent = (Post(), Post(values=NO_CONTACT, status=404, to=MEMBERS))
    return Opens(KEEPERS, (Call(CONTACT, status=405, to=MEMBERS),), sent)


CONTACTS: dict[str, Opens] = {
    "directory:network": page(MEMBERS, Call(query={"partout": "1"}), Call(query=ASKED_FOR)),
    "directory:network_print": page(MEMBERS, Call(), Call(query=ASKED_FOR)),
    "directory:network_place": page(MEMBERS, Call(PLACE), Call(NO_PLACE, status=404)),
    "directory:network_place_add": form(MOVERS),
    "directory:network_place_change": form(
        KEEPERS,
        Call(PLACE),
        Call(NO_PLACE, status=404, to=MEMBERS),
        Post(status=200),
        Post({"publics": "Tout le monde"}),
    ),
    "directory:contact_add": form(
        KEEPERS,
        Call(PLACE),
        Call(NO_PLACE, status=404, to=MEMBERS),
        Post(status=200),
        Post({"fonction": "Accueil"}),
    ),
    "directory:contact_change": form(
        KEEPERS,
        Call(CONTACT),
        Call(NO_CONTACT, status=404, to=MEMBERS),
        Post(status=200),
        Post({"fonction": "Accueil"}),
    ),
    "directory:contact_withdraw": button(),
    "directory:contact_confirm": button(),
    "directory:network_files": form(
        MOVERS, Call(), Call(query={"nouvelles": "2", "changees": "0", "refusees": "1"})
    ),
    "directory:network_file": page(
        MOVERS,
        Call({"what": "contacts", "kind": "csv"}, page=False),
        Call({"what": "structures", "kind": "xlsx"}, page=False),
        Call({"what": "zzz", "kind": "csv"}, status=404),
    ),
    # A file that someone sent is hers alone (jalon/directory/tests/test_importing.py).
    "directory:network_import": form(
        MOVERS, Call(NO_CONTACT, status=404), Post(values=NO_CONTACT, status=404)
    ),
}
