"""Writing organisations by hand: add one, change what it says of itself. Acts are told (`signals.acted`)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from jalon.directory.enums import OrganisationKind
from jalon.directory.models import Account, Organisation
from jalon.directory.services.organisations import BY_HAND
from jalon.directory.signals import acted
from jalon.search.services import changed
from jalon.sources.models import Source
from jalon.sources.services import declare_source
from jalon.territory.models import Commune, Territory
from jalon.territory.selectors import current_region

LONGEST_SLUG = 90
LABELS = {
    "name": "Nom",
    "kind": "Réseau",
    "audience": "Publics",
    "services": "Ce qu'on peut y faire",
    "address": "Adresse",
    "commune": "Commune",
    "phone": "Téléphone",
    "email": "Courriel",
    "website": "Site",
    "opening": "Horaires",
    "siret": "SIRET",
}
NO_AUDIENCE = "Public non précisé"


def source_by_hand() -> Source:
    """Return the source that the public page of an organisation added by a member names."""
    region = current_region()
    return declare_source(
        slug=BY_HAND,
        family=BY_HAND,
        title="Annuaire du réseau",
        producer=(region.publisher or region.name) if region else "Le réseau",
        licence="non précisée",
        used_for="Structures ajoutées par les membres du réseau.",
    )


def free_slug(name: str, commune: str) -> str:
    """Return a slug that no organisation has, from a name and a commune."""
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "structure"
    if Organisation.objects.filter(slug=base).exists() and slugify(commune) not in base:
        base = f"{base}-{slugify(commune)}"[:LONGEST_SLUG].strip("-")
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    ranks = (f"{base}-{rank}" for rank in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in ranks if slug not in taken)


def _words(name: str, value: Any) -> str:
    """Return a value as the journal says it."""
    if name == "kind":
        return str(OrganisationKind(value).label)
    return " ; ".join(value) if isinstance(value, list) else str(value)


def _names(territories: Sequence[Territory]) -> str:
    return ", ".join(sorted(one.name for one in territories))


@transaction.atomic
def add_organisation(
    *, actor: Account, facts: Mapping[str, Any], territories: Sequence[Territory], slug: str = ""
) -> Organisation:
    """Add an organisation; `facts`: fields of LABELS, and `latitude` with `longitude` when they are known.

    Without these it stands at the centre of its commune. `slug`: the one wanted, when it is free.
    """
    commune: Commune = facts["commune"]
    place = {"latitude": commune.latitude, "longitude": commune.longitude, "audience": NO_AUDIENCE}
    wanted = slug if slug and not Organisation.objects.filter(slug=slug).exists() else ""
    made = Organisation.objects.create(
        slug=wanted or free_slug(facts["name"], commune.name), source=source_by_hand(), **place | dict(facts)
    )
    made.territories.set(territories)
    changed(kind="organisation", keys=[made.slug])
    _tell(made, actor=actor, verb="added", said=f"a ajouté la structure {made.name}")
    return made


@transaction.atomic
def change_organisation(
    *,
    actor: Account,
    organisation: int,
    facts: Mapping[str, Any],
    territories: Sequence[Territory] | None = None,
) -> Organisation:
    """Change some facts of an organisation; None leaves its territories. No change: nothing is told.

    `facts`: as for add_organisation.
    """
    held = Organisation.objects.select_for_update(of=("self",)).select_related("commune").get(pk=organisation)
    differ = {name: value for name, value in facts.items() if getattr(held, name) != value}
    changes = {
        LABELS[name]: (_words(name, getattr(held, name)), _words(name, value))
        for name, value in differ.items()
        if name in LABELS
    }
    for name, value in differ.items():
        setattr(held, name, value)
    if "commune" in differ and "latitude" not in facts:
        held.latitude, held.longitude = held.commune.latitude, held.commune.longitude
    if differ:
        held.save()
    before = list(held.territories.all())
    if territories is not None and set(territories) != set(before):
        held.territories.set(territories)
        changes["Territoires"] = (_names(before), _names(territories))
    if changes:
        changed(kind="organisation", keys=[held.slug])
        said = f"a mis à jour la structure {held.name}"
        _tell(held, actor=actor, verb="changed", said=said, changes=changes)
    return held


def _tell(
    organisation: Organisation, *, actor: Account, verb: str, said: str, changes: dict | None = None
) -> None:
    acted.send(
        sender=Organisation,
        actor=actor,
        verb=f"directory.organisation.{verb}",
        thing=organisation,
        said=said,
        organisation=organisation,
        changes=changes or {},
    )
