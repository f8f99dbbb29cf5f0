"""The workshop: its door, what participants do under its code, what its leader sees at a secret address."""

import secrets
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jalon.guidance.rules.interests import known_interests
from jalon.guidance.rules.statements import LENGTHS
from jalon.guidance.rules.workshop import (
    EDGE,
    FEWEST,
    LONGEST_TITLE,
    LONGEST_TYPED,
    RESULTS_DAYS,
    TOKEN_BYTES,
    Ticket,
    code_in,
    spoken_code,
    strange_signs,
    ticket_in,
)
from jalon.guidance.selectors import workshop as selectors
from jalon.guidance.services import workshop as services
from jalon.guidance.views.profile import Sheet, petal_scale, read_sheet
from jalon.occupations.selectors import InterestLine
from jalon.ui.rules.senders import whole_minutes
from jalon.ui.services.attempts import Attempts
from jalon.ui.services.posting import form_of_ours, kept_secret, network

SPANS = ((1, "Aujourd'hui seulement"), (7, "7 jours"))
# In a quarter of an hour, from one network, for each process: several classes of one school share one.
BEGUN = Attempts("workshops", 30)
WRONG = Attempts("codes of workshops", 200)
SENT = Attempts("answers to workshops", 600)
STOP_ASKING = 286  # htmx asks no more


class GroupPetal(NamedTuple):
    """The mean of the group for one interest, as `Petal` draws it; `percent` None: not shown."""

    line: InterestLine
    scale: str
    percent: int | None


def _start(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "spans": SPANS,
        "days": _days(request.POST),
        "typed_title": request.POST.get("titre", "")[:LONGEST_TITLE],
        "longest": LONGEST_TITLE,
        "fewest": FEWEST,
        "kept_days": RESULTS_DAYS,
        **more,
    }
    return kept_secret(render(request, "guidance/workshop/start.html", context, status=status))


def _days(sent: QueryDict) -> int:
    return next((days for days, _words in SPANS if str(days) == sent.get("duree", "")), SPANS[0][0])


def _waiting(request: HttpRequest, attempts: Attempts) -> int:
    """Return how many minutes this network must wait, 0 when it need not."""
    left = attempts.left(network(request), timezone.now())
    return whole_minutes(left) if left else 0


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the two doors: type a code, or open a workshop; a right code leads to its workshop."""
    typed = request.GET.get("code", "")[:LONGEST_TYPED]
    if not typed.strip():
        response = _start(request, deleted="efface" in request.GET, empty="code" in request.GET)
        if not request.GET:
            del response.headers["X-Robots-Tag"]
        return response
    code = code_in(typed)
    if code:
        return redirect("guidance:workshop", code=code)
    return _start(request, typed=typed, wrong=True, strange=strange_signs(typed), status=400)


def _missing(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a code opens nothing, and count it."""
    WRONG.add(network(request), timezone.now())
    return _start(request, typed=code, gone=True, status=404)


def _too_many(request: HttpRequest, minutes: int) -> HttpResponse:
    problem = f"Trop d'essais viennent d'ici. Réessayez dans {minutes} min."
    return _start(request, problem=problem, status=429)


@form_of_ours
def begin(request: HttpRequest) -> HttpResponse:
    """Open a workshop and its leader's page."""
    if minutes := _waiting(request, BEGUN):
        problem = f"Trop d'ateliers viennent d'être ouverts d'ici. Réessayez dans {minutes} min."
        return _start(request, problem=problem, status=429)
    if request.POST.get("courriel"):
        return _start(request, problem="Ce formulaire n'a pas été reçu. Réessayez.", status=400)
    BEGUN.add(network(request), timezone.now())
    secret = services.begin_workshop(
        title=request.POST.get("titre", ""), days=_days(request.POST), today=timezone.localdate()
    )
    return redirect("guidance:workshop_leader", secret=secret)


