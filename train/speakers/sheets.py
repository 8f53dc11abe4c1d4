"""Writes what a labeller reads and fills in: ``python -m train.speakers.sheets --shared DIR --out DIR``.

For each article of the list OUT/sheets/NN.txt (numbered sentences, numbered mentions) and OUT/forms/NN.tsv (kind
guessed by word class, label empty). Nothing says who a mention could be. Mentions are the sources of PolNeAR's own
attributions; in BASIL, which has none, the sources that the rules or the tagger find, and subjects of verbs of speech.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord import text as texts
from onrecord.analyse.pipeline import analyse
from onrecord.evaluate.labels import written_spans
from onrecord.evaluate.predict import KEPT, article_of
from onrecord.extract.mentions import head_token
from onrecord.extract.removed import find_removed
from onrecord.extract.statements import find_statements
from onrecord.extract.who.roles import words
from onrecord.records import Analysis, Range
from train.speakers.choose import chosen_records

Spans = tuple[Range, ...]
SPEAKING = frozenset(
    "say tell add claim argue insist declare announce note write tweet ask reply respond warn state explain admit deny "
    "acknowledge suggest contend assert believe think hope want promise vow pledge accuse criticize praise urge demand "
    "testify complain predict maintain remark observe question wonder fear worry agree refuse decline".split()
)
SUBJECTS = ("nsubj", "nsubjpass")
MOST_SUBTREE = 25  # a longer subject is a misparse: its head word alone is listed
FORM_HEAD = ("number", "spans", "sentence", "words", "kind", "label", "note")


def numbered_sentences(text: str) -> list[Range]:
    """The sentences of the text as the sheets number them, from 1."""
    return [r for block in texts.blocks(text) for r in texts.sentences(text, *block)]


def analysed(record: dict[str, Any]) -> Analysis:
    """The analysis of a record's text, its labels unseen."""
    article = article_of({k: record[k] for k in ("id", "title", "text")})
    return analyse(article, find_removed(article))[0]


def annotated_mentions(record: dict[str, Any]) -> list[Spans]:
    """Each source of PolNeAR's attributions once, in text order."""
    return sorted({tuple((s, e) for s, e in a["source"]) for a in record["attributions"] if a["source"]})


def found_mentions(analysis: Analysis) -> list[Spans]:
    """Sources by tagger and by rules, and subjects of verbs of speech; of several with one head word the longest."""
    found: list[Spans] = []
    for view in (analysis, replace(analysis, attributions=None)):
        statements = find_statements(view, KEPT)
        found += [tuple(span.range for span in s.source) for s in statements if s.source and s.score >= KEPT]
    for i, token in enumerate(analysis.tokens):
        verb = analysis.tokens[token.head]
        if token.dep in SUBJECTS and verb.pos == "VERB" and verb.lemma.lower() in SPEAKING:
            first, last = analysis.subtree(i)
            if last - first > MOST_SUBTREE:
                first, last = i, i + 1
            found.append((analysis.token_span(first, last).range,))
    return once_a_head(analysis, found)


def once_a_head(analysis: Analysis, found: Sequence[Spans]) -> list[Spans]:
    """Of mentions that share a head word or most of their characters the longest."""
    kept: list[Spans] = []
    for spans in sorted(set(found), key=lambda spans: (-_size(spans), spans)):
        head = _head(analysis, spans)
        if not any(head == _head(analysis, other) or _shared(spans, other) * 2 > _size(spans) for other in kept):
            kept.append(spans)
    return sorted(kept)


def _size(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def _shared(a: Spans, b: Spans) -> int:
    return sum(texts.overlap(x, y) for x in a for y in b)


def _head(analysis: Analysis, spans: Spans) -> int:
    return head_token(analysis, [i for start, end in spans for i in analysis.tokens_in(start, end)])


def guess_kind(analysis: Analysis, spans: Spans) -> str:
    """The kind by the word class of the head word; the labeller corrects it."""
    i = _head(analysis, spans)
    if i < 0 or i >= len(analysis.tokens):
        return "nominal"
    token = analysis.tokens[i]
    if token.tag in ("PRP", "PRP$", "WP", "WDT", "WP$") or token.text.lower() == "that":
        return "pronoun"
    if token.lemma.lower() in words().documents:
        return "document"
    if token.tag in ("NNS", "NNPS") or token.text.lower() in words().people:
        return "group"
    return "name" if token.tag == "NNP" else "nominal"


def sheet(record: dict[str, Any], mentions: Sequence[Spans], kinds: Sequence[str]) -> tuple[str, str]:
    """The text to read and the empty form."""
    text = record["text"]
    sentences = numbered_sentences(text)
    lines = [f"article: {record['id']}", f"title: {record.get('title') or ''}", ""]
    lines += [f"[{k}] {_flat(text[s:e])}" for k, (s, e) in enumerate(sentences, 1)]
    lines += ["", "mentions:"]
    rows = ["\t".join(FORM_HEAD)]
    for n, (spans, kind) in enumerate(zip(mentions, kinds, strict=True), 1):
        at = sentence_at(sentences, spans[0][0])
        own = own_words(text, spans)
        lines.append(f"\n{n}. {written_spans(spans)}  sentence {at}  «{own}»  ({kind}?)")
        lines.append(f"    {_marked(text, sentences[at - 1], spans)}")
        rows.append("\t".join((str(n), written_spans(spans), str(at), own, kind, "", "")))
    return "\n".join(lines) + "\n", "\n".join(rows) + "\n"


def sentence_at(sentences: Sequence[Range], offset: int) -> int:
    """Number of the sentence in which an offset lies, or of the last one that begins before it."""
    return max(1, sum(start <= offset for start, _ in sentences))


def own_words(text: str, spans: Spans) -> str:
    """The words of a mention on one line."""
    return " … ".join(_flat(text[start:end]) for start, end in spans)


def _marked(text: str, sentence: Range, spans: Spans) -> str:
    pieces, position = [], sentence[0]
    for start, end in spans:
        pieces += [text[position:start], ">>", text[start:end], "<<"]
        position = end
    return _flat("".join([*pieces, text[position : sentence[1]]]))


def _flat(words: str) -> str:
    return " ".join(words.split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    for name in ("sheets", "forms"):
        (given.out / name).mkdir(parents=True, exist_ok=True)
    total = 0
    for k, (name, record) in enumerate(chosen_records(given.shared), 1):
        analysis = analysed(record)
        mentions = annotated_mentions(record) if name == "polnear" else found_mentions(analysis)
        text, form = sheet(record, mentions, [guess_kind(analysis, m) for m in mentions])
        (given.out / "sheets" / f"{k:02}.txt").write_text(text, encoding="utf-8")
        (given.out / "forms" / f"{k:02}.tsv").write_text(form, encoding="utf-8")
        total += len(mentions)
        print(f"{k:02} {name} {record['id']}: {len(mentions)} mentions")
    print(f"{total} mentions")


if __name__ == "__main__":
    main()
