"""Saying dates, lengths and prices in plain French."""

import re
from datetime import date

from jalon.training.rules.truth import Dates, State

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
NBSP = "\u00a0"
CLAUSE_END = re.compile(r"[.;](?:\s|$)")


def said_day(day: date) -> str:
    """Return a day as people say it.

    >>> said_day(date(2027, 9, 1))
    '1er\\xa0septembre\\xa02027'
    """
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def said_month(day: date) -> str:
    """Return the month of a day.

    >>> said_month(date(2027, 9, 1))
    'septembre\\xa02027'
    """
    return f"{MONTHS[day.month - 1]}{NBSP}{day.year}"


def said_length(months: float | None, hours: int | None, text: str = "") -> str:
    """Return how long it lasts: the provider's words first, else months or days, with the hours.

    >>> said_length(24, None)
    '2\\xa0ans'
    >>> said_length(0.2, 35)
    '6\\xa0jours (35\\xa0heures)'
    """
    said = text.strip() or _said_months(months)
    if hours:
        shown = f"{hours:,}".replace(",", NBSP)
        said = f"{said} ({shown}{NBSP}heures)" if said else f"{shown}{NBSP}heures"
    return said


def _said_months(months: float | None) -> str:
    if months is None:
        return ""
    if months < 1:
        days = max(1, round(months * 30))
        return f"{days}{NBSP}jour{'s' if days > 1 else ''}"
    whole = round(months)
    if whole >= 12 and whole % 12 == 0:
        return f"{whole // 12}{NBSP}an{'s' if whole > 12 else ''}"
    return f"{whole}{NBSP}mois"


def said_price(euros: float | None) -> str:
    """Return a price in whole euros when it is one; empty when unknown.

    >>> said_price(1250.0)
    '1\\xa0250\\xa0€'
    """
    if euros is None:
        return ""
    text = f"{euros:,.0f}" if euros == round(euros) else f"{euros:,.2f}"
    return text.replace(",", NBSP).replace(".", ",") + f"{NBSP}€"


def first_clause(text: str, longest: int = 64) -> str:
    """Return the beginning of a text that says enough for a list: its first clause, cut between words.

    >>> first_clause("Rien. Prévoyez les livres.")
    'Rien'
    """
    clause = CLAUSE_END.split(text.strip(), maxsplit=1)[0].strip()
    if len(clause) <= longest:
        return clause
    return f"{clause[:longest].rsplit(' ', 1)[0].rstrip(',')}…"


def truth_line(dates: Dates, where: State) -> str:
    """Return what one may still do about a session, in one sentence."""
    start = said_day(dates.start) if dates.start else ""
    end = dates.sure_end
    doubt = " (fin à confirmer)" if dates.end_in_doubt else ""
    if where is State.ANY_TIME:
        return f"On peut commencer à tout moment{f' jusqu’au {said_day(end)}' if end else doubt}"
    if where is State.UNDATED:
        return "Date pas encore annoncée"
    if where is State.STARTED:
        began = end if dates.permanent and end else dates.start
        verb = "Entrées terminées le" if dates.permanent and end else "A commencé le"
        return f"{verb} {said_day(began)}" if began else "Terminée"
    if where is State.SUSPENDED:
        return f"Départ du {start} suspendu ou annulé" if start else "Suspendue ou annulée"
    begins = f"Départ le {start}{doubt}" if start else "Départ à tout moment"
    return begins + _registration(dates, where)


def announced_line(dates: Dates, where: State, closed_on: date) -> str:
    """Return what had been announced of a session whose programme was closed on a day: nothing is to come.

    >>> announced_line(Dates(start=date(2027, 9, 1)), State.OPEN, date(2027, 3, 1))
    'Départ annoncé pour le 1er\\xa0septembre\\xa02027, puis retiré'
    """
    if where is State.SUSPENDED:
        return truth_line(dates, where)
    end = said_day(dates.sure_end) if dates.sure_end else ""
    if dates.permanent and (dates.start is None or dates.start < closed_on):
        return f"On pouvait commencer à tout moment{f' jusqu’au {end}' if end else ''}"
    if dates.start is None:
        return "Aucune date n'avait été annoncée"
    if dates.start < closed_on:
        return f"A commencé le {said_day(dates.start)}{f' (fin le {end})' if end else ''}"
    return f"Départ annoncé pour le {said_day(dates.start)}, puis retiré"


def _registration(dates: Dates, where: State) -> str:
    until, since = dates.registration_until, dates.registration_from
    if where is State.FULL:
        return " : complet"
    if where is State.REGISTRATION_OVER and until:
        return f" : inscriptions closes depuis le {said_day(until)}"
    if where is State.NOT_YET and since:
        return f", inscriptions à partir du {said_day(since)}"
    return f", inscriptions jusqu'au {said_day(until)}" if until else ""
