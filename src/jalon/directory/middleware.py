"""What requests of someone who signed in go through. A public page looks at nobody: neither does this."""

from collections.abc import Callable

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from jalon.directory.models import Account
from jalon.directory.selectors.rights import must_set_up_second_factor
from jalon.directory.services.sessions import ROW, note_seen

# Where someone who still has to set up her second factor is known: to do it, and to leave.
BEFORE = frozenset(
    [
        "directory:second_factor_set_up",
        "directory:recovery_codes_file",
        "directory:sign_out",
    ]
)
Answer = Callable[[HttpRequest], HttpResponse]


def half_signed_in(request: HttpRequest) -> bool:
    """Tell whether a session was opened by someone who must still set up her second factor."""
    account = get_user(request)
    return isinstance(account, Account) and must_set_up_second_factor(account)


def _let_in(request: HttpRequest) -> Account | AnonymousUser:
    account = get_user(request)
    if not isinstance(account, Account) or not must_set_up_second_factor(account):
        return account
    match = request.resolver_match
    return account if match is not None and match.view_name in BEFORE else AnonymousUser()


def second_factor_first(get_response: Answer) -> Answer:
    """Count someone whose role asks for a second factor as signed in only once she has one.

    Wherever a view, a predicate or a template asks who is there, the answer is nobody: pages for members lead
    to signing in, and that page leads her to the set-up. So no page can forget to check.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _let_in(request))
        return get_response(request)

    return middleware


def last_seen(get_response: Answer) -> Answer:
    """Keep when each session was last seen, at most every ten minutes.

    It is the only thing that reading a page may write, and only for someone who signed in.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.session.accessed and (row := request.session.get(ROW)):
            note_seen(row=row, now=timezone.now())
        return response

    return middleware
