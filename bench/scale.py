"""Prints how the time and memory of linking grow with the number of articles, as Markdown tables.

Call: python bench/scale.py [copies|stories|add|whole] [--sizes 25000 50000 100000 200000]. The archives are made
by seeded editing of the articles in ../shared/data/copies, so that what should be found is known.

copies: most articles get other words throughout (own reports), one in ten carries a paragraph of an earlier article,
one in twenty is an earlier article with some words changed or its end cut; outlets add a footer.
stories: one to six reports within three days leave out a third of the words of one article each; its rarer words
(names among them) become others, the same in all reports of a story. So the common words are those of news.
add: the articles of "stories", one in twenty of them a copy of an earlier one, in a store on disk; then twenty more,
each timed from opening the store to closing it. Texts only: nothing is extracted from them.
whole: all linkers over all that is found. The findings of the 300 articles of BASIL (../shared/data/stories) are made
once and varied (`varied.py`): a story takes those of one to three reports of one of BASIL's, at another date, and its
rarer words become others of the same length, the same in all its reports, so that every span stays true; the best known
people are those of all stories, the others new ones. One article in twenty is printed by another outlet too. All but
twenty articles are linked at once; then each of the twenty is added to the store on disk.

Each size runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import math
import multiprocessing
import random
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from varied import read_found, vary

from onrecord import additions, linking
from onrecord.link.copies import link_copies
from onrecord.link.stories import Stories
from onrecord.records import Article, Findings, Source
from onrecord.store import Store

SHARED = Path(__file__).parents[2] / "shared" / "data" / "copies" / "articles.jsonl.gz"
OUTLETS = 60
SEED = 7
COMMON = 1500  # words that most articles share: they stay as they are
FIRST_DAY, DAYS = date(2010, 1, 1).toordinal(), 3650
ADDED = 20
COLUMNS = ["articles", "CPU s", "µs per n log2 n", "MB of the texts", "peak MB"]


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


def make_stories(count: int, copies: float) -> tuple[list[Article], dict[str, int]]:
    """Articles in order of date and the story of each. ``copies`` is the share of edited earlier articles."""
    bases, words = read_words()
    rng, size = random.Random(SEED), len(words)
    spread = Counter(int(i) for base in bases for i in np.unique(base))
    ranked = np.array(sorted(range(size), key=lambda i: (-spread[i], i)))
    rank = np.argsort(ranked)
    table, rare = np.array(words, dtype=object)[ranked], size - COMMON
    footers = [" ".join(rng.choice(words) for _ in range(30)) for _ in range(OUTLETS)]
    articles, stories = [], {}
    while len(articles) < count:
        story, first = len(articles), DAYS * len(articles) // count
        base = rank[bases[rng.randrange(len(bases))]]
        other = ((base - COMMON) * rng.randrange(1, rare, 2) + rng.randrange(rare)) % rare + COMMON
        base = np.where(base < COMMON, base, other)
        made: list[np.ndarray] = []
        for _ in range(rng.randrange(1, 7)):
            if made and rng.random() < copies:
                ids = edit(made[-1], rng, size)
            else:
                chance = np.random.default_rng(rng.randrange(1 << 30)).random(len(base))
                ids = base[chance < 0.67]
            made.append(ids)
            id, outlet = f"a{len(articles):07}", rng.randrange(OUTLETS)
            text = " ".join(table[ids].tolist()) + ".\n" + footers[outlet]
            day = date.fromordinal(FIRST_DAY + first + rng.randrange(3)).isoformat()
            articles.append(Article(id, Source(id, id, "", 0, "text/plain"), text, None, f"outlet {outlet}", day))
            stories[id] = story
    return articles[:count], stories


def row(count: int, seconds: float, before: float, *more: str) -> list[str]:
    """A row of a table: articles, CPU seconds, the same per n log n, and peak megabytes before and in all."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    unit = 1e6 * seconds / (count * math.log2(count))
    return [f"{count:,}", f"{seconds:.0f}", f"{unit:.1f}", f"{before:,.0f}", f"{peak:,.0f}", *more]


def start() -> tuple[float, float]:
    """CPU seconds so far, and the peak memory in megabytes."""
    gc.collect()
    return time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def run_copies(count: int) -> list[str]:
    """The row of one size: CPU seconds, memory, links, recall of what was made."""
    articles, copies, passages = make(count)
    begun, before = start()
    links = link_copies(articles, {})
    seconds = time.process_time() - begun
    pairs = {tuple(sorted((x.left, x.right))) for x in links if x.kind == "copy"}
    shared = pairs | {tuple(sorted((x.left, x.right))) for x in links}
    found = [
        sum(tuple(sorted(p)) in side for p in made) / max(1, len(made))
        for side, made in ((pairs, copies), (shared, passages))
    ]
    return row(count, seconds, before, f"{len(links):,}", f"{found[0]:.3f}", f"{found[1]:.3f}")


