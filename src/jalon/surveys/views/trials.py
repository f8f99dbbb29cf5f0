"""A test, for its participants: a page that explains, one task at a time, a short form, thanks.

Nothing is kept on the device: the participant's token stands in the address only.
"""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jalon.surveys.enums import Audience, Outcome
from jalon.surveys.forms import TRAP, BeginForm, EndForm, TaskForm
from jalon.surveys.models import WitnessGroup
from jalon.surveys.rules.tasks import next_task, step_of
from jalon.surveys.selectors import groups as selectors
from jalon.surveys.services import groups as services
from jalon.ui.services.attempts import TooManyError
from jalon.ui.services.posting import View, form_of_ours, kept_secret, network

NOBODY, OVER = 404, 410


def _closed(request: HttpRequest, *, status: int) -> HttpResponse:
    context = {"over": status == OVER}
    return kept_secret(render(request, "surveys/trial_closed.html", context, status=status))


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return kept_secret(render(request, template, context))


def _open(view: View) -> View:
    """Give a view the test of its link, while it is open."""

    @wraps(view)
    def found(request: HttpRequest, code: str, **values: str) -> HttpResponse:
        today = timezone.localdate()
        group = selectors.invited(code, today=today)
        if group is None or not selectors.can_answer(group, today=today):
            return _closed(request, status=OVER if group else NOBODY)
        try:
            return view(request, group, **values)
        except services.ClosedError:
            return _closed(request, status=NOBODY)

    return found


def _address(group: WitnessGroup, token: str, query: str = "") -> str:
    return reverse("surveys:trial_step", args=[group.code, token]) + query


@require_safe
@_open
def trial(request: HttpRequest, group: WitnessGroup) -> HttpResponse:
    """Explain what is asked, what is kept, and how to stop."""
    context = {"group": group, "form": BeginForm(), "gone": "efface" in request.GET}
    return _page(request, "surveys/trial.html", context)


@form_of_ours
@_open
def trial_begin(request: HttpRequest, group: WitnessGroup) -> HttpResponse:
    """Give a participant an address, and lead there."""
    form = BeginForm(request.POST)
    if not form.is_valid() or request.POST.get(TRAP):
        return redirect("surveys:trial", code=group.code)
    try:
        token = services.begin_participation(
            code=group.code,
            audience=Audience(form.cleaned_data["public"]),
            network=network(request),
            today=timezone.localdate(),
        )
    except TooManyError:
        response = _page(request, "surveys/trial.html", {"group": group, "form": form, "crowded": True})
        response.status_code = 429
        return response
    return redirect(_address(group, token))


def _trial(group: WitnessGroup, token: str) -> selectors.Trial:
    found = selectors.trial_of(group, token)
    if found is None:
        raise services.ClosedError
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


@require_safe
@_open
def trial_step(request: HttpRequest, group: WitnessGroup, token: str) -> HttpResponse:
    """Show the task to try, the short form at the end, or the thanks."""
    found = _trial(group, token)
    if found.participation.finished:
        return _page(request, "surveys/trial_thanks.html", {"group": group, "token": token})
    position = step_of(found.positions, found.answers.keys(), _number(request.GET.get("tache", "")))
    if position is None or "fin" in request.GET:
        return _end_page(request, group, token, EndForm(auto_id="%s"))
    answer = found.answers.get(position)
    initial = {"resultat": answer.outcome, "effort": answer.effort, "mots": answer.words} if answer else None
    return _task_page(request, found, token, position, TaskForm(auto_id="%s", initial=initial))


def _task_page(
    request: HttpRequest, found: selectors.Trial, token: str, position: int, form: TaskForm
) -> HttpResponse:
    after = next_task(found.positions, found.answers.keys(), position)
    context = {
        "group": found.participation.group,
        "token": token,
        "task": found.task(position),
        "count": len(found.tasks),
        "form": form,
        "skip": f"?tache={after}" if after else "?fin=1",
        "before": position - 1,
    }
    return _page(request, "surveys/trial_task.html", context)


def _end_page(request: HttpRequest, group: WitnessGroup, token: str, form: EndForm) -> HttpResponse:
    return _page(request, "surveys/trial_end.html", {"group": group, "token": token, "form": form})


@form_of_ours
@_open
def trial_answer(request: HttpRequest, group: WitnessGroup, token: str) -> HttpResponse:
    """Keep how a task went, then lead to the next one."""
    found = _trial(group, token)
    position = _number(request.POST.get("tache", ""))
    if position not in found.positions:
        return redirect(_address(group, token))
    form = TaskForm(request.POST, auto_id="%s")
    if not form.is_valid():
        return _task_page(request, found, token, position, form)
    services.answer_task(
        code=group.code,
        token=token,
        position=position,
        outcome=Outcome(form.cleaned_data["resultat"]),
        effort=form.cleaned_data["effort"],
        words=form.cleaned_data["mots"],
        today=timezone.localdate(),
    )
    after = next_task(found.positions, found.answers.keys(), position)
    return redirect(_address(group, token, f"?tache={after}" if after else "?fin=1"))


@form_of_ours
@_open
def trial_end(request: HttpRequest, group: WitnessGroup, token: str) -> HttpResponse:
    """Keep the short form at the end, then thank."""
    _trial(group, token)
    form = EndForm(request.POST, auto_id="%s")
    if not form.is_valid():
        return _end_page(request, group, token, form)
    services.finish_participation(
        code=group.code,
        token=token,
        effort=form.cleaned_data["effort"],
        missing=form.cleaned_data["manque"],
        again=form.cleaned_data["encore"],
        today=timezone.localdate(),
    )
    return redirect(_address(group, token))


@form_of_ours
@_open
def trial_withdraw(request: HttpRequest, group: WitnessGroup, token: str) -> HttpResponse:
    """Forget a participant's answers at once."""
    services.withdraw_participation(code=group.code, token=token, today=timezone.localdate())
    return redirect(reverse("surveys:trial", args=[group.code]) + "?efface=1")
