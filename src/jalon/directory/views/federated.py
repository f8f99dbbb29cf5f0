"""Signing in with the account of another organisation."""

import logging

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from jalon.directory.openid_connect import OtherOrganisation, provider_name
from jalon.directory.rules.sign_in import own_path
from jalon.ui.services.attempts import Attempts, TooManyError
from jalon.ui.services.posting import network

logger = logging.getLogger(__name__)
journeys = Attempts("journeys to another organisation", most=60)  # each keeps a session and asks the provider
NO_ANSWER = (RequestException, OAuth2Error, KeyError, ValueError)


def _refuse(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say plainly that the provider does not answer, or not as it should; nothing personal in the journal."""
    logger.warning("the OpenID Connect provider gives no usable answer: %s", type(error).__name__)
    return render(request, "directory/federated_refusal.html", {"why": "down"}, status=502)


@never_cache
@require_POST
def federated_begin(request: HttpRequest) -> HttpResponse:
    """Lead to the other organisation.

    By a page, not by a redirection: our policy lets a form of ours end on our site only, and a GET that began
    the journey would write.
    """
    if not provider_name():
        raise Http404
    onward = own_path(request.POST.get("next", ""))
    if request.user.is_authenticated:
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    try:
        journeys.note(network(request), timezone.now())
        goal = OtherOrganisation(request).way_out(onward)
    except TooManyError:
        return render(request, "directory/federated_refusal.html", {"why": "often"}, status=429)
    except NO_ANSWER as error:
        return _refuse(request, error)
    context = {"goal": goal, "leaving": False, "other_organisation": provider_name()}
    return render(request, "directory/federated_way.html", context)


@never_cache
@require_safe
def federated_return(request: HttpRequest) -> HttpResponse:
    """Take back who comes from the other organisation: signed in, or told plainly why not."""
    if not provider_name():
        raise Http404
    try:
        return OAuth2CallbackView.adapter_view(OtherOrganisation(request))(request)
    except NO_ANSWER as error:
        return _refuse(request, error)


def way_to_sign_out(request: HttpRequest, token: str) -> str:
    """Return where the person signs out of the other organisation too; "" when it does not answer."""
    back = request.build_absolute_uri(reverse("directory:sign_in"))
    try:
        return OtherOrganisation(request).way_to_sign_out(token, back)
    except NO_ANSWER:
        return ""
