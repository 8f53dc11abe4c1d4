"""findings -> the plain values that ``onrecord find`` prints, one article a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.link.credits import find_credit
from onrecord.records import Condition, Event, Findings, Mention, Period, Position, Problem, Span, Statement, Time

Plain = dict[str, Any]


def findings_json(findings: Findings) -> Plain:
    """All findings of one article as JSON values; ranges are ``[start, end)`` in code points of "text"."""
    article = findings.article
    return {
        "id": article.given_id or article.id,
        "path": article.source.location,
        "also": list(article.also),
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "wire": find_credit(article),
        "text": article.text,
        "removed": [{"span": _range(r.span), "reason": r.reason} for r in findings.removed],
        "statements": [_statement(s) for s in findings.statements],
        "mentions": [_mention(m) for m in findings.mentions],
        "actors": [
            {"id": a.id, "name": a.name, "type": a.type, "names": list(a.names), "country": a.country,
             "roles": [{"title": r.title, "of": r.of, "time": r.time, "evidence": _range(r.evidence)} for r in a.roles]}
            for a in findings.actors
        ],
        "times": [_time(t) for t in findings.times],
        "positions": [_position(p) for p in findings.positions],
        "events": [_event(e) for e in findings.events],
        "problems": [_problem(p) for p in findings.problems],
    }  # fmt: skip


def _range(span: Span) -> list[int]:
    return [span.start, span.end]


def _maybe(span: Span | None) -> list[int] | None:
    return None if span is None else _range(span)


def _ranges(spans: Iterable[Span]) -> list[list[int]]:
    return [_range(span) for span in spans]


def _statement(s: Statement) -> Plain:
    speaker = s.speaker and {"actor": s.speaker.actor, "name": s.speaker.name, "how": s.speaker.how}
    return {
        "id": s.id, "kind": s.kind, "act": s.act, "negated": s.negated, "source": _ranges(s.source),
        "cue": _ranges(s.cue), "content": _ranges(s.content), "speaker": speaker, "when": s.when, "where": s.where,
        "status": s.status, "score": round(s.score, 4), "rule": s.rule, "parent": s.parent,
        "via": s.via, "anonymous": s.anonymous,
    }  # fmt: skip


def _mention(m: Mention) -> Plain:
    return {"span": _range(m.span), "form": m.form, "actor": m.actor, "how": m.how, "candidates": list(m.candidates)}


def _period(period: Period | None) -> list[str | None] | None:
    return None if period is None else [period.first, period.last]


def _time(t: Time) -> Plain:
    return {"span": _range(t.span), "type": t.type, "value": t.value, "mod": t.mod, "period": _period(t.period)}


def _condition(c: Condition) -> Plain:
    return {"span": _range(c.span), "kind": c.kind}


def _position(p: Position) -> Plain:
    return {
        "id": p.id, "actor": p.actor, "name": p.name, "holder": _maybe(p.holder), "target": _maybe(p.target),
        "stance": p.stance, "commitment": p.commitment, "conditions": [_condition(c) for c in p.conditions],
        "evidence": _range(p.evidence), "voice": p.voice, "score": round(p.score, 4), "rule": p.rule,
        "leaning": p.leaning, "claimed_by": p.claimed_by, "agent": p.agent, "cue": _maybe(p.cue),
    }  # fmt: skip


def _event(e: Event) -> Plain:
    return {
        "id": e.id, "span": _range(e.span), "clause": _range(e.clause), "label": e.label, "type": e.type,
        "status": e.status, "time": None if e.time is None else _time(e.time), "place": _maybe(e.place),
        "participants": _ranges(e.participants), "actors": list(e.actors), "voice": e.voice,
        "factuality": e.factuality,
    }  # fmt: skip


def _problem(p: Problem) -> Plain:
    return {"stage": p.stage, "code": p.code, "message": p.message, "location": p.location, "span": _maybe(p.span)}
