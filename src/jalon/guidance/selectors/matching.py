"""Ranking all occupations for one person's answers, and saying why for those that are shown."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from jalon.guidance.rules import columns
from jalon.guidance.rules import matching as rules
from jalon.guidance.rules.answers import Answers, Factor
from jalon.guidance.rules.columns import Column
from jalon.guidance.rules.matching import Ranked
from jalon.guidance.rules.words import Understood
from jalon.guidance.selectors.hearing import Hearing
from jalon.guidance.selectors.matter import Matter, current_matter, understood
from jalon.occupations.enums import Condition, Interest, Level
from jalon.search.rules import fold

MOST_NAMED = 4
LIKED_INTEREST = 0.6
LEVELS: dict[int, str] = dict(Level.choices)
CONDITIONS: dict[str, str] = dict(Condition.choices)
INTERESTS: dict[str, str] = dict(Interest.choices)


class FactorLine(NamedTuple):
    """One factor for one occupation. `score`: 0 to 1, None unknown; `weight`: 0 to 3; then plain words."""

    factor: Factor
    name: str
    score: float | None
    weight: int
    matches: tuple[str, ...]
    misses: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Explained:
    """Why an occupation stands where it does; `kept`: what refused conditions leave of its score."""

    code: str
    name: str
    score: float
    kept: float
    lines: tuple[FactorLine, ...]


class Ranking:
    """All occupations in force for one person's answers.

    What the text says completes what was answered, and never contradicts it. `sessions`: by ROME code, how
    many sessions are known within the distance; None when it is not known.
    """

    def __init__(self, answers: Answers, matter: Matter, sessions: Mapping[str, int] | None = None) -> None:
        self.answers, self.matter, self.sessions = answers, matter, sessions
        self.words: Understood = understood(matter.mender.text(fold(answers.text)))
        self.weights = rules.weights_in_force(answers.weights)
        self.interests = answers.interests or self.words.interests
        self.refused = answers.refused | (self.words.refused - answers.wanted)
        self.wanted = answers.wanted - self.refused
        self.now = self.words.level_now if answers.level_now is None else answers.level_now
        self.most = answers.level_most
        if self.most is None and answers.level_now is None:
            self.most = self.words.level_most
        self.least = (
            self.words.level_least if answers.level_now is None and answers.level_most is None else None
        )
        self.hearing = Hearing(self.words, matter)
        self._level_of_trades()
        self.closeness = np.zeros(len(matter.codes))
        self.skills = self._skills()
        self.columns = self._columns()
        self.kept = self._kept()
        self.scores = columns.total_scores(self.columns, self.weights, self.kept)

    def _level_of_trades(self) -> None:
        """A trade that she says she practises tells the level that she has, when she does not say it."""
        levels = [self.matter.levels[place] for place in self.hearing.trades]
        known = max((level for level in levels if level is not None), default=None)
        if (
            known is None
            or self.answers.level_now is not None
            or (self.now is not None and self.now >= known)
        ):
            return
        self.now = known
        if self.answers.level_most is None:
            self.most = max(self.most or 0, rules.level_within_reach(known))

    def _skills(self) -> set[str]:
        """Return the person's skills, those of what she has done included; note what is close to that."""
        skills = set(self.answers.skills)
        for code in self.answers.past:
            if (place := self.matter.position.get(code)) is not None:
                skills.update(self.matter.skills_of[place])
                self.closeness[place] = 1.0
            for near, score in self.matter.close.get(code, {}).items():
                if (other := self.matter.position.get(near)) is not None:
                    self.closeness[other] = max(score, self.closeness[other])
        return skills

    def _carried(self) -> Column:
        """Return the skills that each occupation shares with her: those she said count whole, the others that
        a past occupation asks are only likely.
        """
        sure = self.answers.skills
        shares = {skill: 1.0 if skill in sure else rules.ASSUMED_SHARE for skill in sorted(self.skills)}
        shared = self.matter.skill_postings.summed(shares)
        return columns.skills_scores(shared, self.matter.skills_whole, self.closeness)

    def _columns(self) -> dict[Factor, Column]:
        """Return every factor of which something was said, one place an occupation."""
        matter, answers, hearing = self.matter, self.answers, self.hearing
        found: dict[Factor, Column] = {}
        if self.interests:
            found[Factor.INTERESTS] = columns.interests_scores(self.interests, matter.shares)
        if self.most is not None or answers.months_most is not None:
            found[Factor.STUDY] = matter.studies.scores(lambda facts: self._study(*facts))
        if self.skills or answers.past:
            found[Factor.SKILLS] = self._carried()
        if self.words.clauses:
            found[Factor.WORDS] = columns.words_scores(
                hearing.liked, hearing.disliked, hearing.found, hearing.said, hearing.meant
            )
        if self.wanted or self.refused:
            has = matter.conditions
            found[Factor.CONDITIONS] = columns.conditions_scores(
                has.known, has.of(self.wanted), has.of(self.refused)
            )
        if answers.sectors:
            has = matter.in_sectors
            found[Factor.SECTORS] = columns.sectors_scores(has.known, has.of(answers.sectors).any(axis=1))
        if self.sessions is not None:
            counts = [self.sessions.get(code, 0) for code in matter.codes]
            found[Factor.NEAR] = columns.near_scores(np.array(counts, dtype=np.intp))
        return found

    def _study(self, level: int | None, months: int | None) -> float | None:
        scores = (
            rules.study_score(level, self.now, self.most, self.least),
            rules.length_score(months, self.answers.months_most),
        )
        return min((score for score in scores if score is not None), default=None)

    def _kept(self) -> Column:
        """Return what refused conditions leave of the score of each occupation."""
        ticked = self.answers.refused & self.refused
        ruled_out = self.words.ruled_out & self.refused - ticked
        heard = self.refused - ticked - ruled_out
        stated, read = self.matter.conditions_stated, self.matter.conditions_read
        return columns.refusal_factors(
            stated.count(ticked), read.count(ticked), stated.count(ruled_out), stated.count(heard)
        )

    @cached_property
    def order(self) -> list[Ranked]:
        """All occupations, the nearest to the answers first, the first ten chosen to differ."""
        matter = self.matter
        order = columns.in_order(self.scores, matter.ranks)
        first = columns.diverse(order, self.scores, matter.domains, matter.broads)
        return [
            Ranked(matter.codes[place], score)
            for place, score in zip(first, self.scores[first].tolist(), strict=True)
        ]

    def explain(self, code: str) -> Explained:
        """Return every factor of an occupation in plain words; KeyError when it is not in force."""
        place = self.matter.position[code]
        said = {
            Factor.INTERESTS: self._say_interests(place),
            Factor.SKILLS: self._say_skills(place),
            Factor.WORDS: self._say_words(place),
            Factor.STUDY: self._say_study(place),
            Factor.CONDITIONS: self._say_conditions(place),
            Factor.SECTORS: self._say_sectors(place),
            Factor.NEAR: self._say_near(place),
        }
        lines = tuple(
            FactorLine(
                factor,
                rules.FACTOR_NAMES[factor],
                self._point(factor, place),
                self.weights[factor],
                *said[factor],
            )
            for factor in Factor
        )
        return Explained(
            code, self.matter.names[place], float(self.scores[place]), float(self.kept[place]), lines
        )

    def _point(self, factor: Factor, place: int) -> float | None:
        """Return what a factor gives an occupation; None when it is unknown."""
        point = float(self.columns[factor][place]) if factor in self.columns else math.nan
        return None if math.isnan(point) else point

    def _say_interests(self, place: int) -> "Said":
        letters = [letter for letter in self.matter.interests[place] if letter]
        if not letters:
            return Said(unknown=("Les centres d'intérêt de ce métier ne sont pas connus.",))
        if not self.interests:
            return Said(unknown=("Vous n'avez pas dit ce que vous aimez.",))
        likes = {letter: self.interests.get(letter) for letter in letters}
        near = [one for one in self.matter.letters[place] if one not in letters]
        likes_words = "Vous aimez" if self.answers.interests else "Vos mots parlent de"
        near_liked = [INTERESTS[one] for one in near if self.interests.get(one, 0.0) >= LIKED_INTEREST]
        return Said(
            (
                *(
                    f"{likes_words} : {INTERESTS[one]}"
                    for one, p in likes.items()
                    if p is not None and p >= LIKED_INTEREST
                ),
                *([f"Des métiers proches demandent : {', '.join(near_liked)}"] if near_liked else ()),
            ),
            tuple(
                f"Vous aimez moins : {INTERESTS[one]}"
                for one, p in likes.items()
                if p is not None and p < 0.4
            ),
            tuple(f"Pas de réponse sur : {INTERESTS[one]}" for one, p in likes.items() if p is None),
        )

    def _say_skills(self, place: int) -> "Said":
        if not self.skills and not self.answers.past:
            return Said(unknown=("Vous n'avez pas dit ce que vous savez faire.",))
        asked = self.matter.skills_of[place]
        if not asked:
            return Said(unknown=("Les compétences de ce métier ne sont pas connues.",))
        ordered = self.matter.skills_first[place]
        labels = self.matter.skill_labels
        sure = self.answers.skills
        has = [f"Vous savez déjà : {labels[skill]}" for skill in ordered if skill in sure]
        has += [f"Sans doute déjà fait : {labels[skill]}" for skill in ordered if skill in self.skills - sure]
        lacks = [labels[skill] for skill in ordered if skill not in self.skills]
        close = (
            (f"Proche de ce que vous avez fait ({self.closeness[place]:.0%})",)
            if self.closeness[place]
            else ()
        )
        return Said(
            (*close, *has[:MOST_NAMED]),
            tuple(f"À apprendre : {label}" for label in lacks[:MOST_NAMED]),
        )

    def _say_words(self, place: int) -> "Said":
        if not self.words.clauses:
            return Said(unknown=("Vous n'avez rien écrit.",))
        likes, refuses = self.hearing.said_of(place)
        trade = self.hearing.trade_near(place)
        near = (
            () if trade is None else (f"Proche de ce que vous dites avoir fait : {self.matter.names[trade]}",)
        )
        close = self.hearing.near_word(place)
        found = (
            *(f"Votre mot « {word} »" for word in likes[:MOST_NAMED]),
            *([f"Proche de ce métier : « {close} »"] if close and close not in likes else ()),
            *near,
        )
        misses = tuple(f"Vous dites ne pas vouloir : « {word} »" for word in refuses[:MOST_NAMED])
        return Said(found, misses, () if found or misses else ("Vos mots n'en parlent pas.",))

    def _say_study(self, place: int) -> "Said":
        level, months = self.matter.levels[place], self.matter.months.get(self.matter.codes[place])
        matches, misses, unknown = [], [], []
        if level is None:
            unknown.append("Le niveau d'études habituel n'est pas connu.")
        elif self.most is None:
            unknown.append("Vous n'avez pas dit jusqu'où vous acceptez d'étudier.")
        else:
            (matches if level <= self.most else misses).append(f"Niveau habituel : {LEVELS[level]}")
        if self.answers.months_most is not None:
            if months is None:
                unknown.append("La durée de formation n'est pas connue.")
            else:
                (matches if months <= self.answers.months_most else misses).append(
                    f"Au plus court : {months} mois"
                )
        return Said(tuple(matches), tuple(misses), tuple(unknown))

    def _say_conditions(self, place: int) -> "Said":
        if not self.wanted and not self.refused:
            return Said(unknown=("Vous n'avez rien dit des conditions de travail.",))
        stated, read = self.matter.stated[place], self.matter.read[place]
        if not stated and not read:
            return Said(unknown=("Les conditions de travail de ce métier ne sont pas connues.",))
        has = stated | read
        met = [CONDITIONS[one] for one in sorted(self.wanted) if one in has]
        hurts = [
            f"Vous refusez : {CONDITIONS[one]}{'' if one in stated else ' (lu dans le texte officiel)'}"
            for one in sorted(self.refused)
            if one in has
        ]
        silent = [CONDITIONS[one] for one in sorted(self.wanted | self.refused) if one not in has]
        return Said(
            tuple(f"Vous voulez : {label}" for label in met),
            tuple(hurts),
            tuple(f"Rien n'est dit sur : {label}" for label in silent),
        )

    def _say_sectors(self, place: int) -> "Said":
        if not self.answers.sectors:
            return Said(unknown=("Vous n'avez pas choisi de secteur.",))
        if not self.matter.sectors[place]:
            return Said(unknown=("Le secteur de ce métier n'est pas connu.",))
        if self.matter.sectors[place] & self.answers.sectors:
            return Said(("Dans un secteur que vous avez choisi",))
        return Said(misses=("Hors des secteurs que vous avez choisis",))

    def _say_near(self, place: int) -> "Said":
        if self.sessions is None:
            return Said(unknown=("Les formations autour de chez vous n'ont pas été comptées.",))
        count = self.sessions.get(self.matter.codes[place], 0)
        if not count:
            return Said(misses=("Aucune formation connue à cette distance",))
        return Said((f"{count} formation{'s' if count > 1 else ''} à cette distance",))


class Said(NamedTuple):
    """What is said of a factor: what matches, what does not, what is unknown."""

    matches: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def rank(answers: Answers, *, sessions: Mapping[str, int] | None = None) -> Ranking:
    """Rank all occupations in force; the same answers over the same data always give the same ranking."""
    return Ranking(answers, current_matter(), sessions)
