"""The code after the password: its state, its set-up, its recovery codes."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jalon.directory.forms.sign_in import CodeForm, PasswordSetUpForm, SetUpForm
from jalon.directory.models import Account
from jalon.directory.rules.sign_in import own_path, said_key, setup_address
from jalon.directory.selectors.rights import has_second_factor, needs_second_factor
from jalon.directory.selectors.second_factor import second_factor_of
from jalon.directory.services import second_factor as factors
from jalon.directory.services.sign_in import WrongCredentialsError, check_credentials
from jalon.directory.views.my_account import trail
from jalon.directory.views.sign_in import FORM_METHODS, refuse_too_many
from jalon.territory.selectors import current_region
from jalon.ui.services.attempts import TooManyError
from jalon.ui.services.posting import network

RECENT = 600  # seconds after signing in during which the password is not asked again
SETUP_LASTS = 3600  # seconds that a set-up page may stay open
SHOWN_LASTS = 900  # seconds during which codes just shown may be taken away as a file
SETUP, SHOWN = "jalon.directory.second_factor.setup", "jalon.directory.second_factor.shown"
WRONG_CODE = "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant."


def _trail() -> list[tuple[str, str]]:
    return trail(("Connexion en deux étapes", reverse("directory:second_factor")))


def _show_codes(request: HttpRequest, codes: list[str], onward: str = "") -> HttpResponse:
    """Show recovery codes, this once; the page may also be taken away as a file for a while."""
    context = {
        "codes": [f"{code[:4]} {code[4:]}" for code in codes],
        "shown": signing.dumps(request.user.pk, salt=SHOWN),
        "onward": onward,
        "trail": _trail(),
    }
    return render(request, "directory/account/recovery_codes.html", context)


@never_cache
@login_required
@require_http_methods(FORM_METHODS)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Show whether there is a second factor; with a code, give other recovery codes or take it away."""
    account: Account = request.user
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if has_second_factor(account) and form.is_valid():
        try:
            factors.check_code(
                account=account, network=network(request), now=timezone.now(), **form.cleaned_data
            )
        except factors.WrongCodeError:
            form.add_error("code", WRONG_CODE)
        except TooManyError as refusal:
            status = refuse_too_many(form, refusal)
        else:
            if request.POST.get("faire") == "retirer":
                factors.remove_second_factor(account=account)
                return redirect(f"{reverse('directory:my_account')}?fait=retiree")
            return _show_codes(request, factors.renew_recovery_codes(account=account))
    context = {
        "form": form,
        "trail": trail(),
        "factor": second_factor_of(account),
        "required": needs_second_factor(account),
    }
    return render(request, "directory/account/second_factor.html", context, status=status)


def _is_recent(request: HttpRequest) -> bool:
    """Tell whether the person proved who she is a few minutes ago."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < RECENT


def _secret(request: HttpRequest) -> str:
    """Return the secret that the set-up page carried; a new one when it carried none of this account's."""
    try:
        account, secret = signing.loads(request.POST.get("setup", ""), salt=SETUP, max_age=SETUP_LASTS)
    except (signing.BadSignature, ValueError):
        return factors.new_secret()
    return secret if account == request.user.pk else factors.new_secret()


@never_cache
@login_required
@sensitive_post_parameters("password", "setup")
@require_http_methods(FORM_METHODS)
def second_factor_set_up(request: HttpRequest) -> HttpResponse:
    """Show a secret to put in an application, and take the first code that it gives."""
    account: Account = request.user
    onward = own_path(request.POST.get("next", "") or request.GET.get("next", ""))
    if has_second_factor(account):
        return redirect(onward or "directory:second_factor")
    secret = _secret(request)
    recent = _is_recent(request)
    if not recent and not account.has_usable_password() and request.method == "POST":
        raise PermissionDenied("signed in too long ago, and has no password to say again")
    form_class = SetUpForm if recent or not account.has_usable_password() else PasswordSetUpForm
    form = form_class(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            return _show_codes(request, _set_up(request, form, secret), onward)
        except WrongCredentialsError:
            form.add_error("password", "Ce n'est pas votre mot de passe.")
        except factors.WrongCodeError:
            form.add_error("code", "Ce code n'est pas le bon. Attendez le suivant, puis recopiez-le.")
        except TooManyError as refusal:
            status = refuse_too_many(form, refusal)
    region = current_region()
    context = {
        "form": form,
        "trail": _trail(),
        "setup": signing.dumps([account.pk, secret], salt=SETUP),
        "address": setup_address(secret, account.email, region.brand if region else "Jalon"),
        "key": said_key(secret),
        "onward": onward,
        "required": needs_second_factor(account),
        "stale": not recent and not account.has_usable_password(),
    }
    return render(request, "directory/account/second_factor_set_up.html", context, status=status)


def _set_up(request: HttpRequest, form: SetUpForm, secret: str) -> list[str]:
    """Check the password when it was asked, then the code; return the recovery codes."""
    now, sender = timezone.now(), network(request)
    if password := form.cleaned_data.get("password"):
        check_credentials(email=request.user.email, password=password, network=sender, now=now)
    return factors.set_up(
        account=request.user,
        secret=secret,
        code=form.cleaned_data["code"],
        network=sender,
        session=request.session.session_key,
        now=now,
    )


@never_cache
@login_required
@require_POST
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """Give the recovery codes that were just shown, as a file to keep or print."""
    try:
        shown_to = signing.loads(request.POST.get("montre", ""), salt=SHOWN, max_age=SHOWN_LASTS)
    except signing.BadSignature:
        shown_to = None
    if shown_to != request.user.pk:
        return redirect("directory:second_factor")
    lines = [
        f"Codes de secours de {request.user.email}",
        "Chacun remplace une fois le code de votre application. Gardez cette feuille à l'abri.",
        "",
        *(f"{code[:4]} {code[4:]}" for code in factors.remaining_codes(account=request.user)),
    ]
    answer = HttpResponse("\r\n".join(lines) + "\r\n", content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
    return answer