def b_cubed(gold: dict[str, int], made: dict[str, str]) -> float:
    """B-cubed F1 of stories."""
    wanted, given = Counter(gold[id] for id in made), Counter(made.values())
    both = Counter((gold[id], made[id]) for id in made)
    precision = sum(n * n / given[b] for (_, b), n in both.items()) / len(made)
    recall = sum(n * n / wanted[a] for (a, _), n in both.items()) / len(made)
    return 2 * precision * recall / (precision + recall)


def run_stories(count: int) -> list[str]:
    """The row of one size: CPU seconds to cluster all, memory, how right the stories are."""
    articles, gold = make_stories(count, 0)
    begun, before = start()
    stories = Stories()
    stories.extend(articles)
    seconds = time.process_time() - begun
    return row(count, seconds, before, f"{b_cubed(gold, {x.left: x.right for x in stories.links()}):.3f}")


def run_add(count: int) -> list[str]:
    """The row of one size: the store's megabytes, those of the keys, and seconds of twenty single additions."""
    articles, _ = make_stories(count + ADDED, 0.05)
    order = random.Random(SEED).sample(range(len(articles)), len(articles))
    old, new = [[Findings(articles[i]) for i in part] for part in (order[:count], order[count:])]
    with tempfile.TemporaryDirectory() as folder:
        begun, _ = start()
        with Store.open(folder) as store, store.transaction():
            for findings in old:
                store.replace_findings(findings)
            made = additions.link_articles(store, old, ())
            store.replace_links(("copy", "passage", "story"), made)
        built = time.process_time() - begun
        seconds = []
        for findings in new:
            begun = time.perf_counter()
            with Store.open(folder) as store, store.transaction():
                store.replace_findings(findings)
                additions.add_article(store, findings, {})
            seconds.append(time.perf_counter() - begun)
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        links = sum(x.kind == "copy" for x in Store.open(folder).links_at(("copy",), [f.article.id for f in new]))
    return [
        f"{count:,}",
        f"{built:.0f}",
        f"{size:,.0f}",
        f"{sum(seconds) / ADDED:.3f}",
        f"{max(seconds):.3f}",
        f"{links}",
    ]


def run_whole(count: int) -> list[str]:
    """The row of one size: CPU seconds for all links, and CPU and wall seconds of twenty single additions."""
    found = vary(read_found(), count + ADDED, SEED)
    random.Random(SEED).shuffle(found)
    old, new = found[:count], found[count:]
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(folder) as store, store.transaction():
            for findings in old:
                store.replace_findings(findings)
            begun, _ = start()
            linking.link_store(store, old, (), "")
            built = time.process_time() - begun
        del old, found
        gc.collect()
        gc.freeze()  # what the bench itself still holds is no part of an addition
        cpu, wall = [], []
        for findings in new:
            begun, clock = time.process_time(), time.perf_counter()
            with Store.open(folder) as store, store.transaction():
                store.replace_findings(findings)
                linking.link_added(store, [findings])
            cpu.append(time.process_time() - begun)
            wall.append(time.perf_counter() - clock)
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
    figures = (sum(cpu) / ADDED, sorted(cpu)[ADDED // 2], max(cpu), sum(wall) / ADDED)
    unit = 1e6 * built / (count * math.log2(count))
    return [f"{count:,}", f"{built:.0f}", f"{unit:.0f}", f"{size:,.0f}", *(f"{n:.2f}" for n in figures)]


def table(head: Sequence[str], run: Callable[[int], list[str]], sizes: Sequence[int]) -> None:
    """Print one table, each size in its own process."""
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head), flush=True)
    for size in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print("| " + " | ".join(pool.apply(run, (size,))) + " |", flush=True)


TABLES: dict[str, tuple[list[str], Callable[[int], list[str]]]] = {
    "copies": ([*COLUMNS, "links", "recall of copies", "recall of passages"], run_copies),
    "stories": ([*COLUMNS, "B-cubed F1"], run_stories),
    "add": (["articles", "built in CPU s", "store MB", "one more, s (mean of 20)", "longest", "copies found"], run_add),
    "whole": (
        [
            "articles",
            "linked in CPU s",
            "µs per n log2 n",
            "store MB",
            "one more, CPU s (mean of 20)",
            "median",
            "most",
            "by the clock",
        ],
        run_whole,
    ),
}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=sorted(TABLES), nargs="?", default="copies")
    parser.add_argument("--sizes", type=int, nargs="+", default=[25_000, 50_000, 100_000, 200_000])
    options = parser.parse_args()
    table(*TABLES[options.what], options.sizes)


if __name__ == "__main__":
    main()
