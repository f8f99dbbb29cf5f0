"""A second region, tiny and unlike the first: the folder that a test writes and loads."""

from pathlib import Path

FILES = {
    "region.yaml": """\
slug: petite-ile
name: Petite-Île
insee_code: "97"
brand: Balise Petite-Île
tagline: Trouver sa voie sur l'île.
colours:
  accent: "#0b4f6c"
  accent_ink: "#ffffff"
  support: "#f2c14e"
logo: balise.svg
helpline:
  number: 0262 00 00 00
  note: prix d'un appel local
publisher: Région Petite-Île
contact_email: bonjour@petite-ile.example
data:
  title: Dossier de la Petite-Île
  producer: Région Petite-Île
  licence: Licence Ouverte 2.0
  version: "3"
  published_on: 2026-02-01
facts:
  title: Communes de la Petite-Île
  producer: INSEE
  licence: Licence Ouverte 2.0
""",
    "balise.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>\n',
    "departements.csv": "code,name\n974,Petite-Île\n",
    "employment_areas.csv": "code,name\n9401,Nord\n9402,Sud\n",
    "communes.csv": """\
insee_code,name,postal_codes,departement,population,latitude,longitude,employment_area
97411,Port-Clair,97400 97490,974,150000,-20.8823,55.4504,9401
97416,Anse-Bleue,97410,974,84000,-21.3419,55.4781,9402
97405,Roche-Verte,97410,974,12000,-21.3533,55.5658,9402
""",
    "territories.yaml": """\
- slug: nord
  name: Nord
  seat: "97411"
  employment_areas: ["9401"]
- slug: sud
  name: Sud
  seat: "97416"
  employment_areas: ["9402"]
""",
    "organisations.yaml": """\
- slug: mission-locale-anse-bleue
  name: Mission locale d'Anse-Bleue
  kind: mission-locale
  audience: Les jeunes de 16 à 25 ans
  services:
    - Parler de votre projet
  address: 1 rue des Flamboyants
  commune: "97416"
  latitude: -21.34
  longitude: 55.48
  phone: 02 61 91 00 01
  demonstration: true
- slug: cio-port-clair
  name: CIO de Port-Clair
  kind: cio
  audience: Les élèves et leurs parents
  services:
    - Choisir une voie
  commune: "97411"
  demonstration: false
""",
    "domains.yaml": '- {code: A, label: "Nature"}\n- {code: A14, label: "Production agricole"}\n',
    "sectors.yaml": """\
- slug: canne
  name: Canne et vanille
  summary: Cultiver ce qui pousse sur l'île.
  icon: sprout
  domains: [A14]
""",
    "occupations/a.yaml": """\
- code: A1416
  title: {masculine: Planteur de canne, feminine: Planteuse de canne}
  other_titles: [Coupeur de canne]
  people_say: [couper la canne]
  summary: Vous cultivez la canne à sucre.
  day: [Couper les cannes, Planter les boutures, Charger la remorque, Nettoyer les outils]
  you_like: [être dehors, travailler la terre, vivre au rythme des saisons]
  hard: Il fait chaud et le travail casse le dos.
  skills: [Couper la canne, Entretenir ses outils]
  conditions: [outdoors, heavy_loads]
  interests: RC
  sectors: [canne]
  level: 0
  ways_in:
    - {diploma: Sans diplôme, level: 0, by: [direct]}
  prospects: Les exploitations cherchent du monde pour la coupe.
- code: A1414
  title: {masculine: Producteur de vanille, feminine: Productrice de vanille}
  other_titles: [Vanillier]
  people_say: [faire pousser la vanille]
  summary: Vous mariez les fleurs de vanille une par une.
  day: [Marier les fleurs, Cueillir les gousses, Échauder les gousses, Trier la récolte]
  you_like: [les gestes précis, les plantes, le calme]
  hard: Il faut se lever très tôt pendant la floraison.
  skills: [Polliniser une fleur à la main, Entretenir ses outils]
  conditions: [outdoors, early_hours]
  interests: RI
  sectors: [canne]
  level: 3
  ways_in:
    - {diploma: CAP agricole, level: 3, by: [school], months: 24}
  prospects: La vanille de l'île est recherchée.
""",
}


def write_region(parent: Path, *, slug: str = "petite-ile", **changes: tuple[str, str] | None) -> Path:
    """Write the folder under `parent` and return it.

    Each change names a file by its stem: a pair puts its second text in place of the first, None leaves
    the file out.
    """
    folder = parent / slug
    (folder / "occupations").mkdir(parents=True)
    for name, text in FILES.items():
        stem = Path(name).stem
        if stem in changes:
            change = changes[stem]
            if change is None:
                continue
            assert change[0] in text, f"{name} does not hold {change[0]!r}"
            text = text.replace(*change, 1)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
