"""Bars that are a table: every figure is written, what is not published is said, nothing escapes."""

from dataclasses import dataclass

from jalon.ui.templatetags.charts import bar_chart, chart_key


@dataclass
class Bar:
    label: str
    value: int | None
    url: str = ""
    at_least: bool = False
    part: int | None = None
    part_at_least: bool = False
    current: bool = False
    details: tuple[tuple[str, str], ...] = ()


def drawn(*bars, **options):
    html = bar_chart(bars, caption="Projets", head="Bassin", measure="Projets d'embauche", **options)
    return html.replace("\u202f", " ")


def test_each_row_has_its_name_its_bar_and_its_figure():
    html = drawn(Bar("Tours", 1200, part=600), Bar("Loches", 300), part="difficiles")
    assert '<th scope="row">Tours</th>' in html
    assert "<b>1 200</b> <small>dont 600 difficiles</small>" in html
    assert '<rect class="bar-whole" width="100.0" height="10"/><rect class="bar-part" width="50.0"' in html
    assert '<rect class="bar-whole" width="25.0" height="10"/></svg>' in html
    assert html.count("<svg") == html.count('aria-hidden="true"') == 2
    assert "<caption>Projets</caption>" in html and '<th scope="col">Bassin</th>' in html


def test_what_is_not_published_is_neither_zero_nor_nothing():
    html = drawn(Bar("Tours", 10), Bar("Loches", None), Bar("Chinon", 0), unit="projet déclaré")
    hidden = html[html.index("Loches") : html.index("Chinon")]
    assert "non publié" in hidden and "bar-hidden" in hidden and "bar-whole" not in hidden
    assert "aucun projet déclaré" in html and '<rect class="bar-whole" width="0"' in html


def test_lower_bounds_are_said():
    html = drawn(Bar("Tours", 30, at_least=True, part=20, part_at_least=True), part="difficiles")
    assert "au moins <b>30</b>" in html and "dont au moins 20 difficiles" in html


def test_the_chosen_row_is_marked_and_rows_lead_somewhere():
    html = drawn(Bar("Tours", 3, url="?bassin=1&n=2", current=True, details=(("Maçon", "/m/"),)))
    assert '<tr class="on"><th scope="row"><a href="?bassin=1&amp;n=2" aria-current="true">Tours</a>' in html
    assert '<span class="details"><a href="/m/">Maçon</a></span>' in html


def test_nothing_to_draw_draws_no_bar():
    assert "<tbody></tbody>" in drawn()
    assert '<rect class="bar-whole" width="0"' in drawn(Bar("Tours", 0))


def test_charts_may_share_a_scale():
    assert '<rect class="bar-whole" width="5.0"' in drawn(Bar("Tours", 10), highest=200)


def test_words_are_escaped():
    html = drawn(Bar("<b>Tours", 3, url='"><script>', details=(("<i>", "'\"<"),))) + chart_key("<u>")
    assert "<b>Tours" not in html and "<script>" not in html and "<i>" not in html and "<u>" not in html


def test_the_key_names_only_what_is_used():
    key = chart_key("projets", hidden="non publié")
    assert key.count("<li>") == 2 and "bar-part" not in key


def test_a_long_chart_stays_a_table_when_its_cells_are_stacked():
    html = drawn(Bar("Tours", 10), long=True)
    assert '<table class="chart long" role="table">' in html
    assert '<tr role="row"><th scope="row" role="rowheader">Tours</th><td role="cell">' in html
