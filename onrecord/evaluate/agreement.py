"""Two people's labels of the same mentions -> how far they agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.evaluate.labels import STRUCK, Labelled, is_name
from onrecord.evaluate.naming import is_same_name
from onrecord.records import Range

Key = tuple[str, tuple[Range, ...]]
Figures = dict[str, float | int]


def keyed(mentions: Iterable[Labelled]) -> dict[Key, Labelled]:
    """The mentions by article and spans."""
    return {(m.article, m.spans): m for m in mentions}


def canonical(label: str) -> str:
    """A label in lower case with the members of its readings in order: what must be equal to be one cluster."""
    ways = (" + ".join(sorted(part.strip() for part in way.split(" + "))) for way in label.casefold().split(" / "))
    return " / ".join(sorted(ways))


def is_same_label(a: str, b: str) -> bool:
    """Whether two labels are the same but for case, order, and how full a name is."""
    if canonical(a) == canonical(b):
        return True
    return all(is_name(x) and " + " not in x and " / " not in x for x in (a, b)) and is_same_name(a, b, True)


def partners(first: Sequence[Labelled], second: Sequence[Labelled]) -> dict[str, str]:
    """For one article the label of the second that each label of the first means: most mentions in common, one to one.

    Mentions are given in the same order.
    """
    common = Counter((canonical(a.label), canonical(b.label)) for a, b in zip(first, second, strict=True))
    mapping: dict[str, str] = {}
    for (a, b), _ in sorted(common.items(), key=lambda item: (-item[1], item[0])):
        if a not in mapping and b not in mapping.values():
            mapping[a] = b
    return mapping


def agreement(first: Iterable[Labelled], second: Iterable[Labelled]) -> Figures:
    """Figures over all articles.

    ``source``: mentions that both hold to be a source, of those that either does. Over these: ``name``, share with the
    same label but for how full a name is; ``actor``, share with the same actor after mapping labels one to one inside
    each article; ``kind`` and its Cohen's ``kappa``; ``bcubed`` F1 of the two partitions of the mentions into actors.
    """
    a, b = keyed(first), keyed(second)
    kept = [{k for k, m in side.items() if m.kind != STRUCK} for side in (a, b)]
    both, either = sorted(kept[0] & kept[1]), kept[0] | kept[1]
    groups: dict[str, list[tuple[Labelled, Labelled]]] = defaultdict(list)
    for key in both:
        groups[key[0]].append((a[key], b[key]))
    pairs = [pair for group in groups.values() for pair in group]
    mapped = sum(_mapped(group) for group in groups.values())
    return {
        "mentions": len(either),
        "both": len(both),
        "source": _share(len(both), len(either)),
        "name": _share(sum(is_same_label(x.label, y.label) for x, y in pairs), len(pairs)),
        "actor": _share(mapped, len(pairs)),
        "kind": _share(sum(x.kind == y.kind for x, y in pairs), len(pairs)),
        "kappa": round(_kappa([(x.kind, y.kind) for x, y in pairs]), 4),
        "bcubed": round(_bcubed(groups), 4),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _mapped(group: Sequence[tuple[Labelled, Labelled]]) -> int:
    mapping = partners([x for x, _ in group], [y for _, y in group])
    return sum(mapping.get(canonical(x.label)) == canonical(y.label) for x, y in group)


def _kappa(pairs: Sequence[tuple[str, str]]) -> float:
    if not pairs:
        return 0.0
    n = len(pairs)
    left, right = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    chance = sum(left[k] * right[k] for k in left) / n / n
    return (sum(x == y for x, y in pairs) / n - chance) / (1 - chance) if chance < 1 else 1.0


def _bcubed(groups: Mapping[str, Sequence[tuple[Labelled, Labelled]]]) -> float:
    """F1 of B-cubed precision and recall; each mention counts once, clusters end at their article."""
    precision = recall = n = 0.0
    for group in groups.values():
        labels = [(canonical(x.label), canonical(y.label)) for x, y in group]
        left, right = Counter(x for x, _ in labels), Counter(y for _, y in labels)
        common = Counter(labels)
        precision += sum(common[pair] / right[pair[1]] for pair in labels)
        recall += sum(common[pair] / left[pair[0]] for pair in labels)
        n += len(labels)
    p, r = (precision / n, recall / n) if n else (0.0, 0.0)
    return 2 * p * r / (p + r) if p + r else 0.0
