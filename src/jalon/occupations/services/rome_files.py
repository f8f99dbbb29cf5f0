"""The official ROME exports, read row by row into plain values; nothing is written here."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jalon.occupations.enums import EnvironmentKind, Interest, SkillKind, TextKind
from jalon.sources.rules import Problem, RefusedDataError, agreed
from jalon.sources.services import Progress, Tally, read_csv

FILE_NAME = re.compile(r"(?:unix_)?(?P<stem>\w+?)_v(?P<version>\d{3})(?:_utf8)?\.csv")
OCCUPATION_CODE = re.compile(r"[A-Z]\d{4}")
OFFICIAL_CODE = re.compile(r"\d{1,9}")
MAIN_TREE, BRANCH, LEAF = "6", "2", "3"
OCCUPATIONS, TITLES, TEXTS = "referentiel_code_rome", "referentiel_appellation", "texte"
SKILLS, ACTIVITIES, SETTINGS = "referentiel_competence", "referentiel_activite", "referentiel_env_travail"
LINKS, INTERESTS, TREE = "liens_rome_referentiels", "referentiel_code_rome_riasec", "item_arborescence"
TREE_4 = "arborescence_principale"
LAYOUT_3 = (OCCUPATIONS, TITLES, TEXTS, SKILLS, SETTINGS, LINKS, INTERESTS, TREE)
LAYOUT_4 = (OCCUPATIONS, TREE_4)
TEXT_KINDS = {"1": TextKind.DEFINITION, "2": TextKind.ACCESS, "3": TextKind.CONDITIONS}
SETTING_KINDS = {"1": EnvironmentKind.STRUCTURE, "2": EnvironmentKind.SECTOR, "3": EnvironmentKind.CONDITION}
# Sections of a ROME sheet (code_ref_rubrique): 6 and 7 are core, 9 and 10 specific.
SKILL_KINDS = {"6": SkillKind.CORE, "7": SkillKind.CORE, "9": SkillKind.SPECIFIC, "10": SkillKind.SPECIFIC}
SKILL_LINK, ACTIVITY_LINK, ACTIVITY_GROUP_LINK, TITLE_LINK, SETTING_LINK = "1", "2", "3", "4", "5"
LONGEST = {"label": 250, "skill": 300, "setting": 200}
PER_BLOCK = 100
Row = Mapping[str, str]


@dataclass(frozen=True)
class RomeFolder:
    """The files of one version: by stem, each version present, the oldest first."""

    version: tuple[int, int]
    files: Mapping[str, list[Path]]

    @property
    def is_tree_only(self) -> bool:
        """Tell the 4.0 layout (a tree and parents) from the 3.x one (texts, skills, settings)."""
        return TREE_4 in self.files

    @property
    def version_name(self) -> str:
        """The version as people write it: 3.47."""
        return f"{self.version[0]}.{self.version[1]:02d}"

    def latest(self, stem: str) -> Path:
        """Return the newest file of this stem."""
        return self.files[stem][-1]


@dataclass
class Rome:
    """What an export says. Keys are official codes; a link's key is (occupation, other)."""

    domains: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    occupations: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
    texts: dict[tuple[str, str, int], str] = field(default_factory=dict)
    skills: dict[str, str] = field(default_factory=dict)
    skill_links: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    activities: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    settings: dict[str, tuple[str, str]] = field(default_factory=dict)
    setting_links: set[tuple[str, str]] = field(default_factory=set)
    interests: dict[str, tuple[str, str]] = field(default_factory=dict)


