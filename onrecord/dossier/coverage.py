"""What each independent report tells alone, and what it leaves out that half of the others tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.dossier.material import UNKNOWN, Material
from onrecord.dossier.sections import ActorRef, ActorSaid, Carrier, Dossier, ReportCoverage, SaidStatement
from onrecord.link.coverage import FEWEST_REPORTS, Coverage, cover
from onrecord.text import overlap

FEWEST_MENTIONS = 2  # of an actor in a report, from which it counts as told of


def find_cover(material: Material) -> tuple[Coverage, ...]:
    """What each independent report of a story with three and more tells alone and leaves out, in the store's ids."""
    return cover(material.findings, [link for some in material.links.values() for link in some])


def mark_alone(material: Material, said: Sequence[ActorSaid], found: Sequence[Coverage]) -> tuple[ActorSaid, ...]:
    """The same, with the statements marked that only one report tells; none that only a headline makes."""
    lonely = {group for one in found for group in one.only}

    def marked(statement: SaidStatement) -> SaidStatement:
        alone = any(c.statement in lonely for c in statement.carriers)
        return replace(statement, alone=alone and not all(_in_headline(material, c) for c in statement.carriers))

    return tuple(replace(actor, statements=tuple(map(marked, actor.statements))) for actor in said)


def find_coverage(material: Material, said: Sequence[ActorSaid],
                  found: Sequence[Coverage]) -> tuple[ReportCoverage, ...]:  # fmt: skip
    """The coverage of each independent report of a story with three and more, in the order of the sources.

    Only certain statements of a known speaker count, none that only a headline makes, and of "said he regretted it" not
    also "regretted it". Misses: what two reports tell in words of their own counts as told by each alone where they
    share too few.
    """
    statements = {c.statement: s for actor in said for s in actor.statements for c in s.carriers}
    speakers = {s.id: actor.actor for actor in said for s in actor.statements}
    order = {article: n for n, article in enumerate(material.articles)}
    return tuple(
        _coverage(material, one, statements, speakers) for one in sorted(found, key=lambda one: order[one.report])
    )


def compared(dossier: Dossier) -> frozenset[str]:
    """The ids of the articles whose story has enough independent reports that "only in" says something."""
    many = {card.id for card in dossier.stories if card.reports >= FEWEST_REPORTS}
    return frozenset(source.id for source in dossier.sources if source.story in many)


def _coverage(material: Material, found: Coverage, statements: dict[str, SaidStatement],
              speakers: dict[str, ActorRef]) -> ReportCoverage:  # fmt: skip
    def told(groups: Sequence[str]) -> tuple[SaidStatement, ...]:
        some = {statements[group].id: statements[group] for group in groups if group in statements}
        return tuple(s for s in some.values() if _is_listed(material, s, speakers[s.id]))

    articles = [article for article in material.articles if material.reports[article] == found.report]
    only = sorted(told(found.only), key=lambda s: s.carriers[0].content[0].start if s.carriers[0].content else 0)
    return ReportCoverage(
        report=found.report,
        labels=tuple(material.labels[article] for article in articles),
        only=tuple(s.id for s in only),
        left_out=tuple(s.id for s in told(found.left_out)),
        only_actors=_actors(material, found, set(articles)),
    )


def _is_listed(material: Material, statement: SaidStatement, speaker: ActorRef) -> bool:
    """Whether it is certain, of a known speaker, in no headline, and no part of what that speaker is told to say."""
    if statement.uncertain or speaker == UNKNOWN or statement.told_by == speaker.name:
        return False
    return not all(_in_headline(material, carrier) for carrier in statement.carriers)


def _in_headline(material: Material, carrier: Carrier) -> bool:
    """Whether a statement stands in a headline, which says in short what the text says again."""
    headline = material.articles[carrier.article].headline
    return bool(headline and carrier.content) and all(
        overlap(headline or (0, 0), (e.start, e.end)) for e in carrier.content
    )


def _actors(material: Material, found: Coverage, articles: set[str]) -> tuple[ActorRef, ...]:
    """The actors that only this report tells of, those it names most often first."""
    counts: dict[ActorRef, int] = {}
    for actor in found.only_actors:
        own = [member for member in material.members.get(material.ref(actor).id, ()) if member.article in articles]
        counts[material.ref(actor)] = sum(material.mention_counts[member.id] for member in own)
    named = [ref for ref, count in counts.items() if count >= FEWEST_MENTIONS and ref.type not in ("group", "unknown")]
    return tuple(sorted((ref for ref in named if ref != UNKNOWN), key=lambda ref: (-counts[ref], ref.name, ref.id)))
