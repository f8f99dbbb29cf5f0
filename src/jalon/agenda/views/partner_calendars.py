"""Partners' calendars: those that are read, adding one, choosing what enters, pausing and stopping."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jalon.agenda.enums import FeedItemState
from jalon.agenda.forms.partner_calendars import CalendarForm, FileForm
from jalon.agenda.models import Feed
from jalon.agenda.permissions import can_subscribe_feed, can_subscribe_somewhere
from jalon.agenda.selectors import feeds as selectors
from jalon.agenda.services import feeds as services
from jalon.directory.selectors.rights import rights_of
from jalon.ui.services.attempts import Attempts, TooManyError

# Each look goes out on the network and holds this process for as long as it takes.
looks = Attempts("agenda-feed", most=20)
TOO_MANY = "Vous avez regardé beaucoup de calendriers. Réessayez dans un quart d'heure."
SAID = {
    "choisi": "C'est fait. Ce que vous avez repris est dans l'agenda.",
    "lu": "Le calendrier vient d'être lu.",
    "echec": "Le calendrier n'a pas pu être lu : la raison est dite ci-dessous.",
    "attendre": "Ce calendrier vient d'être lu, ou est en train de l'être. Réessayez dans une minute.",
    "pause": "Le calendrier est en pause. Ses événements restent dans l'agenda.",
    "relance": "Le calendrier sera relu dans les minutes qui viennent.",
    "envoye": "Le nouveau fichier est lu.",
    "arrete": "Le calendrier n'est plus lu.",
}
CHOICE = "choix-"
View = Callable[..., HttpResponse]


def _for_keepers(*methods: str) -> Callable[[View], View]:
    """Open a view to those who may take calendars in (`permissions.can_subscribe_somewhere`)."""

    def decorate(view: View) -> View:
        answering = require_http_methods(methods)(view)

        @never_cache
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, **values: int) -> HttpResponse:
            if not can_subscribe_somewhere(rights_of(request.user)):
                raise PermissionDenied
            return answering(request, **values)

        return checked

    return decorate


def _feed(request: HttpRequest, pk: int) -> Feed:
    """Return a calendar that the person who asks keeps."""
    found = selectors.feed_and_territories(pk)
    if found is None:
        raise Http404
    feed, territories = found
    if not can_subscribe_feed(rights_of(request.user), feed.organisation_id, territories):
        raise PermissionDenied
    return feed


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Espace équipe", reverse("portal:staff")), *more]


def _feed_trail(feed: Feed | None = None) -> list[tuple[str, str]]:
    trail = _trail(("Calendriers des partenaires", reverse("agenda:partner_calendars")))
    if feed is not None:
        trail.append((feed.name, reverse("agenda:partner_calendar", args=[feed.pk])))
    return trail


def _said(request: HttpRequest) -> str:
    return SAID.get(request.GET.get("fait", ""), "")


def _done(feed: Feed, said: str, name: str = "partner_calendar") -> HttpResponse:
    return redirect(f"{reverse(f'agenda:{name}', args=[feed.pk])}?fait={said}")


@_for_keepers("GET", "HEAD")
def partner_calendars(request: HttpRequest) -> HttpResponse:
    """List the calendars that one keeps, with their last reading and what stopped it."""
    feeds = selectors.feeds_of(rights_of(request.user))
    context = {"feeds": feeds, "said": _said(request), "trail": _trail()}
    return render(request, "agenda/partner_calendars.html", context)


@_for_keepers("GET", "HEAD", "POST")
def partner_calendar_add(request: HttpRequest) -> HttpResponse:
    """Look at a calendar, by its address or its file; then lead to the choice of what enters."""
    organisations = list(selectors.organisations_fed_by(rights_of(request.user)))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CalendarForm(*sent, organisations=organisations)
    if form.is_valid():
        try:
            looks.note(str(request.user.pk), timezone.now())
            feed = services.subscribe(
                actor=request.user,
                now=timezone.now(),
                organisation=form.cleaned_data["structure"],
                name=form.cleaned_data["nom"],
                address=form.cleaned_data["adresse"],
                content=form.content(),
                visibility=form.cleaned_data["qui"],
                takes_new=form.cleaned_data["nouvelles"],
            )
        except services.RefusedFeedError as refusal:
            form.refuse(refusal)
        except TooManyError:
            form.add_error(None, TOO_MANY)
        else:
            return redirect("agenda:partner_calendar_choose", pk=feed.pk)
    context = {"form": form, "trail": _feed_trail(), "none": not organisations}
    return render(request, "agenda/partner_calendar_add.html", context)


@_for_keepers("GET", "HEAD")
def partner_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a calendar: what waits, what changed at the last reading, what stopped it."""
    return _page(request, _feed(request, pk), FileForm())


