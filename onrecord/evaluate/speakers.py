"""Labelled source mentions, the engine's findings -> how many sources were given the right actor.

Only mentions that the source of a predicted statement touches can be answered; the others are counted as missed. For
each, the speaker of the statement that shares most characters with the mention is compared with the label:

right      the actor has the labelled name (`naming`), all of several together; or the article gives no name and the
           actor has none either and is described by the same words or tied to another mention of the same label, or has
           a name made of just these words; or the label is "?" and nobody was named
abstained  no actor, or one without a name that is the mention's own words, where the article has a name
wrong      anything else
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onrecord import engine
from onrecord.evaluate.labels import (
    KINDS,
    NAMELESS,
    UNKNOWN,
    Labelled,
    by_article,
    check_texts,
    is_name,
    read_hashes,
    read_labels,
)
from onrecord.evaluate.naming import is_any_name, is_same_body, is_same_name, is_same_noun, name_words
from onrecord.evaluate.predict import KEPT, Record, article_of, read_records
from onrecord.records import Actor, Findings, Mention, Range, Span, Statement
from onrecord.text import overlap

Figures = dict[str, dict[str, Any]]
RESAMPLES, SEED = 1000, 7
ROWS = ("ALL", *KINDS, "nominal-named", "ALL-named")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mention: right, wrong, abstained or missed.

    ``would``: abstained, and the best kept candidate was right. ``known``: missed as a source, and the engine still
    gives the words the right actor.
    """

    kind: str
    named: bool
    result: str
    would: bool = False
    known: bool = False


class _Reader:
    """The findings of one article beside its labels."""

    def __init__(self, gold: Sequence[Labelled], findings: Findings) -> None:
        self.gold, self.findings = gold, findings
        self.text = findings.article.text
        self.actors = {a.id: a for a in findings.actors}
        self.mentions_of: dict[str, list[Mention]] = {}
        for mention in findings.mentions:
            if mention.actor:
                self.mentions_of.setdefault(mention.actor, []).append(mention)
        self.statements = [s for s in findings.statements if s.source and s.score >= KEPT]

    def outcome(self, gold: Labelled) -> Outcome:
        statement = max(self.statements, key=lambda s: _shared(s.source, gold.spans), default=None)
        if statement is None or not _touch(statement.source, gold.spans):
            return Outcome(gold.kind, gold.is_named, "missed", known=self._known(gold))
        members = self._members(statement)
        result = self._judge(gold, members, statement)
        would = result == "abstained" and self._would(gold, statement)
        return Outcome(gold.kind, gold.is_named, result, would)

    def _known(self, gold: Labelled) -> bool:
        """Whether the mention that shares most characters with the label has the labelled actor."""
        best = max(self.findings.mentions, key=lambda m: _shared((m.span,), gold.spans), default=None)
        if best is None or not _touch((best.span,), gold.spans):
            return False
        actor = self.actors.get(best.actor or "")
        return actor is not None and any(self._is_reading(gold, way, [actor]) for way in gold.readings)

    def _members(self, statement: Statement) -> list[Actor]:
        """The actors that speak: each member of a coordinated source."""
        speaker = statement.speaker
        if speaker is None or speaker.actor is None:
            return []
        inside = self._inside(statement)
        together = next((m for m in inside if m.how == "coordinated" and m.actor == speaker.actor), None)
        ids = together.candidates if together else (speaker.actor,)
        return [self.actors[i] for i in ids if i in self.actors]

    def _inside(self, statement: Statement) -> list[Mention]:
        return [m for m in self.findings.mentions if _touch(statement.source, (m.span.range,))]

    def _judge(self, gold: Labelled, members: Sequence[Actor], statement: Statement) -> str:
        shown = statement.speaker.name if statement.speaker else ""
        own = " ".join(self.text[start:end] for start, end in gold.spans)
        if any(self._is_reading(gold, way, members) for way in gold.readings):
            return "right"
        nameless = [way[0] for way in gold.readings if len(way) == 1 and way[0].startswith(NAMELESS)]
        if members and (any(a.names for a in members) or gold.kind == "pronoun"):
            return "wrong"
        described = [_as_said(a, own) for a in members] or [shown]
        if (UNKNOWN,) in gold.readings:
            return "right"
        if nameless and any(is_same_noun(part, name) for part in nameless for name in described):
            return "right"
        if members and not all(_is_in(_as_said(a, own), own) for a in members):
            return "wrong"
        return "abstained"

    def _is_reading(self, gold: Labelled, way: Sequence[str], members: Sequence[Actor]) -> bool:
        """Whether each labelled actor is among those predicted and each predicted one among the labelled."""
        table = [[self._is(gold, part, actor) for actor in members] for part in way]
        return bool(members) and all(map(any, table)) and all(any(column) for column in zip(*table, strict=True))

    def _is(self, gold: Labelled, part: str, actor: Actor) -> bool:
        if not is_name(part):
            return part.startswith(NAMELESS) and self._is_nameless(gold, part, actor)
        if not actor.names:
            return False
        person = actor.type in ("person", "unknown") and gold.kind != "group"
        names = [*actor.names, *(m.span.words for m in self.mentions_of.get(actor.id, ()) if m.form == "name")]
        if self._has_rival(part):
            return is_same_name(part, actor.name, False)
        if is_any_name(part, actor.name, names, person):
            return True
        return actor.type not in ("person", "unknown") and self._chain(gold, actor, ("name", "group")) == part

    def _is_nameless(self, gold: Labelled, part: str, actor: Actor) -> bool:
        """Whether an actor is the one that the article does not name; groups ("state officials") bear a name too."""
        if actor.names:
            return any(is_same_body(part, name) for name in (actor.name, *actor.names))
        own = " ".join(self.text[start:end] for start, end in gold.spans)
        return is_same_noun(part, _as_said(actor, own)) or self._chain(gold, actor, KINDS) == part

    def _has_rival(self, part: str) -> bool:
        """Whether another label of the article is a longer name with this one word at its end: a relative's."""
        word = name_words(part)
        parts = {p for g in self.gold for way in g.readings for p in way if is_name(p)}
        return len(word) == 1 and any(len(name_words(p)) > 1 and name_words(p)[-1:] == word for p in parts)

    def _chain(self, gold: Labelled, actor: Actor, kinds: Sequence[str]) -> str | None:
        """The label of most other mentions of an actor, for names that the engine writes in its own way."""
        spans = [m.span.range for m in self.mentions_of.get(actor.id, ())]
        found = Counter(
            other.label for other in self.gold if other is not gold and other.kind in kinds
            and any(overlap(a, b) > 0 for a in other.spans for b in spans)
        )  # fmt: skip
        return min(found, key=lambda label: (-found[label], label)) if found else None

    def _would(self, gold: Labelled, statement: Statement) -> bool:
        """Whether the first of the candidates that were kept is the labelled actor."""
        kept = next((m for m in self._inside(statement) if m.actor is None and m.candidates), None)
        best = self.actors.get(kept.candidates[0]) if kept else None
        return best is not None and any(self._is_reading(gold, way, [best]) for way in gold.readings)


