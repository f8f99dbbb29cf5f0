"""What the calendar holds about someone, as one who wrote events or takes part in them."""

from typing import Any

from jalon.agenda.models import Event, Participation
from jalon.agenda.rules.clashes import person
from jalon.agenda.rules.keeping import NAME_YEARS
from jalon.directory.models import Account
from jalon.directory.rules.personal import Part


def events_of(sender: Any, account: Account, **signal: Any) -> list[Part]:
    """Return the events that someone wrote, and those that name her (`directory.signals.asked_for_data`)."""
    rows = [
        ("écrit par vous", title, f"{at:%d/%m/%Y}")
        for title, at in Event.objects.filter(created_by=account).values_list("title", "created_at")
    ]
    if name := person(account.name):
        named = Participation.objects.exclude(name="").select_related("event")
        rows += [
            (str(one.get_part_display()), one.event.title, f"{one.event.created_at:%d/%m/%Y}")
            for one in named.iterator(chunk_size=1000)
            if person(one.name) == name
        ]
    return [
        Part(
            name="evenements",
            title="Vos événements",
            why="préparer et annoncer ce que fait le réseau",
            kept=f"votre nom comme intervenant : {NAME_YEARS} ans après l'événement",
            head=("votre part", "événement", "ajouté le"),
            rows=tuple(rows),
        )
    ]
