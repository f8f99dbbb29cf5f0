"""What every page knows of its region."""

from typing import Any

from django.http import HttpRequest

from jalon.territory.selectors import current_region


def region(request: HttpRequest) -> dict[str, Any]:
    """Give `region` to templates: the loaded region, or None before the first load."""
    return {"region": current_region()}
