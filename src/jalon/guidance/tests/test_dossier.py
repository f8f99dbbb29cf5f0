"""The dossier without an account: what it keeps, for how long, and who may do what."""

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from jalon.guidance.enums import Act, Lifetime, Side
from jalon.guidance.models import Dossier, DossierAct, DossierItem, DossierNote, DossierStart
from jalon.guidance.rules import dossier as rules
from jalon.guidance.services import dossier as services
from jalon.ui.services.attempts import TooManyError

NOW = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)
SECRET = "a" * 32
BAKER = rules.Thing("occupation", "D1102", "Boulanger", "/metiers/D1102/", [("Niveau", "CAP")])
CARER = rules.Thing("occupation", "J1501", "Aide-soignant", "/metiers/J1501/", [("Niveau", "Bac")])


def begun(**fields) -> str:
    return services.begin_dossier(**{"lifetime": 90, "network": "", "now": NOW} | fields)


def titles(secret: str) -> list[str]:
    found = Dossier.objects.get(digest=rules.digest_of(secret))
    return list(found.items.values_list("title", flat=True))


def for_adviser(secret: str) -> str:
    services.open_to_adviser(secret=secret, now=NOW)
    return rules.adviser_secret(secret, Dossier.objects.get().adviser_salt)


class TestRules:
    @pytest.mark.parametrize(
        "text",
        [SECRET, f" {SECRET}\n", f"https://exemple.fr/dossier/{SECRET}/", f"/dossier/{SECRET}/comparer/?a=1"],
    )
    def test_an_address_is_read_however_it_is_pasted(self, text):
        assert rules.secret_in(text) == SECRET

    @pytest.mark.parametrize(
        "text", ["", "abc", "a" * 33, f"/dossier/{'a' * 40}/", f"/autre/{SECRET}/", "é" * 32]
    )
    def test_what_is_not_an_address_is_nothing(self, text):
        assert rules.secret_in(text) == ""

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_no_secret_stays_in_a_line_of_a_journal(self, before, after):
        line = f"{before}/dossier/{SECRET}/{after}"
        assert SECRET not in rules.hidden(line)

    @given(st.dates(max_value=datetime.date(9000, 1, 1)), st.sampled_from(Lifetime.values))
    def test_a_dossier_lasts_through_its_last_day(self, day, days):
        last = rules.expiry(day, days)
        assert not rules.is_over(last, last)
        assert rules.is_over(last, last + datetime.timedelta(days=1))

    @given(st.text(max_size=300), st.integers(1, 200))
    def test_a_clean_text_is_short_and_has_no_control_sign(self, text, longest):
        cleaned = rules.clean(text, longest)
        assert len(cleaned) <= longest
        assert all(sign in rules.KEPT_SPACES or sign.isprintable() for sign in cleaned)
        assert rules.clean(cleaned, longest) == cleaned

    @given(st.lists(st.integers(), unique=True), st.integers(), st.integers(-5, 5))
    def test_moving_keeps_everything_once(self, order, item, step):
        assert sorted(rules.moved(order, item, step)) == sorted(order)

    @given(st.lists(st.integers(), unique=True, min_size=2), st.data())
    def test_moving_there_and_back_changes_nothing(self, order, data):
        item = data.draw(st.sampled_from(order[:-1]))
        assert rules.moved(rules.moved(order, item, 1), item, -1) == order

    @given(st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=4)), min_size=2, max_size=4))
    def test_a_comparison_says_each_fact_once_and_never_hides_that_one_is_unsaid(self, things):
        rows = rules.compared([list(facts.items()) for facts in things])
        assert len({row.label for row in rows}) == len(rows)
        assert {row.label for row in rows} == {label for facts in things for label in facts}
        for row in rows:
            for facts, value in zip(things, row.values, strict=True):
                assert value == (facts.get(row.label) or rules.UNSAID)

    def test_a_day_may_be_cut_before_its_year_and_nothing_else(self):
        things = [[("Départ", "1er\u00a0mai\u00a02027, 1\u00a0250\u00a0€")]] * 2
        assert rules.compared(things)[0].values[0] == "1er\u00a0mai 2027, 1\u00a0250\u00a0€"

    @pytest.mark.parametrize(
        ("kind", "path"),
        [
            ("search", "/metiers/D1102/"),
            ("search", "https://exemple.fr/recherche/"),
            ("search", "//exemple.fr/recherche/"),
            ("search", "/recherche/\n"),
            ("search", "/recherche/../connexion/"),
            ("search", "/recherche/?q=" + "a" * rules.LONGEST_ADDRESS),
            ("occupation", "/recherche/"),
            ("zzz", "/recherche/"),
        ],
    )
    def test_a_page_that_may_not_be_kept(self, kind, path):
        assert rules.kept_path(kind, path) == ""

    @given(
        st.dictionaries(st.text(max_size=4), st.text(max_size=4)),
        st.dictionaries(st.text(max_size=4), st.text(max_size=4)),
    )
    def test_only_what_both_say_and_differs_has_changed(self, kept, live):
        found = rules.changes(list(kept.items()), list(live.items()))
        both = [label for label in kept if kept[label] and live.get(label) and kept[label] != live[label]]
        assert [one.label for one in found] == both
        assert all((one.before, one.now) == (kept[one.label], live[one.label]) for one in found)
        assert rules.changes(list(kept.items()), list(kept.items())) == []

    @given(st.text(max_size=300), st.integers(1, 80))
    def test_one_line_is_one_short_line(self, text, longest):
        line = rules.one_line(text, longest)
        assert len(line) <= longest
        assert "\n" not in line
        assert rules.one_line("9\u00a0mois\nenviron", 60) == "9\u00a0mois environ"
        assert rules.one_line(line, longest) == line

    @given(st.text(alphabet="abc=&?/é", max_size=40))
    def test_a_kept_page_is_kept_once_cleaned_or_not(self, query):
        path = rules.kept_path("search", f"/recherche/?{query}")
        assert rules.kept_path("search", path) == path

    def test_the_ticket_of_a_workshop_is_never_kept(self):
        path = "/quel-metier/resultat/?atelier=BCDFG2-aaa&n=12&r=3&atelier=x"
        assert rules.kept_path("profile", path) == "/quel-metier/resultat/?n=12&r=3"

    def test_a_long_address_has_a_short_key_and_is_asked_by_its_path(self):
        path = "/quel-metier/metiers/?mots=" + "a" * 900
        thing = rules.Thing("profile", rules.path_key(path), "Mes métiers", path)
        assert len(thing.key) == 64
        assert thing.asked == path
        assert BAKER.asked == "D1102"

    def test_the_adviser_secret_looks_like_one_and_follows_from_both(self):
        made = rules.adviser_secret(SECRET, "x")
        assert rules.secret_in(made) == made
        assert (
            len({made, rules.adviser_secret(SECRET, "y"), rules.adviser_secret("b" * 32, "x"), SECRET}) == 4
        )


