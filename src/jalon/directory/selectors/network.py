"""The directory as members read it: who does what, on which territory."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When

from jalon.directory.enums import ContactState, OrganisationKind, Role
from jalon.directory.models import Contact, Membership, Organisation
from jalon.directory.rules.roles import Rights
from jalon.directory.selectors.standing import contact_state, in_state
from jalon.search.rules import fold
from jalon.territory.models import Territory
from jalon.ui.rules import Choice, Group

PER_PAGE = 20
MOST_PRINTED = 400
MOST_WORDS = 6
LONGEST_QUERY = 100
SHOWN_STATES = (ContactState.TO_IDENTIFY, ContactState.TO_CONFIRM)
Link = Organisation.territories.through


@dataclass(frozen=True)
class Asked:
    """What someone looks for in the directory; an empty filter takes all."""

    text: str = ""
    territories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Tell whether anything is left out."""
        return self != Asked()


@dataclass(frozen=True)
class ContactLine:
    """A contact and how far she may be relied on."""

    contact: Contact
    state: ContactState


@dataclass(frozen=True)
class Line:
    """An organisation of the list, with whom to write to in it."""

    organisation: Organisation
    contacts: list[ContactLine]


def read_asked(getlist: Callable[[str], list[str]]) -> Asked:
    """Return what an address asks; what it says wrongly is left out."""
    text = " ".join("".join(getlist("q")[:1]).replace("\0", " ").split())
    known = set(Territory.objects.values_list("slug", flat=True)) if getlist("territoire") else set()
    return Asked(
        text=text[:LONGEST_QUERY],
        territories=tuple(sorted(known.intersection(getlist("territoire")))),
        kinds=tuple(value for value in OrganisationKind.values if value in getlist("reseau")),
        states=tuple(value for value in SHOWN_STATES if value in getlist("etat")),
    )


def _of_territories(slugs: Iterable[str]) -> Q:
    """Match the organisations that act in one of these territories, those that act everywhere too."""
    inside = Link.objects.filter(territory__slug__in=list(slugs)).values("organisation")
    return Q(pk__in=inside) | ~Exists(Link.objects.filter(organisation=OuterRef("pk")))


def _with_words(text: str) -> Q:
    """Match the organisations that hold every word, in their own name or in a contact's.

    Asked of the database once: the list, its count and each filter then look among the same keys.
    """
    found = Q()
    for word in fold(text).split()[:MOST_WORDS]:
        people = Contact.objects.in_use().filter(folded__contains=word).values("organisation")
        found &= Q(folded__contains=word) | Q(pk__in=people)
    return Q(pk__in=list(Organisation.objects.filter(found).order_by().values_list("pk", flat=True)))


def _with_states(states: Iterable[str], today: date) -> Q:
    found = Q()
    for state in states:
        found |= Q(
            pk__in=Contact.objects.in_use().filter(in_state(state, today=today)).values("organisation")
        )
    return found


def organisations(asked: Asked, *, today: date, named: Q | None = None) -> QuerySet[Organisation]:
    """Return the organisations asked for, in no order; `named`: what `_with_words` gave, if it was asked."""
    found = Organisation.objects.filter(withdrawn=False).order_by()
    if asked.text:
        found = found.filter(_with_words(asked.text) if named is None else named)
    if asked.territories:
        found = found.filter(_of_territories(asked.territories))
    if asked.kinds:
        found = found.filter(kind__in=asked.kinds)
    if asked.states:
        found = found.filter(_with_states(asked.states, today))
    return found


