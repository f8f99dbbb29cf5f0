"""The foot of every mail: the region's service, and how to reach it."""

from jalon.outbox.services import Foot
from jalon.territory.selectors import current_region

DEFAULT = Foot()


def mail_foot() -> Foot:
    """Return who writes, in the region's own words and colours; Jalon before the first load."""
    region = current_region()
    if region is None:
        return DEFAULT
    helpline = " ".join(
        filter(None, [region.helpline_number, region.helpline_note and f"({region.helpline_note})"])
    )
    lines = [region.publisher, helpline and f"Par téléphone : {helpline}", region.contact_email]
    return Foot(
        name=region.brand or region.name,
        lines=tuple(line for line in lines if line),
        accent=region.colours.get("accent", DEFAULT.accent),
        accent_ink=region.colours.get("accent_ink", DEFAULT.accent_ink),
        answers=region.contact_email,
    )
