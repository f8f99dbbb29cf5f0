"""An occupation as schema.org describes it, for the machines that read pages."""

import json
from typing import Any

from jalon.occupations.selectors.portrait import Portrait

# Inside a script element, `</script` and `<!--` would end or hide the data.
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def linked_data(portrait: Portrait, *, url: str) -> str:
    """Return the JSON-LD of an occupation page, safe inside a `<script>`; absent facts are left out."""
    occupation = portrait.occupation
    skills = [*portrait.sheet_skills, *portrait.official_skills.shown]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Occupation",
        "@id": url,
        "url": url,
        "inLanguage": "fr",
        "name": occupation.name,
        "alternateName": portrait.titles.shown,
        "description": occupation.summary,
        "occupationalCategory": f"ROME {occupation.code} {occupation.label}",
        "skills": [skill.label for skill in skills],
        "responsibilities": list(portrait.sheet.day) if portrait.sheet else portrait.definition,
        "educationRequirements": [way.diploma for way in portrait.ways] or portrait.access,
    }
    text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
    for sign, escape in ESCAPES.items():
        text = text.replace(sign, escape)
    return text
