"""A tiny national directory on disk, in both layouts, for the loading tests."""

from collections.abc import Iterable, Mapping
from pathlib import Path

Rows = list[list[str]]
DATE = "2024_02_22"
CAP = "Certificat d''aptitude"
STANDARD_COLUMNS = [
    "Numero_Fiche", "Intitule", "Abrege_Libelle", "Abrege_Intitule", "Nomenclature_Europe_Niveau",
    "Nomenclature_Europe_Intitule", "Date_Fin_Enregistrement", "Actif",
]  # fmt: skip
# A sheet's name may come out of an archive with damaged accents.
SHEETS: dict[str, Rows] = {
    "Standard": [
        STANDARD_COLUMNS,
        ["RNCP100", "Boulanger", "CAP", CAP, "NIV3", "Niveau 3", "31/08/2023", "INACTIVE"],
        ["RNCP200", "Boulanger", "CAP", CAP, "NIV3", "Niveau 3", "31/08/2029", "ACTIVE"],
        ["RS300", "Exploiter le pain", "", "", "", "Sans niveau", "24/05/2025", "ACTIVE"],
    ],
    "Ancienne_Nouvelle_Certification": [
        ["Numero_Fiche", "Ancienne_Certification", "Nouvelle_Certification"],
        ["RNCP100", "", "RNCP200"],
        ["RNCP200", "RNCP100", ""],
        ["RNCP200", "RNCP999", ""],
    ],
    "Rome": [
        ["Numero_Fiche", "Codes_Rome_Code", "Codes_Rome_Libelle"],
        ["RNCP100", "D1102", "Boulangerie"],
        ["RNCP200", "D1102", "Boulangerie"],
        ["RNCP200", "D11", "Commerce alimentaire"],
    ],
    "Nsf": [
        ["Numero_Fiche", "Nsf_Code", "Nsf_Intitule"],
        ["RNCP200", "221", "221 : Agro-alimentaire"],
        ["RNCP200", "221", "221 : Agro-alimentaire"],
    ],
    "VoixdAcc├¿s": [
        ["Numero_Fiche", "Si_Jury"],
        ["RNCP200", "Par expérience"],
        ["RNCP200", "En contrat d’apprentissage"],
        ["RNCP200", "Par magie"],
    ],
    "Certificateurs": [
        ["Numero_Fiche", "Siret_Certificateur", "Nom_Certificateur"],
        ["RNCP200", "\t11004301500012", "MINISTERE"],
    ],
}
INFO_COLUMNS = [
    "Numero_Fiche", "Intitule", "Date_Fin_Enregistrement", "Actif", "Etat_Fiche",
    "Nomenclature_Europe_Intitule", "Abrege_Code", "Abrege_Intitule", "Ancienne_Certification",
    "Nouvelle_Certification", "Type_Enregistrement",
]  # fmt: skip


def _info(
    code: str, title: str, end: str, state: str, level: str, kind: str, old: str, new: str
) -> list[str]:
    label = {"BP": "Brevet professionnel", "CAP": CAP}[kind]
    return [code, title, end, state, "Publiée", level, kind, label, old, new, "Enregistrement de droit"]


CUT = "Tailleur\nMention pierre d''ornement"
TABLES: dict[str, Rows] = {
    "info": [
        INFO_COLUMNS,
        _info("RNCP50", "Métiers de la pierre\r", "8/31/16", "INACTIVE", "niveau4", "BP", "", "RNCP60"),
        _info("RNCP60", CUT, "1/1/24", "ACTIVE", "niveau4", "BP", "RNCP50", ""),
        _info("RNCP60", CUT, "1/1/24", "ACTIVE", "niveau4", "BP", "RNCP40", ""),
        _info("RNCP70", "Menuisier installateur", "1/1/25", "ACTIVE", "niveau3", "CAP", "", ""),
    ],
    "rome": [
        ["CodeRNCP", "EtatFiche", "Rome", "libelle", "", ""],
        ["RNCP60", "", "F1612", "Taille", "", ""],
        ["RNCP70", "", "F1607", "Pose", "", ""],
    ],
    "nsf": [["CodeRNCP", "code", "Libelle", "", ""], ["RNCP70", "234", "Bois", "", ""]],
    "voix_acces": [
        ["CodeRNCP", "code_libelle", "intitule", "", ""],
        ["RNCP70", "ELEVE", "Après un parcours de formation sous statut d’élève ou d’étudiant", "", ""],
    ],
}  # fmt: skip
KIT_COLUMNS = [
    "Code_Diplome", "Intitulé diplôme (DEPP)", "Code_RNCP", "Niveau fiche RNCP", "Abrégé de diplôme (RNCP)",
    "Dernière MaJ", "Accès à l'apprentissage de la fiche RNCP (oui/non)",
    "Date d'échéance de la fiche RNCP", "Fiche ACTIVE/INACTIVE",
]  # fmt: skip
KIT: Rows = [
    KIT_COLUMNS,
    ["1", "TAILLEUR (BP)", "RNCP60", "Niveau 4", "BP", "", "oui", "31/12/2028", "ACTIVE"],
    ["2", "MENUISIER INSTALLATEUR (CAP)", "RNCP80", "Niveau 3", "CAP", "", "oui", "31/08/2027", "ACTIVE"],
    ["3", "LUTHIER (CAP)", "RNCP90", "Niveau 3", "CAP", "", "oui", "31/08/2027", "ACTIVE"],
    ["4", "AUTRE", "NR", "NR", "NR", "", "NR", "", "ACTIVE"],
]


def _text(rows: Iterable[list[str]], end: str) -> str:
    quoted = (";".join(f'"{cell}"' if cell.strip() else cell for cell in row) for row in rows)
    return end.join(quoted) + end


def changed(tables: Mapping[str, Rows], name: str, line: int, column: str, value: str) -> dict[str, Rows]:
    """Return the tables with one cell written otherwise; `line` counts from 1, the heading."""
    copy = {key: [list(row) for row in rows] for key, rows in tables.items()}
    copy[name][line - 1][copy[name][0].index(column)] = value
    return copy


def write_sheets(folder: Path, sheets: Mapping[str, Rows] = SHEETS, *, date: str = DATE) -> Path:
    """Write the present layout: UTF-8, quoted, semicolons."""
    folder.mkdir(exist_ok=True)
    for name, rows in sheets.items():
        path = folder / f"export_fiches_CSV_{name}_{date}.csv"
        path.write_bytes(_text(rows, "\r\n").encode())
    return folder


def write_tables(folder: Path, tables: Mapping[str, Rows] = TABLES, *, kit: Rows | None = None) -> Path:
    """Write the layout of 2021, in Windows-1252, and the apprenticeship list in UTF-8 when given."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        (folder / f"rncp_{name}.v1.4.csv").write_bytes(_text(rows, "\n").encode("cp1252"))
    if kit is not None:
        (folder / "Kit_apprentissage_20231218.csv").write_bytes(_text(kit, "\r\n").encode("utf-8-sig"))
    return folder
