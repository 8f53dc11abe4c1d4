"""A seeded archive for tests of the linkers: own reports, copies, copies of copies, shared paragraphs and footers."""

from __future__ import annotations

import random

from onrecord.records import Article, Findings, Removed, Source, Span, make_id

VOCABULARY = [f"w{n}" for n in range(4000)]


def article(text: str, outlet: str, published: str | None) -> Article:
    id = make_id("ar", text, outlet, published)
    return Article(id, Source("so" + id, id, "", len(text), "text/plain"), text, None, outlet, published)


def prose(rng: random.Random, words: int) -> str:
    return " ".join(rng.choice(VOCABULARY) for _ in range(words))


def archive(seed: int, count: int = 60, copied: float = 0.35, reused: float = 0.25) -> list[Findings]:
    """Articles of three outlets within twenty days, some with removed parts, in any order."""
    rng = random.Random(seed)
    footers = [prose(rng, 30) for _ in range(3)]
    texts: list[str] = []
    found = []
    for n in range(count):
        chance, old = rng.random(), rng.choice(texts) if texts else ""
        text = prose(rng, 150)
        if old and chance < copied:  # a copy: some words changed, or a part cut
            words = old.split()
            for _ in range(rng.randrange(1, 6)):
                words[rng.randrange(len(words))] = rng.choice(VOCABULARY)
            text = " ".join(words[: rng.randrange(len(words) * 6 // 10, len(words))])
        elif old and chance < copied + reused:
            words, at = old.split(), rng.randrange(100)
            text = f"{text} {' '.join(words[at : at + 30])}"
        texts.append(text)
        footer, day = footers[n % 3], f"2025-02-{1 + rng.randrange(20):02}"
        own = article(f"{text}\n{footer}" if rng.random() < 0.7 else text, f"outlet {n % 3}", day)
        at = own.text.find(footer)
        cut = (Removed(f"rm{n}", Span(own.id, at, at + 40, own.text[at : at + 40]), "repeated"),) if at >= 0 else ()
        found.append(Findings(own, cut if rng.random() < 0.3 else ()))
    rng.shuffle(found)
    return found
