"""What the pages of the portal read across several rooms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

from django.core.cache import cache

from jalon.agenda.permissions import (
    can_hold_calendar_key,
    can_moderate_somewhere,
    can_see_network_calendar,
    can_subscribe_somewhere,
)
from jalon.agenda.selectors.calendar import waiting_for
from jalon.directory.models import Account, Membership
from jalon.directory.permissions.network import can_see_network
from jalon.directory.permissions.people import can_see_people
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.rights import rights_of
from jalon.journal.permissions import can_open_journal
from jalon.occupations import selectors as occupations
from jalon.occupations.rules.facets import Filters
from jalon.outbox.permissions import can_keep_messages
from jalon.search.selectors import Hit, search
from jalon.search.selectors.reader import read_state
from jalon.sources.enums import LoadState
from jalon.sources.models import Load, Source
from jalon.sources.permissions import can_see_loads
from jalon.surveys.permissions import can_read_opinions, can_run_tests

MOST_OCCUPATIONS = 300
MOST_OTHERS = 4
KEPT_SECONDS = 300
OTHER_KINDS = ("sector", "skill", "organisation", "commune")


@dataclass(frozen=True)
class Asked:
    """What the index answers to a query, before any filter: `why` by code, best first; `total` of all."""

    why: dict[str, str]
    others: list[Hit]
    total: int = 0
    suggestion: str = ""
    widened: bool = False


@dataclass(frozen=True)
class Answer:
    """What a query with its filters gives, before it is cut into pages."""

    found: occupations.Found
    asked: Asked


@dataclass(frozen=True)
class SourceLine:
    """A source with its last finished load, if any."""

    source: Source
    load: Load | None


def _ask(query: str) -> Asked:
    results = search(query, kinds=("occupation",), limit=MOST_OCCUPATIONS)
    others = search(query, kinds=OTHER_KINDS, limit=MOST_OTHERS).hits
    return Asked(
        why={hit.code: hit.why for hit in results.hits},
        others=others,
        total=results.total + len(others),
        suggestion=results.suggestion,
        widened=results.widened,
    )


def asked(query: str) -> Asked:
    """Return what the index answers; kept as long as the index does not move: each filter asks again."""
    state = read_state()
    if not state:
        return _ask(query)
    words = f"{state.get('generation')}:{state.get('applied')}:{query}"
    key = f"portal:asked:{blake2b(words.encode(errors='replace'), digest_size=16).hexdigest()}"
    return cache.get_or_set(key, lambda: _ask(query), KEPT_SECONDS)


def answer(query: str, filters: Filters) -> Answer:
    """Return the occupations that answer a query and fit the filters; an empty query means all of them."""
    if not query:
        return Answer(occupations.find(None, filters), Asked({}, []))
    known = asked(query)
    return Answer(occupations.find(list(known.why), filters), known)


def sources_with_loads() -> Sequence[SourceLine]:
    """Return every source in use with its last finished load, in two queries.

    A sender whose first file was refused, or held nothing, has nothing shown.
    """
    last: dict[int, Load] = {}
    for load in Load.objects.filter(state=LoadState.DONE, source__isnull=False).order_by("started_at", "pk"):
        last[load.source_id] = load
    return [
        SourceLine(source, last.get(source.pk)) for source in Source.objects.exclude(training_feed__current=0)
    ]


class Door(NamedTuple):
    """A page that someone may open, as the home of members shows it."""

    route: str
    icon: str
    title: str
    text: str
    now: Callable[[Account], str] | None = None  # what it says instead of `text`, read for someone

    def said_to(self, account: Account) -> "Door":
        """Return this door with what it says to someone."""
        return self._replace(text=self.now(account)) if self.now else self


Opens = Callable[[Any], bool]


def _with(allowed: Callable[[Rights], bool]) -> Opens:
    """Ask a predicate on rights of an account."""
    return lambda account: allowed(rights_of(account))


def _waiting(account: Account) -> str:
    """Say how many events wait to be read over by someone."""
    count = waiting_for(rights_of(account)).count()
    if not count:
        return "Rien n'attend"
    return "1 événement attend" if count == 1 else f"{count} événements attendent"


# Who may open each page, and the page: for members of the network, then for those who keep the site.
NETWORK_DOORS: list[tuple[Opens, Door]] = [
    (
        _with(can_see_network),
        Door("directory:network", "contact", "Annuaire du réseau", "Qui fait quoi, et à qui écrire"),
    ),
    (
        _with(can_subscribe_somewhere),
        Door("agenda:partner_calendars", "calendar-sync", "Agendas reçus", "Ceux de vos partenaires"),
    ),
    (
        _with(can_see_network_calendar),
        Door(
            "agenda:network_index", "calendar-days", "Agenda du réseau", "Ce que fait chacun, jour par jour"
        ),
    ),
    (
        _with(can_moderate_somewhere),
        Door("agenda:to_read", "inbox", "À relire", "Ce que des partenaires proposent à tous", _waiting),
    ),
    (
        _with(can_hold_calendar_key),
        Door("agenda:own_calendars", "smartphone", "L'agenda chez vous", "Dans votre téléphone ou ailleurs"),
    ),
    (
        _with(can_see_people),
        Door("directory:people", "users", "Personnes", "Inviter, donner ou retirer un rôle"),
    ),
    (
        can_open_journal,
        Door("journal:entries", "scroll-text", "Journal", "Ce qui a été fait, par qui et pourquoi"),
    ),
]
SITE_DOORS: list[tuple[Opens, Door]] = [
    (
        can_keep_messages,
        Door("outbox:messages", "mail", "Messages et tâches", "Ce que le site envoie et fait tout seul"),
    ),
    (
        can_see_loads,
        Door("sources:loads", "database", "Chargements", "Ce qui est entré, quand, et ce qui a été refusé"),
    ),
    (
        can_read_opinions,
        Door(
            "surveys:opinions",
            "message-circle-question-mark",
            "Avis des visiteurs",
            "« Cela vous a aidé ? » : par mois, par écran, par public",
        ),
    ),
    (
        can_run_tests,
        Door(
            "surveys:groups",
            "clipboard-check",
            "Groupes de test",
            "Donner des tâches à un groupe, lire ce qui a marché",
        ),
    ),
]


@dataclass(frozen=True)
class MemberHome:
    """What someone who signed in holds and may open."""

    roles: Sequence[Membership]
    network: Sequence[Door]
    site: Sequence[Door]


def member_home(account: Account) -> MemberHome:
    """Return the roles of an account, and the pages that they open."""
    return MemberHome(
        roles=list(account.memberships.select_related("organisation", "territory")),
        network=[door.said_to(account) for allowed, door in NETWORK_DOORS if allowed(account)],
        site=[door.said_to(account) for allowed, door in SITE_DOORS if allowed(account)],
    )
