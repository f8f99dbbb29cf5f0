"""What the sample calls ask for: one of each thing, here; its key is named "{load}" in the tables.

A room adds its own at the end: one function that returns {name: key as an address writes it}.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils import timezone

from jalon.agenda.rules.asked import Asked
from jalon.agenda.services.calendar_keys import make_key, note_used
from jalon.agenda.services.feeds import subscribe
from jalon.directory.enums import Role
from jalon.directory.models import Account, Contact
from jalon.directory.rules.confirming import digest_of
from jalon.directory.services.invitations import invite
from jalon.guidance.models import Workshop
from jalon.guidance.rules.workshop import Sent, Ticket
from jalon.guidance.services import dossier, workshop
from jalon.journal.services import record
from jalon.outbox.enums import MessageState
from jalon.outbox.models import Message
from jalon.outbox.services import queue_message
from jalon.sources.enums import LoadState
from jalon.sources.models import Reject
from jalon.surveys.enums import Audience
from jalon.surveys.services import groups
from tests import factories
from tests.house.authorisation.personas import Place

Things = dict[str, str]


def _sources(here: Place, accounts: Mapping[str, Account]) -> Things:
    """A load in which something was refused."""
    made = factories.load(source=None, state=LoadState.REFUSED, rejected=1)
    Reject.objects.create(load=made, file="a.csv", line=2, field="nom", reason="ligne vide")
    return {"load": str(made.pk)}


def _surveys(here: Place, accounts: Mapping[str, Account]) -> Things:
    """A test by a group, an opinion."""
    group = factories.witness_group()
    token = groups.begin_participation(
        code=group.code, audience=Audience.UNSAID, network="", today=timezone.localdate()
    )
    return {
        "group": str(group.pk),
        "group_code": group.code,
        "trial": token,
        "opinion": str(factories.opinion().pk),
    }


def _guidance(here: Place, accounts: Mapping[str, Account]) -> Things:
    """A dossier and a workshop, by their addresses."""
    today = timezone.localdate()
    leader = workshop.begin_workshop(title="Atelier d'essai", days=1, today=today)
    ticket = Ticket(Workshop.objects.latest("pk").code, "s" * 22)
    workshop.send_answer(ticket=ticket, sent=Sent({"R": 50}, []), today=today)
    return {
        "dossier": dossier.begin_dossier(lifetime=30, network="", now=timezone.now()),
        "leader": leader,
        "workshop": ticket.code,
        "sent": ticket.token,
    }


def _directory(here: Place, accounts: Mapping[str, Account]) -> Things:
    """The place of all things; of each persona, "{account_member}" and "{role_member}"."""
    invited = invite(
        by=None,
        email="invitee@exemple.fr",
        role=Role.ADVISER,
        organisation=here.organisation,
        now=timezone.now(),
    )
    return {
        "territory": str(here.territory.pk),
        "territory_slug": here.territory.slug,
        "organisation": str(here.organisation.pk),
        "organisation_slug": here.organisation.slug,
        "invitation": str(invited.invitation.pk),
        "invitation_token": invited.link.rstrip("/").rpartition("/")[2],
        **{f"account_{_key(name)}": str(one.pk) for name, one in accounts.items()},
        **{
            f"role_{_key(name)}": str(held.pk)
            for name, one in accounts.items()
            for held in one.memberships.all()
        },
    }


def _key(name: str) -> str:
    return name.replace(" ", "_")


def _own(here: Place, accounts: Mapping[str, Account]) -> Things:
    """A contact that is the member of here."""
    contact = Contact.objects.create(
        organisation=here.organisation, task="accueil", name="Ana Essai", account=accounts["member"]
    )
    return {"own_contact": str(contact.pk)}


def _partner_calendar(here: Place, accounts: Mapping[str, Account]) -> Things:
    """A calendar that came as a file, with one event that waits."""
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:matrice", "SUMMARY:Forum", "DTSTART:20900301T140000"]
    feed = subscribe(
        actor=accounts["editor"],
        now=timezone.now(),
        organisation=here.organisation,
        content="\n".join([*lines, "END:VEVENT", "END:VCALENDAR"]).encode(),
    )
    return {"partner_calendar": str(feed.pk)}


def _event(here: Place, accounts: Mapping[str, Account]) -> Things:
    """An event to come of the organisation of here, that everybody sees."""
    day = timezone.localdate() + timedelta(days=30)
    made = factories.event(first_day=day, organisation=here.organisation, territories=(here.territory,))
    return {"event": made.key}


def _waiting_event(here: Place, accounts: Mapping[str, Account]) -> Things:
    """An event of the organisation of here that waits to be read over."""
    made = factories.event(
        first_day=timezone.localdate() + timedelta(days=30),
        organisation=here.organisation,
        territories=(here.territory,),
        moderation="waiting",
    )
    return {"waiting_event": made.key}


def _own_calendar(here: Place, accounts: Mapping[str, Account]) -> Things:
    """The address of the calendar of the adviser of here, which one of her calendars read today."""
    now = timezone.now()
    key, token = make_key(account=accounts["adviser"], name="Téléphone", asked=Asked(), now=now)
    note_used(key=key, today=timezone.localdate(now))
    return {"own_key": str(key.pk), "own_calendar": token}


def _journal(here: Place, accounts: Mapping[str, Account]) -> Things:
    """A line about the organisation of here."""
    record(
        actor=accounts["editor"],
        verb="directory.organisation.changed",
        thing=here.organisation,
        said="a changé les horaires",
        organisation=here.organisation,
        changes={"Horaires": ("9 h", "10 h")},
    )
    return {}


def _contacts(here: Place, accounts: Mapping[str, Account]) -> Things:
    """A contact to identify, and one who was asked whether she is still the one."""
    to_identify = Contact.objects.create(organisation=here.organisation, task="Accueil")
    token = "a" * 43
    Contact.objects.create(
        organisation=here.organisation,
        task="Alternance",
        name="Ana Essai",
        email="ana@exemple.fr",
        asked_on=timezone.localdate(),
        ask_digest=digest_of(token),
    )
    return {"contact": str(to_identify.pk), "asked_contact": token}


def _outbox(here: Place, accounts: Mapping[str, Account]) -> Things:
    """A message that failed."""
    queue_message(key="matrix", to="nouvelle@exemple.fr", subject="Bonjour", text="Bonjour")
    Message.objects.filter(key="matrix").update(state=MessageState.FAILED, attempts=1)
    return {"message": str(Message.objects.get(key="matrix").pk)}


MAKERS: list[Callable[[Place, Mapping[str, Account]], Things]] = [
    _directory,
    _sources,
    _surveys,
    _guidance,
    _partner_calendar,
    _event,
    _waiting_event,
    _own_calendar,
    _journal,
    _outbox,
    _own,
    _contacts,
]


def make_things(here: Place, accounts: Mapping[str, Account]) -> Things:
    """Make one of each thing, of the territory and the organisation of here; return their keys by name."""
    things: Things = {}
    for make in MAKERS:
        things |= make(here, accounts)
    return things
