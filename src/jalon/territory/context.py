"""What every page knows of its region."""

from django.core.cache import cache

from jalon.territory.models import Region


def region(request):
    """Give `region` to templates: the loaded region, or None before the first load."""
    found = cache.get("territory:region")
    if found is None:
        found = Region.objects.first()
        if found is not None:
            cache.set("territory:region", found, 60)
    return {"region": found}