@require_safe
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Explain to a participant what will be sent, and give her a ticket of her own."""
    if minutes := _waiting(request, WRONG):
        return _too_many(request, minutes)
    workshop = selectors.open_workshop(code_in(code), today=timezone.localdate())
    if workshop is None:
        return _missing(request, code)
    if code != workshop.code:
        return redirect("guidance:workshop", code=workshop.code)
    ticket = Ticket(code, secrets.token_urlsafe(TOKEN_BYTES))
    context = {
        "workshop": workshop,
        "spoken": spoken_code(code),
        "lengths": LENGTHS,
        "ticket": ticket,
        "fewest": FEWEST,
    }
    return kept_secret(render(request, "guidance/workshop/join.html", context))


@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """Show the code to a room: nothing on this page, nor its address, is a secret."""
    if minutes := _waiting(request, WRONG):
        return _too_many(request, minutes)
    workshop = selectors.open_workshop(code_in(code), today=timezone.localdate())
    if workshop is None:
        return _over() if request.htmx else _missing(request, code)
    context = _shown(request, workshop.code) | {
        "workshop": workshop,
        "count": selectors.answers_count(workshop),
        "here": request.path,
    }
    template = "guidance/workshop/_count.html" if request.htmx else "guidance/workshop/screen.html"
    return kept_secret(render(request, template, context))


def _over() -> HttpResponse:
    return kept_secret(HttpResponse("L'atelier est fermé.", status=STOP_ASKING))


def _shown(request: HttpRequest, code: str) -> dict[str, str]:
    """Return the code and the addresses to show of a workshop."""
    door = request.build_absolute_uri(reverse("guidance:workshop_start"))
    return {
        "code": code,
        "spoken": spoken_code(code),
        "address": request.build_absolute_uri(reverse("guidance:workshop", args=[code])),
        "door": door.partition("://")[2].rstrip("/"),
    }


def _closed(request: HttpRequest, sheet: Sheet | None = None) -> HttpResponse:
    """Say that a workshop takes nothing any more, and that nothing of the person is kept."""
    context = {"result_url": sheet and replace(sheet, ticket=None).url("guidance:profile_result")}
    return kept_secret(render(request, "guidance/workshop/closed.html", context, status=409))


@form_of_ours
def send(request: HttpRequest) -> HttpResponse:
    """Send to a workshop the scores of the replies, and the occupations that they rank first."""
    sheet = read_sheet(request.POST)
    if sheet.ticket is None:
        return _closed(request)
    if minutes := _waiting(request, SENT):
        return _too_many(request, minutes)
    SENT.add(network(request), timezone.now())
    try:
        sent = services.what_is_sent(known_interests(sheet.scores()))
        services.send_answer(ticket=sheet.ticket, sent=sent, today=timezone.localdate())
    except services.NothingToSendError:
        return redirect(sheet.url("guidance:profile_result"))
    except services.NoWorkshopError:
        return _closed(request, sheet)
    except services.FullWorkshopError:
        problem = "Cet atelier a reçu trop de réponses. Les vôtres n'ont pas été envoyées."
        return _start(request, problem=problem, status=409)
    address = reverse("guidance:workshop_sent", args=[sheet.ticket.code, sheet.ticket.token])
    return redirect(f"{address}?{urlencode(sheet.pairs())}")


@require_safe
def sent(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Say that the results were sent, and let the person take them back while the workshop is open."""
    ticket, sheet = ticket_in(f"{code}-{token}"), read_sheet(request.GET)
    place = ticket and selectors.place_of(ticket, today=timezone.localdate())
    if not place or not place.sent:
        return kept_secret(render(request, "guidance/workshop/not_sent.html", status=404))
    context = {
        "ticket": ticket,
        "spoken": spoken_code(code),
        "result_url": sheet.answered and sheet.url("guidance:profile_result"),
        "fewest": FEWEST,
    }
    return kept_secret(render(request, "guidance/workshop/sent.html", context))


@form_of_ours
def take_back(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Delete what was sent with a ticket."""
    ticket = ticket_in(f"{code}-{token}")
    if ticket is None:
        return _closed(request)
    try:
        services.take_back(ticket=ticket, today=timezone.localdate())
    except services.NoWorkshopError:
        return _closed(request)
    return render(request, "guidance/workshop/taken_back.html", {"spoken": spoken_code(code)})


def _no_leader(request: HttpRequest) -> HttpResponse:
    return kept_secret(render(request, "guidance/workshop/no_leader.html", status=404))


@require_safe
def leader(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a workshop to its leader: a code and a number while it is open, then the results of the group."""
    page = selectors.leader_page(secret, today=timezone.localdate())
    if page is None:
        return _over() if request.htmx else _no_leader(request)
    return _leader(request, secret, page)


def _leader(
    request: HttpRequest, secret: str, page: selectors.LeaderPage, *, status: int = 200, **more: object
) -> HttpResponse:
    here = reverse("guidance:workshop_leader", args=[secret])
    context = {
        "page": page,
        "workshop": page.workshop,
        "lead_url": reverse("guidance:workshop_lead", args=[secret]),
        "fewest": FEWEST,
        "here": here,
        **more,
    }
    if page.workshop.closed_on is not None:
        template = "guidance/workshop/results.html"
        context |= {"lowest": EDGE, "highest": 100 - EDGE}
        context["petals"] = page.results and [
            GroupPetal(one.line, petal_scale((one.percent or 0) / 100), one.percent)
            for one in page.results.means
        ]
    else:
        template = "guidance/workshop/leader.html"
        context |= _shown(request, page.workshop.code) | {
            "count": page.count,
            "own_address": request.build_absolute_uri(here),
        }
    if request.htmx:
        if page.workshop.closed_on is not None:
            return _over()
        template = "guidance/workshop/_count.html"
    return kept_secret(render(request, template, context, status=status))


@form_of_ours
def lead(request: HttpRequest, secret: str) -> HttpResponse:
    """Do what a button of the leader asks: close and publish, or delete."""
    asked = request.POST.get("faire", "")
    try:
        if asked == "effacer":
            services.delete_workshop(secret=secret)
            return redirect(f"{reverse('guidance:workshop_start')}?efface=1")
        if asked == "fermer":
            sure = "sur" in request.POST
            services.close_workshop(secret=secret, sure=sure, today=timezone.localdate())
    except services.NoWorkshopError:
        return _no_leader(request)
    except services.TooFewError:
        page = selectors.leader_page(secret, today=timezone.localdate())
        return _leader(request, secret, page, too_few=True, status=409) if page else _no_leader(request)
    return redirect("guidance:workshop_leader", secret=secret)