def _page(request: HttpRequest, feed: Feed, form: FileForm) -> HttpResponse:
    counts = selectors.item_counts(feed)
    context = {
        "feed": feed,
        "host": urlsplit(feed.address).hostname or "",
        "waiting": sum(counts.get(state, 0) for state in selectors.WAITING),
        "taken": sum(counts.get(state, 0) for state in ("taken", "changed", "gone")),
        "linked": counts.get(FeedItemState.LINKED, 0),
        "left": counts.get(FeedItemState.LEFT_OUT, 0),
        "form": form,
        "said": _said(request),
        "trail": _feed_trail(),
    }
    return render(request, "agenda/partner_calendar.html", context)


@_for_keepers("GET", "HEAD", "POST")
def partner_calendar_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what enters our calendar, event by event or all at once."""
    feed = _feed(request, pk)
    refused: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        refused = _choose(request, feed)
        if not refused:
            left = selectors.waiting_items(feed).exists()
            return _done(feed, "choisi", "partner_calendar_choose" if left else "partner_calendar")
        feed = _feed(request, pk)
    page = Paginator(selectors.waiting_items(feed), selectors.PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "feed": feed,
        "page": page,
        "lines": selectors.choice_lines(page.object_list),
        "fresh": feed.items.filter(state=FeedItemState.NEW, event=None).count(),
        "refused": refused,
        "said": _said(request),
        "trail": _feed_trail(feed),
    }
    return render(request, "agenda/partner_calendar_choose.html", context)


def _choose(request: HttpRequest, feed: Feed) -> tuple[tuple[str, str], ...]:
    """Do what the form says; return (title, reason) of what could not be done."""
    now = timezone.now()
    if "tout" in request.POST:
        return services.take_all(actor=request.user, now=now, feed=feed).refused
    choices = {
        int(name.removeprefix(CHOICE)): str(value)
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and name.removeprefix(CHOICE).isdecimal() and len(name) < 25
    }
    return services.choose_items(actor=request.user, now=now, feed=feed, choices=choices).refused


@_for_keepers("POST")
def partner_calendar_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a calendar now."""
    feed = _feed(request, pk)
    now = timezone.now()
    recent = feed.read_at is not None and now - feed.read_at < services.BETWEEN
    if not feed.address or feed.paused or recent:
        return _done(feed, "attendre")
    try:
        looks.note(str(request.user.pk), now)
        return _done(feed, "lu" if services.read_feed(feed=feed.pk, now=now) else "echec")
    except (services.BusyFeedError, TooManyError):
        return _done(feed, "attendre")


@_for_keepers("POST")
def partner_calendar_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a newer file of a calendar that came as a file."""
    feed = _feed(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.renew_feed(
                actor=request.user, now=timezone.now(), feed=feed, content=form.content() or b""
            )
            return _done(feed, "envoye")
        except services.RefusedFeedError as refusal:
            form.refuse(refusal)
    return _page(request, feed, form)


@_for_keepers("POST")
def partner_calendar_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop reading a calendar for a while."""
    feed = _feed(request, pk)
    services.pause_feed(actor=request.user, feed=feed)
    return _done(feed, "pause")


@_for_keepers("POST")
def partner_calendar_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a calendar again."""
    feed = _feed(request, pk)
    services.resume_feed(actor=request.user, now=timezone.now(), feed=feed)
    return _done(feed, "relance")


@_for_keepers("GET", "HEAD", "POST")
def partner_calendar_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what becomes of its events, then forget a calendar."""
    feed = _feed(request, pk)
    choice = request.POST.get("evenements", "")
    if request.method == "POST" and choice in ("garder", "retirer"):
        services.stop_feed(actor=request.user, feed=feed, remove=choice == "retirer")
        return redirect(f"{reverse('agenda:partner_calendars')}?fait=arrete")
    context = {
        "feed": feed,
        "taken": feed.items.filter(state__in=("taken", "changed", "gone")).count(),
        "missing": request.method == "POST",
        "trail": _feed_trail(feed),
    }
    return render(request, "agenda/partner_calendar_stop.html", context)
