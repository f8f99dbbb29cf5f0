"""The screens of occupations: by letter, domain, sector, interest, skill and way in; one occupation."""

from collections.abc import Mapping, Sequence

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from jalon.occupations.rules.pairs import read_letters
from jalon.occupations.selectors import cards, interest_lines, linked_data, portrait, read_filters
from jalon.occupations.selectors.atlas import Atlas
from jalon.occupations.selectors.browsing import (
    beginning_with,
    broad_domains,
    domain_page,
    letters,
    sector_page,
    sectors_with_counts,
)
from jalon.occupations.selectors.diplomas import diploma_lines, read_wanted, ways_in_page
from jalon.occupations.selectors.liking import interest_cards, liked
from jalon.occupations.selectors.portrait import interest_marks
from jalon.occupations.selectors.prospects import prospects_of, sector_prospects
from jalon.occupations.selectors.skills import (
    chosen_skills,
    most_shared,
    sharing,
    skill_with_occupations,
    skills_called,
)
from jalon.search.rules import plain_query
from jalon.territory.selectors import communes_by_text

PER_PAGE = 20
DIPLOMAS_PER_PAGE = 30
HIRING = "emploi"
LONGEST_AREA = 10
Trail = list[tuple[str, str]]


def _area_of_place(request: HttpRequest) -> HttpResponse | None:
    """Lead from a typed commune (`lieu`) to the address of its employment area, if it has one."""
    typed = plain_query(request.GET.get("lieu", ""))
    found = communes_by_text(typed, limit=5) if typed else []
    area = next((one.employment_area_id for one in found if one.employment_area_id), "")
    if not area:
        return None
    query = request.GET.copy()
    del query["lieu"]
    query["bassin"] = area
    return redirect(f"{request.path}?{query.urlencode()}#{HIRING}")


def _asked_place(request: HttpRequest) -> dict[str, str]:
    """Return the employment area asked for and the typed commune that none was found for."""
    return {
        "area": request.GET.get("bassin", "")[:LONGEST_AREA],
        "place_not_found": plain_query(request.GET.get("lieu", "")),
    }


def _paged(request: HttpRequest, items: Sequence, size: int = PER_PAGE) -> dict[str, object]:
    """Return the page of `items` asked for, and its pagination; an odd page number gives the nearest."""
    paginator = Paginator(items, size)
    page = paginator.get_page(request.GET.get("page"))
    return {"page": page, "pages": paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)}


def _card_page(
    request: HttpRequest,
    codes: Sequence[str],
    why: Mapping[str, str] | None = None,
    atlas: Atlas | None = None,
) -> dict[str, object]:
    paged = _paged(request, codes)
    shown: Page = paged["page"]
    return paged | {"cards": cards(list(shown.object_list), why=why, atlas=atlas)}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the letters and the broad domains, or the occupations of one letter."""
    every = letters()
    known = {link.letter for link in every if link.count}
    asked = request.GET.get("lettre", "").lower()
    letter = asked if asked in known else ""
    context = {
        "letters": every,
        "letter": letter,
        "unknown_letter": bool(asked) and not letter,
        "total": sum(link.count for link in every),
        "lines": beginning_with(letter) if letter else [],
        "domains": [] if letter else broad_domains(),
    }
    return render(request, "occupations/index.html", context)


@require_safe
def domain(request: HttpRequest, code: str) -> HttpResponse:
    """Show a domain, its sub-domains and their occupations."""
    page = domain_page(code.upper())
    if page is None:
        raise Http404("Aucun domaine ne porte ce code.")
    if page.domain.code != code:
        return redirect("occupations:domain", code=page.domain.code, permanent=True)
    trail: Trail = [("Métiers", reverse("occupations:index"))]
    if page.domain.parent:
        parent = page.domain.parent
        trail.append((parent.label, reverse("occupations:domain", args=[parent.code])))
    return render(request, "occupations/domain.html", {"page": page, "trail": trail})


@require_safe
def occupation(request: HttpRequest, code: str) -> HttpResponse:
    """Show one occupation; a code in lower case leads to the same page in capitals."""
    page = portrait(code.upper())
    if page is None:
        raise Http404("Aucun métier ne porte ce code.")
    if page.occupation.code != code:
        return redirect("occupations:occupation", code=page.occupation.code, permanent=True)
    if leading := _area_of_place(request):
        return leading
    asked = _asked_place(request)
    address = request.build_absolute_uri(page.occupation.get_absolute_url())
    data = mark_safe(linked_data(page, url=address))  # noqa: S308 - JSON whose <, > and & are escaped
    trail: Trail = [("Métiers", reverse("occupations:index"))]
    if page.occupation.domain:
        broad = page.occupation.domain.parent or page.occupation.domain
        trail.append((broad.label, reverse("occupations:domain", args=[broad.code])))
    context = {"page": page, "address": address, "linked_data": data, "trail": trail}
    context["prospects"] = prospects_of(page.occupation.code, area=asked["area"])
    return render(request, "occupations/occupation.html", context | asked)


@require_safe
def sectors(request: HttpRequest) -> HttpResponse:
    """Show the sectors, the region's priorities first."""
    priorities, others = sectors_with_counts()
    context = {"priorities": priorities, "others": others}
    return render(request, "occupations/sectors.html", context)


