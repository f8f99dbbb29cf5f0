"""A sketch map: positions in degrees become points of a drawing; places that touch share a marker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

WIDTH, HEIGHT = 480, 320
MARGIN = 42
TOUCHING = 36  # drawing units between two centres
LEAST_SPAN_KM = 3.0
KM_PER_DEGREE = 111.2
NAMED = 6
NAME_LETTER, NAME_TOP = 8, 26  # width of a letter, height of a name above its dot

HEIGHT_OF_MARKER = 30

Position = tuple[float, float]  # latitude, longitude in degrees
Point = tuple[int, int]  # drawing units, y downwards
Rectangle = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True)
class Dot:
    """A commune on the sketch; `name` is empty when there is no room to write it."""

    x: int
    y: int
    radius: int
    name: str


@dataclass(frozen=True)
class Marker:
    """One or several places that stand together; `label` says their numbers in the list."""

    x: int
    y: int
    label: str
    numbers: tuple[int, ...]

    @property
    def width(self) -> int:
        """The width that its label asks for."""
        return max(HEIGHT_OF_MARKER, 14 + 9 * len(self.label))

    @property
    def left(self) -> int:
        """Where it begins, kept inside the drawing."""
        return min(max(self.x - self.width // 2, 2), WIDTH - self.width - 2)

    @property
    def top(self) -> int:
        """Where it begins, from the top."""
        return self.y - HEIGHT_OF_MARKER // 2

    @property
    def middle(self) -> int:
        """Where its label is centred."""
        return self.left + self.width // 2


@dataclass(frozen=True)
class Sketch:
    """What the drawing shows, in drawing units, `y` downwards; `scale_km` is how far `scale` units go."""

    home: Point
    markers: list[Marker]
    dots: list[Dot]
    scale: int
    scale_km: int
    width: int = WIDTH
    height: int = HEIGHT
    ruler_top: int = HEIGHT - 16


@dataclass(frozen=True)
class _Frame:
    """A plane around a centre, in km, and how it fits the drawing."""

    centre: Position
    units_per_km: float

    def point(self, position: Position) -> Point:
        east = (position[1] - self.centre[1]) * KM_PER_DEGREE * cos(radians(self.centre[0]))
        north = (position[0] - self.centre[0]) * KM_PER_DEGREE
        return (
            round(WIDTH / 2 + east * self.units_per_km),
            round(HEIGHT / 2 - north * self.units_per_km),
        )

    def holds(self, position: Position) -> bool:
        x, y = self.point(position)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def _frame(positions: Sequence[Position]) -> _Frame:
    south, north = min(p[0] for p in positions), max(p[0] for p in positions)
    west, east = min(p[1] for p in positions), max(p[1] for p in positions)
    centre = ((south + north) / 2, (west + east) / 2)
    tall = max((north - south) * KM_PER_DEGREE, LEAST_SPAN_KM)
    wide = max((east - west) * KM_PER_DEGREE * cos(radians(centre[0])), LEAST_SPAN_KM)
    return _Frame(centre, min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / tall))


def _said(numbers: Sequence[int]) -> str:
    """Write list numbers shortly.

    >>> _said([1, 2, 3]), _said([2, 7]), _said([1, 4, 5, 9])
    ('1–3', '2, 7', '1, 4 …')
    """
    ordered = sorted(numbers)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]}–{ordered[-1]}"
    if len(ordered) > 3:
        return f"{ordered[0]}, {ordered[1]} …"
    return ", ".join(map(str, ordered))


def _markers(points: Sequence[Point], first: int) -> list[Marker]:
    """Gather the points that would touch, in the order of the list, whose first number is `first`."""
    groups: list[list[int]] = []
    for at, (x, y) in enumerate(points):
        for group in groups:
            first_x, first_y = points[group[0]]
            if (x - first_x) ** 2 + (y - first_y) ** 2 < TOUCHING**2:
                group.append(at)
                break
        else:
            groups.append([at])
    numbered = [(points[group[0]], tuple(at + first for at in group)) for group in groups]
    return [Marker(x, y, _said(numbers), numbers) for (x, y), numbers in numbered]


def _name_box(name: str, x: int, y: int) -> Rectangle:
    """Return where a commune's name would be written: centred above its dot."""
    half = NAME_LETTER * len(name) // 2
    return x - half, y - NAME_TOP, x + half, y - 4


def _apart(one: Rectangle, other: Rectangle) -> bool:
    return one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def _dots(
    frame: _Frame, communes: Iterable[tuple[str, float, float, int]], taken: list[Rectangle]
) -> list[Dot]:
    """Draw the communes of the frame; the most populous are named where there is room."""
    dots: list[Dot] = []
    names = 0
    for name, latitude, longitude, population in sorted(communes, key=lambda one: -one[3]):
        if not frame.holds((latitude, longitude)):
            continue
        x, y = frame.point((latitude, longitude))
        box = _name_box(name, x, y)
        inside = box[0] > 4 and box[1] > 4 and box[2] < WIDTH - 4
        room = inside and names < NAMED and all(_apart(box, other) for other in taken)
        if room:
            names += 1
            taken.append(box)
        radius = 5 if population >= 20_000 else 4 if population >= 5_000 else 2
        dots.append(Dot(x, y, radius, name if room else ""))
    return dots


def _scale_km(units_per_km: float) -> int:
    """Return a round number of km that takes about a fifth of the drawing."""
    return next((km for km in (50, 20, 10, 5, 2, 1) if km * units_per_km <= WIDTH / 4), 1)


def draw_sketch(
    home: Position,
    places: Sequence[Position],
    communes: Iterable[tuple[str, float, float, int]] = (),
    *,
    first: int = 1,
) -> Sketch:
    """Return the sketch of `places`, numbered from `first`, around `home`.

    `communes` are (name, latitude, longitude, population).
    """
    frame = _frame([home, *places])
    point = frame.point(home)
    markers = _markers([frame.point(place) for place in places], first)
    taken = [(point[0] - 24, point[1] - 66, point[0] + 24, point[1] + 24)]
    taken += [(one.left, one.top, one.left + one.width, one.top + HEIGHT_OF_MARKER) for one in markers]
    taken.append((0, HEIGHT - 50, 160, HEIGHT))  # the ruler
    scale_km = _scale_km(frame.units_per_km)
    return Sketch(
        home=point,
        markers=markers,
        dots=_dots(frame, communes, taken),
        scale=round(scale_km * frame.units_per_km),
        scale_km=scale_km,
    )
