"""What a line to be understood may name: the communes served, the structures of the directory."""

from jalon.agenda.rules.quick import Known, Named, names_of
from jalon.directory.enums import OrganisationKind
from jalon.directory.models import Organisation
from jalon.directory.rules.roles import Rights
from jalon.territory.models import Commune


def known_names(rights: Rights) -> Known:
    """Return what a line may name: two queries. Her own structures are preferred."""
    own = rights.organisations()
    communes = Commune.objects.filter(withdrawn=False).order_by("-population", "pk")
    places = Organisation.objects.filter(withdrawn=False).order_by("name", "pk")
    return Known(
        communes=[
            Named(code, name, names_of(name)) for code, name in communes.values_list("insee_code", "name")
        ],
        organisations=[
            Named(
                key,
                name,
                names_of(name, str(OrganisationKind(kind).label), kind),
                commune,
                key in own,
            )
            for key, name, kind, commune in places.values_list("pk", "name", "kind", "commune_id")
        ],
    )
