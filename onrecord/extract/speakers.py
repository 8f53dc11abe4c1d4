"""Who says each statement: its source span's mention, the actor behind it, and what a reader is shown.

A quotation without a source of its own goes on with the speaker of the one before, where nothing stands between them.
A wrong speaker is worse than an unknown one: what cannot be resolved keeps the words of its source, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.extract.mentions import actors_in, head_token
from onrecord.extract.who.roles import words
from onrecord.extract.who.spelling import surname_of
from onrecord.records import Actor, Analysis, Mention, Span, Speaker, Statement


def continued(analysis: Analysis, statements: Sequence[Statement]) -> dict[int, int]:
    """For each statement without a source the index of the one whose speaker it shares; others are left out.

    A direct quotation goes on with the one before it if it belongs to the same turn of marks, if both stand in one
    paragraph, or if nothing but quotation stands between them. Misses a quotation whose speaker only comes later.
    """
    order = sorted(range(len(statements)), key=lambda k: _content_start(statements[k]))
    turn_of = {q.start: q.turn for q in analysis.quotations}
    found: dict[int, int] = {}
    last: int | None = None
    for k in order:
        statement = statements[k]
        if statement.source:
            if statement.kind != "indirect" or last is None or _same_block(analysis, statements[last], statement):
                last = k
            continue
        if last is None or statement.kind == "indirect":
            continue
        previous = statements[last]
        same_turn = bool(_turns(turn_of, previous) & _turns(turn_of, statement))
        if same_turn or _same_block(analysis, previous, statement) or _adjacent(analysis, previous, statement):
            found[k] = found.get(last, last)
    return found


def _content_start(statement: Statement) -> int:
    return min((s.start for s in (*statement.content, *statement.source, *statement.cue)), default=0)


def _reach(statement: Statement) -> tuple[int, int]:
    spans = (*statement.content, *statement.source, *statement.cue)
    return min(s.start for s in spans), max(s.end for s in spans)


def _turns(turn_of: Mapping[int, int], statement: Statement) -> set[int]:
    return {turn_of[s.start + d] for s in statement.content for d in (0, -1) if s.start + d in turn_of}


def _same_block(analysis: Analysis, a: Statement, b: Statement) -> bool:
    """Whether two statements begin in one paragraph."""
    x, y = _reach(a)[0], _reach(b)[0]
    return any(start <= x < end and start <= y < end for start, end in analysis.blocks)


def _adjacent(analysis: Analysis, a: Statement, b: Statement) -> bool:
    """Whether only white space and quotation marks stand between two direct quotations."""
    between = analysis.text[_reach(a)[1] : _reach(b)[0]]
    return a.kind == "direct" and len(between) < 12 and not any(c.isalnum() for c in between)


def source_mention(analysis: Analysis, mentions: Sequence[Mention], source: Sequence[Span]) -> Mention | None:
    """The mention that a source span is about: the one with its head word, else the first name, else the first."""
    inside = [m for span in source for m in actors_in(mentions, span.start, span.end)]
    cut = _behind_cut(analysis, mentions, source)
    if cut is not None or not inside:
        return cut or _around(mentions, source)
    coordinated = [m for m in inside if m.how == "coordinated"]
    if coordinated:
        return coordinated[0]
    head = head_token(analysis, (i for span in source for i in analysis.tokens_in(span.start, span.end)))
    if head >= 0:
        start, end = analysis.tokens[head].start, analysis.tokens[head].end
        at_head = [m for m in inside if m.span.start <= start and end <= m.span.end]
        if at_head:
            chosen = min(at_head, key=lambda m: (m.form != "name", m.span.end - m.span.start))
            return chosen if chosen.actor or chosen.candidates else _beside(analysis, inside, head) or chosen
        whole = mention_at(analysis, mentions, head)
        if whole and whole.form == "group":
            return whole  # begins before the source: "House Democrats, such as Ann Lee"
    return next((m for m in inside if m.form == "name"), inside[0])


def _behind_cut(analysis: Analysis, mentions: Sequence[Mention], source: Sequence[Span]) -> Mention | None:
    """The mention whose head stands right behind a source that was cut inside of its phrase; None for others."""
    if len(source) != 1:
        return None
    head = head_token(analysis, analysis.tokens_in(source[0].start, source[0].end))
    return mention_at(analysis, mentions, head) if head >= 0 and analysis.tokens[head].start >= source[0].end else None


def _beside(analysis: Analysis, inside: Sequence[Mention], head: int) -> Mention | None:
    """The name in apposition to a noun that nobody is known by: "one of the women, Ann Lee"."""
    tokens = analysis.tokens
    ends = {tokens[c].end: c for c in analysis.children(head) if tokens[c].dep == "appos"}
    named = next((m for m in inside if m.form == "name" and m.span.end in ends), None)
    if named is None or tokens[head].tag == "NNS" or (tokens[head].tag == "CD" and tokens[head].text.lower() != "one"):
        return None  # "four senators - Ann Lee, Ed Ray ..."
    between = tokens[head + 1 : analysis.token_at(named.span.start)]
    return None if any(t.tag == "IN" and t.text != "of" for t in between) else named  # "a word by an aide, Ann Lee"


def _around(mentions: Sequence[Mention], source: Sequence[Span]) -> Mention | None:
    """The mention in which a short source lies ("Starmer" of "Sir Keir Starmer")."""
    if not source:
        return None
    start, end = source[0].start, source[0].end
    return next((m for m in mentions if m.span.start <= start and end <= m.span.end), None)


def actors_of(analysis: Analysis, mentions: Sequence[Mention], source: Sequence[Span]) -> tuple[str, ...]:
    """Ids of the actors that a source names: one, or each member of a coordinated one; () if unknown."""
    mention = source_mention(analysis, mentions, source)
    if mention is None:
        return ()
    if mention.how in ("coordinated", "together"):
        return mention.candidates
    return (mention.actor,) if mention.actor else ()


def holder(analysis: Analysis, mentions: Sequence[Mention], token: int) -> list[Mention]:
    """The mentions that a noun phrase with head ``token`` names, its coordinated parts apart, in text order."""
    heads = [token]
    for i in heads:
        heads += [c for c in analysis.children(i) if analysis.tokens[c].dep == "conj" and c not in heads]
    chosen = []
    for i in sorted(heads):
        mention = mention_at(analysis, mentions, i)
        if mention and mention not in chosen:
            chosen.append(mention)
    return chosen


def mention_at(analysis: Analysis, mentions: Sequence[Mention], token: int) -> Mention | None:
    """The mention that token ``token`` is the last word of, or lies in; a name before any other. None if none."""
    start, end = analysis.tokens[token].start, analysis.tokens[token].end
    low, high = max(0, start - 120), end + 120
    covering = [m for m in actors_in(mentions, low, high) if m.span.start <= start and end <= m.span.end
                and m.how != "coordinated"]  # fmt: skip
    return min(covering, key=lambda m: (m.span.end != end, m.span.end - m.span.start)) if covering else None


def resolve_speakers(
    analysis: Analysis, statements: Sequence[Statement], mentions: Sequence[Mention], actors: Sequence[Actor]
) -> tuple[Statement, ...]:
    """The statements with their speakers; None where there is neither a source nor a quotation to go on with."""
    by_id = {a.id: a for a in actors}
    follows = continued(analysis, statements)
    resolved = []
    for k, statement in enumerate(statements):
        before = statements[follows[k]] if k in follows else statement
        speaker = speaker_named(analysis, before.source, mentions, by_id)
        if speaker and k in follows:
            speaker = Speaker(speaker.actor, speaker.name, f"goes on: {speaker.how}")
        resolved.append(replace(statement, speaker=speaker))
    return tuple(resolved)


def speaker_named(
    analysis: Analysis, source: Sequence[Span], mentions: Sequence[Mention], actors: Mapping[str, Actor]
) -> Speaker | None:  # fmt: skip
    """Whom the words of a source name; None without words."""
    if not source:
        return None
    mention = source_mention(analysis, mentions, source)
    said = " ".join(" ".join(s.words.split()) for s in source)
    if mention is None:
        return Speaker(None, said, "words of the source")
    first, last = mention.span.range
    if last > source[-1].end and (first <= source[0].start or first >= source[-1].end):
        said = " ".join(mention.span.words.split())  # of a source that was cut, its whole phrase
    if mention.span.start == source[0].start:
        said = _with_owner(analysis, mention, mentions, actors) or said
    if mention.actor and mention.actor in actors:
        actor = actors[mention.actor]
        return Speaker(actor.id, actor.name if actor.names or mention.form == "pronoun" else said, mention.how)
    if mention.form == "pronoun":
        return Speaker(None, _antecedent(analysis, mention) or said, mention.how or "unresolved pronoun")
    return Speaker(None, said, mention.how or mention.form)


def _with_owner(
    analysis: Analysis, mention: Mention, mentions: Sequence[Mention], actors: Mapping[str, Actor]
) -> str | None:  # fmt: skip
    """What is somebody's in words that say whose: "Lee's lawyers" for "her lawyers"; None for anything else."""
    i = analysis.token_at(mention.span.start)
    if mention.form not in ("role", "nominal", "group") or analysis.tokens[i].tag != "PRP$":
        return None
    owner = next((actors.get(m.actor or "") for m in mentions if m.span.start == mention.span.start
                  and m.form == "pronoun"), None)  # fmt: skip
    if owner is None or owner.type != "person" or not owner.names:
        return None
    rest = mention.span.words[len(analysis.tokens[i].text) :]
    return f"{surname_of(owner.name)}'s {' '.join(rest.split())}"


