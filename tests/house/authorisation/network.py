"""Routes for those who signed in: to whom each opens. `personas.py` names the groups."""

from tests.house.authorisation.calls import Call, Door, Opens, Post, act, form, page
from tests.house.authorisation.contacts import CONTACTS
from tests.house.authorisation.personas import (
    ADMINISTRATORS,
    ADVISER_HERE,
    COORDINATOR_ELSEWHERE,
    COORDINATOR_HERE,
    COORDINATORS,
    EDITOR_ELSEWHERE,
    EDITOR_HERE,
    EDITORS,
    MEMBERS,
    REGIONAL,
    SIGNED_IN,
)

LOAD = {"pk": "{load}"}
GROUP = {"pk": "{group}"}
NONE = {"pk": "900000002"}

# Those who invite, anywhere; those who answer for what stands here, and elsewhere.
INVITERS = REGIONAL | COORDINATORS | EDITORS
ANSWER_HERE = REGIONAL | COORDINATOR_HERE | EDITOR_HERE
ANSWER_ELSEWHERE = REGIONAL | COORDINATOR_ELSEWHERE | EDITOR_ELSEWHERE
CALENDAR = {"pk": "{partner_calendar}"}
EVENT = {"key": "{event}"}
WAITING = {"key": "{waiting_event}"}
READ_OVER = REGIONAL | COORDINATORS
READ_OVER_HERE = REGIONAL | COORDINATOR_HERE
NO_EVENT = Call({"key": "zzz"}, status=404, to=MEMBERS)
CHANGE_HERE = REGIONAL | COORDINATOR_HERE | EDITOR_HERE
NO_CALENDAR = Call(NONE, status=404, to=INVITERS)
PLACE = {"structure": "{organisation_slug}", "structure_code": "{organisation_slug}"}
SENT = {"email": "nouvelle@exemple.fr", "nom": "Ana Essai"}

