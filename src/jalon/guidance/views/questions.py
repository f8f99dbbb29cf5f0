"""The two questions: which occupation, and how to get there."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jalon.guidance import selectors
from jalon.guidance.rules import MOST_INTERESTS, chosen_interests, in_sentence
from jalon.guidance.rules.answers import Answers
from jalon.guidance.views.routes import form_choices
from jalon.guidance.views.said import Said
from jalon.guidance.views.starts import starts
from jalon.occupations import selectors as occupations


@dataclass(frozen=True)
class Mode:
    """A way of learning, explained in plain words."""

    icon: str
    name: str
    words: str


MODES = (
    Mode("school", "À l'école", "Au lycée, dans une école ou à l'université, avec des stages."),
    Mode(
        "hammer",
        "En apprentissage",
        "Vous signez un contrat, vous êtes payé, et vous allez en cours une partie du temps. "
        "C'est ouvert de 16 à 29 ans, et au-delà dans certains cas.",
    ),
    Mode(
        "users",
        "En formation pour adultes",
        "Pour changer de métier ou retrouver un emploi. La Région, France Travail ou votre compte "
        "personnel de formation (CPF) peuvent payer.",
    ),
    Mode(
        "award",
        "Par l'expérience (VAE)",
        "La validation des acquis de l'expérience : vous avez déjà fait ce travail, un jury peut vous "
        "donner tout ou partie du diplôme.",
    ),
    Mode("landmark", "Par concours", "Une épreuve pour entrer dans une école ou dans le service public."),
    Mode("handshake", "Par embauche directe", "Certains employeurs vous forment sur le poste, sans diplôme."),
)


@require_safe
def which_occupation(request: HttpRequest) -> HttpResponse:
    """Ask what the person likes; one or two interests lead to their occupations, without script."""
    asked = "interet" in request.GET or "choisir" in request.GET
    letters = chosen_interests(request.GET.getlist("interet"))
    if 1 <= len(letters) <= MOST_INTERESTS:
        return redirect("occupations:interest", letters="".join(letters))
    context = {
        "interests": occupations.interest_lines(),
        "starts": starts(Said(Answers()))[1:3],
        "letters": letters,
        "problem": asked,
    }
    return render(request, "guidance/which_occupation.html", context)


@require_safe
def how_to_get_there(request: HttpRequest) -> HttpResponse:
    """Ask for the occupation, then explain the levels and the ways of learning."""
    query, found = selectors.occupations_for(request.GET.get("q", ""))
    results = reverse("portal:search")
    steps = [
        (label, "", note, f"{results}?niveau={value}")
        for value, label, note in occupations.levels_with_notes()
    ]
    context = {"query": query, "found": found, "steps": steps, "modes": MODES}
    return render(request, "guidance/how_to_get_there.html", context)


@require_safe
def ways(request: HttpRequest, code: str) -> HttpResponse:
    """Show the ways into one occupation and who to see; 404 when the code is not one."""
    known = occupations.ways_of(code)
    if known is None:
        raise Http404("Ce métier n'existe pas.")
    names = [known.sheet.masculine, known.sheet.feminine] if known.sheet else []
    context = {
        "names": [in_sentence(name) for name in dict.fromkeys(names)],
        "ways": known,
        "occupation": known.occupation,
        "steps": occupations.level_steps(known.occupation.level),
        **form_choices(),
    }
    return render(request, "guidance/ways.html", context)
