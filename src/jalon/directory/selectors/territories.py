"""Which SPRO territory a commune belongs to, for all communes at once."""

from jalon.territory.models import Commune, Territory


def territory_by_commune(codes: set[str]) -> dict[str, Territory]:
    """Return the territory of each of these communes (INSEE codes) that has one; four queries."""
    by_area: dict[str, Territory] = {}
    by_departement: dict[str, Territory] = {}
    ordered = Territory.objects.order_by("pk").prefetch_related("departements", "employment_areas")
    for territory in ordered:
        for area in territory.employment_areas.all():
            by_area.setdefault(area.pk, territory)
        for departement in territory.departements.all():
            by_departement.setdefault(departement.pk, territory)
    found = {}
    rows = Commune.objects.filter(pk__in=codes).values_list("pk", "departement", "employment_area")
    for code, departement, area in rows:
        held = [one for one in (by_area.get(area), by_departement.get(departement)) if one is not None]
        if held:
            found[code] = min(held, key=lambda one: one.pk)
    return found