def _shared(source: Sequence[Span], spans: Sequence[Range]) -> float:
    """Characters in both over characters in either; 0 if they do not touch."""
    both = sum(max(0, overlap(s.range, r)) for s in source for r in spans)
    size = sum(s.end - s.start for s in source) + sum(end - start for start, end in spans)
    return both / (size - both) if size > both else 1.0


def _touch(source: Sequence[Span], spans: Sequence[Range]) -> bool:
    return any(overlap(s.range, r) > 0 for s in source for r in spans)


def _as_said(actor: Actor, own: str) -> str:
    """An actor without a name by its mention's words: "his advisers" where it is shown as "Ray's advisers"."""
    first, _, rest = own.partition(" ")
    possessive = first.lower() in ("his", "her", "their", "its")
    return own if possessive and not actor.names and actor.name.endswith(f"'s {rest}") else actor.name


def _is_in(words: str, whole: str) -> bool:
    return set(name_words(words)) <= set(name_words(whole))


def speaker_outcomes(gold: Sequence[Labelled], findings: Findings) -> list[Outcome]:
    """What became of each labelled mention of one article, in their order."""
    reader = _Reader(gold, findings)
    return [reader.outcome(mention) for mention in gold]


def person_names(text: str) -> list[Range]:
    """Ranges of the names that the tagger holds to be persons."""
    from onrecord.analyse.pipeline import analyse

    analysis, _ = analyse(article_of({"id": "", "text": text}))
    return [analysis.token_span(n.first, n.last).range for n in analysis.names if n.label == "PERSON"]


def read_texts(data: Path) -> dict[str, Record]:
    """The records, labels dropped, of the two sets that the labelled articles are from, by id."""
    files = ("stories/basil.jsonl", "attribution/train.jsonl.gz")
    kept = ("id", "title", "text", "outlet", "date")
    return {r["id"]: {k: r[k] for k in kept if k in r} for file in files for r in read_records(data / file)}


def score_folder(folder: Path, data: Path) -> dict[str, Figures]:
    """Figures of the engine and of the baseline on a folder of labels; `UsageError` if a text is another one.

    The baseline is judged on the mentions that the engine finds.
    """
    gold, records = by_article(read_labels(folder / "gold.tsv")), read_texts(data)
    check_texts(read_hashes(folder / "articles.tsv"), {i: records[i]["text"] for i in gold if i in records}, list(gold))
    engine_says, baseline_says = {}, {}
    for article, mentions in gold.items():
        engine_says[article] = speaker_outcomes(mentions, engine.find(article_of(records[article])))
        text = records[article]["text"]
        plain = baseline_outcomes(mentions, text, person_names(text))
        baseline_says[article] = on_the_same(plain, engine_says[article])
    return {"engine": speaker_figures(engine_says), "baseline": speaker_figures(baseline_says)}


