"""What a person accepts and wants: studies, distance, conditions, sectors, and her own words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jalon.guidance.views.said import read_said
from jalon.occupations import selectors as occupations
from jalon.search.rules import plain_query
from jalon.territory.selectors import communes_by_text, ground

LENGTHS = ((6, "6 mois"), (12, "1 an"), (24, "2 ans"), (36, "3 ans"), (60, "5 ans"))
REACHES = (10, 30, 50, 100)
USUAL_REACH = 30
FORM_FIELDS = frozenset({"mots", "niveau", "vise", "mois", "avec", "sans", "secteur", "commune", "km"})


@cache_control(private=True)
@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """Ask what the person accepts and wants, and her own words; what she said before is kept."""
    said = read_said(request)
    answers = said.answers
    offered = occupations.find(None, occupations.read_filters(lambda _name: []))
    town = ground().town(answers.commune) if answers.commune else None
    typed = plain_query(request.GET.get("lieu", ""))[:100].strip()
    meant = communes_by_text(typed) if typed else []
    context = {
        "answers": answers,
        "kept": said.pairs(without=FORM_FIELDS),
        "levels": occupations.levels_with_notes(),
        "lengths": LENGTHS,
        "reaches": [(km, f"{km} km au plus") for km in REACHES],
        # Nobody said how far yet, unless a commune is there without any distance: that means everywhere.
        "reach": answers.kilometres if town or answers.kilometres else USUAL_REACH,
        "commune": town.insee_code if town else "",
        "place": typed or (town.name if town else ""),
        "typed": typed,
        "meant": [(one, said.changed(commune=one.insee_code).url("guidance:matches")) for one in meant],
        "families": [
            (one, sum(choice.value in answers.refused | answers.wanted for choice in one.choices))
            for one in offered.families
        ],
        "sectors": offered.atlas.sector_names,
        "profile_url": said.url("guidance:profile"),
        "skills_url": said.url("guidance:skills"),
        "without_place_url": said.changed(commune="", kilometres=None).url("guidance:matches"),
    }
    return render(request, "guidance/profile/choices.html", context)
