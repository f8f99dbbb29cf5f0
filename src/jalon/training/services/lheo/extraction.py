"""One `formation` element → one record, in one pass over the children; then what they say together."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from jalon.training.enums import Funding, Mode, Rhythm
from jalon.training.rules import lengths, lheo, modes
from jalon.training.rules.records import Action, Contact, Place, Programme, Provider, Session
from jalon.training.services.lheo.blocks import Memo, Report, short_line
from jalon.training.services.lheo.parts import LONGEST_NUMBER, Facts, Parts, RejectedItemError, number_of

LONGEST_TITLE = 255
NO_PLACE, NO_CONTACT, NO_PROVIDER = Place(), Contact(), Provider()
FLAGS = {"1": True, "0": False}


@lru_cache(maxsize=4096)
def _modes(
    alternation: str, rhythm: str, teaching: str, marks: tuple[str, ...], vae: bool
) -> tuple[str, ...]:
    return modes.modes_of(
        alternation=alternation.lower(), rhythm=rhythm.lower(), teaching=teaching, marks=marks, vae=vae
    )


@lru_cache(maxsize=4096)
def _rhythms(rhythm: str, alternation: str) -> tuple[str, ...]:
    return modes.rhythms_of(rhythm=rhythm.lower(), alternation=alternation.lower())


@lru_cache(maxsize=4096)
def _funding(funders: tuple[str, ...], words: str, free: bool, initial: bool, cpf: bool) -> tuple[str, ...]:
    return lheo.funding_of(funders, words=words.lower(), price=0 if free else None, initial=initial, cpf=cpf)


def _listed(text: str, values: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a text that are among `values`."""
    known = set(values)
    return tuple(word for word in text.split() if word in known)


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
        self._read_children(element, facts, self._programme_leaves, self._programme_parts)
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
            actions=tuple(self._action(facts, action, vae) for action in said("actions", ())),
        )

    def _action(self, programme: Facts, facts: Facts, vae: bool) -> Action:
        """Make the record of an action whose facts are read."""
        said, line = facts.get, self._line
        permanent = said("permanent") == "1"
        teaching, agreement = said("teaching"), said("agreement")
        access, length_text = line[said("access_text")], line[said("length_text")]
        hours, price = self._count[said("hours_total")], self._price[said("price")]
        places: list[Place] = said("places", [])
        sessions: tuple[Session, ...] = tuple(said("sessions", ()))
        derived = self._derived(programme, facts, vae, price)
        own: dict[str, str] = facts["own"]
        return Action(
            number=facts["number"],
            modes=derived[0],
            rhythms=derived[1],
            rhythm_text=said("rhythm_text", ""),
            audiences=tuple(said("audiences", ())),
            audience_note=said("audience_note", ""),
            level_compulsory=said("level_compulsory") == "1",
            alternation=said("alternation", ""),
            teaching=teaching if teaching in ("1", "2") else "0",
            conditions=said("conditions", ""),
            funding_possible=said("funding_possible") == "1",
            funding=derived[2],
            funders=tuple(said("funders", ())),
            funding_details=said("funding_details", ""),
            place=places[0] if places else NO_PLACE,
            other_places=tuple(places[1:]),
            permanent=permanent,
            hours_total=hours,
            hours_centre=self._count[said("hours_centre")],
            hours_company=self._count[said("hours_company")],
            length_text=length_text,
            months=_own_months(own["months"])
            if "months" in own
            else lengths.months_of(
                [session[1:3] for session in sessions],
                text=length_text.lower(),
                hours=hours,
                permanent=permanent,
            ),
            price=price,
            hourly_price=self._hourly[said("hourly_price")],
            cost_left=line[said("cost_left")],
            agreement=agreement == "1" if agreement in ("0", "1") else None,
            access_text=access,
            accessible=FLAGS.get(own["accessible"]) if "accessible" in own else self._access[access],
            lodging=line[said("lodging")],
            catering=line[said("catering")],
            transport=line[said("transport")],
            languages=tuple(said("languages", ())),
            recruitment_text=said("recruitment_text", ""),
            pedagogy=said("pedagogy", ""),
            website=said("website", ""),
            trainer=said("trainer", ""),
            trainer_siret=said("trainer_siret", ""),
            updated_on=self._updated_on(facts["element"]),
            sessions=sessions,
        )

    def _derived(
        self, programme: Facts, facts: Facts, vae: bool, price: float | None
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return modes, rhythms and funding: as a dump of Jalon says them, else read from codes and words."""
        said = facts.get
        own: dict[str, str] = facts["own"]
        rhythm, alternation = said("rhythm_text", ""), said("alternation", "")
        marks = (*programme["marks"], *facts["marks"])
        ways = _listed(own["modes"], Mode.values) if "modes" in own else ()
        if "rhythms" in own:
            rhythms = _listed(own["rhythms"], Rhythm.values)
        else:
            rhythms = _rhythms(rhythm, alternation)
        if "funding" in own:
            funding = _listed(own["funding"], Funding.values)
        else:
            funding = _funding(
                tuple(said("funders", ())),
                f"{said('funding_details', '')} {said('cost_left') or ''}",
                price == 0,
                not modes.SCHOOL_EXTRAS.isdisjoint(marks),
                "cpf" in programme,
            )
        return ways or _modes(alternation, rhythm, said("teaching") or "0", marks, vae), rhythms, funding
