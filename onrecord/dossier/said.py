"""Who said what: by actor, each statement once with every report that carries it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from onrecord import text
from onrecord.dossier.material import UNKNOWN, Material
from onrecord.dossier.sections import ActorRef, ActorSaid, Carrier, Evidence, RoleSeen, SaidStatement
from onrecord.extract.who import roles
from onrecord.link.corroboration import join_groups
from onrecord.link.voices import compare_speakers
from onrecord.records import Actor, Role, Statement

GAP = " … "  # between the parts of one statement
_NAMES = frozenset(("democrat", "democratic", "republican", "senate", "house"))  # capitals inside titles
_FULLNESS = {"direct": 2, "mixed": 1, "indirect": 0}


def find_said(material: Material) -> tuple[ActorSaid, ...]:
    """Every actor of the story, those who said most first, those whom nobody could name last."""
    said: dict[str, list[SaidStatement]] = defaultdict(list)
    for statements in _clusters(material):
        actor, statement = _said_statement(material, statements)
        said[actor.id].append(statement)
    actors = dict.fromkeys([*said, *material.members])
    made = [_actor_said(material, actor, said.get(actor, [])) for actor in actors]
    made.sort(key=_weight)
    return tuple(made)


def _clusters(material: Material) -> list[list[Statement]]:
    """The statements that are one, each report's with those of others that give the words to the same speaker."""
    pairs = [(link.left, link.right) for link in material.links.get("same", ())]
    groups = join_groups(material.statements, pairs)
    clusters: dict[str, list[Statement]] = defaultdict(list)
    for key, first in groups.items():
        clusters[first].append(material.statements[key])
    return [group for cluster in clusters.values() for group in _by_speaker(material, cluster)]


def _by_speaker(material: Material, cluster: Sequence[Statement]) -> list[list[Statement]]:
    """A cluster parted by speaker; who names nobody goes with the one speaker that others name, if it is one."""
    found: list[list[Statement]] = []
    open_ones = []
    for one in cluster:
        if compare_speakers(one, one, material.speakers) == "unknown":
            open_ones.append(one)
            continue
        verdicts = [[compare_speakers(one, other, material.speakers) for other in group] for group in found]
        fits = [n for n, told in enumerate(verdicts) if "different" not in told]
        surest = [n for n in fits if "same" in verdicts[n]] or fits
        if surest:
            found[surest[0]].append(one)
        else:
            found.append([one])
    if len(found) < 2:
        return [list(cluster)]
    return [*found, open_ones] if open_ones else found


def _weight(said: ActorSaid) -> tuple[bool, int, int, int, int, str, str]:
    certain = sum(not statement.uncertain for statement in said.statements)
    return (said.actor == UNKNOWN, -certain, -len(said.statements), -said.reports, -said.mentions, said.actor.name,
            said.actor.id)  # fmt: skip


def _said_statement(material: Material, statements: Sequence[Statement]) -> tuple[ActorRef, SaidStatement]:
    """The statement and its speaker: whom the surest of its carriers names, unknown only where none does."""
    fullest = sorted(statements, key=lambda s: (-_FULLNESS[s.kind], -_length(s), *_place(material, s)))
    carriers = tuple(_carrier(material, s) for s in fullest)
    named = [s for s in statements if s.speaker and material.ref(s.speaker.actor) != UNKNOWN]
    surest = min(named or statements, key=lambda s: (-round(s.score, 1), *_place(material, s)))
    first = fullest[0]
    said = SaidStatement(
        id=first.id,
        words=GAP.join(span.words for span in first.content),
        kind=first.kind,
        act=first.act,
        negated=first.negated,
        speaker=surest.speaker.name if surest.speaker else "",
        when=_first(s.when for s in fullest),
        where=_first(s.where for s in fullest),
        status=first.status,
        uncertain=all(s.score < material.threshold for s in statements),
        reports=material.count_sources(statements),
        differs=len({tuple(word for span in s.content for word in text.words(span.words)) for s in statements}) > 1,
        carriers=carriers,
        told_by=_told_by(material, statements),
    )
    return material.ref(surest.speaker.actor if surest.speaker else None), said