def find_files(folder: Path) -> RomeFolder:
    """Recognise a folder's files by name, whatever the version; refuse a folder that lacks one."""
    if not folder.is_dir():
        raise RefusedDataError([Problem(folder.name, 0, "", "dossier absent")])
    found: dict[str, list[tuple[int, Path]]] = defaultdict(list)
    for path in folder.iterdir():
        name = FILE_NAME.fullmatch(path.name)
        if name:
            found[name["stem"]].append((int(name["version"]), path))
    wanted = LAYOUT_4 if TREE_4 in found else LAYOUT_3
    absent = [stem for stem in wanted if stem not in found]
    if absent:
        raise RefusedDataError(
            [Problem(folder.name, 0, "", f"fichier absent : …{stem}_v….csv") for stem in absent]
        )
    version = max(number for number, _path in found[OCCUPATIONS])
    files = {stem: [path for _number, path in sorted(paths)] for stem, paths in found.items()}
    return RomeFolder((version // 100, version % 100), files)


def read_rome(folder: RomeFolder, tally: Tally, progress: Progress) -> Rome:
    """Read a folder of either layout; rows that cannot be taken are counted in `tally` with their reason."""
    reader = _Reader(tally, progress)
    if folder.is_tree_only:
        reader.read_tree_4(folder)
    else:
        reader.read_3(folder)
    return reader.rome


class _Reader:
    """One reading: what was found so far, and what was refused."""

    def __init__(self, tally: Tally, progress: Progress):
        self.tally = tally
        self.progress = progress
        self.rome = Rome()
        self.leaves: dict[str, str] = {}

    def _rows(self, path: Path, columns: str) -> Iterator[tuple[int, Row]]:
        rows = read_csv(path, columns.split(), doubled_quotes=True)
        for line, row in self.progress(rows, path.name):
            self.tally.read += 1
            yield line, row

    def _reject(self, path: Path, line: int, name: str, reason: str) -> None:
        self.tally.reject(Problem(path.name, line, name, reason))

    def _label(self, path: Path, line: int, name: str, text: str, longest: str = "label") -> bool:
        """Tell whether a label can be kept; reject its row if not."""
        if not text:
            self._reject(path, line, name, "texte absent")
        elif len(text) > LONGEST[longest]:
            self._reject(path, line, name, f"texte trop long (au plus {LONGEST[longest]} caractères)")
        else:
            return True
        return False

    def _known(self, path: Path, line: int, code: str) -> bool:
        """Tell whether an occupation's code is in the list; reject its row if not."""
        if code in self.rome.occupations:
            return True
        self._reject(path, line, "code_rome", "code ROME inconnu" if code else "code ROME absent")
        return False

    # The 3.x layout

    def read_3(self, folder: RomeFolder) -> None:
        """Read occupations first, then all that hangs on them."""
        for path in folder.files[TREE]:
            self._read_tree(path)
        self._read_occupations(folder.latest(OCCUPATIONS), "code_rome libelle_rome")
        self._complete_occupations(folder)
        self._read_titles(folder.latest(TITLES))
        self._read_texts(folder.latest(TEXTS))
        self._read_interests(folder.latest(INTERESTS))
        self._read_skills(folder.latest(SKILLS), "libelle_competence")
        if ACTIVITIES in folder.files:
            self._read_skills(folder.latest(ACTIVITIES), "libelle_activite")
        self._read_settings(folder.latest(SETTINGS))
        self._read_links(folder.latest(LINKS))

    def _read_tree(self, path: Path) -> None:
        columns = "code_type_referentiel code_pere code_noeud libelle_item_arbo code_type_noeud"
        for line, row in self._rows(path, columns):
            if row["code_type_referentiel"] != MAIN_TREE:
                continue
            code, label = row["code_noeud"], row["libelle_item_arbo"]
            if row["code_type_noeud"] == BRANCH and self._label(
                path, line, "libelle_item_arbo", label, "setting"
            ):
                self.rome.domains[code] = (label, row["code_pere"] if len(code) > 1 else None)
            elif row["code_type_noeud"] == LEAF:
                self.leaves[code] = label

    def _read_occupations(self, path: Path, columns: str) -> None:
        for line, row in self._rows(path, columns):
            code, label = row["code_rome"], row["libelle_rome"]
            if not OCCUPATION_CODE.fullmatch(code):
                self._reject(path, line, "code_rome", "code ROME mal formé")
            elif code in self.rome.occupations:
                self._reject(path, line, "code_rome", f"code {code} écrit deux fois")
            elif self._label(path, line, "libelle_rome", label):
                self.rome.occupations[code] = label
                if row.get("code_rome_parent"):
                    self.rome.parents[code] = row["code_rome_parent"]
        if not self.rome.occupations:
            raise RefusedDataError([Problem(path.name, 0, "code_rome", "aucun métier lisible")])

    def _complete_occupations(self, folder: RomeFolder) -> None:
        """Add occupations that the list forgot: titles and texts name them, the tree gives their label."""
        titles, texts = folder.latest(TITLES), folder.latest(TEXTS)
        first: dict[str, str] = {}
        for _line, row in read_csv(titles, ["code_rome", "libelle_appellation_long"], doubled_quotes=True):
            first.setdefault(row["code_rome"], row["libelle_appellation_long"])
        described = {row["code_rome"] for _line, row in read_csv(texts, ["code_rome"])}
        for code in sorted((first.keys() & described) - self.rome.occupations.keys()):
            if OCCUPATION_CODE.fullmatch(code):
                self.rome.occupations[code] = self.leaves.get(code) or first[code][: LONGEST["label"]]
                origin = "l'arborescence" if code in self.leaves else "sa première appellation"
                missing_from = folder.latest(OCCUPATIONS).name
                self.tally.note(
                    f"{code} manque dans {missing_from} mais a des appellations et des textes : "
                    f"gardé, avec le libellé donné par {origin} (« {self.rome.occupations[code]} »)."
                )

    def _read_titles(self, path: Path) -> None:
        for line, row in self._rows(path, "code_ogr libelle_appellation_long code_rome"):
            self._add_title(path, line, row["code_ogr"], row["libelle_appellation_long"], row["code_rome"])

    def _add_title(self, path: Path, line: int, title: str, label: str, code: str) -> None:
        if not OFFICIAL_CODE.fullmatch(title):
            self._reject(path, line, "code_ogr", "code d'appellation mal formé")
        elif title in self.rome.titles:
            self._reject(path, line, "code_ogr", "appellation écrite deux fois")
        elif self._known(path, line, code) and self._label(path, line, "libelle_appellation", label):
            self.rome.titles[title] = (label, code)

    def _read_texts(self, path: Path) -> None:
        columns = "code_rome position_libelle_txt code_type_texte libelle_texte"
        for line, row in self._rows(path, columns):
            kind, position = TEXT_KINDS.get(row["code_type_texte"]), row["position_libelle_txt"]
            if kind is None or not position.isdecimal() or not row["libelle_texte"]:
                self._reject(path, line, "code_type_texte", "texte sans rubrique, sans position ou vide")
            elif self._known(path, line, row["code_rome"]):
                key = (row["code_rome"], kind.value, int(position))
                if key in self.rome.texts:
                    self._reject(path, line, "position_libelle_txt", "position écrite deux fois")
                else:
                    self.rome.texts[key] = row["libelle_texte"]

    def _read_interests(self, path: Path) -> None:
        letters = {*Interest.values, ""}
        for line, row in self._rows(path, "code_rome riasec_majeur riasec_mineur"):
            pair = (row["riasec_majeur"], row["riasec_mineur"])
            if not letters.issuperset(pair):
                self._reject(path, line, "riasec_majeur", "lettre hors de R, I, A, S, E, C")
            elif self._known(path, line, row["code_rome"]):
                self.rome.interests[row["code_rome"]] = pair

    def _read_skills(self, path: Path, column: str) -> None:
        for line, row in self._rows(path, f"code_ogr {column}"):
            if not OFFICIAL_CODE.fullmatch(row["code_ogr"]):
                self._reject(path, line, "code_ogr", "code de compétence mal formé")
            elif self._label(path, line, column, row[column], "skill"):
                self.rome.skills[row["code_ogr"]] = row[column]

    def _read_settings(self, path: Path) -> None:
        columns = "code_ogr libelle_env_travail code_type_section_env_trav"
        for line, row in self._rows(path, columns):
            kind = SETTING_KINDS.get(row["code_type_section_env_trav"])
            if kind is None or not OFFICIAL_CODE.fullmatch(row["code_ogr"]):
                self._reject(path, line, "code_type_section_env_trav", "environnement sans rubrique connue")
            elif self._label(path, line, "libelle_env_travail", row["libelle_env_travail"], "setting"):
                self.rome.settings[row["code_ogr"]] = (row["libelle_env_travail"], kind.value)

    def _read_links(self, path: Path) -> None:
        columns = "code_rome code_ogr code_ref_rubrique position_bloc code_type_referentiel position_item"
        kinds: Counter[str] = Counter()
        for line, row in self._rows(path, columns):
            kind = row["code_type_referentiel"]
            kinds[kind] += 1
            if kind == TITLE_LINK or not self._known(path, line, row["code_rome"]):
                continue
            if kind in {SKILL_LINK, ACTIVITY_LINK, ACTIVITY_GROUP_LINK}:
                self._link_skill(path, line, row)
            elif kind == SETTING_LINK and row["code_ogr"] in self.rome.settings:
                self.rome.setting_links.add((row["code_rome"], row["code_ogr"]))
            else:
                self._reject(path, line, "code_ogr", "environnement ou type de lien inconnu")
        if kinds[TITLE_LINK]:
            lines = agreed(kinds[TITLE_LINK], "ligne,lignes")
            self.tally.note(f"{path.name} redit les appellations ({lines}) : prises une seule fois.")

    def _link_skill(self, path: Path, line: int, row: Row) -> None:
        code, other, kind = row["code_rome"], row["code_ogr"], SKILL_KINDS.get(row["code_ref_rubrique"])
        if other in self.rome.skills and kind is not None:
            position = _number(row["position_bloc"]) * PER_BLOCK + _number(row["position_item"])
            self.rome.skill_links[code, other] = (kind.value, position)
            return
        if row["code_type_referentiel"] == SKILL_LINK:
            self._reject(path, line, "code_ogr", "compétence inconnue")
            return
        self._reject(path, line, "code_ogr", "activité dont le libellé n'est pas dans les fichiers")
        if kind is not None:
            self.rome.activities.setdefault(code, {}).setdefault(kind.value, []).append(other)

    # The 4.0 layout

    def read_tree_4(self, folder: RomeFolder) -> None:
        """Read codes with their parents, then the tree: domains, and titles (each code's own line apart)."""
        codes, tree = folder.latest(OCCUPATIONS), folder.latest(TREE_4)
        self._read_occupations(codes, "code_rome libelle_rome code_rome_parent")
        heads = {row["code_ogr"] for _line, row in read_csv(codes, ["code_ogr"])}
        for line, row in self._rows(tree, "type code parent libelle ogr"):
            code, label = row["code"], row["libelle"]
            if row["type"] in {"grand_domaine", "domaine"}:
                if self._label(tree, line, "libelle", label, "setting"):
                    self.rome.domains[code] = (label, row["parent"] or None)
            elif row["type"] != "ligne":
                self._reject(tree, line, "type", "type de ligne inconnu")
            elif row["ogr"] not in heads:
                self._add_title(tree, line, row["ogr"], label, code)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
