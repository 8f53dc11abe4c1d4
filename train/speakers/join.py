"""Two filled folders of forms -> labelled files, agreement, and the disagreements for a third reader to decide.

    python -m train.speakers.join --shared DIR --first DIR --second DIR --undecided FILE
    python -m train.speakers.join --shared DIR --first DIR --second DIR --decided FILE

The first call checks the forms, writes first.tsv and second.tsv beside articles.tsv, prints the agreement and writes
what is open; the second, with the last two columns of that file filled in, writes gold.tsv. ``--check DIR`` alone
checks one folder.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.evaluate.agreement import Key, agreement, canonical, is_same_label, keyed, partners
from onrecord.evaluate.labels import (
    AUTHOR,
    KINDS,
    NAMELESS,
    STRUCK,
    UNKNOWN,
    Labelled,
    is_name,
    spans_of,
    write_labels,
    written_spans,
)
from onrecord.evaluate.naming import is_same_name, name_words
from onrecord.records import Range
from train.speakers.choose import GOLD, chosen_records
from train.speakers.sheets import FORM_HEAD, numbered_sentences, own_words, sentence_at

OPEN_HEAD = ("article", "spans", "sentence", "words", "first kind", "first label", "second kind", "second label",
             "notes", "kind", "label")  # fmt: skip
MOST_LABEL_WORDS = 6  # of an actor without a name: a label is no quotation


@dataclass(frozen=True)
class Filled:
    """One person's labels, their notes, and what is wrong with the forms."""

    labels: list[Labelled]
    notes: dict[Key, str]
    faults: list[str]


def place(text: str, sentence: Range, words: str) -> tuple[Range, ...]:
    """Where words stand in a sentence; "he@2" is the second "he" of it. () if they do not."""
    match = re.fullmatch(r"(.*?)(?:@(\d+))?", words.strip(), re.DOTALL)
    wanted, nth = (match.group(1), int(match.group(2) or 1)) if match else (words, 1)
    pattern = r"\s+".join(map(re.escape, wanted.split()))
    found = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", text[sentence[0] : sentence[1]])) if pattern else []
    if len(found) < nth:
        return ()
    return ((sentence[0] + found[nth - 1].start(), sentence[0] + found[nth - 1].end()),)


def added_spans(text: str, sentences: Sequence[Range], number: str, words: str) -> tuple[Range, ...]:
    """Where an added mention stands, () if it is not in the sentence of that number."""
    at = int(number) if number.isdecimal() else 0
    return place(text, sentences[at - 1], words) if 1 <= at <= len(sentences) else ()


def label_fault(label: str, text: str) -> str:
    """What is wrong with a label, "" if nothing is."""
    known = set(name_words(text)) | {w.casefold() for w in re.findall(r"\w+", text)}
    for part in re.split(r" [/+] ", label):
        bare = part.strip()
        if not bare or bare.rstrip(":") in ("nom", "doc"):
            return "the label is empty"
        if bare in (UNKNOWN, AUTHOR):
            continue
        words = name_words(bare.split(":", 1)[-1] if bare.startswith(NAMELESS) else bare)
        if missing := [w for w in words if w not in known]:
            return f"{', '.join(missing)} of the label {bare!r} is not in the article"
        if bare.startswith(NAMELESS) and len(words) > MOST_LABEL_WORDS:
            return f"the label {bare!r} has more than {MOST_LABEL_WORDS} words"
    return ""


def read_form(path: Path, article: str, text: str) -> Filled:
    """The labels of one filled form."""
    labels, notes, faults, listed = [], {}, [], 0
    sentences = numbered_sentences(text)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if not line.strip():
            continue
        cells = [c.strip() for c in (line + "\t" * len(FORM_HEAD)).split("\t")][: len(FORM_HEAD)]
        number, written, sentence, words, kind, label, note = cells
        where = f"{path.name} mention {number} «{words}»"
        if number == "+":
            spans = added_spans(text, sentences, sentence, words)
            if not spans:
                faults.append(f"{where}: these words are not in sentence {sentence}")
                continue
        else:
            listed += 1
            spans = spans_of(written)
            if number != str(listed) or own_words(text, spans) != words:
                faults.append(f"{where}: the listed rows must stay as they were, in their order")
        if kind not in (*KINDS, STRUCK):
            faults.append(f"{where}: the kind {kind!r} is none of {', '.join((*KINDS, STRUCK))}")
            continue
        if kind != STRUCK and (fault := label_fault(label, text)):
            faults.append(f"{where}: {fault}")
        labels.append(Labelled(article, spans, kind, "" if kind == STRUCK else label))
        notes[article, spans] = note
    return Filled(labels, notes, [*faults, *_two_spellings(path.name, labels)])


def _two_spellings(name: str, labels: Sequence[Labelled]) -> list[str]:
    """Two labels of one article that look like the same person, fuller and shorter."""
    parts = sorted({p for m in labels if m.label for way in m.readings for p in way if is_name(p)})
    return [
        f"{name}: {a!r} and {b!r}: one actor? then the fuller everywhere (else ignore this)"
        for k, a in enumerate(parts) for b in parts[k + 1 :] if is_same_name(a, b, True)
    ]  # fmt: skip