def _told_by(material: Material, statements: Sequence[Statement]) -> str | None:
    """Whose words it is known from: nobody's, where one article tells it itself."""
    parents = [material.statements.get(s.parent or "") for s in statements]
    if not all(parents):
        return None
    return material.speaker_name(parents[0])


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _length(statement: Statement) -> int:
    return sum(span.end - span.start for span in statement.content)


def _place(material: Material, statement: Statement) -> tuple[bool, str, str, int]:
    spans = (*statement.content, *statement.source, *statement.cue)
    return material.time_key(statement.article, min((span.start for span in spans), default=0))


def _carrier(material: Material, statement: Statement) -> Carrier:
    source, cue, content = (
        tuple(material.evidence(span, statement.id) for span in spans)
        for spans in (statement.source, statement.cue, statement.content)
    )
    return Carrier(
        statement=statement.id,
        article=statement.article,
        label=material.labels[statement.article],
        published=material.articles[statement.article].published,
        kind=statement.kind,
        actor=material.ref(statement.speaker.actor if statement.speaker else None),
        speaker=statement.speaker.name if statement.speaker else "",
        source=source,
        cue=cue,
        content=content,
        score=statement.score,
        via=statement.via,
        anonymous=statement.anonymous,
    )


def _actor_said(material: Material, actor: str, statements: list[SaidStatement]) -> ActorSaid:
    members = material.members.get(actor, [])
    ref = material.ref(members[0].id) if members else material.ref(actor)
    story = material.story_actors.get(actor)
    names = [*(story.names if story else ()), *(name for member in members for name in member.names)]
    statements.sort(key=lambda s: min(_carrier_key(material, carrier) for carrier in s.carriers))
    articles = [member.article for member in members if member.article in material.articles]
    return ActorSaid(
        actor=ref,
        names=tuple(sorted(set(names) - {ref.name})),
        roles=_roles(material, actor, members),
        speaks_for=material.speaks_for(actor),
        mentions=sum(material.mention_counts.get(member.id, 0) for member in members),
        reports=material.count_reports(article for article in articles if article),
        statements=tuple(statements),
    )


def _carrier_key(material: Material, carrier: Carrier) -> tuple[bool, str, str, int]:
    return material.time_key(carrier.article, min((e.start for e in (*carrier.content, *carrier.source)), default=0))


def _roles(material: Material, actor: str, members: Iterable[Actor]) -> tuple[RoleSeen, ...]:
    """Each role once, the most often stated first."""
    found: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
    shown: dict[tuple[str, str, str], tuple[str, str | None]] = {}
    for member in members:
        for role in member.roles:
            key = (role.title.lower(), (role.of or "").lower(), role.time)
            shown.setdefault(key, (shown_title(role), role.of))
            evidence = material.evidence(role.evidence, actor)
            if evidence not in found[key]:
                found[key].append(evidence)
    order = sorted(found, key=lambda key: (-len(found[key]), key))
    return tuple(RoleSeen(*shown[key], key[2], tuple(found[key]), *_days(material, found[key])) for key in order)


def shown_title(role: Role) -> str:
    """A role's title with capitals only in its names: "New York Democrat", "NRSC spokesman", "prime minister"."""
    lists = roles.words()
    common = {word for title in (*lists.offices, *lists.persons) for word in title.split()} - _NAMES
    written = {word.lower(): word for word in re.findall(r"[^\W\d_][\w.&’'-]*", role.evidence.words)}
    shown = []
    for word in role.title.split():
        known = written.get(word, word)
        shown.append(
            known if word not in common and known[:1].isupper() else word.title() if word in lists.us_parties else word
        )
    return " ".join(shown)


def _days(material: Material, evidence: Iterable[Evidence]) -> tuple[str | None, str | None]:
    """The first and last day on which articles with some evidence were published, None where none has a date."""
    days = sorted(day for e in evidence if (day := material.day(e.article)))
    return (days[0], days[-1]) if days else (None, None)
