"""An organisation as schema.org describes it, for the machines that read pages."""

from jalon.directory.models import Organisation
from jalon.directory.rules import json_for_script


def linked_data(place: Organisation, *, url: str) -> str:
    """Return the JSON-LD of an organisation page, safe inside a `<script>`; an example says so."""
    postal = next((postal.code for postal in place.commune.postal_codes.all()), "")
    return json_for_script(
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "@id": url,
            "url": place.website or url,
            "name": place.name,
            "description": " ".join(f"{line}." for line in place.services),
            "disambiguatingDescription": "Exemple écrit pour une démonstration : ce lieu n'existe pas."
            if place.demonstration
            else "",
            "telephone": place.phone,
            "email": place.email,
            "audience": {"@type": "Audience", "audienceType": place.audience},
            "location": {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": place.address,
                    "postalCode": postal,
                    "addressLocality": place.commune.name,
                    "addressCountry": "FR",
                },
                "geo": {
                    "@type": "GeoCoordinates",
                    "latitude": place.latitude,
                    "longitude": place.longitude,
                },
            },
        }
    )
