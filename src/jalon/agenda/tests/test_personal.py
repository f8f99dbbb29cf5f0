"""What is one's own: addresses of calendars among one's data, drafts that the journal tells nobody else."""

import pytest
from django.utils import timezone
from tests import factories

from jalon.agenda.models import CalendarKey
from jalon.agenda.services.acts import tell
from jalon.directory.enums import Role
from jalon.directory.selectors.personal import held_about
from jalon.directory.selectors.rights import rights_of
from jalon.journal.selectors import entries_for


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


@pytest.mark.django_db
@pytest.mark.parametrize(("visibility", "read_by_the_region"), [("draft", False), ("network", True)])
def test_the_journal_tells_the_draft_of_a_structure_to_nobody_else(visibility: str, read_by_the_region: bool):
    place = factories.organisation()
    author, officer = factories.account(is_staff=False), factories.account(is_staff=False)
    factories.membership(author, Role.PARTNER_MEMBER, organisation=place)
    factories.membership(officer, Role.REGION_OFFICER)
    event = factories.event("Idée", visibility=visibility, organisation=place)
    tell(event, actor=author, what="created", said="a ajouté « Idée »")
    assert entries_for(rights_of(author)).count() == 1
    assert entries_for(rights_of(officer)).exists() == read_by_the_region
