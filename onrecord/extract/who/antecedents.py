"""What a pronoun or a noun can point back to: the actors mentioned before it, weighed by nearness and prominence.

Subjects come before objects, narration before quotation, the speaker of what was said before all others. Gender is only
what the article shows: a title, a noun, and what most of its pronouns seem to mean. From: centering (Grosz, Joshi and
Weinstein 1995) and the salience factors of Lappin and Leass 1994; weights chosen on the training part of PolNeAR.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from onrecord.extract.mentions import Found
from onrecord.extract.who.first_names import shown_by
from onrecord.extract.who.names import Entity, Names, shown_gender
from onrecord.extract.who.roles import Gender
from onrecord.records import Analysis, Statement

# How far back an antecedent counts, in sentences of narration, and its weight by distance. Chosen on PolNeAR train.
NEAR = (1.0, 0.75, 0.4, 0.2)
# Two candidates closer than this leave a mention unresolved.
MARGIN = 0.12
# How much the subject or speaker that a sentence goes on with leads others. Chosen like the rest.
GOING_ON = 0.25
# "He added": who spoke last goes on speaking.
ADDING = 0.2
_ADDING = frozenset(("add", "continue", "conclude"))
ASKED = 0.45  # who was asked answers, or who asked goes on: close to even, so most such pronouns stay open
# "Talks with Trump stalled as he refused": how much the one person of the sentence leads those of earlier ones.
ALONE = 0.5
_SUBORDINATE = frozenset(("advcl",))
# What a pronoun asks for: one person, several people, or a body ("it").
Number = Literal["one", "many", "body"]
SUBJECTS = frozenset(("nsubj", "nsubjpass"))


_ROUNDS = 8  # of sharing out pronouns; more change nothing in the training articles


# As how many pronouns a first name counts. A weight, since names are borne by the other sex elsewhere.
FIRST_NAME = 12.0


def _by_first_name(entity: Entity) -> dict[Gender, float]:
    """The weight of a person's first name by gender, empty where it shows none."""
    shown = shown_by(entity.parts) if entity.type == "person" else ""
    return {"m": 0.0, "f": 0.0, shown: FIRST_NAME} if shown else {}


def _fit(shares: Mapping[Gender, float] | None, gender: Gender) -> float:
    """How likely an entity is to have a gender, by the pronouns it has so far: 0.5 if none."""
    if shares is None:
        return 0.5
    return (shares[gender] + 0.3) / (shares["m"] + shares["f"] + 0.6)


ASKING = frozenset(("ask", "press", "question", "interview", "quiz", "challenge"))


