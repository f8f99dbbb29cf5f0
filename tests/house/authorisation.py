"""The authorisation matrix: every route, who may call it, and what an anonymous call with sample values gets.

A new route fails `test_routes.py` until it is listed here.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """One sample call of a route: its path values, its query, and the status an anonymous person gets."""

    values: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    status: int = 200
    page: bool = True  # a whole HTML page, as opposed to a fragment, a file or a redirect


def fragment(**query: str) -> Call:
    """Return a call whose answer is not a whole page."""
    return Call(query=query, page=False)


UNKNOWN = {"code": "Z9999"}
LOWER = {"code": "d1102"}  # people type codes as they like
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
    "guidance:which_occupation": [Call()],
    "guidance:how_to_get_there": [Call()],
    "guidance:ways": [Call({"code": "D1102"}), Call(UNKNOWN, status=404)],
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
    "directory:near_me": [Call(), Call(query={"commune": "37261"}), Call(query={"lieu": "tours"})],
    "directory:communes": [fragment(q="tou")],
    "directory:organisation": [Call({"slug": "cio-orleans"}), Call({"slug": "zzz-inconnu"}, status=404)],
    "territory:theme": [fragment()],
    "territory:logo": [fragment()],
}