def _antecedent(analysis: Analysis, mention: Mention) -> str | None:
    """The words of the noun that a relative pronoun stands for ("voters" in "voters who say") or of the document that
    "it" does; None for others.
    """  # fmt: skip
    said, i = mention.span.words.lower(), analysis.token_at(mention.span.start)
    if said == "it":
        return _document_before(analysis, i)
    if said == "they":
        return _body_before(analysis, i)
    if said not in ("who", "that", "which", "whom", "whose"):
        return None
    for j in (i, *analysis.ancestors(i)):
        token = analysis.tokens[j]
        if token.dep == "relcl" and token.head < i and analysis.tokens[token.head].lemma not in words().settings:
            last = min(i, analysis.subtree(j)[0])
            noun = analysis.token_span(analysis.subtree(token.head)[0], last).words.rstrip(" ,–—-")
            return " ".join(noun.split()) if len(noun) <= 100 else None
    return None


def _body_before(analysis: Analysis, i: int) -> str | None:
    """The words of the body ("the union") that is subject of the last sentence, if nobody plural stands in between."""
    tokens, here = analysis.tokens, analysis.tokens[i].sentence
    found = None
    for k in range(analysis.sentences[max(0, here - 1)].first, i):
        token = tokens[k]
        if token.tag in ("NNS", "NNPS") and token.dep in ("nsubj", "nsubjpass", "dobj", "conj"):
            return None
        main = token.dep in ("nsubj", "nsubjpass") and tokens[token.head].dep == "ROOT" and token.sentence < here
        if main and token.tag == "NN" and token.lemma.lower() in words().collectives:
            left = analysis.subtree(k)[0]
            found = analysis.token_span(left, k + 1).words if k - left < 6 else token.text
    return found


def _document_before(analysis: Analysis, i: int) -> str | None:
    """The words of the document that is subject of the last sentence, or told to be there in this one ("there was a
    note"), unless a body is a subject, too.
    """  # fmt: skip
    tokens, here = analysis.tokens, analysis.tokens[i].sentence
    found = None
    for k in range(analysis.sentences[max(0, here - 1)].first, i):
        token = tokens[k]
        subject = token.dep in ("nsubj", "nsubjpass")
        if subject and (token.entity == "ORG" or token.lemma.lower() in words().collectives):
            return None
        main = subject and tokens[token.head].dep == "ROOT" and token.sentence < here
        if (main or token.dep == "attr") and token.tag == "NN" and token.lemma.lower() in words().documents:
            left = analysis.subtree(k)[0]
            found = analysis.token_span(left, k + 1).words if k - left < 6 else token.text
    return found


def speakers_in(statements: Iterable[Statement]) -> set[str]:
    """Ids of the actors that speak in the statements."""
    return {s.speaker.actor for s in statements if s.speaker and s.speaker.actor}