# The door itself.
DOORS: dict[str, Door | tuple[Door, ...]] = {
    "directory:invitation": (
        Door(404, 404, 404, 404, {"token": "z" * 43}),
        Door(200, 200, 200, 403, {"token": "{invitation_token}"}),
    ),
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
    **CONTACTS,
    "portal:staff": page(SIGNED_IN),
    # Each person's own account: an account without role has one too.
    "directory:my_account": page(SIGNED_IN),
    "directory:my_connections": page(SIGNED_IN),
    "directory:connection_end": act(SIGNED_IN, Post(), Post({"connexion": "1"}), Post({"connexion": "zzz"})),
    "directory:password_change": form(SIGNED_IN),
    "directory:second_factor": form(SIGNED_IN),
    "directory:second_factor_set_up": form(SIGNED_IN, Call(status=302, page=False), Post(status=302)),
    "directory:recovery_codes_file": act(SIGNED_IN),
    # The people of the network: those who invite see those whom they answer for.
    "directory:people": page(
        INVITERS,
        Call(),
        Call(query={"q": "é ana", "role": "adviser", "territoire": "zzz", "structure": "zzz", "page": "9"}),
        Call(query={"etat": "ferme", "role": "zzz"}),
        Call(query={"vue": "invitations", "fait": "invite"}),
    ),
    "directory:person": page(
        ANSWER_HERE,
        Call({"pk": "{account_member}"}),
        Call({"pk": "{account_member_elsewhere}"}, to=ANSWER_ELSEWHERE),
        Call({"pk": "{account_administrator}"}, to=REGIONAL),
        Call({"pk": "{account_account}"}, to=REGIONAL),
        Call(NONE, status=404, to=REGIONAL),
    ),
    "directory:invite": form(
        INVITERS,
        Call(),
        Call(query={"role": "adviser", "structure": "zzz", "personne": "1"}),
        Post(status=200),
        Post({"role": "adviser", **PLACE, **SENT}, to=ANSWER_HERE),
        Post({"role": "partner-editor", **PLACE, **SENT}, to=ANSWER_HERE),
        Post({"role": "device-manager", **PLACE, **SENT}, to=REGIONAL),
        Post({"role": "coordinator", "territoire": "{territory_slug}", **SENT}, to=REGIONAL),
        Post({"role": "region-officer", **SENT}, to=REGIONAL),
        Post({"role": "administrator", **SENT}, to=ADMINISTRATORS),
    ),
    "directory:invite_organisations": page(
        INVITERS, Call(query={"q": "mission"}, page=False), Call(page=False)
    ),
    "directory:invitation_again": act(
        ANSWER_HERE, Post(), Post(values=NONE, status=404, to=REGIONAL), values={"pk": "{invitation}"}
    ),
    "directory:invitation_withdraw": act(
        ANSWER_HERE, Post(), Post(values=NONE, status=404, to=REGIONAL), values={"pk": "{invitation}"}
    ),
    "directory:membership_withdraw": act(
        ANSWER_HERE,
        Post(),
        Post(values={"pk": "{account_coordinator}", "role": "{role_coordinator}"}, to=REGIONAL),
        Post(values={"pk": "{account_region_officer}", "role": "{role_region_officer}"}, to=REGIONAL),
        # The last administrator stays.
        Post(
            values={"pk": "{account_administrator}", "role": "{role_administrator}"},
            status=409,
            to=ADMINISTRATORS,
        ),
        # A role is asked for with the person who holds it.
        Post(values={"pk": "{account_member}", "role": "{role_administrator}"}, status=404),
        values={"pk": "{account_member}", "role": "{role_member}"},
    ),
    "directory:person_close": act(
        ANSWER_HERE,
        Post(),
        Post(values={"pk": "{account_member_elsewhere}"}, to=ANSWER_ELSEWHERE),
        Post(values={"pk": "{account_coordinator}"}, to=REGIONAL),
        Post(values={"pk": "{account_administrator}"}, to=frozenset()),  # not even herself
        values={"pk": "{account_member}"},
    ),
    # What is sent, and to whom: administrators only.
    "outbox:messages": page(
        ADMINISTRATORS,
        Call(),
        Call(query={"etat": "sent", "page": "9", "fait": "reessai"}),
        Call(query={"etat": "zzz", "fait": "zzz"}),
    ),
    "outbox:messages_again": act(ADMINISTRATORS),
    "outbox:message_again": act(ADMINISTRATORS, Post(), Post(values=NONE), values={"pk": "{message}"}),
    "outbox:message_give_up": act(ADMINISTRATORS, Post(), Post(values=NONE), values={"pk": "{message}"}),
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
    # What is held about the person herself, whoever she is.
    "directory:my_data": page(SIGNED_IN, Call(), Call(query={"fait": "nom"})),
    "directory:my_archive": page(SIGNED_IN, Call(page=False)),
    "directory:own_name": form(SIGNED_IN, Post({"nom": "Ana Essai"})),
    "directory:own_contact": form(
        frozenset(["member"]),
        Call({"pk": "{own_contact}"}),
        Call(NONE, status=404),
        Post(status=200),
        Post({"partir": "1"}),
        refused=404,
    ),
    "directory:leave": form(SIGNED_IN),
    "journal:own": page(SIGNED_IN),
    # Partners' calendars: those who publish for the organisation, coordinators of its territory, the Region.
    # Those of events are in jalon/agenda/tests/test_feeds.py.
    "agenda:network_event_calendar": page(MEMBERS, Call({"key": "zzz"}, status=404)),
    # Her own calendar addresses are hers alone, of which others may not even know.
    "agenda:own_calendars": form(
        MEMBERS,
        Call(),
        Call(query={"territoire": "zzz", "type": "forum", "fait": "retire"}),
        Post({"contenu": "moi", "nom": "Téléphone"}, status=200),
        Post({"contenu": "zzz"}, status=200),
    ),
    "agenda:own_calendar_rename": act(
        ADVISER_HERE, Post({"nom": "Bureau"}), values={"pk": "{own_key}"}, refused=404
    ),
    "agenda:own_calendar_revoke": act(ADVISER_HERE, Post(), values={"pk": "{own_key}"}, refused=404),
    "agenda:network_index": page(MEMBERS, Call(), Call(query={"moi": "1", "etat": "idea", "km": "zzz"})),
    "agenda:network_month": page(MEMBERS, Call({"month": "2026-11"}), Call({"month": "zzz"}, status=404)),
    "agenda:network_event": page(MEMBERS, Call(EVENT), Call(EVENT, {"fait": "zzz"}), NO_EVENT),
    "agenda:event_add": form(
        MEMBERS, Call(), Call(query={"ligne": "20/09 14h forum, Tours"}), Post(status=422)
    ),
    "agenda:event_change": form(CHANGE_HERE, Call(EVENT), Post(values=EVENT, status=422)),
    "agenda:event_state": form(
        CHANGE_HERE, Call(EVENT, status=302, page=False), Post({"etat": "zzz"}, 422, EVENT)
    ),
    "agenda:event_cancel": form(CHANGE_HERE, Call(EVENT), Post({"faire": "annuler"}, 422, EVENT)),
    "agenda:event_again": form(CHANGE_HERE, Call(EVENT), Post(values=EVENT)),
    # Reading over: those who coordinate here, and the Region; a coordinator elsewhere has her own queue.
    "agenda:to_read": page(READ_OVER, Call(), Call(query={"fait": "accepte", "page": "zzz"})),
    "agenda:event_accept": act(
        READ_OVER_HERE, Post({"vu": "0"}), Post(status=409), Post({"vu": "0"}, 409, EVENT), values=WAITING
    ),
    "agenda:event_refuse": act(
        READ_OVER_HERE,
        Post({"vu": "0", "pourquoi": "Date fausse"}),
        Post({"vu": "0"}, 422),
        Post({"vu": "zzz", "pourquoi": "Date fausse"}, 409),
        values=WAITING,
    ),
    "agenda:partner_calendars": page(INVITERS, Call(), Call(query={"fait": "arrete"})),
    "agenda:partner_calendar_add": form(INVITERS),
    "agenda:partner_calendar": page(
        ANSWER_HERE, Call(CALENDAR), Call(CALENDAR, {"fait": "zzz"}), NO_CALENDAR
    ),
    "agenda:partner_calendar_choose": form(
        ANSWER_HERE,
        Call(CALENDAR),
        Call(CALENDAR, {"page": "99"}),
        NO_CALENDAR,
        Post({"tout": "1"}),
        Post({"choix-zzz": "prendre", "choix-900000002": "prendre"}),
    ),
    "agenda:partner_calendar_read": act(ANSWER_HERE, values=CALENDAR),
    "agenda:partner_calendar_renew": act(ANSWER_HERE, Post(status=200), values=CALENDAR),
    "agenda:partner_calendar_pause": act(ANSWER_HERE, values=CALENDAR),
    "agenda:partner_calendar_resume": act(ANSWER_HERE, values=CALENDAR),
    "agenda:partner_calendar_stop": form(
        ANSWER_HERE,
        Call(CALENDAR),
        NO_CALENDAR,
        Post(status=200),
        Post({"evenements": "garder"}),
        Post({"evenements": "retirer"}),
    ),
}
