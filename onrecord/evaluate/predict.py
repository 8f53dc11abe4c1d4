"""gold records -> the same records with the engine's predictions in place of the labels.

Runs the same code as the product: a record becomes an article, the article goes through `onrecord.engine`. Shapes of
the records are those of the labelled sets: one JSON object a line, offsets in code points of the record's own text.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord import engine
from onrecord.errors import UsageError
from onrecord.link.copies import find_copies
from onrecord.linking import link_all
from onrecord.records import Article, Findings, Link, Position, Range, Source, Span, link, make_id

Record = dict[str, Any]
# Of thresholds .2 to .45 the best det F1 and within .001 of the best attr F1 on the 40 training articles that the
# tagger has not seen. Statements below it stay in a story, marked uncertain, but are not claimed in a comparison.
KEPT = 0.35
LABELS = {
    "attribution": ("attributions", "discard"),
    "quotes": ("quotes", "not_quotes"),
    "time": ("timexes", "events", "tlinks"),
    "stories": ("story",),
    "positions": ("positions",),
    "stands": ("positions",),
    "differences": ("strengthen", "weaken", "rationale_strengthen", "rationale_weaken"),
}


def read_records(path: Path) -> list[Record]:
    """The JSON objects of a .jsonl or .jsonl.gz file; `UsageError` names the first bad line."""
    records = []
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                records.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise UsageError(f"{path}: line {number} is no JSON: {error}") from error
    return records


def article_of(record: Record, text: str | None = None) -> Article:
    """The article of a record; its text word for word, its date from "dct" or "date" where there is one."""
    words = text if text is not None else record["text"]
    name = str(record.get("id") or record.get("path") or "")
    published = record.get("dct") or record.get("date")
    source = Source(make_id("src", name), name, "", len(words), "application/json")
    title = record.get("title")
    headline = (0, len(title)) if title and words.startswith(title + "\n") else None
    return Article(make_id("ar", name, words), source, words, title, record.get("outlet"), published,
                   "metadata" if published else None, given_id=name, headline=headline)  # fmt: skip


def _ranges(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _attribution(record: Record, findings: Findings) -> Record:
    return {
        "attributions": [
            {"id": s.id, "source": _ranges(s.source), "cue": _ranges(s.cue), "content": _ranges(s.content),
             "score": s.score}
            for s in findings.statements if s.score >= KEPT
        ]
    }  # fmt: skip


def _quotes(record: Record, findings: Findings) -> Record:
    return {
        "quotes": [
            {"spans": _ranges(s.content), "speaker": s.speaker.name if s.speaker else None} for s in findings.statements
        ]
    }


def _time(record: Record, findings: Findings) -> Record:
    from onrecord.analyse.pipeline import analyse
    from onrecord.extract.events import find_event_mentions

    analysis, _ = analyse(findings.article, findings.removed)
    timexes = [{"id": f"t{k}", "start": t.span.start, "end": t.span.end, "type": t.type, "value": t.value,
                **({"mod": t.mod} if t.mod else {})} for k, t in enumerate(findings.times, 1)]  # fmt: skip
    events = [{"id": f"e{k}", "start": m.start, "end": m.end, "class": m.type}
              for k, m in enumerate(find_event_mentions(analysis), 1)]  # fmt: skip
    return {"timexes": timexes, "events": events}


def _within(span: Span | None, whole: Range) -> list[int] | None:
    """The span's range counted from the start of ``whole``, None outside of it."""
    if span is None or not whole[0] <= span.start < span.end <= whole[1]:
        return None
    return [span.start - whole[0], span.end - whole[0]]


def _position(position: Position, whole: Range) -> Record:
    conditions = [{"span": r, "kind": c.kind} for c in position.conditions if (r := _within(c.span, whole))]
    return {
        "actor": _within(position.holder, whole),
        "actor_name": position.name,
        "target": _within(position.target, whole),
        "stance": position.stance,
        "commitment": position.commitment,
        "conditions": conditions,
    }


def _positions(record: Record, findings: Findings) -> Record:
    start = len(_with_context(record)) - len(record["sentence"])
    whole = (start, start + len(record["sentence"]))
    found = [p for p in findings.positions if whole[0] <= p.evidence.start and p.evidence.end <= whole[1]]
    return {"positions": [_position(p, whole) for p in found]}


def _with_context(record: Record) -> str:
    return "\n".join([*record.get("context", []), record["sentence"]])


_PER_ARTICLE: dict[str, Callable[[Record, Findings], Record]] = {
    "attribution": _attribution,
    "quotes": _quotes,
    "time": _time,
    "positions": _positions,
}


