"""Routes for those who signed in: to whom each opens. `personas.py` names the groups."""

from tests.house.authorisation.calls import Call, Door, Opens, Post, act, form, page
from tests.house.authorisation.personas import MEMBERS, REGIONAL, SIGNED_IN

LOAD = {"pk": "{load}"}
GROUP = {"pk": "{group}"}
NONE = {"pk": "900000002"}

# The door itself.
DOORS: dict[str, Door] = {
    "directory:sign_in": Door(200, 302, 200, 302),
    "directory:sign_out": Door(405, 405, 302, 302),
    "directory:second_step": Door(302, 302, 302, 302),
    "directory:password_forgotten": Door(200, 200, 200, 200),
    "directory:password_new": Door(410, 410, 410, 410, {"key": "1-zzz"}),
    # Without another organisation to sign in with: its own tests are in jalon/directory/tests.
    "directory:federated_begin": Door(405, 405, 404, 404),
    "directory:federated_return": Door(404, 404, 405, 405),
}

NETWORK: dict[str, Opens] = {
    "portal:staff": page(SIGNED_IN),
    # Each person's own account: an account without role has one too.
    "directory:my_account": page(SIGNED_IN),
    "directory:my_connections": page(SIGNED_IN),
    "directory:connection_end": act(SIGNED_IN, Post(), Post({"connexion": "1"}), Post({"connexion": "zzz"})),
    "directory:password_change": form(SIGNED_IN),
    "directory:second_factor": form(SIGNED_IN),
    "directory:second_factor_set_up": form(SIGNED_IN, Call(status=302, page=False), Post(status=302)),
    "directory:recovery_codes_file": act(SIGNED_IN),
    # What the installation keeps: administrators and Region officers only.
    "sources:loads": page(
        REGIONAL,
        Call(),
        Call(query={"type": "region", "etat": "refused"}),
        Call(query={"type": "zzz", "page": "99"}),
    ),
    "sources:load": page(REGIONAL, Call(LOAD), Call(LOAD, {"q": "ligne"}), Call(NONE, status=404)),
    "sources:load_rejects": page(REGIONAL, Call(LOAD, page=False), Call(NONE, status=404)),
    "surveys:opinions": page(
        REGIONAL,
        Call(),
        Call(query={"ecran": "portal:search", "public": "non-dit", "mois": "2026-11", "q": "é", "page": "9"}),
        Call(query={"ecran": "zzz", "public": "zzz", "mois": "2026-99", "masques": "1"}),
    ),
    "surveys:opinions_file": page(REGIONAL, Call(page=False), Call(query={"public": "parent"}, page=False)),
    "surveys:opinion_text": act(REGIONAL, Post({"faire": "effacer"}), values={"pk": "{opinion}"}),
    "surveys:groups": page(REGIONAL),
    "surveys:group": page(REGIONAL, Call(GROUP), Call(NONE, status=404)),
    "surveys:group_file": page(REGIONAL, Call(GROUP, page=False), Call(NONE, status=404)),
    "surveys:group_add": form(REGIONAL),
    "surveys:group_change": form(REGIONAL, Call(GROUP), Call(NONE, status=404)),
    "surveys:group_close": act(REGIONAL, Post(), Post(values=NONE, status=404), values=GROUP),
    "surveys:group_delete": act(REGIONAL, Post(), Post(values=NONE, status=404), values=GROUP),
    # Each member reads in the journal the lines that are hers to read (jalon/journal/tests/test_reading.py).
    "journal:entries": page(
        MEMBERS,
        Call(),
        Call(query={"du": "2026-01-01", "au": "2030-01-01", "territoire": "zzz", "structure": "zzz"}),
        Call(query={"sujet": "annuaire", "q": "é", "page": "99"}),
        Call(query={"du": "zzz", "au": "0001-01-01", "sujet": "zzz"}),
    ),
    "journal:entries_file": page(MEMBERS, Call(page=False), Call(query={"q": "zzzz"}, page=False)),
    "journal:thing": page(
        MEMBERS,
        Call({"kind": "directory.organisation", "key": "{organisation}"}),
        Call({"kind": "zzz.zzz", "key": "1"}),
    ),
}
