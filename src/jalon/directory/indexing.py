"""What the index knows of organisations."""

from collections.abc import Collection, Iterator

from jalon.directory.models import Organisation
from jalon.search.services import Entry, Name, declare


def organisation_entry(place: Organisation) -> Entry:
    """Return the entry of one organisation: its name, its kind with its commune, what one can do there."""
    kind = place.get_kind_display()
    return Entry(
        kind="organisation",
        code=place.slug,
        title=place.name,
        url=place.get_absolute_url(),
        names=[Name(place.name), Name(f"{kind} {place.commune.name}", weight=0.9)],
        detail=f"{kind}, {place.commune.name}",
        text=" ".join([place.audience, *place.services]),
    )


def organisation_entries(codes: Collection[str] | None = None) -> Iterator[Entry]:
    """Yield the entries of these organisations that still receive people; of all when None."""
    found = Organisation.objects.filter(withdrawn=False).select_related("commune")
    if codes is not None:
        found = found.filter(slug__in=codes)
    return (organisation_entry(place) for place in found.iterator(chunk_size=2_000))


def declare_entries() -> None:
    """Let organisations be found."""
    declare(kind="organisation", entries=organisation_entries)
