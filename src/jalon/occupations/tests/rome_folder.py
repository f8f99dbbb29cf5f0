"""Small ROME folders written for tests, in both layouts; each table can be replaced."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

Table = tuple[str, Iterable[Iterable[str]]]

TREE = "code_type_referentiel,code_pere,code_noeud,libelle_item_arbo,code_type_noeud"
TABLES_3: Mapping[str, Table] = {
    "item_arborescence": (
        TREE,
        [
            ("6", "Racine", "A", "Agriculture, soins aux animaux", "2"),
            ("6", "A", "A15", "Soins aux animaux", "2"),
            ("6", "A15", "A1501", "Aide aux soins animaux", "3"),
            ("6", "A15", "A1502", "Podologie animale", "3"),
            ("6", "A15", "A1503", "Toilettage des animaux", "3"),
            ("7", "017", "A1501", "Autre classement", "3"),
        ],
    ),
    "referentiel_code_rome": (
        "code_rome,libelle_rome",
        [("A1501", "Aide aux soins animaux"), ("A1502", "Podologie animale")],
    ),
    "referentiel_appellation": (
        "code_ogr,libelle_appellation_long,code_rome",
        [
            ("101", "Soigneur / Soigneuse d''animaux", "A1501"),
            ("102", "Auxiliaire vétérinaire", "A1501"),
            ("103", "Maréchal-ferrant / Maréchale-ferrante", "A1502"),
            ("104", "Toiletteur / Toiletteuse d''animaux", "A1503"),
        ],
    ),
    "texte": (
        "code_rome,position_libelle_txt,code_type_texte,libelle_texte",
        [
            ("A1501", "0", "1", "Soigne les animaux d''une clinique."),
            ("A1501", "0", "2", "Cet emploi/métier est accessible avec un CAP/BEP agricole."),
            ("A1501", "0", "3", "Elle peut s''exercer les fins de semaine, de nuit."),
            ("A1502", "0", "1", "Ferre les chevaux."),
            ("A1503", "0", "1", "Lave et coupe le poil."),
        ],
    ),
    "referentiel_code_rome_riasec": (
        "code_rome,riasec_majeur,riasec_mineur",
        [("A1501", "R", "S"), ("A1502", "R", ""), ("A1503", "R", "A")],
    ),
    "referentiel_competence": (
        "code_ogr,libelle_competence",
        [("501", "Techniques de contention"), ("502", "Règles d''hygiène"), ("503", "Utilisation de forge")],
    ),
    "referentiel_activite": ("code_ogr,libelle_activite", [("601", "Nettoyer les locaux")]),
    "referentiel_env_travail": (
        "code_ogr,libelle_env_travail,code_type_section_env_trav",
        [("701", "Clinique vétérinaire", "1"), ("702", "Elevage", "2"), ("703", "En extérieur", "3")],
    ),
    "liens_rome_referentiels": (
        "code_rome,code_ogr,code_ref_rubrique,position_bloc,code_type_referentiel,position_item",
        [
            ("A1501", "501", "7", "1", "1", "1"),
            ("A1501", "502", "10", "2", "1", "3"),
            ("A1502", "501", "7", "1", "1", "1"),
            ("A1502", "503", "7", "1", "1", "2"),
            ("A1503", "502", "7", "1", "1", "1"),
            ("A1501", "601", "6", "1", "2", "1"),
            ("A1501", "602", "6", "1", "2", "2"),
            ("A1502", "602", "9", "1", "2", "1"),
            ("A1502", "699", "2", "1", "3", "1"),
            ("A1501", "101", "4", "1", "4", "1"),
            ("A1501", "701", "5", "1", "5", "1"),
            ("A1502", "703", "5", "1", "5", "1"),
        ],
    ),
}
TABLES_4: Mapping[str, Table] = {
    "referentiel_code_rome": (
        "code_rome,code_ogr,libelle_rome,code_rome_parent",
        [
            ("A1501", "9001", "Soigneur / Soigneuse d'animaux", "A1501"),
            ("A1503", "9003", "Toiletteur / Toiletteuse d'animaux", "A1503"),
            ("A1504", "9004", "Auxiliaire vétérinaire", "A1501"),
            ("A1505", "9005", "Maréchal-ferrant / Maréchale-ferrante", "A1502"),
        ],
    ),
    "arborescence_principale": (
        "type,code,parent,libelle,ogr",
        [
            ("grand_domaine", "A", "", "Agriculture, soins aux animaux", ""),
            ("domaine", "A15", "A", "Soins aux animaux", ""),
            ("ligne", "A1501", "A15", "Soigneur / Soigneuse d'animaux", "9001"),
            ("ligne", "A1501", "A15", "Soigneur / Soigneuse d'animaux", "101"),
            ("ligne", "A1503", "A15", "Toiletteur / Toiletteuse d'animaux", "9003"),
            ("ligne", "A1503", "A15", "Toiletteur / Toiletteuse d'animaux", "104"),
            ("ligne", "A1504", "A15", "Auxiliaire vétérinaire", "9004"),
            ("ligne", "A1504", "A15", "Auxiliaire vétérinaire", "102"),
            ("ligne", "A1504", "A15", "Auxiliaire vétérinaire de nuit", "105"),
            ("ligne", "A1505", "A15", "Maréchal-ferrant / Maréchale-ferrante", "9005"),
            ("ligne", "A1505", "A15", "Maréchal-ferrant / Maréchale-ferrante", "103"),
        ],
    ),
}


def write_rome(folder: Path, *, version: int = 347, tables: Mapping[str, Table | None] | None = None) -> Path:
    """Write a folder of the layout of its version; `tables` replaces tables by stem, None leaves one out."""
    folder.mkdir(parents=True, exist_ok=True)
    layout = TABLES_4 if version >= 400 else TABLES_3
    for stem, table in {**layout, **(tables or {})}.items():
        if table is not None:
            name = f"{stem}_v{version}.csv" if stem.startswith("arbo") else f"unix_{stem}_v{version}_utf8.csv"
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, quoting=csv.QUOTE_ALL)
                writer.writerow(table[0].split(","))
                writer.writerows(table[1])
    return folder


def with_rows(stem: str, *added: Iterable[str], version: int = 347) -> Mapping[str, Table]:
    """Return one table of a layout with rows added at its end."""
    columns, rows = (TABLES_4 if version >= 400 else TABLES_3)[stem]
    return {stem: (columns, [*rows, *added])}


def without_rows(stem: str, column: int, value: str, version: int = 347) -> Mapping[str, Table]:
    """Return one table of a layout without the rows that have `value` in a column."""
    columns, rows = (TABLES_4 if version >= 400 else TABLES_3)[stem]
    return {stem: (columns, [row for row in rows if tuple(row)[column] != value])}
