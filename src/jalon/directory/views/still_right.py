"""« Ces informations sont-elles justes ? »: what a contact opens from her mail, without an account."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jalon.directory.forms.network import ContactForm
from jalon.directory.models import Contact
from jalon.directory.selectors.asked import contact_of_link
from jalon.directory.services import asking as services
from jalon.ui.services.posting import form_of_ours, kept_secret

SAID = {
    "juste": ("Merci, c'est noté.", "Nous vous le redemanderons dans un an."),
    "corriger": ("Merci, c'est corrigé.", "L'annuaire est à jour. Nous vous le redemanderons dans un an."),
    "parti": (
        "C'est noté : vous n'êtes plus ce contact.",
        "Votre nom et vos coordonnées sont effacés de l'annuaire.",
    ),
}


def _over(request: HttpRequest) -> HttpResponse:
    """Say the same of a link that is unknown, answered or too old."""
    return kept_secret(render(request, "directory/still_right_over.html", status=404))


def _page(request: HttpRequest, contact: Contact, token: str, form: ContactForm) -> HttpResponse:
    context = {"contact": contact, "place": contact.organisation, "token": token, "form": form}
    return kept_secret(render(request, "directory/still_right.html", context))


@require_safe
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """Show a contact what the directory says of her."""
    contact = contact_of_link(token, today=timezone.localdate())
    if contact is None:
        return _over(request)
    form = ContactForm(territories=[], initial=ContactForm.initial_of(contact))
    return _page(request, contact, token, form)


@form_of_ours
def still_right_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Take her answer: right, corrected, or no longer her."""
    today = timezone.localdate()
    contact = contact_of_link(token, today=today)
    if contact is None:
        return _over(request)
    answer = request.POST.get("reponse", "")
    if answer not in SAID:
        raise BadRequest("not an answer of ours")
    try:
        if answer == "juste":
            services.answer_right(token=token, today=today)
        elif answer == "parti":
            services.answer_left(token=token, today=today)
        else:
            form = ContactForm(request.POST, territories=[])
            if not form.is_valid():
                return _page(request, contact, token, form)
            services.answer_corrected(token=token, facts=form.facts, today=today)
    except services.LinkOverError:
        return _over(request)
    said, more = SAID[answer]
    context = {"said": said, "more": more, "place": contact.organisation}
    return render(request, "directory/still_right_thanks.html", context)
