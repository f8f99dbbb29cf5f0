"""Filtering and counting, against the plain way of doing it."""

from hypothesis import given
from hypothesis import strategies as st

from jalon.occupations.rules.facets import Fact, Facts, Filters, read_filters

LEVELS = (0, 3, 4, 5)
CONDITIONS = ("nights", "outdoors", "public")
SECTORS = ("bois", "sante")


def subsets(values):
    return st.frozensets(st.sampled_from(values))


facts_lists = st.lists(
    st.tuples(st.one_of(st.none(), st.sampled_from(LEVELS)), subsets(CONDITIONS), subsets(SECTORS)),
    max_size=30,
).map(lambda rows: [Fact(f"A{number:04}", *row) for number, row in enumerate(rows)])
filters_values = st.builds(
    Filters,
    levels=subsets(LEVELS),
    wanted=subsets(CONDITIONS),
    refused=subsets(CONDITIONS),
    sectors=subsets(SECTORS),
    unknown=st.booleans(),
)


def fits(fact: Fact, filters: Filters) -> bool:
    """The plain way: each filter is silent, satisfied, or unknown and the unknown is accepted."""
    level = not filters.levels or (filters.unknown if fact.level is None else fact.level in filters.levels)
    sector = not filters.sectors or (
        bool(fact.sectors & filters.sectors) if fact.sectors else filters.unknown
    )
    asked = filters.wanted or filters.refused
    stated = filters.wanted <= fact.conditions and not fact.conditions & filters.refused
    condition = not asked or (stated if fact.conditions else filters.unknown)
    return bool(level and sector and condition)


@given(facts_lists, filters_values)
def test_filtering_agrees_with_the_plain_way(facts, filters):
    ready = Facts(facts)
    found = ready.pick(ready.matching(ready.everything, filters), None)
    assert found == [fact.code for fact in facts if fits(fact, filters)]


@given(facts_lists, filters_values)
def test_each_count_is_what_choosing_the_value_alone_in_its_filter_gives(facts, filters):
    ready = Facts(facts)
    counts = ready.counts(ready.everything, filters)
    plain = Filters(filters.levels, filters.wanted, filters.refused, filters.sectors)
    assert counts.total == sum(fits(fact, filters) for fact in facts)
    for level, count in counts.levels.items():
        others = Filters(
            frozenset({level}), filters.wanted, filters.refused, filters.sectors, filters.unknown
        )
        known = [fact for fact in facts if fact.level is not None]
        assert count == sum(fits(fact, others) for fact in known)
    for condition, count in counts.wanted.items():
        wanted = Filters(
            filters.levels, filters.wanted | {condition}, filters.refused, filters.sectors, filters.unknown
        )
        assert count == sum(fits(fact, wanted) for fact in facts if fact.conditions)
    wider = Filters(filters.levels, filters.wanted, filters.refused, filters.sectors, unknown=True)
    assert counts.unknown == sum(fits(fact, wider) and not fits(fact, plain) for fact in facts)


@given(facts_lists, st.lists(st.sampled_from([f"A{number:04}" for number in range(40)]), unique=True))
def test_a_given_order_is_kept_and_unknown_codes_are_left_out(facts, codes):
    ready = Facts(facts)
    assert ready.pick(ready.mask(codes), codes) == [code for code in codes if code in ready.position]


def read(**values) -> Filters:
    return read_filters(lambda name: values.get(name, []), levels=LEVELS, conditions=CONDITIONS)


def test_what_is_not_a_value_is_left_out():
    filters = read(
        niveau=["3", "99", "x", "3' OR 1=1"], avec=["nights", "<script>"], secteur=["bois", "é" * 50]
    )
    assert filters == Filters(frozenset({3}), frozenset({"nights"}), frozenset(), frozenset({"bois"}))


def test_a_condition_both_wanted_and_refused_counts_for_neither():
    assert read(avec=["nights"], sans=["nights", "public"]) == Filters(refused=frozenset({"public"}))


def test_asking_for_the_unknown_alone_is_not_a_filter():
    filters = read(inconnus=["1"])
    assert filters.unknown
    assert not filters
