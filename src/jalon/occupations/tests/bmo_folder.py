"""A tiny folder of the hiring survey, in the layout of the official files."""

from pathlib import Path

HEADER = (
    "annee,Code métier BMO,Nom métier BMO,Famille_met,Lbl_fam_met,REG,NOM_REG,Dept,NomDept,BE24,NOMBE24,"
    "met,xmet,smet"
)
ROWS = (
    "V0X60,Aides-soignants,37,2415,120,90,12",
    "V0X60,Aides-soignants,37,2414,*,*,*",
    "V0X60,Aides-soignants,41,2416,40,*,*",
    "T2B60,Assistants maternels,37,2415,30,10,*",
    "B1X31,Maçons qualifiés,37,2414,*,*,*",
    "V0X60,Aides-soignants,75,7501,900,100,*",
)
LABELS = """\
Code_FAP341;Intitulé_FAP341;Code_FAP228;Intitulé_FAP228;Code_FAP86;Intitulé_FAP86;Code_FAP22;Intitulé_FAP22
V0X60c;Aides-soignants;V0X60;Aides-soignants;V0X;Aides-soignants;V;Santé
T2B60a;Assistants maternels;T2B60;Assistants maternels;T2B;Petite enfance;T;Services
B1X31;Maçons qualifiés;B1X31;Maçons qualifiés;B1X;Gros œuvre;B;Bâtiment
B1X30;Maçons peu qualifiés;B1X30;Maçons peu qualifiés;B1X;Gros œuvre;B;Bâtiment
"""
PASSAGE = (
    "Fap;Rome;intitule_rome\n"
    "A0Z00;NA;NA\n"
    "V0Z60;J1501;Soins d'hygiène, de confort du patient\n"
    "V0Z60;J1303;Assistance médico-technique\n"
    "V0Z60;J1304;Aide en puériculture\n"
    "B0Z21;F1703;Maçonnerie – gros œuvre\n"
    "B2Z40;F1703;Maçonnerie – gros œuvre\n"
    "R1Z63;D1213;Vente en gros\n"
)


def figures_text(rows=ROWS, *, year: int = 2024, header: str = HEADER) -> str:
    """Return a figures file; a row is family, name, département, area, then three counts."""
    lines = [header]
    for row in rows:
        family, name, departement, area, *counts = row.split(",")
        region = "11" if departement == "75" else "24"
        places = f"{region},Région,{departement},Département,{area},BASSIN"
        lines.append(f"{year},{family},{name},Z,Autres,{places},{','.join(counts)}")
    return "\n".join(lines) + "\n"


def write_bmo(folder: Path, *, figures: str | None = None, name: str = "bmo_2024_essai.csv") -> Path:
    """Write the folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(figures_text() if figures is None else figures, encoding="utf-8")
    (folder / "bmo_2024_dictionnaire.csv").write_text(",Variables,Description\n", encoding="utf-8")
    (folder / "Intitules_FAP2021.csv").write_text(LABELS, encoding="utf-8-sig")
    (folder / "fap225_rome.csv").write_bytes(PASSAGE.encode("cp1252"))
    return folder
