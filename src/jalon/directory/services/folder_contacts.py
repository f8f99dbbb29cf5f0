"""Reading and writing the contacts that a region's folder lists."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from jalon.directory.models import Contact, Organisation
from jalon.directory.rules import example_problem
from jalon.directory.rules.merging import marks, merged
from jalon.directory.services.organisations import FILE as ORGANISATIONS
from jalon.directory.services.organisations import OrganisationRecord, unknown_territory
from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Located, Tally, read_yaml, region_part
from jalon.territory.models import Territory
from jalon.territory.services import territory_slugs

FILE = "contacts.yaml"
FIELDS = ("task", "name", "email", "phone", "demonstration", "confirmed_on")


class ContactRecord(BaseModel):
    """One contact, as contacts.yaml writes it; docs/region.md explains the fields."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    slug: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=100)
    organisation: str
    task: str = Field(min_length=1, max_length=150)
    name: Annotated[str, Field(max_length=150)] = ""
    email: Annotated[str, Field(pattern=r"^(?:[^@\s]+@[^@\s]+\.[a-z]+)?$", max_length=254)] = ""
    phone: Annotated[str, Field(pattern=r"^(?:0\d(?: \d\d){4}|0800 \d{3} \d{3}|\d{4})?$")] = ""
    territories: list[str] = Field(default=[], max_length=30)
    confirmed_on: date | None = None
    demonstration: bool


def _known_organisations(folder: Path) -> set[str]:
    try:
        return {row.value.slug for row in read_yaml(folder / ORGANISATIONS, OrganisationRecord)[0]}
    except RefusedDataError:
        return set()


def _fault(
    record: ContactRecord, organisations: set[str], territories: frozenset[str]
) -> tuple[str, str] | None:
    """Return the first thing that the schema cannot see: field and reason, or None."""
    if record.organisation not in organisations:
        return (
            "organisation",
            f"structure inconnue : « {record.organisation} » n'est pas dans {ORGANISATIONS}",
        )
    if record.name and not (record.email or record.phone):
        return "email", "une adresse ou un téléphone : sinon, on ne peut pas joindre cette personne"
    if fault := unknown_territory(record.territories, territories):
        return fault
    if record.demonstration:
        return example_problem(phone=record.phone, email=record.email, website="")
    return None


def read_contacts(folder: Path) -> tuple[list[ContactRecord], list[Problem]]:
    """Return the contacts of the folder; a folder may have none."""
    if not (folder / FILE).is_file():
        return [], []
    rows: list[Located[ContactRecord]]
    rows, problems = read_yaml(folder / FILE, ContactRecord)
    organisations, territories = _known_organisations(folder), territory_slugs(folder)
    first: dict[str, int] = {}
    for row in rows:
        slug = row.value.slug
        if slug in first:
            reason = f"« {slug} » est déjà à la ligne {first[slug]}"
            problems.append(Problem(FILE, row.at("slug"), "slug", reason))
        first.setdefault(slug, row.at("slug"))
        if fault := _fault(row.value, organisations, territories):
            problems.append(Problem(FILE, row.at(fault[0]), *fault))
    return [row.value for row in rows], problems


def _said(record: ContactRecord) -> dict[str, Any]:
    """Return what the folder says of a contact, by field."""
    day = record.confirmed_on.isoformat() if record.confirmed_on else ""
    return {
        "organisation": record.organisation,
        **{name: getattr(record, name) for name in FIELDS if name != "confirmed_on"},
        "confirmed_on": day,
        "territories": sorted(record.territories),
    }


def _current(contact: Contact) -> dict[str, Any]:
    """Return the same of a contact in place."""
    return {
        "organisation": contact.organisation.slug,
        **{name: getattr(contact, name) for name in FIELDS if name != "confirmed_on"},
        "confirmed_on": contact.confirmed_on.isoformat() if contact.confirmed_on else "",
        "territories": sorted(one.slug for one in contact.territories.all()),
    }


def write_contacts(records: list[ContactRecord], source: Source, tally: Tally) -> None:
    """Keep the contacts of the folder, except what someone changed by hand since (`rules.merging`).

    One who was withdrawn by hand comes back only when the file says something else of her. One who left the
    file leaves the directory, unless someone corrected her: she is then a contact by hand.
    """
    tally.read += len(records)
    owned = (
        Contact.objects.filter(source=source).select_related("organisation").prefetch_related("territories")
    )
    held = {one.slug: one for one in owned}
    organisations = dict(Organisation.objects.values_list("slug", "pk"))
    territories = dict(Territory.objects.values_list("slug", "pk"))
    for record in records:
        said, found = _said(record), held.pop(record.slug, None)
        if found is None:
            now = said | {"confirmed_on": said["confirmed_on"] or timezone.localdate().isoformat()}
            _save(Contact(slug=record.slug, source=source), now, said, organisations, territories)
            tally.created += 1
        elif found.loaded == marks(said):
            tally.unchanged += 1
        else:
            now = said if found.withdrawn else merged(_current(found), said, found.loaded)
            found.withdrawn = False
            _save(found, now, said, organisations, territories)
            tally.updated += 1
    for gone in held.values():
        _let_go(gone)
        tally.withdrawn += 1


def _save(
    contact: Contact,
    now: dict[str, Any],
    said: dict[str, Any],
    organisations: dict[str, int],
    territories: dict[str, int],
) -> None:
    """Write a contact as it is now, and what the file said of it."""
    contact.organisation_id = organisations[now["organisation"]]
    for name in FIELDS:
        setattr(contact, name, now[name])
    contact.confirmed_on = date.fromisoformat(now["confirmed_on"]) if now["confirmed_on"] else None
    contact.loaded = marks(said)
    contact.save()
    contact.territories.set([territories[slug] for slug in now["territories"]])


def _let_go(contact: Contact) -> None:
    """Remove a contact that left the file, or keep it as one by hand when someone corrected it."""
    by_hand = {name for name, value in marks(_current(contact)).items() if contact.loaded.get(name) != value}
    if contact.withdrawn or by_hand <= {"confirmed_on"}:
        contact.delete()
        return
    contact.source, contact.slug, contact.loaded = None, "", {}
    contact.save()


def clear_contacts(source: Source) -> None:
    """Remove the contacts of another region; those by hand leave with their organisations."""
    Contact.objects.filter(source=source).delete()


def declare_parts() -> None:
    """Declare the contacts of a region's folder."""
    region_part(name="contacts", order=65, read=read_contacts, write=write_contacts, clear=clear_contacts)
