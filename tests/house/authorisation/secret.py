"""Routes opened by an address that only some hold, whoever asks: signing in changes nothing to them.

The tests of each room prove what each address opens; those of the house that it opens the same to every
persona.
"""

from collections.abc import Iterator

from tests.house.authorisation.calls import Call

NOTHING = "z" * 32
NO_GROUP = "z" * 22
NO_WORKSHOP = "ZZZZZZ"

# A dossier is opened by its address: what a GET gives to someone with an address that opens nothing, with the
# person's, with the adviser's (jalon/guidance/tests/test_dossier_screens.py).
ADDRESS: dict[str, tuple[int, int, int]] = {
    "guidance:dossier": (404, 200, 200),
    "guidance:dossier_compare": (404, 200, 200),
    "guidance:dossier_pdf": (404, 200, 200),
    "guidance:dossier_change": (405, 405, 405),
}
# Forms without account nor cookie that lead to one: only POST.
FORMS: dict[str, int] = {
    "guidance:dossier_begin": 405,
    "guidance:dossier_open": 405,
    "guidance:workshop_begin": 405,
    "guidance:workshop_send": 405,
    "surveys:opinion": 405,
    "surveys:opinion_more": 405,
}

# A test is opened by its link, whoever asks: what a GET gives for a link that opens nothing, for an open
# test, for one that is over (jalon/surveys/tests/test_trials.py).
TRIAL: dict[str, tuple[int, int, int]] = {
    "surveys:trial": (404, 200, 410),
    "surveys:trial_begin": (405, 405, 405),
    "surveys:trial_step": (404, 200, 410),
    "surveys:trial_answer": (405, 405, 405),
    "surveys:trial_end": (405, 405, 405),
    "surveys:trial_withdraw": (405, 405, 405),
}

# A workshop is opened by its leader's secret, its code, or what a participant sent: which, then what a GET
# gives for one that opens nothing and for one that opens (jalon/guidance/tests/test_workshop_screens.py).
WORKSHOP: dict[str, tuple[str, int, int]] = {
    "guidance:workshop_leader": ("secret", 404, 200),
    "guidance:workshop_lead": ("secret", 405, 405),
    "guidance:workshop": ("code", 404, 200),
    "guidance:workshop_screen": ("code", 404, 200),
    "guidance:workshop_sent": ("token", 404, 200),
    "guidance:workshop_take_back": ("token", 405, 405),
}

# The link of a mail that asks a contact whether she is still the one: what a GET gives for one that opens
# nothing and for one that opens (jalon/directory/tests/test_asking.py).
LINKS: dict[str, tuple[int, int]] = {
    "directory:still_right": (404, 200),
    "directory:still_right_answer": (405, 405),
}

# Someone's own calendar, by its secret: what a GET gives for one that opens nothing and for one that opens
# (jalon/agenda/tests/test_own_calendar.py).
CALENDARS: dict[str, tuple[int, int]] = {"agenda:own_calendar": (404, 200)}


def samples() -> Iterator[tuple[str, Call]]:
    """Yield (route, call): what opens nothing, then what opens, with the status of a GET."""
    for route, (nothing, opened, _adviser) in ADDRESS.items():
        yield route, Call({"secret": NOTHING}, status=nothing)
        yield route, Call({"secret": "{dossier}"}, status=opened)
    for route, status in FORMS.items():
        yield route, Call(status=status)
    for route, (nothing, opened, _over) in TRIAL.items():
        step = route not in {"surveys:trial", "surveys:trial_begin"}
        yield route, Call({"code": NO_GROUP} | ({"token": NOTHING} if step else {}), status=nothing)
        yield route, Call({"code": "{group_code}"} | ({"token": "{trial}"} if step else {}), status=opened)
    for route, (kind, nothing, opened) in WORKSHOP.items():
        if kind == "secret":
            yield route, Call({"secret": NOTHING}, status=nothing)
            yield route, Call({"secret": "{leader}"}, status=opened)
        else:
            token = {"token": "{sent}"} if kind == "token" else {}
            yield route, Call({"code": NO_WORKSHOP} | token, status=nothing)
            yield route, Call({"code": "{workshop}"} | token, status=opened)
    for route, (nothing, opened) in LINKS.items():
        yield route, Call({"token": NOTHING}, status=nothing)
        yield route, Call({"token": "{asked_contact}"}, status=opened)
    for route, (nothing, opened) in CALENDARS.items():
        yield route, Call({"token": NOTHING}, status=nothing)
        yield route, Call({"token": "{own_calendar}"}, status=opened)