@require_safe
def sector(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a sector: its occupations by entry level and the conditions most often met."""
    levels = read_filters(request.GET.getlist).levels
    page_of_sector = sector_page(slug, levels)
    if page_of_sector is None:
        raise Http404("Ce secteur n'existe pas.")
    if leading := _area_of_place(request):
        return leading
    asked = _asked_place(request)
    context = {"sector_page": page_of_sector, "levels": levels, "sector": page_of_sector.sector} | asked
    context["prospects"] = sector_prospects(slug, page_of_sector.atlas, area=asked["area"])
    return render(
        request,
        "occupations/sector.html",
        context | _card_page(request, page_of_sector.codes, atlas=page_of_sector.atlas),
    )


@require_safe
def interests(request: HttpRequest) -> HttpResponse:
    """Explain the six interests; one or two chosen (`d` then `p`) lead to their occupations."""
    if "d" in request.GET:
        asked = read_letters((request.GET["d"] + request.GET.get("p", ""))[:3])
        if asked:
            return redirect("occupations:interest", letters=asked)
    return _interests(request, problem="d" in request.GET)


def _interests(request: HttpRequest, *, problem: bool = False, unknown: bool = False) -> HttpResponse:
    interests_shown = interest_cards()
    context = {
        "interest_cards": interests_shown,
        "wheel": [(card.line.letter, card.line.label, card.line.url) for card in interests_shown],
        "problem": problem,
        "unknown": unknown,
    }
    return render(request, "occupations/interests.html", context, status=404 if unknown else 200)


@require_safe
def interest(request: HttpRequest, letters: str) -> HttpResponse:
    """Show the occupations of one or two interests, exact pairs first; other letters: 404 with the six."""
    known = read_letters(letters)
    if known is None:
        return _interests(request, unknown=True)
    if known != letters:
        return redirect("occupations:interest", letters=known, permanent=True)
    found = liked(known)
    context = {
        "letters": known,
        "chosen": interest_marks(*known),
        "liked": found,
        "reversed": known[::-1],
        "wheel": [(line.letter, line.label, line.url) for line in interest_lines()],
    }
    return render(request, "occupations/interest.html", context | _card_page(request, found.codes, found.why))


@require_safe
def skills(request: HttpRequest) -> HttpResponse:
    """Search skills, tick those one has (`c`), and show the occupations that share most of them."""
    query = plain_query(request.GET.get("q", ""))
    chosen = chosen_skills(request.GET.getlist("c"))
    everyday, official = most_shared() if not query else ([], [])
    kept = {skill.code for skill in chosen}
    found = sharing(chosen) if chosen else None
    context = {
        "query": query,
        "chosen": chosen,
        "found": [skill for skill in skills_called(query) if skill.code not in kept] if query else [],
        "everyday": [skill for skill in everyday if skill.code not in kept],
        "official": [skill for skill in official if skill.code not in kept],
        "sharing": found,
    }
    if found:
        context |= _card_page(request, found.codes, found.why)
    return render(request, "occupations/skills.html", context)


@require_safe
def skill(request: HttpRequest, code: str) -> HttpResponse:
    """Show the occupations that use a skill, those for which it is a core one first."""
    known = skill_with_occupations(code)
    if known is None:
        raise Http404("Cette compétence n'existe pas.")
    shown, found = known
    context = {"skill": shown, "total": len(found.codes)}
    return render(request, "occupations/skill.html", context | _card_page(request, found.codes, found.why))


@require_safe
def ways_in(request: HttpRequest) -> HttpResponse:
    """Show the diplomas that occupation sheets name, by level and way of learning."""
    wanted = read_wanted(request.GET.getlist)
    page_of_ways = ways_in_page(wanted)
    paged = _paged(request, page_of_ways.found, DIPLOMAS_PER_PAGE)
    shown: Page = paged["page"]
    active = [
        (group.name, choice.value, choice.label)
        for group in page_of_ways.groups
        for choice in group.choices
        if choice.checked
    ]
    context = {
        "ways": page_of_ways,
        "wanted": wanted,
        "query": plain_query(request.GET.get("q", "")),
        "active": active,
        "lines": diploma_lines(page_of_ways, list(shown.object_list)),
    }
    return render(request, "occupations/ways_in.html", context | paged)
