"""Someone finds the secret addresses of her calendars among her data; never their secret."""

import pytest
from django.utils import timezone
from tests import factories

from jalon.agenda.models import CalendarKey
from jalon.directory.selectors.personal import held_about


@pytest.mark.django_db
def test_her_calendar_addresses_are_among_her_data_and_go_with_her():
    ana, other = factories.account(), factories.account()
    for number, account in enumerate((ana, other)):
        CalendarKey.objects.create(
            account=account, name=f"Téléphone {number}", digest=f"{number:064}", created_at=timezone.now()
        )
    (part,) = [one for one in held_about(ana, now=timezone.now()) if one.name == "agendas"]
    assert [row[0] for row in part.rows] == ["Téléphone 0"]
    assert f"{0:064}" not in str(part)
    ana.delete()
    assert [key.account for key in CalendarKey.objects.all()] == [other]