def _ordered(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Put organisations by network, as `OrganisationKind` lists them, and name; with what a line shows."""
    ranks = [When(kind=kind, then=Value(rank)) for rank, kind in enumerate(OrganisationKind.values)]
    return (
        found.annotate(rank=Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()))
        .order_by("rank", "name", "pk")
        .select_related("commune")
        .prefetch_related("territories", _with_contacts())
    )


def _with_contacts() -> Prefetch:
    shown = Contact.objects.in_use().order_by("task", "name", "pk").prefetch_related("territories")
    return Prefetch("contacts", shown, to_attr="shown_contacts")


def _lines(rows: Iterable[Organisation], *, today: date) -> list[Line]:
    return [Line(one, contact_lines(one.shown_contacts, today=today)) for one in rows]


def contact_lines(contacts: Iterable[Contact], *, today: date) -> list[ContactLine]:
    """Return contacts with their state; those to identify last."""
    lines = [ContactLine(contact, contact_state(contact, today=today)) for contact in contacts]
    return sorted(lines, key=lambda line: line.state == ContactState.TO_IDENTIFY)


class NetworkPage(NamedTuple):
    """What the screen of the directory shows; figures of the page and of the filters are in organisations."""

    page: Page
    lines: list[Line]
    groups: list[Group]


def network_page(asked: Asked, *, number: str, today: date) -> NetworkPage:
    """Return one page of the directory, with the filters and their live counts."""
    named = _with_words(asked.text) if asked.text else None
    page = Paginator(_ordered(organisations(asked, today=today, named=named)), PER_PAGE).get_page(number)
    return NetworkPage(page, _lines(page.object_list, today=today), _filters(asked, today=today, named=named))


def network_print(asked: Asked, *, today: date) -> tuple[list[Line], list[Group]]:
    """Return the lines to print, MOST_PRINTED organisations at most, and the filters."""
    named = _with_words(asked.text) if asked.text else None
    found = _ordered(organisations(asked, today=today, named=named))[:MOST_PRINTED]
    return _lines(found, today=today), _filters(asked, today=today, named=named)


def _filters(asked: Asked, *, today: date, named: Q | None) -> list[Group]:
    """Return the filters with live counts: each value counts with the others in force."""

    def without(**left_out: tuple[str, ...]) -> QuerySet[Organisation]:
        return organisations(replace(asked, **left_out), today=today, named=named)

    anywhere = without(territories=())
    inside = dict(
        Link.objects.filter(organisation__in=anywhere.values("pk"))
        .values_list("territory__slug")
        .annotate(Count("organisation"))
        .order_by()
    )
    everywhere = anywhere.filter(~Exists(Link.objects.filter(organisation=OuterRef("pk")))).count()
    kinds = dict(without(kinds=()).values_list("kind").annotate(Count("pk")).order_by())
    states = without(states=()).aggregate(
        **{one.name: Count("pk", filter=_with_states([one], today)) for one in SHOWN_STATES}
    )
    territories = Territory.objects.values_list("slug", "name")
    return [
        Group(
            "Territoire",
            "territoire",
            [
                Choice(slug, name, inside.get(slug, 0) + everywhere, slug in asked.territories)
                for slug, name in territories
            ],
        ),
        Group(
            "Réseau",
            "reseau",
            [
                Choice(one.value, one.label, kinds.get(one.value, 0), one.value in asked.kinds)
                for one in OrganisationKind
                if kinds.get(one.value) or one.value in asked.kinds
            ],
        ),
        Group(
            "Contacts",
            "etat",
            [
                Choice(one.value, one.label, states[one.name], one.value in asked.states)
                for one in SHOWN_STATES
            ],
        ),
    ]


def active_filters(asked: Asked, groups: Sequence[Group]) -> list[tuple[str, str, str]]:
    """Return (name, value, words) of each filter in force, to take it away."""
    said = [(group.name, one.value, one.label) for group in groups for one in group.choices if one.checked]
    if asked.text:
        said.append(("q", asked.text, f"« {asked.text} »"))
    return said


def own_territories(rights: Rights) -> list[Territory]:
    """Return the territories where someone works: those of her roles and of her organisations."""
    return list(
        Territory.objects.filter(
            Q(pk__in=rights.territories())
            | Q(pk__in=Link.objects.filter(organisation__in=rights.organisations()).values("territory"))
        )
    )


@dataclass(frozen=True)
class NetworkPlace:
    """An organisation as members see it.

    `people`: (name, role in words) of each account in it; `completed_by`: who may complete its contacts, in
    words.
    """

    organisation: Organisation
    territories: list[Territory]
    contacts: list[ContactLine]
    people: list[tuple[str, str]]
    completed_by: list[str]


def network_place(slug: str, *, today: date) -> NetworkPlace | None:
    """Return one organisation as members see it, withdrawn or not; None when unknown."""
    found = (
        Organisation.objects.filter(slug=slug)
        .select_related("commune__departement", "source")
        .prefetch_related("territories", "commune__postal_codes", _with_contacts())
        .first()
    )
    if found is None:
        return None
    territories = list(found.territories.all())
    held = (
        Membership.objects.filter(account__is_active=True)
        .filter(Q(organisation=found) | Q(role=Role.COORDINATOR, territory__in=territories))
        .select_related("account", "territory")
        .order_by("account__name", "pk")
    )
    inside = [one for one in held if one.organisation_id]
    editors = [str(one.account) for one in inside if one.role == Role.PARTNER_EDITOR]
    coordinators = [
        f"{one.account} (coordination {one.territory.name})" for one in held if one.territory is not None
    ]
    return NetworkPlace(
        organisation=found,
        territories=territories,
        contacts=contact_lines(found.shown_contacts, today=today),
        people=[(str(one.account), str(one.get_role_display())) for one in inside],
        completed_by=[*editors, *coordinators, "la Région"],
    )


def contact_in(pk: int) -> Contact | None:
    """Return a contact in use, with its organisation and their territories; None when unknown."""
    return (
        Contact.objects.in_use()
        .filter(pk=pk)
        .select_related("organisation__commune")
        .prefetch_related("organisation__territories", "territories")
        .first()
    )


def place_to_change(slug: str) -> Organisation | None:
    """Return an organisation with its territories, or None."""
    return (
        Organisation.objects.filter(slug=slug)
        .select_related("commune")
        .prefetch_related("territories")
        .first()
    )
