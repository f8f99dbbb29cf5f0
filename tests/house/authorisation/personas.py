"""Who calls each route: one person of each role, where the thing asked for stands and elsewhere.

*Here* is the territory and the organisation of everything in `things.py`; *elsewhere* is another of each.
"""

from dataclasses import dataclass

from jalon.directory.enums import Role
from jalon.directory.models import Account, Organisation
from jalon.directory.rules.roles import ORGANISATION, SCOPES, TERRITORY
from jalon.territory.models import Territory
from tests import factories


@dataclass(frozen=True)
class Persona:
    """Someone who signed in; without a role her account opens nothing."""

    role: str = ""
    here: bool = True


ANONYMOUS = "anonymous"
PERSONAS: dict[str, Persona] = {
    "account": Persona(),
    "administrator": Persona(Role.ADMINISTRATOR),
    "region officer": Persona(Role.REGION_OFFICER),
    "coordinator": Persona(Role.COORDINATOR),
    "coordinator elsewhere": Persona(Role.COORDINATOR, here=False),
    "editor": Persona(Role.PARTNER_EDITOR),
    "editor elsewhere": Persona(Role.PARTNER_EDITOR, here=False),
    "member": Persona(Role.PARTNER_MEMBER),
    "member elsewhere": Persona(Role.PARTNER_MEMBER, here=False),
    "adviser": Persona(Role.ADVISER),
    "adviser elsewhere": Persona(Role.ADVISER, here=False),
    "device manager": Persona(Role.DEVICE_MANAGER),
    "device manager elsewhere": Persona(Role.DEVICE_MANAGER, here=False),
}
SIGNED_IN = frozenset(PERSONAS)
EVERYONE = SIGNED_IN | {ANONYMOUS}


def holding(*roles: str, here: bool | None = None) -> frozenset[str]:
    """Return the personas of these roles: of both places, or only of here (True), or of elsewhere (False)."""
    return frozenset(
        name
        for name, one in PERSONAS.items()
        if one.role in roles and (here is None or one.here == here or SCOPES[one.role] == "region")
    )


# Groups that tables name; `|` joins them.
MEMBERS = holding(*Role.values)
REGIONAL = holding(Role.ADMINISTRATOR, Role.REGION_OFFICER)
ADMINISTRATORS = holding(Role.ADMINISTRATOR)
COORDINATORS = holding(Role.COORDINATOR)
ADVISER_HERE = holding(Role.ADVISER, here=True)
COORDINATOR_HERE = holding(Role.COORDINATOR, here=True)
COORDINATOR_ELSEWHERE = holding(Role.COORDINATOR, here=False)
EDITORS = holding(Role.PARTNER_EDITOR)
EDITOR_HERE = holding(Role.PARTNER_EDITOR, here=True)
EDITOR_ELSEWHERE = holding(Role.PARTNER_EDITOR, here=False)
OF_THE_ORGANISATION = holding(*(role for role, scope in SCOPES.items() if scope == ORGANISATION), here=True)


@dataclass(frozen=True)
class Place:
    """A territory and an organisation that acts in it."""

    territory: Territory
    organisation: Organisation


def make_places() -> tuple[Place, Place]:
    """Make here and elsewhere."""
    places = []
    for name in ("Ici", "Ailleurs"):
        territory = factories.territory(name)
        organisation = factories.organisation(f"Structure d'{name.lower()}")
        organisation.territories.add(territory)
        places.append(Place(territory, organisation))
    return places[0], places[1]


def make_personas(here: Place, elsewhere: Place) -> dict[str, Account]:
    """Make the account of each persona."""
    made = {}
    for name, persona in PERSONAS.items():
        account = made[name] = factories.account(f"{name.replace(' ', '-')}@exemple.fr", is_staff=False)
        place = here if persona.here else elsewhere
        if persona.role:
            scope = SCOPES[persona.role]
            factories.membership(
                account,
                persona.role,
                territory=place.territory if scope == TERRITORY else None,
                organisation=place.organisation if scope == ORGANISATION else None,
            )
    return made