@pytest.mark.django_db
class TestKeeping:
    def test_nothing_kept_tells_the_secret(self):
        secret = begun(thing=BAKER)
        dossier = Dossier.objects.get()
        kept = " ".join(str(value) for value in vars(dossier).values())
        assert secret not in kept
        assert len(secret) * 6 >= 128
        assert rules.secret_in(secret) == secret

    def test_a_dossier_begins_with_what_was_kept(self):
        secret = begun(thing=BAKER, lifetime=30)
        assert titles(secret) == ["Boulanger"]
        assert Dossier.objects.get().expires_on == datetime.date(2026, 4, 1)

    def test_a_thing_is_kept_once(self):
        secret = begun(thing=BAKER)
        services.add_item(secret=secret, thing=BAKER, now=NOW)
        services.add_item(secret=secret, thing=CARER, now=NOW)
        assert titles(secret) == ["Boulanger", "Aide-soignant"]

    def test_the_order_changes_and_things_go(self):
        secret = begun(thing=BAKER)
        second = services.add_item(secret=secret, thing=CARER, now=NOW)
        services.move_item(secret=secret, item=second.pk, step=-1, now=NOW)
        assert titles(secret) == ["Aide-soignant", "Boulanger"]
        services.remove_item(secret=secret, item=second.pk, now=NOW)
        services.remove_item(secret=secret, item=second.pk, now=NOW)
        assert titles(secret) == ["Boulanger"]

    def test_notes_are_written_and_removed(self):
        secret = begun(thing=BAKER)
        item = DossierItem.objects.get()
        note = services.write_note(secret=secret, text=" À voir\x00 ", item=item.pk, now=NOW)
        assert (note.text, note.item, note.side) == ("À voir", item, Side.PERSON)
        with pytest.raises(services.EmptyNoteError):
            services.write_note(secret=secret, text=" \x07 ", now=NOW)
        services.remove_note(secret=secret, note=note.pk, now=NOW)
        assert not DossierNote.objects.exists()

    def test_a_dossier_touches_nothing_of_another(self):
        mine, other = begun(thing=BAKER), begun(thing=CARER)
        theirs = DossierItem.objects.get(key="J1501")
        services.remove_item(secret=mine, item=theirs.pk, now=NOW)
        services.move_item(secret=mine, item=theirs.pk, step=1, now=NOW)
        note = services.write_note(secret=mine, text="ici", item=theirs.pk, now=NOW)
        assert note.item is None
        services.remove_note(secret=other, note=note.pk, now=NOW)
        assert titles(other) == ["Aide-soignant"]
        assert DossierNote.objects.count() == 1

    def test_a_dossier_has_limits(self, monkeypatch):
        monkeypatch.setattr(services, "MOST_ITEMS", 1)
        monkeypatch.setattr(services, "MOST_NOTES", 1)
        secret = begun(thing=BAKER)
        with pytest.raises(services.FullDossierError):
            services.add_item(secret=secret, thing=CARER, now=NOW)
        services.write_note(secret=secret, text="un", now=NOW)
        with pytest.raises(services.FullDossierError):
            services.write_note(secret=secret, text="deux", now=NOW)

    def test_deleting_takes_everything_at_once(self):
        secret = begun(thing=BAKER)
        services.write_note(secret=secret, text="un", now=NOW)
        services.delete_dossier(secret=secret, now=NOW)
        assert not any(model.objects.exists() for model in (Dossier, DossierItem, DossierNote))
        with pytest.raises(services.NoDossierError):
            services.add_item(secret=secret, thing=CARER, now=NOW)

    def test_a_dossier_whose_time_is_over_opens_no_more_and_is_cleaned(self):
        secret = begun(lifetime=30)
        last = NOW + datetime.timedelta(days=30)
        services.write_note(secret=secret, text="le dernier jour", now=last)
        with pytest.raises(services.NoDossierError):
            services.write_note(secret=secret, text="après", now=last + datetime.timedelta(days=1))
        assert services.delete_expired_dossiers(today=last.date()) == 0
        assert services.delete_expired_dossiers(today=last.date() + datetime.timedelta(days=1)) == 1
        assert not DossierNote.objects.exists()

    def test_a_longer_life_counts_from_today(self):
        secret = begun(lifetime=30)
        services.choose_lifetime(secret=secret, lifetime=365, now=NOW + datetime.timedelta(days=10))
        assert Dossier.objects.get().expires_on == datetime.date(2027, 3, 12)

    def test_the_command_cleans(self, capsys):
        begun(now=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        call_command("clean_dossiers")
        assert "Dossiers supprimés : 1" in capsys.readouterr().out
        call_command("clean_dossiers")
        assert "Dossiers supprimés : 0" in capsys.readouterr().out

    def test_starts_are_counted_by_network_then_forgotten(self, monkeypatch):
        monkeypatch.setattr(services, "MOST_STARTS", 2)
        begun(network="203.0.113.9")
        begun(network="203.0.113.9")
        with pytest.raises(TooManyError):
            begun(network="203.0.113.9")
        begun(network="203.0.113.10")
        assert not any("203.0" in start.key for start in DossierStart.objects.all())
        begun(network="203.0.113.9", now=NOW + datetime.timedelta(minutes=16))
        assert DossierStart.objects.count() == 1


@pytest.mark.django_db
class TestAdviser:
    def test_an_adviser_adds_and_writes_and_it_shows(self):
        secret = begun(thing=BAKER)
        adviser = for_adviser(secret)
        assert services.add_item(secret=adviser, thing=CARER, now=NOW).side == Side.ADVISER
        assert services.write_note(secret=adviser, text="Parlons-en", now=NOW).side == Side.ADVISER
        assert titles(secret) == ["Boulanger", "Aide-soignant"]

    def test_what_only_the_person_may_do(self):
        secret = begun(thing=BAKER)
        note = services.write_note(secret=secret, text="à moi", now=NOW)
        adviser = for_adviser(secret)
        for change in (
            lambda: services.delete_dossier(secret=adviser, now=NOW),
            lambda: services.choose_lifetime(secret=adviser, lifetime=365, now=NOW),
            lambda: services.open_to_adviser(secret=adviser, now=NOW),
            lambda: services.close_to_adviser(secret=adviser, now=NOW),
            lambda: services.move_item(secret=adviser, item=DossierItem.objects.get().pk, step=1, now=NOW),
            lambda: services.accept_item(secret=adviser, item=DossierItem.objects.get().pk, now=NOW),
            lambda: services.remove_item(secret=adviser, item=DossierItem.objects.get().pk, now=NOW),
            lambda: services.remove_note(secret=adviser, note=note.pk, now=NOW),
        ):
            with pytest.raises(services.NotTheirsError):
                change()
        assert titles(secret) == ["Boulanger"]

    def test_an_adviser_takes_back_a_proposal_until_it_is_accepted(self):
        secret = begun()
        adviser = for_adviser(secret)
        item = services.add_item(secret=adviser, thing=CARER, now=NOW)
        services.remove_item(secret=adviser, item=item.pk, now=NOW)
        assert titles(secret) == []
        item = services.add_item(secret=adviser, thing=CARER, now=NOW)
        services.accept_item(secret=secret, item=item.pk, now=NOW)
        with pytest.raises(services.NotTheirsError):
            services.remove_item(secret=adviser, item=item.pk, now=NOW)
        assert titles(secret) == ["Aide-soignant"]

    def test_keeping_what_was_proposed_accepts_it(self):
        secret = begun()
        services.add_item(secret=for_adviser(secret), thing=CARER, now=NOW, label="Conseillère")
        assert DossierItem.objects.get().proposed
        services.add_item(secret=secret, thing=CARER, now=NOW)
        item = DossierItem.objects.get()
        assert (item.proposed, item.label, item.accepted_at) == (False, "Conseillère", NOW)

    def test_a_label_is_one_short_line_and_only_of_an_adviser(self):
        secret = begun()
        adviser = for_adviser(secret)
        note = services.write_note(secret=adviser, text="x", label=" CIO\nde Blois " + "a" * 90, now=NOW)
        assert note.label.startswith("CIO de Blois aaa")
        assert len(note.label) == rules.LONGEST_LABEL
        assert services.write_note(secret=secret, text="x", label="Moi", now=NOW).label == ""

    def test_the_history_tells_who_did_what(self):
        secret = begun(thing=BAKER)
        adviser = for_adviser(secret)
        item = services.add_item(secret=adviser, thing=CARER, now=NOW, label="CIO")
        services.accept_item(secret=secret, item=item.pk, now=NOW)
        services.write_note(secret=adviser, text="un secret", item=item.pk, label="CIO", now=NOW)
        services.hand_back(secret=adviser, text="À bientôt", label="CIO", now=NOW)
        services.choose_lifetime(secret=secret, lifetime=30, now=NOW)
        told = [(act.side, act.label, act.act, act.title) for act in DossierAct.objects.order_by("pk")]
        person, other = Side.PERSON, Side.ADVISER
        assert told == [
            (person, "", Act.BEGUN, ""),
            (person, "", Act.KEPT, "Boulanger"),
            (person, "", Act.OPENED, ""),
            (other, "CIO", Act.PROPOSED, "Aide-soignant"),
            (person, "", Act.ACCEPTED, "Aide-soignant"),
            (other, "CIO", Act.NOTED, "Aide-soignant"),
            (other, "CIO", Act.NOTED, ""),
            (other, "CIO", Act.HANDED_BACK, ""),
            (person, "", Act.PROLONGED, "1 mois"),
        ]
        assert not any("secret" in act.title for act in DossierAct.objects.all())
        services.delete_dossier(secret=secret, now=NOW)
        assert not DossierAct.objects.exists()

    def test_a_long_history_forgets_its_beginning(self, monkeypatch):
        monkeypatch.setattr(services, "MOST_ACTS", 3)
        secret = begun(thing=BAKER)
        for number in range(4):
            services.write_note(secret=secret, text=str(number), now=NOW)
        assert [act.act for act in DossierAct.objects.all()] == [Act.NOTED] * 3
        begun(thing=CARER)
        assert DossierAct.objects.count() == 5

    def test_handing_back_may_close_the_address(self):
        secret = begun()
        adviser = for_adviser(secret)
        with pytest.raises(services.NotTheirsError):
            services.hand_back(secret=secret, now=NOW)
        services.hand_back(secret=adviser, now=NOW)
        services.hand_back(secret=adviser, now=NOW, leave=True)
        with pytest.raises(services.NoDossierError):
            services.hand_back(secret=adviser, now=NOW)

    def test_the_person_takes_the_address_back(self):
        secret = begun()
        first = for_adviser(secret)
        second = for_adviser(secret)
        with pytest.raises(services.NoDossierError):
            services.write_note(secret=first, text="x", now=NOW)
        services.close_to_adviser(secret=secret, now=NOW)
        with pytest.raises(services.NoDossierError):
            services.write_note(secret=second, text="x", now=NOW)

    def test_dossiers_without_adviser_live_together_but_one_adviser_address_opens_one(self):
        begun()
        begun()
        Dossier.objects.filter(pk=Dossier.objects.first().pk).update(adviser_digest="x")
        with pytest.raises(IntegrityError), transaction.atomic():
            Dossier.objects.update(adviser_digest="x")