class Discourse:
    """One article's mentions and entities while they are resolved in text order."""

    def __init__(self, analysis: Analysis, found: list[Found], names: Names, statements: Sequence[Statement]) -> None:
        self.analysis, self.found, self.names, self.statements = analysis, found, names, statements
        self.tokens = analysis.tokens
        self.entities = names.entities
        self.narration = self._narration()
        self.by_head = {f.head: k for k, f in enumerate(found)}
        self.by_word = {i: k for k, f in enumerate(found) if f.form == "name" for i in range(f.first, f.last)}
        self.sources = names.sources
        self.counts = [len(e.mentions) for e in self.entities]
        self.resolved: list[int] = sorted(k for k, e in enumerate(names.of_mention) if e >= 0)

    def _narration(self) -> list[int]:
        """For each sentence how many sentences of narration came before: a long quotation does not count."""
        flags = quoted_flags(self.analysis)
        numbers, number = [], 0
        for first, last, _ in self.analysis.sentences:
            if not all(flags[first:last]):
                number += 1
            numbers.append(number)
        return numbers

    def candidates(self, k: int, number: Number, gender: Gender, window: int = 3) -> list[tuple[float, int]]:
        """Entities before mention ``k`` with their scores, best first."""
        f = self.found[k]
        here = self.narration[self.tokens[f.head].sentence]
        best: dict[int, float] = {}
        seen: dict[int, int] = {}
        excluded = self._same_clause(f)
        for j in range(k - 1, -1, -1):
            e = self.names.of_mention[j]
            distance = here - self.narration[self.tokens[self.found[j].head].sentence]
            if distance > window:
                break
            if e < 0 or (self.found[j].quoted and not f.quoted and self.found[j].form == "pronoun"):
                continue
            entity = self.entities[e]
            if not self._agrees(entity, number, gender) or e in excluded:
                continue
            other = gender and self.found[j].gender not in ("", gender) and not self.found[j].quoted
            if other and not entity.gender and self.tokens[self.found[j].head].dep in SUBJECTS:
                excluded.add(e)  # "he" just before
                best.pop(e, None)
                continue
            seen[e] = seen.get(e, 0) + 1
            score = NEAR[min(distance, 3)] * self.prominence(self.found[j], f)
            if score > best.get(e, -1.0):
                best[e] = score
        nearest = self._nearest_inside(k, f, best)
        going_on, leading = self.going_on(k, f, here, number, gender)
        ahead = self._ahead(f)
        if ahead >= 0 and self._agrees(self.entities[ahead], number, gender):
            best[ahead] = max(best.get(ahead, 0.0), 1.3)
        total = max(1, sum(self.weight(e) for e in best))
        ranked = [
            (score + self._bonus(e, seen, total, gender) + leading * (e == going_on) + 0.25 * (e == nearest), e)
            for e, score in best.items()
        ]
        return sorted(ranked, key=lambda r: (-r[0], r[1]))

    def _nearest_inside(self, k: int, f: Found, among: Mapping[int, float]) -> int:
        """For a pronoun that is no subject the candidate named last in its sentence, else -1."""
        token = self.tokens[f.head]
        if token.dep in SUBJECTS:
            return -1
        for j in range(k - 1, -1, -1):
            if self.tokens[self.found[j].head].sentence != token.sentence:
                return -1
            if self.names.of_mention[j] in among and self.found[j].quoted == f.quoted:
                return self.names.of_mention[j]
        return -1

    def _bonus(self, e: int, seen: Mapping[int, int], total: int, gender: Gender) -> float:
        """What speaks for an entity besides its nearest mention: mentions near by, in the article, a gender known."""
        entity = self.entities[e]
        fits = bool(gender) and entity.gender == gender
        return (
            0.03 * min(seen.get(e, 1) - 1, 3) + 0.12 * self.weight(e) / total + 0.1 * fits - 0.25 * (not entity.names)
        )

    def going_on(self, k: int, f: Found, here: int, number: Number, gender: Gender) -> tuple[int, float]:
        """The entity that a subject most likely goes on with, -1 if none, and how much that counts.

        "Sir Keir said he would be willing": the subject of what is said. "..., he said.": the last main subject or
        speaker before it.
        """
        token = self.tokens[f.head]
        if f.quoted or token.dep not in SUBJECTS:
            return -1, 0.0
        above = self.tokens[self.tokens[token.head].head]
        dep = "ccomp" if self._is_question(token.head, above.lemma) else self.tokens[token.head].dep
        if dep in ("ccomp", "xcomp", "conj") and above.pos in ("VERB", "AUX"):
            verb = self.tokens[token.head].head
            asked = self._object(verb) if above.lemma in ASKING and dep == "ccomp" else -1
            if asked >= 0:
                return asked, 2 * GOING_ON + 0.1  # "Vieira asked Trump whether he had"
            for child in self.analysis.children(verb):
                j = self.by_head.get(child, k)
                if self.tokens[child].dep in SUBJECTS and j < k and self.found[j].first < f.first:
                    return self.names.of_mention[j], GOING_ON
        alone = self._alone_inside(k, f, gender) if number == "one" else -1
        if alone >= 0:
            return alone, ALONE
        for j in range(k - 1, -1, -1):
            before = self.tokens[self.found[j].head]
            if here - self.narration[before.sentence] > 1:
                break
            e = self.names.of_mention[j]
            main = before.sentence == token.sentence or self.tokens[before.head].dep == "ROOT"
            leads = before.dep in SUBJECTS and main
            question = self._question_of(self.found[j].head) if before.sentence != token.sentence else -1
            if question >= 0:
                asked = self._object(question)  # "Vieira asked Trump whether ... He said"
                if asked >= 0 and self._agrees(self.entities[asked], number, gender):
                    return asked, ASKED
            if self.found[j].quoted or e < 0 or not (leads or self.found[j].head in self.sources):
                continue
            if self._agrees(self.entities[e], number, gender):
                if any(self._agrees(self.entities[x], number, gender) for x in self._joined(self.found[j].head)):
                    return -1, 0.0  # "Ann Lee and Eve Ash met. She said": either
                adds = self.tokens[token.head].lemma in _ADDING and self.found[j].head in self.sources
                return e, GOING_ON + ADDING * adds
        return -1, 0.0

    def _joined(self, head: int) -> list[int]:
        """The entities joined to a mention by "and" or a comma."""
        below = [c for c in self.analysis.children(head) if self.tokens[c].dep in ("conj", "appos")]
        joined = (self.by_head.get(c, -1) for c in below)
        own = self.names.of_mention[self.by_head[head]]
        return [e for j in joined if j >= 0 and (e := self.names.of_mention[j]) >= 0 and e != own]

    def open_above(self, f: Found) -> tuple[int, ...]:
        """The candidates of a noun left open whose words have ``f`` as subject, () if it has none.

        "The president said he would": whoever of them the president is. Those of another gender are left out.
        """
        verb = self.tokens[f.head].head
        while self.tokens[verb].dep in ("conj", "xcomp"):
            verb = self.tokens[verb].head
        if f.quoted or self.tokens[f.head].dep not in SUBJECTS or self.tokens[verb].dep != "ccomp":
            return ()
        for child in self.analysis.children(self.tokens[verb].head):
            j = self.by_head.get(child, -1)
            noun = j >= 0 and self.found[j].form != "pronoun" and self.names.of_mention[j] < 0
            if noun and child < f.head and self.tokens[child].dep in SUBJECTS:
                kept = [e for e in self.found[j].candidates if self._agrees(self.entities[e], "one", f.gender)]
                return tuple(kept) if len(kept) > 1 else ()
        return ()

    def _alone_inside(self, k: int, f: Found, gender: Gender) -> int:
        """For the subject of a subordinate clause the one person whom its sentence names before it, else -1.

        "Talks with Trump stalled as he refused": nobody of the sentences before, if no other person is told of here.
        """
        sentence, alone = self.tokens[f.head].sentence, -1
        if self.tokens[self.tokens[f.head].head].dep not in _SUBORDINATE:
            return -1
        for j in range(k - 1, -1, -1):
            other = self.found[j]
            if self.tokens[other.head].sentence != sentence:
                break
            e = self.names.of_mention[j]
            if other.quoted or (e < 0 and other.kind != "person" and other.form != "pronoun"):
                continue
            if e >= 0 and not self._agrees(self.entities[e], "one", gender):
                continue
            thing = self.tokens[other.head].dep in ("compound", "nmod")  # "the Leeds rally"
            if e < 0 or alone not in (-1, e) or other.form != "name" or thing:
                return -1
            alone = e
        return alone

    def _question_of(self, asker: int) -> int:
        """The verb of asking whose subject a token is, also in "prompted Vieira to ask Trump"; -1 if none."""
        token = self.tokens[asker]
        if token.dep in SUBJECTS:
            return token.head if self.tokens[token.head].lemma in ASKING else -1
        if token.dep != "dobj":
            return -1
        below = (c for c in self.analysis.children(token.head) if self.tokens[c].dep in ("xcomp", "ccomp", "advcl"))
        return next((c for c in below if self.tokens[c].lemma in ASKING), -1)

    def _is_question(self, verb: int, above: str) -> bool:
        """Whether a clause is what somebody is asked, though it is parsed as a condition ("asked Lee if he had")."""
        if above not in ASKING or self.tokens[verb].dep != "advcl":
            return False
        return any(self.tokens[c].text.lower() in ("if", "whether") for c in self.analysis.children(verb))

    def _object(self, verb: int) -> int:
        """The entity that is the object of a verb, -1 if none."""
        for child in self.analysis.children(verb):
            if self.tokens[child].dep in ("dobj", "dative") and child in self.by_head:
                return self.names.of_mention[self.by_head[child]]
        return -1

    def _ahead(self, f: Found) -> int:
        """The subject behind a pronoun in front of it ("While he said he would, Sir Keir said"), else -1."""
        i = f.head
        for a in self.analysis.ancestors(f.head):
            if self.tokens[i].dep in ("advcl", "prep", "advmod", "npadvmod") and i < a and self.tokens[a].dep == "ROOT":
                for child in self.analysis.children(a):
                    j = self.by_head.get(child)
                    if j is not None and self.tokens[child].dep in SUBJECTS and f.head < child and i < child:
                        return self.names.of_mention[j] if self.found[j].form == "name" else -1
                return -1
            i = a
        return -1

    def weight(self, e: int) -> int:
        """How many names of the article mean an entity."""
        return self.counts[e] if e < len(self.counts) else 1

    def _agrees(self, entity: Entity, number: Number, gender: Gender) -> bool:
        if number == "many":
            return entity.plural
        if number == "body":
            return entity.type in ("organisation", "government", "office", "country") and not entity.plural
        if entity.type != "person":
            return False
        shown = entity.gender
        return not gender or not shown or shown == gender

    def prominence(self, m: Found, f: Found) -> float:
        """How much a mention stands out: subjects before the rest, narration before quotation."""
        token = self.tokens[m.head]
        while token.dep in ("conj", "appos") and self.tokens[token.head].pos in ("PROPN", "NOUN"):
            token = self.tokens[token.head]  # of things joined by "and" each stands out as the first does
        weight = 1.0 if token.dep in SUBJECTS else 0.75 if token.dep in ("agent", "ROOT", "attr") else 0.6
        if token.dep in SUBJECTS and self.tokens[token.head].dep in ("ccomp", "relcl", "advcl", "acl"):
            weight = 0.85
        if m.head in self.sources and not m.quoted:
            weight = max(weight, 1.0) + 0.05
        if m.form == "pronoun":
            same = m.gender == f.gender and token.sentence == self.tokens[f.head].sentence
            weight += 0.3 if same and f.form == "pronoun" else 0.1
        if m.quoted and not f.quoted:
            weight *= 0.3
        return weight

    def _same_clause(self, f: Found) -> set[int]:
        """Entities that a pronoun cannot be, because they are subject or object of its verb ("Trump told him")."""
        token = self.tokens[f.head]
        if token.text.lower().endswith(("self", "selves")) or token.dep == "poss":
            return set()
        if token.dep in SUBJECTS:
            other = self._object(token.head)
            return {other} if other >= 0 else set()
        verb = token.head
        if token.dep == "pobj":
            verb = self.tokens[verb].head
        excluded = set()
        for child in self.analysis.children(verb):
            if self.tokens[child].dep in SUBJECTS and child in self.by_head:
                excluded.add(self.names.of_mention[self.by_head[child]])
        return excluded

    def vote(self) -> None:
        """Gives persons the gender that words show, else the one that fits the pronouns of the narration best.

        Every pronoun is shared out among its possible antecedents by their scores and by how well their gender fits so
        far; a few rounds settle who is meant (expectation maximisation). A first name counts as some pronouns.
        """
        shares: dict[int, dict[Gender, float]] = {}
        for e, entity in enumerate(self.entities):
            entity.gender = shown_gender(entity.votes)
            if entity.gender:
                shares[e] = {"m": 0.0, "f": 0.0, entity.gender: 50.0}
        fixed = frozenset(shares)
        named = {e: first for e, x in enumerate(self.entities) if e not in fixed and (first := _by_first_name(x))}
        shares |= named
        options = [
            (f.gender, ranked[:4])
            for k, f in enumerate(self.found)
            if f.form == "pronoun" and f.gender and not f.quoted and (ranked := self.candidates(k, "one", f.gender, 2))
        ]
        for _ in range(_ROUNDS):
            counted: dict[int, dict[Gender, float]] = {e: shares[e] for e in fixed}
            counted |= {e: dict(first) for e, first in named.items()}
            for gender, ranked in options:
                fits = [math.exp(5 * score) * _fit(shares.get(e), gender) for score, e in ranked]
                total = sum(fits)
                for fit, (_, e) in zip(fits, ranked, strict=True):
                    if e not in fixed:
                        counted.setdefault(e, {"m": 0.0, "f": 0.0})[gender] += fit / total
            shares = counted
        for e in sorted(shares.keys() - fixed):
            if sum(shares[e].values()) >= 1.3:
                self.entities[e].gender = shown_gender({str(g): n for g, n in shares[e].items()})

    def choose(self, k: int, ranked: Sequence[tuple[float, int]], how: str) -> None:
        """Takes the best candidate if it leads by the margin, else keeps the close ones."""
        if not ranked or ranked[0][0] < 0.3:
            return
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
            close = [e for score, e in ranked if ranked[0][0] - score < MARGIN]
            self.found[k].candidates = tuple(close[:4])
            self.names.how[k] = "several could be meant"
            return
        self.assign(k, ranked[0][1], how)

    def assign(self, k: int, e: int, how: str) -> None:
        """Gives a mention its entity and how it was found."""
        self.names.of_mention[k], self.names.how[k] = e, how
        self.entities[e].mentions.append(k)

    def is_recent(self, k: int, e: int, sentences: int) -> bool:
        """Whether an entity was mentioned at most so many sentences of narration before mention ``k``."""
        here = self.narration[self.tokens[self.found[k].head].sentence]
        before = [m for m in self.entities[e].mentions if m < k]
        return bool(before) and here - self.narration[self.tokens[self.found[max(before)].head].sentence] <= sentences

    def in_sentence(self, k: int, f: Found) -> set[int]:
        """Entities named before in the same sentence: a noun for one of them would be a pronoun."""
        sentence = self.tokens[f.head].sentence
        here: set[int] = set()
        for j in range(k - 1, -1, -1):
            if self.tokens[self.found[j].head].sentence != sentence:
                break
            if not self.found[j].quoted and self.tokens[self.found[j].head].dep != "poss":
                here.add(self.names.of_mention[j])
        return here

    def is_introduced(self, e: int) -> bool:
        """Whether an entity without a name came in by "a" or "one", so that "the" may point back to it."""
        first = self.found[min(self.entities[e].mentions)]
        return self.tokens[first.first].text.lower() in ("a", "an", "one", "another")


def quoted_flags(analysis: Analysis) -> bytearray:
    """For each token whether it is quoted; punctuation counts as quoted, so that a quotation is a whole sentence."""
    flags = bytearray(len(analysis.tokens))
    for quotation in analysis.quotations:
        inside = analysis.tokens_in(quotation.start, quotation.end)
        flags[inside.start : inside.stop] = b"\x01" * len(inside)
    for i, token in enumerate(analysis.tokens):
        if token.pos == "PUNCT":
            flags[i] = 1
    return flags
