"""One `formation` element → one record, in one pass over the children; then what they say together."""

from functools import lru_cache
from typing import Any, NamedTuple

from jalon.training.enums import Funding, Mode, Rhythm
from jalon.training.rules import lengths, lheo, modes
from jalon.training.rules.records import Action, Contact, Place, Programme, Provider, Session
from jalon.training.services.lheo.blocks import Memo, Report, short_line
from jalon.training.services.lheo.parts import LONGEST_NUMBER, Facts, Parts, RejectedItemError, number_of

LONGEST_TITLE = 255
NO_PLACE, NO_CONTACT, NO_PROVIDER = Place(), Contact(), Provider()
FLAGS = {"1": True, "0": False}
MODES, RHYTHMS, FUNDING = frozenset(Mode.values), frozenset(Rhythm.values), frozenset(Funding.values)


class Said(NamedTuple):
    """What an action says of how one learns and who pays: the same words always mean the same."""

    alternation: str
    rhythm: str
    teaching: str
    marks: tuple[str, ...]  # extras that say 1
    funders: tuple[str, ...]
    details: str
    free: bool  # nothing to pay
    cpf: bool
    vae: bool


@lru_cache(maxsize=4096)
def _meaning(said: Said) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return modes, rhythms and funding."""
    rhythm, alternation = said.rhythm.lower(), said.alternation.lower()
    return (
        modes.modes_of(
            alternation=alternation, rhythm=rhythm, teaching=said.teaching, marks=said.marks, vae=said.vae
        ),
        modes.rhythms_of(rhythm=rhythm, alternation=alternation),
        lheo.funding_of(
            said.funders,
            words=said.details.lower(),
            price=0 if said.free else None,
            initial=not modes.SCHOOL_EXTRAS.isdisjoint(said.marks),
            cpf=said.cpf,
        ),
    )


def _listed(text: str | None, other: tuple[str, ...], values: frozenset[str]) -> tuple[str, ...]:
    """Return the words of a text that are among `values`; `other` when there is no text at all."""
    return other if text is None else tuple(word for word in text.split() if word in values)


def _own_months(text: str) -> float | None:
    return lheo.read_amount(text, most=1e6) if text else None


class Extraction(Parts):
    """Reads the formations of one file whose elements are in `namespace`."""

    def __init__(self, namespace: str, report: Report):
        super().__init__(namespace, report)
        self._title = short_line(LONGEST_TITLE)
        self._count = Memo(lambda text: lheo.read_count(text or ""))
        self._price = Memo(lambda text: lheo.read_amount(text or "", most=999_999.99))
        self._hourly = Memo(lambda text: lheo.read_amount(text or "", most=999.99))
        self._access = Memo(lambda text: modes.accessible_of(text.lower()))

    def programme(self, element: Any) -> Programme:
        """Read one formation. Raises RejectedItemError, TooDeepError."""
        number = number_of(element)
        if not number:
            raise RejectedItemError(
                element, "numero", "formation sans numéro : rien ne permettrait de la retrouver"
            )
        if len(number) > LONGEST_NUMBER:
            raise RejectedItemError(
                element, "numero", f"numéro trop long (plus de {LONGEST_NUMBER} caractères)"
            )
        facts: Facts = {"number": number, "seen": set(), "marks": [], "own": {}}
        self._read_children(element, facts, self._of_programme)
        said = facts.get
        title = self._title[said("title")]
        if not title:
            raise RejectedItemError(element, "intitule-formation", "formation sans intitulé")
        level_in, level_out = said("level_in") or "0", said("level_out") or ""
        vae = modes.says_vae(title.lower())
        own: dict[str, str] = facts["own"]
        path, goal = said("path") or "", said("goal") or ""
        return Programme(
            number=number,
            title=title,
            objective=said("objective", ""),
            results=said("results", ""),
            content=said("content", ""),
            certifying=said("certifying") == "1",
            certifications=tuple(said("certifications", ())),
            certifinfo=tuple(said("certifinfo", ())),
            level_in=lheo.LEVELS.get(level_in),
            level_in_code=level_in if level_in in lheo.LEVEL_VALUES else "0",
            level_out=lheo.LEVELS.get(level_out),
            level_out_code=level_out if level_out in lheo.LEVEL_VALUES else "",
            path=path if path in lheo.PATHS and "path" not in own else "",
            goal=goal if goal in lheo.GOALS else "",
            formacodes=tuple(said("formacodes", ())),
            nsf=tuple(said("nsf", ())),
            rome=tuple(said("rome", ())),
            provider=said("provider") or NO_PROVIDER,
            contact=said("contact") or NO_CONTACT,
            website=said("website", ""),
            updated_on=self._updated_on(element),
            example=own.get("example") == "1",
            actions=tuple(self._action(facts, action, vae) for action in said("actions", ())),
        )

    def _action(self, programme: Facts, facts: Facts, vae: bool) -> Action:
        """Make the record of an action whose facts are read; what a dump of Jalon says goes first."""
        said, line = facts.get, self._line
        permanent = said("permanent") == "1"
        teaching, agreement = said("teaching"), said("agreement")
        teaching = teaching if teaching in ("1", "2") else "0"
        access, length_text = line[said("access_text")], line[said("length_text")]
        hours, price = self._count[said("hours_total")], self._price[said("price")]
        cost_left = line[said("cost_left")]
        places: list[Place] = said("places", [])
        sessions: tuple[Session, ...] = tuple(said("sessions", ()))
        funders = tuple(said("funders", ()))
        marks = (*programme["marks"], *facts["marks"])
        words = (said("alternation", ""), said("rhythm_text", ""), teaching, marks, funders)
        free = price == 0 or "gratuit" in cost_left.lower()
        pays = (said("funding_details", ""), free, "cpf" in programme, vae)
        ways, rhythms, funding = _meaning(Said(*words, *pays))
        start, end = next(((s.start, s.end) for s in sessions if s.start and s.end), (None, None))
        months = lengths.months_of(start, end, text=length_text.lower(), hours=hours, permanent=permanent)
        accessible = self._access[access]
        own: dict[str, str] = facts["own"]
        if own:
            ways = _listed(own.get("modes"), ways, MODES) or ways
            rhythms = _listed(own.get("rhythms"), rhythms, RHYTHMS)
            funding = _listed(own.get("funding"), funding, FUNDING)
            months = _own_months(own["months"]) if "months" in own else months
            accessible = FLAGS.get(own["accessible"]) if "accessible" in own else accessible
        # in the order of the record: naming 46 facts costs as much as reading ten
        return Action(
            facts["number"],
            ways,
            rhythms,
            said("rhythm_text", ""),
            tuple(said("audiences", ())),
            said("audience_note", ""),
            said("level_compulsory") == "1",
            said("alternation", ""),
            teaching,
            said("conditions", ""),
            said("funding_possible") == "1",
            funding,
            funders,
            said("funding_details", ""),
            places[0] if places else NO_PLACE,
            tuple(places[1:]),
            permanent,
            hours,
            self._count[said("hours_centre")],
            self._count[said("hours_company")],
            length_text,
            months,
            price,
            self._hourly[said("hourly_price")],
            cost_left,
            agreement == "1" if agreement in ("0", "1") else None,
            access,
            accessible,
            line[said("lodging")],
            line[said("catering")],
            line[said("transport")],
            tuple(said("languages", ())),
            said("recruitment_text", ""),
            said("pedagogy", ""),
            said("website", ""),
            said("trainer", ""),
            said("trainer_siret", ""),
            self._updated_on(facts["element"]),
            sessions,
        )
