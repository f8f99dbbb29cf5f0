"""The authorisation matrix: every route, who may call it, and what a call with sample values gets.

A new route fails `test_routes.py` until it is in one of the tables below. Each is called as an anonymous
person, with an account that opens nothing, and with one of the team's accounts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from jalon.training.rules.intakes import intakes_around


@dataclass(frozen=True)
class Call:
    """One sample call of a route: its path values, its query, and the status for those who may call it."""

    values: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    status: int = 200
    page: bool = True  # a whole HTML page, as opposed to a fragment, a file or a redirect


def fragment(**query: str) -> Call:
    """Return a call whose answer is not a whole page."""
    return Call(query=query, page=False)


UNKNOWN = {"code": "Z9999"}
BAKER = {"key": "aa0569d40f9a"}  # a demonstration programme: short_key of its feed and of its number
LOWER = {"code": "d1102"}  # people type codes as they like
# Intakes that have a page today.
SOON = intakes_around(timezone.localdate())
NEXT = {"slug": next(one.slug for one in SOON if one.month == 9)}
PAST = {"slug": SOON[-1].slug}
# For anyone: the same answer to all, no cookie, may be cached.
PUBLIC: dict[str, list[Call]] = {
    "portal:home": [Call()],
    "portal:search": [
        Call(),
        Call(query={"q": "boulangere"}),
        Call(query={"q": "vendeur", "niveau": "3", "avec": "public", "sans": "nights"}),
        Call(query={"page": "2"}),
        Call(query={"q": "zzzz qqqq"}),
    ],
    "portal:suggestions": [fragment(q="boul"), fragment()],
    "portal:data_sources": [Call()],
    "portal:legal": [Call()],
    "portal:accessibility": [Call()],
    "portal:site_map": [Call()],
    "portal:robots": [fragment()],
    "portal:favicon": [Call(status=302, page=False)],
    "guidance:which_occupation": [Call()],
    "guidance:profile": [
        Call(),
        Call(query={"n": "30", "r": "3x-0", "etape": "5"}),
        Call(query={"r": "3", "etape": "1", "s2": "1", "vers": "suite"}, status=302, page=False),
    ],
    "guidance:skills": [
        Call(),
        Call(
            query={"fait": "D1102", "sait": "sheet:cuisiner-un-plat", "q": "garder des enfants", "c": "cuire"}
        ),
        Call(query={"q": "zzzz qqqq", "c": "zzzz qqqq"}),
        Call(query={"fait": "D1102", "ajoute": "K1303"}, status=302, page=False),
    ],
    "guidance:past_suggestions": [fragment(q="cais"), fragment()],
    "guidance:choices": [
        Call(),
        Call(query={"lieu": "saint", "km": "30"}),
        Call(query={"commune": "37261", "lieu": "zzzz"}),
        Call(query={"aime": "R100S50", "mots": "dehors", "sans": "nights", "secteur": "batiment"}),
    ],
    "guidance:matches": [
        Call(),
        Call(query={"aime": "R100S50", "mots": "dehors", "sans": "nights", "vise": "4", "poids-study": "3"}),
        Call(query={"aime": "S90", "page": "2"}),
        Call(query={"fait": "D1102", "sait": "sheet:encaisser-les-ventes", "commune": "37261", "km": "30"}),
        Call(query={"aime": "S90", "mots": "", "choisir": "1"}, status=302, page=False),
    ],
    "guidance:how_ranked": [Call()],
    "guidance:profile_result": [Call(), Call(query={"n": "30", "r": "301230123x-2"}), Call(query={"r": "0"})],
    "guidance:how_to_get_there": [Call()],
    "guidance:ways": [Call({"code": "D1102"}), Call(UNKNOWN, status=404)],
    "guidance:routes": [
        Call({"code": "D1102"}),
        Call({"code": "D1102"}, {"niveau": "4", "commune": "37261", "km": "50", "ordre": "paye"}),
        Call({"code": "D1102"}, {"lieu": "zzzz", "age": "17", "situation": "eleve", "fait": "D1102"}),
        Call(UNKNOWN, status=404),
    ],
    "guidance:dossier_start": [
        Call(),
        Call(query={"quoi": "occupation", "cle": "D1102"}),
        Call(query={"quoi": "occupation", "cle": "Z9999"}),
    ],
    "guidance:workshop_start": [
        Call(),
        Call(query={"code": ""}),
        Call(query={"code": "0bc"}, status=400),
        Call(query={"code": "zzz zzz"}, status=302, page=False),
    ],
    "occupations:index": [Call()],
    "occupations:domain": [Call({"code": "D11"}), Call(UNKNOWN, status=404)],
    "occupations:occupation": [
        Call({"code": "D1102"}),
        Call(LOWER, status=301, page=False),
        Call(UNKNOWN, status=404),
    ],
    "occupations:sectors": [Call()],
    "occupations:sector": [Call({"slug": "batiment"}), Call({"slug": "zzz-inconnu"}, status=404)],
    "occupations:interests": [Call()],
    "occupations:interest": [Call({"letters": "RI"}), Call({"letters": "ZZ"}, status=404)],
    "occupations:skills": [Call()],
    "occupations:skill": [Call({"code": "sheet:former-et-cuire-le-pain"}), Call(UNKNOWN, status=404)],
    "occupations:ways_in": [Call()],
    "training:search": [
        Call(),
        Call(query={"q": "cuisine", "commune": "37261", "par": "apprenticeship"}),
        Call(query={"q": "zzzz qqqq", "commune": "37261"}),
        Call(query={"vue": "carte", "departement": "37"}),
        Call(query={"lieu": "saint"}),
        Call(query={"q": "", "lieu": "tours"}, status=302, page=False),
    ],
    "training:suggestions": [fragment(q="boul", commune="37261"), fragment()],
    "training:map_points": [fragment(zoom="8"), fragment(ville="37261"), fragment(fond="1")],
    "training:occupation_programmes": [
        Call({"code": "D1102"}, {"commune": "37261"}),
        Call(LOWER, status=301, page=False),
        Call(UNKNOWN, status=404),
    ],
    "training:sector_programmes": [Call({"slug": "batiment"}), Call({"slug": "zzz-inconnu"}, status=404)],
    "training:certification": [
        Call({"code": "RNCP37537"}),
        Call({"code": "rncp37537"}, status=301, page=False),
        Call({"code": "RNCP000000"}, status=404),
    ],
    "training:programme": [
        Call(BAKER),
        Call(BAKER, {"commune": "37261"}),
        Call(BAKER, {"lieu": "zzzz"}),
        Call({"key": "000000000000"}, status=404),
    ],
    "training:intakes": [Call()],
    "training:intake": [
        Call(NEXT),
        Call(NEXT, {"departement": "37", "domaine": "F", "par": "school", "niveau": "3"}),
        Call(NEXT, {"page": "99"}),
        Call(NEXT, {"departement": "", "domaine": "F"}, status=302, page=False),
        Call(PAST),
        Call({"slug": "2019-09"}, status=404),
    ],
    "training:intake_file": [
        Call(NEXT | {"kind": "pdf"}, {"departement": "36", "domaine": "F"}, page=False),
        Call(NEXT | {"kind": "csv"}, page=False),
        Call(NEXT | {"kind": "xlsx"}, {"departement": "36"}, page=False),
        Call({"slug": "2019-09", "kind": "csv"}, status=404),
    ],
    # Those that answer depend on the day: jalon/training/tests/test_session_calendar.py.
    "training:session_calendar": [Call(BAKER | {"session": "000000000000"}, status=404)],
    "training:occupation_certifications": [
        Call({"code": "D1102"}),
        Call(LOWER, status=301, page=False),
        Call(UNKNOWN, status=404),
    ],
    "directory:near_me": [Call(), Call(query={"commune": "37261"}), Call(query={"lieu": "tours"})],
    "directory:communes": [fragment(q="tou")],
    "directory:organisation": [Call({"slug": "cio-orleans"}), Call({"slug": "zzz-inconnu"}, status=404)],
    "surveys:thanks": [Call(), Call(query={"cle": "zzz", "fait": "merci", "retour": "//exemple.fr/"})],
    "territory:theme": [fragment()],
    "territory:logo": [fragment()],
}

# For those who signed in; the others are asked to.
ACCOUNT: dict[str, list[Call]] = {"portal:staff": [Call()]}

# For the team (`Account.is_staff`); an anonymous person is asked to sign in, another account is refused.
REPORT = {"pk": "900000001"}  # made by the tests
TRIED = {"pk": "900000001"}  # a test by a group, made by the tests
STAFF: dict[str, list[Call]] = {
    "sources:loads": [
        Call(),
        Call(query={"type": "region", "etat": "refused"}),
        Call(query={"type": "zzz", "page": "99"}),
    ],
    "sources:load": [Call(REPORT), Call(REPORT, {"q": "ligne"}), Call({"pk": "900000002"}, status=404)],
    "sources:load_rejects": [Call(REPORT, page=False), Call({"pk": "900000002"}, status=404)],
    "surveys:opinions": [
        Call(),
        Call(query={"ecran": "portal:search", "public": "non-dit", "mois": "2026-11", "q": "é", "page": "9"}),
        Call(query={"ecran": "zzz", "public": "zzz", "mois": "2026-99", "masques": "1"}),
    ],
    "surveys:opinions_file": [Call(page=False), Call(query={"public": "parent"}, page=False)],
    "surveys:groups": [Call()],
    "surveys:group": [Call(TRIED), Call({"pk": "900000002"}, status=404)],
    "surveys:group_file": [Call(TRIED, page=False), Call({"pk": "900000002"}, status=404)],
}
# Forms of the team, with Django's token: what a GET gives to the team; the others are stopped as above.
STAFF_FORMS: dict[str, list[Call]] = {
    "surveys:opinion_text": [Call(REPORT, status=405)],
    "surveys:group_add": [Call()],
    "surveys:group_change": [Call(TRIED), Call({"pk": "900000002"}, status=404)],
    "surveys:group_close": [Call(TRIED, status=405)],
    "surveys:group_delete": [Call(TRIED, status=405)],
}

# The door itself: what a GET gives to each.
WHO = ("anonymous", "account", "staff")
DOOR: dict[str, tuple[int, int, int]] = {
    "directory:sign_in": (200, 302, 302),
    "directory:sign_out": (405, 405, 405),
}

# A dossier is opened by its address, whoever asks: what a GET gives to someone with an address that opens
# nothing, with the person's, with the adviser's (jalon/guidance/tests/test_dossier_screens.py).
ADDRESS: dict[str, tuple[int, int, int]] = {
    "guidance:dossier": (404, 200, 200),
    "guidance:dossier_compare": (404, 200, 200),
    "guidance:dossier_pdf": (404, 200, 200),
    "guidance:dossier_change": (405, 405, 405),
}
# Forms without account nor cookie that lead to one: only POST.
FORMS: dict[str, int] = {
    "guidance:dossier_begin": 405,
    "guidance:dossier_open": 405,
    "guidance:workshop_begin": 405,
    "guidance:workshop_send": 405,
    "surveys:opinion": 405,
    "surveys:opinion_more": 405,
}

# A test is opened by its link, whoever asks: what a GET gives for a link that opens nothing, for an open
# test, for one that is over (jalon/surveys/tests/test_trials.py).
TRIAL: dict[str, tuple[int, int, int]] = {
    "surveys:trial": (404, 200, 410),
    "surveys:trial_begin": (405, 405, 405),
    "surveys:trial_step": (404, 200, 410),
    "surveys:trial_answer": (405, 405, 405),
    "surveys:trial_end": (405, 405, 405),
    "surveys:trial_withdraw": (405, 405, 405),
}

# A workshop is opened by its leader's secret, its code, or what a participant sent: which, then what a GET
# gives for one that opens nothing and for one that opens (jalon/guidance/tests/test_workshop_screens.py).
WORKSHOP: dict[str, tuple[str, int, int]] = {
    "guidance:workshop_leader": ("secret", 404, 200),
    "guidance:workshop_lead": ("secret", 405, 405),
    "guidance:workshop": ("code", 404, 200),
    "guidance:workshop_screen": ("code", 404, 200),
    "guidance:workshop_sent": ("token", 404, 200),
    "guidance:workshop_take_back": ("token", 405, 405),
}

EVERY_ROUTE = [*PUBLIC, *ACCOUNT, *STAFF, *STAFF_FORMS, *DOOR, *ADDRESS, *FORMS, *WORKSHOP, *TRIAL]
ASKED, REFUSED = 302, 403


def answers() -> Iterator[tuple[str, Call, str, int]]:
    """Yield (route, call, who, status) for every route that is not the same for all."""
    listed = [
        *((route, one, (ASKED, one.status, one.status)) for route, calls in ACCOUNT.items() for one in calls),
        *(
            (route, one, (ASKED, REFUSED, one.status))
            for table in (STAFF, STAFF_FORMS)
            for route, calls in table.items()
            for one in calls
        ),
        *((route, Call(), statuses) for route, statuses in DOOR.items()),
    ]
    for route, call, statuses in listed:
        for who, status in zip(WHO, statuses, strict=True):
            yield route, call, who, status
