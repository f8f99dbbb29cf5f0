"""The screens of the two questions, of the dossier and of the workshop."""

from jalon.guidance.views.choices import choices
from jalon.guidance.views.matches import how_ranked, matches
from jalon.guidance.views.profile import profile, profile_result
from jalon.guidance.views.questions import how_to_get_there, ways, which_occupation
from jalon.guidance.views.routes import routes
from jalon.guidance.views.skills import past_suggestions, skills

__all__ = [
    "choices",
    "how_ranked",
    "how_to_get_there",
    "matches",
    "past_suggestions",
    "profile",
    "profile_result",
    "routes",
    "skills",
    "ways",
    "which_occupation",
]
