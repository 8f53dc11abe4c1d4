"""Prints how the time and memory of linking grow with the number of articles, as a Markdown table.

Call: python bench/scale.py [--sizes 25000 50000 100000 200000] [--stories]. The archive is made by seeded editing of
the articles in ../shared/data/copies: most get other words throughout (own reports), one in ten carries a paragraph of
an earlier article, one in twenty is an earlier article with some words changed or its end cut; outlets add a footer.
Each size runs in a process of its own, so that its peak memory is its own. What was made is known, so recall is given.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import multiprocessing
import random
import re
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from onrecord.link.copies import link_copies
from onrecord.link.stories import Stories
from onrecord.records import Article, Source

SHARED = Path(__file__).parents[2] / "shared" / "data" / "copies" / "articles.jsonl.gz"
OUTLETS = 60
SEED = 7


def read_words() -> tuple[list[np.ndarray], list[str]]:
    """The shared articles as word numbers, and the words."""
    numbers: dict[str, int] = {}
    texts = []
    with gzip.open(SHARED, "rt", encoding="utf-8") as file:
        for line in file:
            found = re.findall(r"\w+", json.loads(line)["text"])
            texts.append(np.array([numbers.setdefault(w, len(numbers)) for w in found], dtype=np.int64))
    return texts, list(numbers)


def edit(base: np.ndarray, rng: random.Random, size: int) -> np.ndarray:
    """A near-copy: up to one word in fifty changed, or up to a quarter of the end cut."""
    if rng.random() < 0.5:
        return base[: int(len(base) * (0.75 + 0.25 * rng.random()))]
    out = base.copy()
    for _ in range(int(len(base) * 0.02 * rng.random()) + 1):
        out[rng.randrange(len(out))] = rng.randrange(size)
    return out


def make(count: int) -> tuple[list[Article], set[tuple[str, str]], set[tuple[str, str]]]:
    """The articles, the pairs made as near-copies and those made to share a paragraph."""
    bases, words = read_words()
    rng, size, table = random.Random(SEED), len(words), np.array(words, dtype=object)
    footers = [" ".join(rng.choice(words) for _ in range(30)) for _ in range(OUTLETS)]
    recent: list[tuple[str, np.ndarray]] = []
    articles, copies, passages = [], set(), set()
    for n in range(count):
        id, chance = f"a{n:07}", rng.random()
        if recent and chance < 0.05:
            source, ids = recent[rng.randrange(len(recent))]
            ids = edit(ids, rng, size)
            copies.add((source, id))
        else:
            base = bases[rng.randrange(len(bases))]
            ids = (base * rng.randrange(1, size, 2) + rng.randrange(size)) % size
            if recent and chance < 0.15:
                source, other = recent[rng.randrange(len(recent))]
                start, at = rng.randrange(max(1, len(other) - 60)), rng.randrange(len(ids))
                ids = np.concatenate([ids[:at], other[start : start + 60], ids[at:]])
                passages.add((source, id))
        recent.append((id, ids))
        if len(recent) > 500:
            recent.pop(rng.randrange(500))
        outlet = rng.randrange(OUTLETS)
        text = " ".join(table[ids].tolist()) + ".\n" + footers[outlet]
        day = f"20{10 + n * 10 // count:02}-{1 + (n * 120 // count) % 12:02}-{1 + n % 28:02}"
        articles.append(Article(id, Source(id, id, "", 0, "text/plain"), text, None, f"outlet {outlet}", day))
    return articles, copies, passages


def run_copies(count: int) -> list[str]:
    """The row of one size: CPU seconds, peak memory, links, recall of what was made."""
    articles, copies, passages = make(count)
    start = time.process_time()
    links = link_copies(articles, {})
    seconds = time.process_time() - start
    pairs = {tuple(sorted((x.left, x.right))) for x in links if x.kind == "copy"}
    shared = pairs | {tuple(sorted((x.left, x.right))) for x in links}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    found = [
        sum(tuple(sorted(p)) in side for p in made) / max(1, len(made))
        for side, made in ((pairs, copies), (shared, passages))
    ]
    unit = 1e6 * seconds / (count * math.log2(count))
    return [
        f"{count:,}",
        f"{seconds:.0f}",
        f"{unit:.1f}",
        f"{memory:.2f}",
        f"{len(links):,}",
        f"{found[0]:.3f}",
        f"{found[1]:.3f}",
    ]


def run_stories(count: int) -> list[str]:
    """The row of one size: seconds to cluster all, and the longest of twenty single additions."""
    articles, _, _ = make(count + 20)
    stories = Stories()
    start = time.process_time()
    stories.extend(articles[:count])
    whole = time.process_time() - start
    longest = 0.0
    for article in articles[count:]:
        start = time.process_time()
        stories.add(article)
        longest = max(longest, time.process_time() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return [
        f"{count:,}",
        f"{whole:.0f}",
        f"{1e6 * whole / (count * math.log2(count)):.1f}",
        f"{memory:.2f}",
        f"{longest:.3f}",
    ]


def table(head: Sequence[str], run: Callable[[int], list[str]], sizes: Sequence[int]) -> None:
    """Print one table, each size in its own process."""
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head), flush=True)
    for size in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print("| " + " | ".join(pool.apply(run, (size,))) + " |", flush=True)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[25_000, 50_000, 100_000, 200_000])
    parser.add_argument("--stories", action="store_true")
    options = parser.parse_args()
    if options.stories:
        table(["articles", "CPU s", "µs per n log2 n", "GB", "longest single addition, s"], run_stories, options.sizes)
    else:
        head = ["articles", "CPU s", "µs per n log2 n", "GB", "links", "recall of copies", "recall of passages"]
        table(head, run_copies, options.sizes)


if __name__ == "__main__":
    main()
