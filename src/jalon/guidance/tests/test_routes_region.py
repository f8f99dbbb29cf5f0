"""Routes on the whole demonstration region: known from the usual situations, feasible, in order."""

import pytest
from django.utils import timezone

from jalon.guidance.rules.routes import Prefer, order
from jalon.guidance.rules.situation import CLASSES, Person, Status
from jalon.guidance.selectors.routes import around_code, plan
from jalon.guidance.tests.feasible import is_feasible
from jalon.occupations.models import Occupation

PEOPLE = {
    "pupil": Person(status=Status.PUPIL, studying=CLASSES["troisieme"]),
    "last year": Person(status=Status.PUPIL, studying=CLASSES["terminale"]),
    "jobseeker": Person(level=0, status=Status.JOBSEEKER, age=35),
    "employed": Person(level=4, status=Status.EMPLOYED, age=40, experienced=True),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_every_sheet_has_feasible_routes(live_region, who):
    today, around = timezone.localdate(), around_code("37261", None)
    for number, occupation in enumerate(Occupation.objects.filter(sheet__isnull=False).order_by("code")):
        prefer = list(Prefer)[number % len(Prefer)]
        found = plan(occupation, PEOPLE[who], today=today, around=around, prefer=prefer)
        assert found.routes, occupation.code
        assert all(is_feasible(route, found.person) for route in found.routes), occupation.code
        ranked = [order(route, prefer) for route in found.routes]
        assert ranked == sorted(ranked)
        assert all(one.step.source for route in found.routes for one in route.taken)
