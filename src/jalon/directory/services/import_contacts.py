"""The rows of a file of contacts, each compared with what is in place."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from jalon.directory.models import Account, Contact, Organisation
from jalon.directory.permissions.network import can_edit_organisation
from jalon.directory.rules.exchange import CONTACTS, read_row
from jalon.directory.rules.roles import Rights
from jalon.directory.services.contacts import LABELS, ContactFacts, add_contact, change_contact
from jalon.directory.services.planning import (
    CHANGE,
    NEW,
    SAME,
    PlannedRow,
    RowRefusedError,
    Territories,
    said_names,
)
from jalon.search.rules import fold
from jalon.territory.models import Territory

NOT_REACHED = "une adresse ou un téléphone : sinon, on ne peut pas joindre cette personne"


class ContactPlans:
    """Understands rows one after the other; everything in place is read once."""

    def __init__(self, rights: Rights, *, today: date):
        self._rights = rights
        self._today = today
        held = Organisation.objects.filter(withdrawn=False).prefetch_related("territories")
        self._by_slug = {one.slug: one for one in held}
        self._by_name: dict[str, list[Organisation]] = defaultdict(list)
        for one in self._by_slug.values():
            self._by_name[fold(one.name)].append(one)
        contacts = Contact.objects.in_use().prefetch_related("territories")
        self._by_key = {str(one.pk): one for one in contacts}
        self._by_words = {
            self._words(one.organisation_id, one.task, one.name): one for one in self._by_key.values()
        }
        self._territories = Territories()
        self._lines: dict[object, int] = {}

    @staticmethod
    def _words(organisation: int, task: str, name: str) -> tuple[int, str, str]:
        return organisation, fold(task), fold(name)

    def plan(self, line: int, row: Mapping[str, str]) -> PlannedRow:
        """Return what a row would do; raise RowRefusedError."""
        given, faults = read_row(CONTACTS, row)
        if faults:
            raise RowRefusedError(*faults)
        found = self._found(given)
        place = self._organisation(given, found)
        territories = [one.pk for one in place.territories.all()]
        if not can_edit_organisation(self._rights, organisation=place.pk, territories=territories):
            raise RowRefusedError(("structure_id", "cette structure n'est pas de vos territoires"))
        if found is None:
            if not given.get("task"):
                raise RowRefusedError(("fonction", "obligatoire"))
            found = self._by_words.get(self._words(place.pk, given["task"], given.get("name", "")))
        acts_in = self._territories.find(given["territories"]) if "territories" in given else None
        key = found.pk if found else self._words(place.pk, given["task"], given.get("name", ""))
        first = self._lines.setdefault(key, line)
        if first != line:
            raise RowRefusedError(("", f"le même contact est déjà à la ligne {first}"))
        if found is None:
            return self._new(line, place, given, acts_in)
        return self._change(line, found, place, given, acts_in)

    def _found(self, given: Mapping[str, Any]) -> Contact | None:
        if "key" not in given:
            return None
        if given["key"] not in self._by_key:
            raise RowRefusedError(("id", "contact inconnu : laissez « id » vide pour un nouveau"))
        return self._by_key[given["key"]]

    def _organisation(self, given: Mapping[str, Any], found: Contact | None) -> Organisation:
        slug, name = given.get("organisation", ""), given.get("organisation_name", "")
        if slug and slug not in self._by_slug:
            raise RowRefusedError(("structure_id", f"structure inconnue : « {slug[:60]} »"))
        if slug:
            place = self._by_slug[slug]
        elif found is not None:
            place = next((one for one in self._by_slug.values() if one.pk == found.organisation_id), None)
            if place is None:
                raise RowRefusedError(("id", "la structure de ce contact n'est plus dans la liste"))
        else:
            named = self._by_name.get(fold(name), []) if name else []
            if len(named) != 1:
                several = f"plusieurs structures s'appellent « {name[:60]} » : donnez « structure_id »"
                none = f"structure inconnue : « {name[:60]} »" if name else "obligatoire"
                raise RowRefusedError(("structure_id", several if named else none))
            place = named[0]
        if found is not None and found.organisation_id != place.pk:
            raise RowRefusedError(("structure_id", "ce contact est d'une autre structure"))
        return place

    def _new(
        self, line: int, place: Organisation, given: Mapping[str, Any], acts_in: list[Territory] | None
    ) -> PlannedRow:
        facts = ContactFacts(**{name: given.get(name, "") for name in ContactFacts._fields})
        self._check_reached(facts)

        def apply(actor: Account) -> None:
            add_contact(
                actor=actor, organisation=place, facts=facts, territories=acts_in or [], today=self._today
            )

        return PlannedRow(line, NEW, f"{facts.name or 'à identifier'} ({facts.task}), {place.name}", apply)

    def _change(
        self,
        line: int,
        found: Contact,
        place: Organisation,
        given: Mapping[str, Any],
        acts_in: list[Territory] | None,
    ) -> PlannedRow:
        before = ContactFacts(*(getattr(found, name) for name in ContactFacts._fields))
        after = before._replace(**{name: given[name] for name in ContactFacts._fields if name in given})
        self._check_reached(after)
        changes = [
            (LABELS[name], old, new)
            for name, old, new in zip(ContactFacts._fields, before, after, strict=True)
            if old != new
        ]
        was = list(found.territories.all())
        if acts_in is not None and set(acts_in) != set(was):
            changes.append(("Territoires", said_names(was), said_names(acts_in)))

        def apply(actor: Account) -> None:
            change_contact(actor=actor, contact=found.pk, facts=after, territories=acts_in, today=self._today)

        label = f"{before.name or 'à identifier'} ({before.task}), {place.name}"
        return PlannedRow(line, CHANGE if changes else SAME, label, apply, changes)

    @staticmethod
    def _check_reached(facts: ContactFacts) -> None:
        if facts.name and not (facts.email or facts.phone):
            raise RowRefusedError(("courriel", NOT_REACHED))
