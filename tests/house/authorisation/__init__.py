"""The authorisation matrix: every route, who may call it, and what a call with sample values gets.

A new route fails `test_routes.py` until it is in one table: `public.PUBLIC` (the same for all),
`network.NETWORK` (for those who signed in: page, form or act, and the personas to whom it opens),
`network.DOORS` (signing in), `secret` (opened by an address that only some hold). docs/architecture.md says
how to write a line.
"""

from tests.house.authorisation.calls import ASKED, REFUSED, Call, Post
from tests.house.authorisation.network import DOORS, NETWORK
from tests.house.authorisation.public import PUBLIC
from tests.house.authorisation.secret import ADDRESS, CALENDARS, FORMS, LINKS, TRIAL, WORKSHOP

EVERY_ROUTE = [*PUBLIC, *NETWORK, *DOORS, *ADDRESS, *FORMS, *LINKS, *CALENDARS, *WORKSHOP, *TRIAL]

__all__ = [
    "ADDRESS",
    "ASKED",
    "CALENDARS",
    "DOORS",
    "EVERY_ROUTE",
    "FORMS",
    "LINKS",
    "NETWORK",
    "PUBLIC",
    "REFUSED",
    "TRIAL",
    "WORKSHOP",
    "Call",
    "Post",
]