def on_the_same(plain: Sequence[Outcome], engine_says: Sequence[Outcome]) -> list[Outcome]:
    """The first outcomes with those missed that the engine misses, so that both are judged on the same mentions."""
    pairs = zip(plain, engine_says, strict=True)
    return [replace(ours, result="missed") if theirs.result == "missed" else ours for ours, theirs in pairs]


def baseline_outcomes(gold: Sequence[Labelled], text: str, persons: Sequence[Range]) -> list[Outcome]:
    """Outcomes of the simplest thing: a pronoun or noun is the nearest name of a person before it.

    A name is the person inside of it, if any; anything else is its own words. ``persons`` are ranges, in any order.
    """
    found = []
    for mention in gold:
        start = mention.spans[0][0]
        if mention.kind in ("pronoun", "nominal"):
            before = max((r for r in persons if r[1] <= start), default=None, key=lambda r: r[1])
            words = text[before[0] : before[1]] if before else ""
        else:
            inside = [r for r in persons if any(a <= r[0] and r[1] <= b for a, b in mention.spans)]
            words = " ".join(text[a:b] for a, b in (inside[:1] if mention.kind == "name" else ()) or mention.spans)
        right = any(len(way) == 1 and _is_baseline(mention, way[0], words) for way in mention.readings)
        found.append(Outcome(mention.kind, mention.is_named, "right" if right else "wrong" if words else "abstained"))
    return found


def _is_baseline(mention: Labelled, part: str, words: str) -> bool:
    if is_name(part):
        return is_same_name(part, words, mention.kind != "group")
    return part.startswith(NAMELESS) and mention.kind in ("group", "document") and is_same_noun(part, words)


def speaker_figures(outcomes: Mapping[str, Sequence[Outcome]]) -> Figures:
    """Figures by kind of mention from the outcomes of each article, with 95 % intervals over articles.

    "nominal-named" and "ALL-named" are those whose actor the article names: the others are right in their own words,
    which is easier. "ALL" is everything. ``accuracy`` counts right among
    the mentions found, ``answered`` among those not abstained from, ``of_gold`` among all that were labelled;
    ``with_known`` of all labelled those right or, where no statement has them as its source, rightly tied as mentions;
    ``would_share`` is the share of abstentions whose best candidate was right.
    """
    groups = [outcomes[key] for key in sorted(outcomes)]
    return {row: _figures([[o for o in group if _in_row(o, row)] for group in groups]) for row in ROWS}


def _in_row(outcome: Outcome, row: str) -> bool:
    kind, _, named = row.partition("-")
    return kind in ("ALL", outcome.kind) and (outcome.named or not named)


def _figures(groups: Sequence[Sequence[Outcome]]) -> dict[str, Any]:
    counts = [Counter(word for o in g for word in _words(o)) for g in groups]
    whole = sum(counts, Counter[str]())
    named = ("right", "wrong", "abstained", "missed", "would", "known")
    figures: dict[str, Any] = {"n": sum(map(len, groups)), **{k: whole[k] for k in named}}
    figures.update({key: round(value, 4) for key, value in _ratios(whole).items()})
    rng, drawn = random.Random(SEED), []
    for _ in range(RESAMPLES if counts else 0):
        drawn.append(_ratios(sum(rng.choices(counts, k=len(counts)), Counter[str]())))
    for key in ("accuracy", "answered"):
        figures[f"{key}_95"] = _middle([d[key] for d in drawn])
    return figures


def _words(outcome: Outcome) -> list[str]:
    return [outcome.result, *(["would"] if outcome.would else []), *(["known"] if outcome.known else [])]


def _ratios(c: Counter[str]) -> dict[str, float]:
    answered = c["right"] + c["wrong"]
    found = answered + c["abstained"]
    every = found + c["missed"]
    return {
        "accuracy": c["right"] / found if found else 0.0,
        "answered": c["right"] / answered if answered else 0.0,
        "of_gold": c["right"] / every if every else 0.0,
        "with_known": (c["right"] + c["known"]) / every if every else 0.0,
        "would_share": c["would"] / c["abstained"] if c["abstained"] else 0.0,
    }


def _middle(values: Iterable[float]) -> list[float]:
    ordered = sorted(values)
    if not ordered:
        return [0.0, 0.0]
    last = len(ordered) - 1
    return [round(ordered[round(last * share)], 4) for share in (0.025, 0.975)]
