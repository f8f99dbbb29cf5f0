"""« Mon dossier »: kept without account nor cookie; whoever has its address may open it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jalon.guidance.enums import Lifetime
from jalon.guidance.rules.dossier import (
    LONGEST_ADDRESS,
    LONGEST_LABEL,
    MOST_ITEMS,
    Thing,
    one_line,
)
from jalon.guidance.selectors import dossier as selectors
from jalon.guidance.selectors.dossier_things import thing_of
from jalon.guidance.services import dossier as services
from jalon.guidance.services import dossier_pdf
from jalon.ui.rules.senders import whole_minutes
from jalon.ui.services.attempts import TooManyError
from jalon.ui.services.posting import form_of_ours, kept_secret, network

SAID = {
    "garde": "C'est gardé.",
    "propose": "C'est proposé. La personne choisira de le garder ou non.",
    "accepte": "C'est gardé.",
    "retire": "C'est retiré.",
    "note": "Votre note est écrite.",
    "duree": "La durée est changée.",
    "conseil": "L'adresse pour le conseiller ou la conseillère est prête.",
    "ferme": "L'adresse du conseiller ou de la conseillère n'ouvre plus rien.",
    "vide": "La note était vide : rien n'a été écrit.",
    "rien": "Nous n'avons pas trouvé ce que vous vouliez garder.",
    "plein": "Ce dossier est plein : retirez d'abord quelque chose.",
    "refus": "Cette adresse ne permet pas de faire cela.",
    "rendu": "Le dossier est rendu. La personne le verra.",
}


def gone(request: HttpRequest) -> HttpResponse:
    return kept_secret(render(request, "guidance/dossier/gone.html", status=404))


def number_in(text: str) -> int:
    """Return a key of a row, 0 for what is not one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def lifetime_in(text: str) -> int:
    number = number_in(text)
    return number if number in Lifetime.values else Lifetime.QUARTER


def asked_in(values: QueryDict) -> Thing | None:
    """Return the thing that a link or a form names with `quoi` and `cle`, if it is one."""
    kind, key = values.get("quoi", ""), values.get("cle", "")
    if len(key) > LONGEST_ADDRESS:
        return None
    return thing_of(kind, key, today=timezone.localdate()) if kind and key else None


def called(values: QueryDict) -> str:
    """Return how an adviser wishes to be called; its address and its forms carry it, no cookie."""
    return one_line(values.get("de", ""), LONGEST_LABEL)


def start_page(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    context = {
        "thing": asked_in(sent),
        "asked": bool(sent.get("cle")),
        "lifetimes": Lifetime.choices,
        "chosen": lifetime_in(sent.get("duree", "")),
        **more,
    }
    return render(request, "guidance/dossier/start.html", context, status=status)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Explain the dossier; begin one, or open one, with the thing that was to be kept."""
    answer = start_page(request, deleted="supprime" in request.GET, handed_back="rendu" in request.GET)
    # What is to be kept may hold answers: no shared cache keeps it.
    return kept_secret(answer) if "cle" in request.GET else answer


@form_of_ours
def begin(request: HttpRequest) -> HttpResponse:
    """Make a dossier and open it."""
    try:
        secret = services.begin_dossier(
            lifetime=lifetime_in(request.POST.get("duree", "")),
            network=network(request),
            now=timezone.now(),
            thing=asked_in(request.POST),
        )
    except TooManyError as refusal:
        minutes = whole_minutes(refusal.wait)
        problem = f"Trop de dossiers viennent d'être ouverts d'ici. Réessayez dans {minutes} min."
        return start_page(request, status=429, problem=problem)
    return redirect("guidance:dossier", secret=secret)


@require_safe
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a dossier, and what is found to add to it."""
    today = timezone.localdate()
    page = selectors.dossier_page(secret, today=today)
    if page is None:
        return gone(request)
    query, found = selectors.found_to_keep(request.GET.get("q", ""), today=today)
    kept = {(line.item.kind, line.item.key) for line in page.lines}
    context = {
        "page": page,
        "secret": secret,
        "query": query,
        "found": [(*one, one[:2] in kept) for one in found],
        "said": SAID.get(request.GET.get("fait", ""), ""),
        "lifetimes": Lifetime.choices,
        "address": request.build_absolute_uri(request.path),
        "label": called(request.GET) if page.by_adviser else "",
        "adviser_address": page.adviser
        and request.build_absolute_uri(reverse("guidance:dossier", args=[page.adviser])),
    }
    return kept_secret(render(request, "guidance/dossier/dossier.html", context))


def _chosen(request: HttpRequest) -> list[int]:
    return [number_in(text) for text in request.GET.getlist("ligne")[:MOST_ITEMS]]


@require_safe
def compare(request: HttpRequest, secret: str) -> HttpResponse:
    """Show two to four things of a dossier side by side."""
    page = selectors.dossier_page(secret, today=timezone.localdate())
    if page is None:
        return gone(request)
    comparison = selectors.comparison(page, _chosen(request))
    pairs = [("ligne", line.item.pk) for line in comparison.lines]
    context = {"comparison": comparison, "secret": secret, "chosen": urlencode(pairs)}
    return kept_secret(render(request, "guidance/dossier/compare.html", context))


@require_safe
def printed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a dossier as a PDF, with a comparison of what is chosen if anything is."""
    today = timezone.localdate()
    page = selectors.dossier_page(secret, today=today)
    if page is None:
        return gone(request)
    address = request.build_absolute_uri(reverse("guidance:dossier", args=[secret]))
    chosen = _chosen(request)
    try:
        made = dossier_pdf.dossier_pdf(
            page,
            comparison=selectors.comparison(page, chosen) if chosen else None,
            address=address,
            origin=request.build_absolute_uri("/").rstrip("/"),
            network=network(request),
            today=today,
        )
    except dossier_pdf.NoPdfError as refusal:
        context = {"why": str(refusal), "secret": secret, "again": refusal.again}
        answer = render(request, "guidance/dossier/unprinted.html", context, status=503)
        if refusal.again:
            answer.headers["Retry-After"] = str(refusal.again)
        return kept_secret(answer)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="dossier-{today.isoformat()}.pdf"'
    return kept_secret(response)
