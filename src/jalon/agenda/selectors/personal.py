"""What the agenda holds about someone."""

from typing import Any

from django.urls import reverse

from jalon.agenda.models import CalendarKey
from jalon.directory.models import Account
from jalon.directory.rules.personal import Part


def keys_of(sender: Any, account: Account, **signal: Any) -> list[Part]:
    """Return the secret addresses of someone's calendars (`directory.signals.asked_for_data`)."""
    return [
        Part(
            name="agendas",
            title="Vos adresses d'agenda",
            why="lire l'agenda dans votre téléphone ou ailleurs",
            kept="jusqu'à ce que vous les retiriez, ou qu'elles ne servent plus",
            head=("nom", "filtres", "faite le", "dernier usage", "retirée le"),
            rows=tuple(
                (
                    key.name,
                    key.query,
                    f"{key.created_at:%d/%m/%Y}",
                    f"{key.used_on:%d/%m/%Y}" if key.used_on else "",
                    f"{key.revoked_at:%d/%m/%Y}" if key.revoked_at else "",
                )
                for key in CalendarKey.objects.filter(account=account)
            ),
            link=("Mes adresses d'agenda", reverse("agenda:own_calendars")),
        )
    ]
