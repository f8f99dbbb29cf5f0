"""A partner's site, its organisation, those who publish for it."""

import pytest
from tests import factories

from jalon.agenda.services.feeds import reading as reading_service
from jalon.agenda.services.feeds import (
    subscribing,
)
from jalon.agenda.tests.feeds.partner import Partner
from jalon.directory.enums import Role
from jalon.directory.models import Account


@pytest.fixture
def partner(monkeypatch) -> Partner:
    made = Partner()
    monkeypatch.setattr(subscribing, "fetch", made.fetch)
    monkeypatch.setattr(reading_service, "fetch", made.fetch)
    return made


@pytest.fixture
def body():
    territory = factories.territory("Touraine")
    made = factories.organisation(
        "CRIA", commune=factories.commune("Tours", insee_code="37261", postal_codes=("37000",))
    )
    made.territories.add(territory)
    return made


@pytest.fixture
def editor(body) -> Account:
    account = factories.account("ana@cria.example", is_staff=False)
    factories.membership(account, Role.PARTNER_EDITOR, organisation=body)
    return account


@pytest.fixture
def coordinator(body) -> Account:
    account = factories.account("bob@spro.example", is_staff=False)
    factories.membership(account, Role.COORDINATOR, territory=body.territories.get())
    return account