def read_forms(folder: Path, chosen: Sequence[tuple[str, str]]) -> Filled:
    """The labels of all forms of a folder; ``chosen`` are ids and texts in the order of the forms' numbers."""
    whole = Filled([], {}, [])
    for k, (article, text) in enumerate(chosen, 1):
        path = folder / f"{k:02}.tsv"
        if not path.is_file():
            whole.faults.append(f"{path} is absent")
            continue
        one = read_form(path, article, text)
        whole.labels.extend(one.labels)
        whole.notes.update(one.notes)
        whole.faults.extend(one.faults)
    return whole


def compare(first: Iterable[Labelled], second: Iterable[Labelled]) -> tuple[list[Labelled], list[Key]]:
    """The mentions on whose kind and actor both agree, with the fuller of two names, and the keys of the others."""
    a, b = keyed(first), keyed(second)
    agreed, still_open = [], []
    groups: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(a.keys() | b.keys()):
        groups[key[0]].append(key)
    for keys in groups.values():
        both = [k for k in keys if k in a and k in b and STRUCK not in (a[k].kind, b[k].kind)]
        mapping = partners([a[k] for k in both], [b[k] for k in both])
        for key in keys:
            if key not in a or key not in b:
                if a.get(key, b.get(key)).kind != STRUCK:  # type: ignore[union-attr]
                    still_open.append(key)
            elif a[key].kind != b[key].kind or not _is_one(a[key], b[key], mapping):
                still_open.append(key)
            elif a[key].kind != STRUCK:
                agreed.append(_fuller(a[key], b[key]))
    return agreed, still_open


def _is_one(a: Labelled, b: Labelled, mapping: Mapping[str, str]) -> bool:
    if is_same_label(a.label, b.label):
        return True
    nameless = a.label.startswith(NAMELESS) and b.label.startswith(NAMELESS)
    return nameless and mapping.get(canonical(a.label)) == canonical(b.label)


def _fuller(a: Labelled, b: Labelled) -> Labelled:
    """The first, with the second's label if that is the longer name."""
    longer = is_name(a.label) and len(name_words(b.label)) > len(name_words(a.label))
    return replace(a, label=b.label) if longer else a


def open_rows(still_open: Sequence[Key], sides: Sequence[Filled], texts: Mapping[str, str]) -> str:
    """The table for the third reader, the last two columns empty."""
    lines = ["\t".join(OPEN_HEAD)]
    by_key = [keyed(side.labels) for side in sides]
    for key in still_open:
        text = texts[key[0]]
        sentences = numbered_sentences(text)
        at = sentence_at(sentences, key[1][0][0])
        cells = [key[0], written_spans(key[1]), str(at), own_words(text, key[1])]
        for side in by_key:
            cells += [side[key].kind, side[key].label] if key in side else ["not listed", ""]
        cells.append(" | ".join(note for side in sides if (note := side.notes.get(key, ""))))
        lines.append("\t".join([*cells, "", ""]))
    return "\n".join(lines) + "\n"


def read_decided(path: Path, texts: Mapping[str, str]) -> tuple[list[Labelled], list[str]]:
    """What the third reader decided, and what is wrong with it."""
    labels, faults = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2):
        cells = [c.strip() for c in (line + "\t" * len(OPEN_HEAD)).split("\t")][: len(OPEN_HEAD)]
        article, spans, kind, label = cells[0], spans_of(cells[1]), cells[-2], cells[-1]
        if kind not in (*KINDS, STRUCK) or (kind != STRUCK and (fault := label_fault(label, texts[article]))):
            faults.append(f"{path} line {number}: {fault if kind in KINDS else f'no such kind: {kind!r}'}")
        elif kind != STRUCK:
            labels.append(Labelled(article, spans, kind, label))
    return labels, faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--shared", "--first", "--second", "--undecided", "--decided", "--check"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--out", type=Path, default=GOLD)
    given = parser.parse_args()
    chosen = [(str(r["id"]), str(r["text"])) for _, r in chosen_records(given.shared)]
    folders = [given.check] if given.check else [given.first, given.second]
    sides = [read_forms(folder, chosen) for folder in folders]
    for side in sides:
        print("\n".join(side.faults), file=sys.stderr)
    if given.check:
        return int(bool(sides[0].faults))
    for name, side in zip(("first", "second"), sides, strict=True):
        write_labels(given.out / f"{name}.tsv", side.labels)
    print(json.dumps(agreement(sides[0].labels, sides[1].labels)))
    agreed, still_open = compare(sides[0].labels, sides[1].labels)
    print(f"{len(agreed)} mentions agreed, {len(still_open)} open", file=sys.stderr)
    if given.undecided:
        given.undecided.write_text(open_rows(still_open, sides, dict(chosen)), encoding="utf-8")
    if given.decided:
        decided, faults = read_decided(given.decided, dict(chosen))
        print("\n".join(faults), file=sys.stderr)
        missing = set(still_open) - {(m.article, m.spans) for m in decided}
        print(f"{len(missing)} of the open mentions are struck or undecided", file=sys.stderr)
        write_labels(given.out / "gold.tsv", [*agreed, *decided])
    return 0


if __name__ == "__main__":
    sys.exit(main())
