"""The pages of the intakes, on the demonstration region: figures that agree, links that keep the choice."""

import io

import pypdf
import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from tests.readonly import readonly

from jalon.territory.selectors import current_region
from jalon.training.enums import Recruitment
from jalon.training.models import Session
from jalon.training.rules.intakes import Narrowed, intakes_around
from jalon.training.selectors import intakes
from jalon.training.services.publishing import Publication, book, make_intake_pdf


@pytest.fixture
def autumn(live_region):
    """The next September intake of the demonstration region."""
    return next(one for one in intakes_around(timezone.localdate()) if one.month == 9)


def test_the_index_and_the_database_agree_and_figures_add_up(autumn):
    for intake in intakes_around(timezone.localdate()):
        sheet = intakes.sheet(intake, Narrowed(), today=timezone.localdate())
        inside = Session.objects.filter(
            start__range=(intake.first, intake.last), action__permanent=False
        ).exclude(recruitment=Recruitment.SUSPENDED)
        assert {line.pk for line in sheet.dated} == set(inside.values_list("action", flat=True))
        assert len(sheet.dated) == len({line.pk for line in sheet.dated}) == intakes.how_many(intake)
        counts = sheet.counts
        assert counts.total == len(sheet.dated)
        assert sum(row.total for row in counts.rows) == counts.total
        assert sum(total for _code, _name, total in counts.totals) == counts.total
        assert sum(n for _level, _name, n in intakes.by_level(sheet)) == counts.total


def test_a_cell_of_the_table_gives_what_it_says(autumn):
    sheet = intakes.sheet(autumn, Narrowed(), today=timezone.localdate())
    row = sheet.counts.rows[0]
    for cell in row.cells:
        narrowed = Narrowed(departement=cell.departement, domain=row.domain)
        assert len(intakes.sheet(autumn, narrowed, today=timezone.localdate()).dated) == cell.count


def test_the_list_is_by_domain_level_and_title(autumn):
    sheet = intakes.sheet(autumn, Narrowed(), today=timezone.localdate())
    levels = list(intakes.level_names())
    keys = [(line.domain, levels.index(line.level)) for line in sheet.dated]
    assert keys == sorted(keys)
    assert sum(len(entry.lines) for entry in sheet.entries()) == len(sheet.lines)


def test_pages_read_without_growing(autumn, client, django_assert_max_num_queries):
    address = f"/formations/rentree/{autumn.slug}/"
    client.get(address)
    for query in ({}, {"page": "2"}, {"departement": "36"}, {"domaine": "L"}):
        with readonly(), django_assert_max_num_queries(16):
            assert client.get(address, query).status_code == 200
    with readonly(), django_assert_max_num_queries(14):
        assert client.get("/formations/rentree/").status_code == 200


def test_a_page_shows_twenty_programmes_and_links_that_keep_the_choice(autumn, client):
    response = client.get(f"/formations/rentree/{autumn.slug}/", {"departement": "37"})
    assertContains(response, 'class="name"', count=20)
    assertContains(response, "?departement=37&amp;page=2")
    assertContains(response, f"/formations/rentree/{autumn.slug}.pdf?departement=37")


def test_hostile_addresses_are_read_as_nothing(autumn, client):
    whole = len(client.get(f"/formations/rentree/{autumn.slug}/").context["sheet"].dated)
    for value in ("<script>", "=1+1", "\x00", "9" * 400, "\u202e", "37' OR 1=1"):
        query = dict.fromkeys(("departement", "domaine", "niveau", "par", "page"), value)
        response = client.get(f"/formations/rentree/{autumn.slug}/", query)
        assert response.status_code == 200
        assert len(response.context["sheet"].dated) == whole
        assertNotContains(response, "<script>alert")


def test_a_past_intake_says_so_and_an_old_one_is_gone(live_region, client):
    response = client.get("/formations/rentree/")
    past = response.context["past"][0][0]
    assertContains(client.get(f"/formations/rentree/{past.slug}/"), "Cette rentrée est passée")
    assertNotContains(client.get(f"/formations/rentree/{past.slug}/"), "à tout moment")
    assert client.get(f"/formations/rentree/{past.year - 2}-09/").status_code == 404


def test_the_contents_say_the_right_pages(autumn):
    if book._weasyprint() is None:
        pytest.skip("Pango is absent: no booklet can be made")
    today = timezone.localdate()
    sheet = intakes.sheet(autumn, Narrowed(domain="L"), today=today)
    made = make_intake_pdf(Publication(sheet, current_region(), today, ""))
    reader = pypdf.PdfReader(io.BytesIO(made))
    contents = reader.pages[1].extract_text()
    chapters = [entry for entry in reader.outline if not isinstance(entry, list)][2:]
    assert chapters
    for entry in chapters:
        page = reader.get_destination_page_number(entry) + 1
        line = next(line for line in contents.splitlines() if line.startswith(str(entry.title)))
        assert line.split()[-1] == str(page)
