"""The screens of the two questions."""

from jalon.guidance.views.matches import choices, how_ranked, matches
from jalon.guidance.views.profile import profile, profile_result
from jalon.guidance.views.questions import how_to_get_there, ways, which_occupation
from jalon.guidance.views.routes import routes

__all__ = [
    "choices",
    "how_ranked",
    "how_to_get_there",
    "matches",
    "profile",
    "profile_result",
    "routes",
    "ways",
    "which_occupation",
]
