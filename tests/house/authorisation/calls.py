"""How a line of the matrix is written: sample calls of a route, and to whom it opens."""

from dataclasses import dataclass, field

from tests.house.authorisation.personas import ANONYMOUS, EVERYONE

ASKED, REFUSED, NO_METHOD = 302, 403, 405


@dataclass(frozen=True)
class Call:
    """One sample call of a route: its path values, its query, and the status for those who may call it.

    A value may name a thing that `things.py` made: "{load}". `to` narrows the route's own `to`.
    """

    values: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    status: int = 200
    page: bool = True  # a whole HTML page, as opposed to a fragment, a file or a redirect
    to: frozenset[str] | None = None


@dataclass(frozen=True)
class Post:
    """One sample form sent to a route: what is in it, and the status for those who may send it."""

    data: dict[str, str | list[str]] = field(default_factory=dict)
    status: int = 302
    values: dict[str, str] | None = None  # None: those of the route's first call
    to: frozenset[str] | None = None  # None: those to whom the route opens; else the others are refused


def fragment(**query: str) -> Call:
    """Return a call whose answer is not a whole page."""
    return Call(query=query, page=False)


@dataclass(frozen=True)
class Opens:
    """A route for those who signed in: to whom it opens. Others are asked to sign in, or refused.

    `refused` is 404 where someone may not even learn that the thing exists.
    """

    to: frozenset[str]
    calls: tuple[Call, ...]
    posts: tuple[Post, ...] = ()
    refused: int = REFUSED

    def statuses(self, one: Call | Post) -> dict[str, int]:
        """Return what each persona gets from a call, or from a form sent."""
        to = self.to if one.to is None else one.to
        return {
            who: one.status if who in to else ASKED if who == ANONYMOUS else self.refused for who in EVERYONE
        }


def page(to: frozenset[str], *calls: Call, refused: int = REFUSED) -> Opens:
    """A page, a fragment or a file that is only read."""
    return Opens(to, calls or (Call(),), refused=refused)


def form(to: frozenset[str], *calls: Call | Post, refused: int = REFUSED) -> Opens:
    """A page with a form that it takes itself: its calls, and samples of what is sent.

    Without a sample an empty form is sent, which is shown again.
    """
    gets = tuple(one for one in calls if isinstance(one, Call)) or (Call(),)
    posts = tuple(one for one in calls if isinstance(one, Post)) or (Post(status=200),)
    return Opens(to, gets, posts, refused)


def act(
    to: frozenset[str], *posts: Post, values: dict[str, str] | None = None, refused: int = REFUSED
) -> Opens:
    """A button: only sent, never read."""
    return Opens(to, (Call(values or {}, status=NO_METHOD),), posts or (Post(),), refused)


@dataclass(frozen=True)
class Door:
    """A page of signing in: what a GET, and an empty form sent, get from someone new and from the others."""

    anonymous: int
    signed_in: int
    post_anonymous: int
    post_signed_in: int
    values: dict[str, str] = field(default_factory=dict)
