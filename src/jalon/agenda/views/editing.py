"""Adding an event from one line, changing it, cancelling it."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jalon.agenda import services
from jalon.agenda.forms.event import EventForm, said_in_line, said_of
from jalon.agenda.models import Event
from jalon.agenda.permissions import can_add_event, can_add_somewhere, can_change_event
from jalon.agenda.rules.copies import one_year_later
from jalon.agenda.rules.facts import EventFacts
from jalon.agenda.rules.quick import facts_of, understand
from jalon.agenda.rules.schedule import SlotFacts
from jalon.agenda.selectors.calendar import happening
from jalon.agenda.selectors.clashes import Wanted, look_at
from jalon.agenda.selectors.facts import event_facts, slot_facts
from jalon.agenda.selectors.quick import known_names
from jalon.directory.enums import Role
from jalon.directory.models import Organisation
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.rights import rights_of
from jalon.territory.models import Territory
from jalon.territory.selectors import commune_by_code

EXAMPLE = "20/09 14h-17h formation repérer l'illettrisme, Tours, CRIA"
MOST_LOOKS, MOST_CLASHES = 3, 5
View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """Open a page to whoever may add an event somewhere."""

    @never_cache
    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, **values: str) -> HttpResponse:
        rights = rights_of(request.user)
        if not can_add_somewhere(rights):
            raise PermissionDenied
        return view(request, rights, **values)

    return opened


def _organisations(rights: Rights) -> QuerySet[Organisation]:
    """Return the structures that someone may add an event for."""
    found = Organisation.objects.filter(withdrawn=False).order_by("name")
    if rights.is_regional:
        return found
    held = rights.territories(Role.COORDINATOR)
    return found.filter(Q(pk__in=rights.organisations()) | Q(territories__in=held)).distinct()


def _territories(rights: Rights, organisation: int | None) -> tuple[int, ...]:
    """Return the territories of an event before anyone chooses: hers, else those of its structure."""
    held = rights.territories()
    if held or organisation is None:
        return tuple(sorted(held))
    return tuple(Territory.objects.filter(organisations=organisation).values_list("pk", flat=True))


def _looks(
    rights: Rights, facts: EventFacts, slots: list[SlotFacts], today: date, leave_out: int | None = None
) -> list[Any]:
    """Return what touches the first dates planned."""
    wanted = Wanted(
        frozenset(facts.territories),
        frozenset(facts.audiences),
        frozenset([facts.organisation]) if facts.organisation else frozenset(),
    )
    found = look_at(rights, slots=slots, zone=facts.zone, wanted=wanted, today=today, leave_out=leave_out)
    return [one._replace(clashes=one.clashes[:MOST_CLASHES]) for one in found[:MOST_LOOKS]]


def _new_facts(rights: Rights) -> EventFacts:
    own = sorted(rights.organisations())
    organisation = own[0] if own else None
    return EventFacts("", "", organisation=organisation, territories=_territories(rights, organisation))


@for_editors
def event_add(request: HttpRequest, rights: Rights) -> HttpResponse:
    """Understand one line, show it as a form beside what else happens that day, then keep it."""
    now = timezone.now()
    today = timezone.localdate(now)
    line = request.GET.get("ligne", "").strip()
    facts, understood, looks, copied = _new_facts(rights), None, [], []
    organisations = _organisations(rights)
    if request.method == "POST":
        form = EventForm(request.POST, organisations=organisations)
        if form.is_valid():
            facts = form.facts(facts)
            try:
                event = services.create_event(actor=request.user, now=now, facts=facts, slots=[form.slot()])
            except services.RefusedEventError as refusal:
                form.refuse(refusal)
            except services.NotAllowedError:
                form.add_error("structure", "Choisissez une structure ou un territoire qui est le vôtre.")
            else:
                return redirect(f"{reverse('agenda:network_event', args=[event.key])}?fait=ajoute")
    else:
        initial: Any = {"structure": facts.organisation, "territoires": facts.territories}
        if line:
            understood = understand(line, today=today, known=known_names(rights))
            facts, copied = facts_of(
                understood,
                zone=facts.zone,
                organisation=facts.organisation,
                territories=facts.territories,
                may_add=lambda key: can_add_event(rights, key, facts.territories),
            )
            commune = commune_by_code(facts.commune) if facts.commune else None
            initial = said_in_line(understood, facts, commune.name if commune else "")
            looks = _looks(rights, facts, list(understood.slots), today) if understood.slots else []
        form = EventForm(initial=initial, organisations=organisations)
    context = {
        "form": form,
        "line": line,
        "example": EXAMPLE,
        "understood": understood,
        "looks": looks,
        "partners": len(copied),
        "trail": _trail(),
    }
    return render(request, "agenda/event_add.html", context, status=_status(form))


def _status(form: EventForm) -> int:
    return 422 if form.errors else 200


def _trail(event: Event | None = None) -> list[tuple[str, str]]:
    trail = [("Agenda du réseau", reverse("agenda:network_index"))]
    if event:
        trail.append((event.title, reverse("agenda:network_event", args=[event.key])))
    return trail


def _changeable(rights: Rights, key: str) -> Event:
    """Return an event that someone may change; 404 for one she does not see, 403 for another."""
    event = happening(key, rights)
    if event is None:
        raise Http404
    if not can_change_event(rights, event):
        raise PermissionDenied
    return event


@for_editors
def event_change(request: HttpRequest, rights: Rights, key: str) -> HttpResponse:
    """Change what is said of an event; its days too when they are written once."""
    event = _changeable(rights, key)
    now = timezone.now()
    slots = [slot_facts(slot) for slot in event.slots.all()]
    alone = slots[0] if len(slots) == 1 and not slots[0].changes else None
    organisations = Organisation.objects.filter(
        Q(pk__in=_organisations(rights).values("pk")) | Q(pk=event.organisation_id)
    ).order_by("name")
    stale = False
    if request.method == "POST":
        form = EventForm(request.POST, organisations=organisations)
        _without_days(form, alone is None)
        if form.is_valid():
            sequence = request.POST.get("vu", "")
            try:
                services.change_event(
                    actor=request.user,
                    now=now,
                    event=event,
                    sequence=int(sequence) if sequence.isascii() and sequence.isdigit() else -1,
                    facts=form.facts(event_facts(event)),
                    slots=[form.slot()] if alone else slots,
                )
            except services.RefusedEventError as refusal:
                form.refuse(refusal)
            except services.NotAllowedError:
                form.add_error("structure", "Choisissez une structure ou un territoire qui est le vôtre.")
            except services.StaleEventError:
                stale = True
            else:
                return redirect(f"{reverse('agenda:network_event', args=[event.key])}?fait=change")
    else:
        form = EventForm(initial=said_of(event, alone), organisations=organisations)
        _without_days(form, alone is None)
    today = timezone.localdate(now)
    context = {
        "form": form,
        "event": event,
        "stale": stale,
        "alone": alone,
        "looks": _looks(rights, event_facts(event), slots, today, leave_out=event.pk)[:1],
        "trail": _trail(event),
    }
    return render(request, "agenda/event_change.html", context, status=409 if stale else _status(form))


def _without_days(form: EventForm, left: bool) -> None:
    """Take the days out of a form: one line cannot tell those of several slots, or changed one by one."""
    for name in ("du", "debut", "fin", "au", "regle") if left else ():
        del form.fields[name]


@for_editors
def event_cancel(request: HttpRequest, rights: Rights, key: str) -> HttpResponse:
    """Ask why, then cancel or postpone; it stays in every calendar, with the reason."""
    event = _changeable(rights, key)
    problem, why = "", ""
    if request.method == "POST":
        why = request.POST.get("pourquoi", "")
        act = services.postpone_event if request.POST.get("faire") == "reporter" else services.cancel_event
        try:
            act(actor=request.user, now=timezone.now(), event=event, why=why)
        except services.RefusedEventError as refusal:
            problem = str(refusal)
        except services.NotAllowedError as refusal:
            raise PermissionDenied from refusal
        else:
            return redirect(f"{reverse('agenda:network_event', args=[event.key])}?fait=annule")
    context = {"event": event, "problem": problem, "why": why, "trail": _trail(event)}
    return render(request, "agenda/event_cancel.html", context, status=422 if problem else 200)


@for_editors
def event_again(request: HttpRequest, rights: Rights, key: str) -> HttpResponse:
    """Make the same event one year later, the same day of the week; asked first."""
    event = _changeable(rights, key)
    problem = ""
    if request.method == "POST":
        try:
            made = services.duplicate_event(actor=request.user, now=timezone.now(), event=event)
        except services.RefusedEventError as refusal:
            problem = str(refusal)
        except services.NotAllowedError as refusal:
            raise PermissionDenied from refusal
        else:
            return redirect(f"{reverse('agenda:network_event', args=[made.key])}?fait=copie")
    first = next(iter(event.slots.all()), None)
    day = one_year_later(first.first_day) if first else None
    context = {"event": event, "day": day, "problem": problem, "trail": _trail(event)}
    return render(request, "agenda/event_again.html", context, status=422 if problem else 200)


@for_editors
def event_state(request: HttpRequest, rights: Rights, key: str) -> HttpResponse:
    """Bring an event to its next state; cancelling and postponing have a page of their own."""
    event = _changeable(rights, key)
    address = reverse("agenda:network_event", args=[event.key])
    if request.method != "POST":
        return redirect(address)
    try:
        services.move_state(
            actor=request.user, now=timezone.now(), event=event, target=request.POST.get("etat", "")
        )
    except services.RefusedEventError as refusal:
        context = {"event": event, "problem": str(refusal), "trail": _trail(event)}
        return render(request, "agenda/event_state_refused.html", context, status=422)
    except services.NotAllowedError as refusal:
        raise PermissionDenied from refusal
    return redirect(f"{address}?fait=etat")
