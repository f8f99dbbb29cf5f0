"""The light drawing of the départements (`outlines.geojson`): what a map shows without any tile."""

import json
from pathlib import Path
from typing import Any

from jalon.sources.models import Source
from jalon.sources.rules import Problem, RefusedDataError
from jalon.sources.services import Tally, sync_rows
from jalon.territory.models import Departement
from jalon.territory.rules import Ring, outline_rings
from jalon.territory.services.folder import DEPARTEMENTS, read_departements

OUTLINES = "outlines.geojson"
MAX_BYTES = 512 * 1024


def read_outlines(folder: Path) -> tuple[dict[str, list[Ring]], list[Problem]]:
    """Return the rings of each département by its code, and every problem; a region may have no drawing."""
    path = folder / OUTLINES
    if not path.exists():
        return {}, []
    text, problem = _text(path)
    if problem is None:
        data, problem = _json(text)
    if problem is not None:
        return {}, [problem]
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        return {}, [Problem(OUTLINES, 1, "features", "une FeatureCollection est attendue")]
    known = _departements(folder)
    found: dict[str, list[Ring]] = {}
    problems = []
    for feature in features:
        code = _code(feature)
        line = text[: max(text.find(f'"{code}"'), 0)].count("\n") + 1
        if code not in known:
            reason = f"département inconnu : {code[:20] or 'sans code'} n'est pas dans {DEPARTEMENTS}"
            problems.append(Problem(OUTLINES, line, "code", reason))
        elif code in found:
            problems.append(Problem(OUTLINES, line, "code", f"{code} est dessiné deux fois"))
        else:
            found[code], reason = outline_rings(feature.get("geometry"))
            if reason:
                problems.append(Problem(OUTLINES, line, "geometry", f"{code} : {reason}"))
    return found, problems


def _text(path: Path) -> tuple[str, Problem | None]:
    if path.stat().st_size > MAX_BYTES:
        reason = f"dessin trop gros (plus de {MAX_BYTES // 1024} ko)"
        return "", Problem(OUTLINES, 1, "", reason)
    try:
        return path.read_text(encoding="utf-8-sig"), None
    except UnicodeDecodeError:
        return "", Problem(OUTLINES, 1, "", "le fichier n'est pas en UTF-8")


def _json(text: str) -> tuple[Any, Problem | None]:
    try:
        return json.loads(text), None
    except json.JSONDecodeError as error:
        return None, Problem(OUTLINES, error.lineno, "", f"JSON illisible : {error.msg}")
    except (RecursionError, ValueError):
        return None, Problem(OUTLINES, 1, "", "JSON illisible : trop imbriqué, ou nombre trop long")


def _code(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    return code if isinstance(code, str) else ""


def _departements(folder: Path) -> set[str]:
    """Return the codes of the region's départements; their own part says what is wrong with their file."""
    try:
        return {row.value.code for row in read_departements(folder)[0]}
    except RefusedDataError:
        return set()


def write_outlines(found: dict[str, list[Ring]], source: Source, tally: Tally) -> None:
    """Keep the drawing of each département of the region; one that is no longer drawn has none."""
    tally.read += len(found)
    owned = Departement.objects.filter(region__source=source)
    codes = owned.order_by().values_list("code", flat=True)
    sync_rows(owned, {code: {"outline": found.get(code, [])} for code in codes}, key=("code",), tally=tally)
