"""« Ce que je sais faire »: from what one did, in one's own words, to the things that one knows how to do.

One form: whatever its button, what is ticked is kept, and the address says all of it.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jalon.guidance.rules.address import MOST_PAST, MOST_SKILLS, ROME, too_many_skills
from jalon.guidance.selectors import experiences
from jalon.guidance.selectors import skills_profile as selectors
from jalon.guidance.views.said import Said, read_said
from jalon.search.rules import plain_query
from jalon.ui.services.parts import asks_part, varied

ROUTE = "guidance:skills"
LONGEST = 100
# What the form sends besides answers: the addresses of the page hold none of it.
BUTTONS = ("ajoute", "retire", "tout", "choisir")


@dataclass(frozen=True)
class Asked:
    """What a call asks: the words of both searches, then what its button changes."""

    past: str
    skill: str
    added: str
    removed: str
    whole: str

    @property
    def fragment(self) -> str:
        """Return where the page that follows begins."""
        if code := self.added or self.whole:
            return f"#fait-{code}"
        if self.removed:
            return "#fait"
        return "#trouve" if self.past else "#autres" if self.skill else ""


def _words(request: HttpRequest, name: str) -> str:
    return plain_query(request.GET.get(name, ""))[:LONGEST].strip()


def _code(request: HttpRequest, name: str) -> str:
    """Return the code that a button sends; a hidden field of the same name may be empty."""
    return next((value for value in request.GET.getlist(name) if ROME.fullmatch(value)), "")


def _asked(request: HttpRequest) -> Asked:
    added = _code(request, "ajoute")
    # A suggestion was chosen: its words have been understood.
    past = "" if added else _words(request, "q")
    skill = _words(request, "c")
    return Asked(past, skill, added, _code(request, "retire"), _code(request, "tout"))


def _settled(said: Said, asked: Asked) -> Said:
    """Return what she says once the button is taken into account."""
    past = tuple(one for one in said.answers.past if one != asked.removed)
    if asked.added not in ("", *past) and len(past) < MOST_PAST and experiences.is_known(asked.added):
        past = (*past, asked.added)
    chosen = said.answers.skills
    if asked.whole in past:
        room = MOST_SKILLS - len(chosen)
        new = [code for code in selectors.first_skills(asked.whole) if code not in chosen]
        chosen = chosen | frozenset(new[:room])
    return said.changed(past=past, skills=chosen)


@cache_control(private=True)
@require_safe
def skills(request: HttpRequest) -> HttpResponse:
    """Ask what she did and what she knows how to do; a part of the page alone for htmx."""
    asked = _asked(request)
    said = _settled(read_said(request), asked)
    fragment = asks_part(request)
    address = said.url(ROUTE, q=asked.past, c=asked.skill)
    if "choisir" in request.GET:
        response = _gone(fragment, said.url("guidance:matches"))
    elif not fragment and (any(name in request.GET for name in BUTTONS) or "" in request.GET.values()):
        response = redirect(f"{address}{asked.fragment}")
    else:
        template = "guidance/profile/_skills.html" if fragment else "guidance/profile/skills.html"
        response = render(request, template, _context(request, said, asked))
        if fragment:
            response["HX-Push-Url"] = address
    return varied(response)


def _gone(fragment: bool, address: str) -> HttpResponse:
    """Lead to another page, by htmx or without it."""
    return HttpResponse(headers={"HX-Redirect": address}) if fragment else redirect(address)


def _context(request: HttpRequest, said: Said, asked: Asked) -> dict[str, object]:
    answers = said.answers
    groups = selectors.skill_groups(answers.past, answers.skills)
    return {
        "kept": said.pairs(without=("sait",)),
        "asked": asked,
        "groups": groups,
        "others": selectors.other_skills(groups, answers.skills),
        "found": experiences.experiences_like(asked.past, but=answers.past),
        "skills_found": selectors.skills_like(asked.skill, but=answers.skills | selectors.shown_in(groups)),
        "count": len(answers.skills),
        "most": MOST_SKILLS,
        "full": len(answers.skills) >= MOST_SKILLS,
        "left_out": too_many_skills(dict(request.GET.lists())),
        "most_past": MOST_PAST,
        "past_full": len(answers.past) >= MOST_PAST,
        "said": bool(answers.past or answers.skills),
        "choices_url": said.url("guidance:choices"),
    }


@require_safe
def past_suggestions(request: HttpRequest) -> JsonResponse:
    """Propose occupations for what one did, while one types; choosing one sends the form with its code."""
    found = experiences.proposed(request.GET.get("q", "")[:LONGEST])
    return JsonResponse(
        {
            "suggestions": [
                {"label": one.name, "detail": ", ".join(one.examples[:2]), "code": one.code} for one in found
            ]
        }
    )
