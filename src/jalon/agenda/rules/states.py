"""Where an event stands, and what may follow: each refusal with its reason in French."""

from datetime import date

from jalon.agenda.enums import EventState

IDEA, SAVE, OPEN, CLOSED = EventState.IDEA, EventState.SAVE_THE_DATE, EventState.OPEN, EventState.CLOSED
HELD, POSTPONED, CANCELLED = EventState.HELD, EventState.POSTPONED, EventState.CANCELLED
# What may follow what. Nothing follows « held » and « cancelled »: one makes another event from them.
FOLLOWING: dict[str, tuple[EventState, ...]] = {
    IDEA: (SAVE, OPEN, CANCELLED),
    SAVE: (OPEN, IDEA, POSTPONED, CANCELLED, HELD),
    OPEN: (CLOSED, SAVE, POSTPONED, CANCELLED, HELD),
    CLOSED: (OPEN, POSTPONED, CANCELLED, HELD),
    POSTPONED: (SAVE, OPEN, CANCELLED),
    HELD: (),
    CANCELLED: (),
}
FINAL = (HELD, CANCELLED)
# What is still to come, and so becomes « held » by itself when its last day is past.
RUNNING = (SAVE, OPEN, CLOSED)
NEEDS_REASON = (CANCELLED, POSTPONED)


def move_refusal(state: str, target: str, *, last_day: date | None, today: date, why: str = "") -> str:
    """Return why an event cannot go from a state to another, in French; "" when it can.

    `last_day` is the last of its days, None when it has none yet.

    >>> move_refusal("open", "held", last_day=date(2027, 5, 3), today=date(2027, 5, 1))
    "Il n'a pas encore eu lieu."
    """
    if target not in EventState.values:
        return "Cet état n'existe pas."
    if state == target:
        return "Il est déjà dans cet état."
    if state in FINAL:
        return "Il est terminé. Vous pouvez en faire un nouveau à partir de lui."
    if target not in FOLLOWING[state]:
        before, after = EventState(state).label.lower(), EventState(target).label.lower()
        return f"De « {before} », on ne passe pas à « {after} »."
    if target in NEEDS_REASON:
        return "" if why.strip() else "Dites pourquoi, en quelques mots."
    if target == HELD:
        return "" if last_day and last_day < today else "Il n'a pas encore eu lieu."
    if target in (SAVE, OPEN):
        return _date_refusal(last_day, today)
    return ""


def _date_refusal(last_day: date | None, today: date) -> str:
    if last_day is None:
        return "Il faut d'abord une date."
    return "" if last_day >= today else "Sa date est passée : donnez-lui-en une autre."


def possible_moves(state: str, *, last_day: date | None, today: date) -> list[EventState]:
    """Return the states that may follow now; a reason, where one is needed, is asked next."""
    return [
        target
        for target in FOLLOWING[state]
        if not move_refusal(state, target, last_day=last_day, today=today, why="…")
    ]


def is_over(state: str, *, last_day: date | None, today: date) -> bool:
    """Tell whether an event has taken place without anybody saying so.

    Ideas never were; what was cancelled or postponed did not take place on its days.
    """
    return state in RUNNING and last_day is not None and last_day < today