def _predict_articles(task: str, records: Sequence[Record], jobs: int) -> Iterator[Record]:
    articles = [article_of(r, _with_context(r) if task == "positions" else None) for r in records]
    for record, findings in zip(records, engine.find_all(articles, {}, jobs), strict=True):
        yield {**_without_labels(task, record), **_PER_ARTICLE[task](record, findings)}


def _without_labels(task: str, record: Record) -> Record:
    return {key: value for key, value in record.items() if key not in LABELS[task]}


def _predict_stands(records: Sequence[Record], jobs: int) -> Iterator[Record]:
    """Positions of whole articles; those of one "group" are linked as one story, for its actors and issues."""
    unlabelled = [_without_labels("stands", record) for record in records]
    articles = [article_of(record) for record in unlabelled]
    found = list(engine.find_all(articles, {}, jobs))
    groups: dict[str, list[Findings]] = {}
    for record, findings in zip(unlabelled, found, strict=True):
        groups.setdefault(str(record.get("group") or record["id"]), []).append(findings)
    shown: dict[str, Record] = {}
    for group, members in groups.items():
        shown |= _stands_of_story(group, members)
    for record, findings in zip(unlabelled, found, strict=True):
        yield {**record, "positions": [shown[p.id] for p in findings.positions]}


def _stands_of_story(group: str, members: Sequence[Findings]) -> dict[str, Record]:
    """The positions of the articles of one story by id, in the shape of the labelled set."""
    stories = [link("story", f.article.id, group, "given", 1.0) for f in members]
    copies = find_copies([f.article for f in members], {f.article.id: f.removed for f in members}).links
    linked = link_all(members, (*copies, *stories))
    names = {actor.id: actor.name for actor in linked.actors}
    name_of = {x.left: names[x.right] for x in linked.links if x.kind == "actor" and x.right in names}
    issue_of = {x.left: x for x in linked.links if x.kind == "issue"}
    return {p.id: _stand(p, name_of, issue_of.get(p.id)) for f in members for p in f.positions}


def _stand(position: Position, name_of: Mapping[str, str], issue: Link | None) -> Record:
    evidence = position.cue or position.evidence
    return {
        "evidence": [evidence.start, evidence.end],
        "actor": [position.holder.start, position.holder.end] if position.holder else None,
        "actor_name": name_of.get(position.actor or "", position.name),
        "target": [position.target.start, position.target.end] if position.target else None,
        "stance": position.stance,
        "leaning": position.leaning or None,
        "commitment": position.commitment,
        "conditions": [{"span": [c.span.start, c.span.end], "kind": c.kind} for c in position.conditions],
        "claimed_by": position.claimed_by,
        "issue": issue.right if issue else None,
        "on_issue": position.stance,
        "score": position.score,
    }


def _predict_stories(records: Sequence[Record]) -> Iterator[Record]:
    from onrecord.link.stories import link_stories

    articles = [article_of(_without_labels("stories", record)) for record in records]
    story = {link.left: link.right for link in link_stories(articles, None)}
    for record, article in zip(records, articles, strict=True):
        yield {**_without_labels("stories", record), "story": story.get(article.id, article.id)}


def _predict_copies(records: Sequence[Record]) -> Iterator[Record]:
    from onrecord.link.copies import copy_pairs

    articles = [article_of(record) for record in records]
    yield from copy_pairs(articles)


def _predict_differences(records: Sequence[Record]) -> Iterator[Record]:
    from onrecord.link.claims import weigh_claims

    for record in records:
        found = weigh_claims(record["a"], record["b"])
        yield {**_without_labels("differences", record), "strengthen": int(found.strengthens),
               "weaken": int(found.weakens), "score_strengthen": round(found.strengthen, 4),
               "score_weaken": round(found.weaken, 4)}  # fmt: skip


def predict(task: str, records: Sequence[Record], jobs: int = 0) -> Iterator[Record]:
    """Predictions for one task, in the shape of its gold records. `UsageError` for an unknown task."""
    if task == "stands":
        return _predict_stands(records, jobs)
    if task in _PER_ARTICLE:
        return _predict_articles(task, records, jobs)
    if task == "stories":
        return _predict_stories(records)
    if task == "copies":
        return _predict_copies(records)
    if task == "differences":
        return _predict_differences(records)
    raise UsageError(f"unknown task {task!r}: choose one of {', '.join(TASKS)}")


TASKS = (*sorted(_PER_ARTICLE), "copies", "differences", "stands", "stories")


def write_predictions(task: str, source: Path, target: Path, jobs: int = 0) -> int:
    """How many records were written to ``target``."""
    count = 0
    predictions = predict(task, read_records(source), jobs)
    with target.open("w", encoding="utf-8") as out:
        for record in predictions:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    return count
