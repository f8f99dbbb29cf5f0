"""Routes for anyone: the same answer to all, no cookie, may be cached."""

from django.utils import timezone

from jalon.training.rules.intakes import intakes_around
from tests.house.authorisation.calls import Call, fragment

UNKNOWN = {"code": "Z9999"}
BAKER = {"key": "aa0569d40f9a"}  # a demonstration programme: short_key of its feed and of its number
LOWER = {"code": "d1102"}  # people type codes as they like
# Intakes that have a page today.
SOON = intakes_around(timezone.localdate())
NEXT = {"slug": next(one.slug for one in SOON if one.month == 9)}
PAST = {"slug": SOON[-1].slug}
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
    "portal:health": [fragment()],
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
    "directory:left": [Call()],
    "agenda:index": [
        Call(),
        Call(query={"public": "pupils", "type": "fair", "commune": "37261", "km": "20", "page": "9"}),
        Call(query={"q": "zzzz qqqq", "moi": "1"}),
        Call(query={"lieu": "saint"}),
        Call(query={"lieu": "zzzz"}),
        Call(query={"lieu": "tours"}, status=302, page=False),
    ],
    "agenda:month": [
        Call({"month": "2026-11"}),
        Call({"month": "2099-12"}, {"type": "forum"}),
        Call({"month": "2026-13"}, status=404),
    ],
    # Those that answer have keys drawn at random: jalon/agenda/tests/test_screens.py.
    "agenda:event": [Call({"key": "zzz"}, status=404)],
    "agenda:region_calendar": [fragment()],
    "agenda:calendar": [
        fragment(),
        fragment(type="forum", commune="37261", q="é"),
        fragment(km="zzz", moi="1"),
    ],
    "agenda:embed": [Call(), Call(query={"vue": "mois", "type": "forum", "territoire": "zzz"})],
    "agenda:embed_list": [fragment(), fragment(type="forum", territoire="zzz")],
    "agenda:embed_month": [fragment(), fragment(mois="2026-99"), fragment(mois="1999-01", public="pupils")],
    "agenda:json": [fragment(), fragment(type="forum", apres="zzz"), fragment(apres="99999999")],
    "agenda:rss": [fragment(), fragment(territoire="zzz")],
    "agenda:atom": [fragment(), fragment(public="pupils")],
    "agenda:openagenda": [fragment(), fragment(q="é")],
    # Those of events are in jalon/agenda/tests/test_feeds.py.
    "agenda:event_calendar": [Call({"key": "zzz"}, status=404)],
    "surveys:thanks": [Call(), Call(query={"cle": "zzz", "fait": "merci", "retour": "//exemple.fr/"})],
    "territory:theme": [fragment()],
    "territory:logo": [fragment()],
}
