"""A small story for tests of the dossier and its views: three reports, of which one is a copy, with known records.

Words are named by themselves, so that a span cannot be wrong: "troops@2" is the second "troops" of the text.
"""

from __future__ import annotations

import re

from onrecord.records import (
    Actor,
    Article,
    Condition,
    Event,
    Findings,
    Issue,
    Link,
    Mention,
    Period,
    Position,
    Problem,
    Removed,
    Role,
    Source,
    Span,
    Speaker,
    Statement,
    Time,
    link,
    problem,
)
from onrecord.store import Store

POST = """UK would send troops to Ukraine if US gives guarantee
Help us report: give today.
Prime minister Ann Lee said “we would send troops if there is a lasting peace”.
Lee added that it all depends on a US guarantee. The talks in Paris ended on Monday.
Ministers will meet in Riyadh on Tuesday.
Poland ruled out sending troops."""

HERALD = """Lee ready to send troops, Poland is not
Ann Lee, Britain’s prime minister, said: “We would send troops if there is a lasting peace agreement.”
Poland will not send any, Jan Nowak told reporters. “=1+1 is not policy,” he said.
Mr Nowak may visit Kyiv."""

COPY = HERALD.replace("Lee ready to send troops, Poland is not", "Poland says no to troops")


def make_article(name: str, text: str, published: str | None, outlet: str | None) -> Article:
    title = text.split("\n")[0]
    source = Source(f"so-{name}", f"in/{name}.txt", name * 4, len(text.encode()), "text/plain")
    by = "text" if published else None
    return Article(f"ar-{name}", source, text, title, outlet, published, by, headline=(0, len(title)))


class Marker:
    """Makes spans and records of one article from its words."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def span(self, words: str) -> Span:
        start = -1
        nth = re.search(r"@(\d+)$", words)
        words = words[: nth.start()] if nth else words
        for _ in range(int(nth[1]) if nth else 1):
            start = self.article.text.index(words, start + 1)
        return Span(self.article.id, start, start + len(words), words)

    def id(self, prefix: str, name: str) -> str:
        return f"{prefix}-{self.article.id[3:]}-{name}"

    def actor(self, name: str, full: str, kind: str, **fields: object) -> Actor:
        return Actor(self.id("ac", name), full, kind, (full,), article=self.article.id, **fields)  # type: ignore[arg-type]

    def role(self, title: str, of: str | None, words: str) -> Role:
        return Role(title, of, self.span(words))

    def says(self, name: str, actor: str | None, source: str, cue: str, *content: str, kind: str = "indirect",
             score: float = 0.9) -> Statement:  # fmt: skip
        speaker = Speaker(self.id("ac", actor) if actor else None, source, "name")
        return Statement(self.id("st", name), self.article.id, kind, "say", (self.span(source),),  # type: ignore[arg-type]
                         (self.span(cue),), tuple(map(self.span, content)), score, "test", speaker=speaker)  # fmt: skip

    def stands(self, name: str, actor: str, who: str, stance: str, target: str | None, evidence: str,
               conditions: tuple[str, ...] = (), score: float = 0.8, voice: str | None = None) -> Position:  # fmt: skip
        held = tuple(Condition(self.span(words), "if") for words in conditions)
        return Position(self.id("po", name), self.article.id, self.id("ac", actor), who, None,
                        self.span(target) if target else None, stance, True, held, self.span(evidence),  # type: ignore[arg-type]
                        score, "test", self.id("st", voice) if voice else None)  # fmt: skip

    def event(self, name: str, word: str, clause: str, status: str, when: tuple[str, str, str] | None = None,
              actors: tuple[str, ...] = ()) -> Event:  # fmt: skip
        time = None
        if when:
            time = Time(self.id("ti", name), self.span(when[0]), "DATE", when[1], Period(when[1], when[2]))
        return Event(self.id("ev", name), self.span(word), self.span(clause), clause, "event", status, time,  # type: ignore[arg-type]
                     actors=tuple(self.id("ac", actor) for actor in actors))  # fmt: skip


def post() -> Findings:
    article = make_article("post", POST, "2025-02-17", "The Post")
    m = Marker(article)
    appeal = Removed("re-post", m.span("Help us report: give today."), "appeal")
    uk = m.actor("uk", "United Kingdom", "country", country="GB")
    lee = m.actor("lee", "Ann Lee", "person", roles=(m.role("prime minister", None, "Prime minister Ann Lee"),),
                  of=uk.id)  # fmt: skip
    poland = m.actor("poland", "Poland", "country", country="PL")
    whole = "we would send troops if there is a lasting peace"
    return Findings(
        article,
        removed=(appeal,),
        statements=(
            m.says("send", "lee", "Prime minister Ann Lee", "said", whole, kind="direct"),
            m.says("depends", "lee", "Lee", "added", "it all depends on a US guarantee", score=0.3),
        ),
        mentions=(
            Mention("me-post-0", m.span("Ann Lee"), "name", lee.id),
            Mention("me-post-1", m.span("Poland"), "name", poland.id),
        ),
        actors=(uk, lee, poland),
        positions=(
            m.stands("uk", "lee", "Ann Lee", "conditional", "send troops@2", whole, ("there is a lasting peace",),
                     voice="send"),
            m.stands("pl", "poland", "Poland", "against", "sending troops", "Poland ruled out sending troops"),
            m.stands("weak", "uk", "UK", "for", None, "UK would send troops to Ukraine", score=0.2),
        ),
        events=(
            m.event("paris", "ended", "The talks in Paris ended on Monday", "happened",
                    ("Monday", "2025-02-17", "2025-02-17")),
            m.event("riyadh", "meet", "Ministers will meet in Riyadh on Tuesday", "planned",
                    ("Tuesday", "2025-02-18", "2025-02-18")),
        ),
        problems=(problem("extract", "unknown-speaker", "who “Ministers” are is open", "in/post.txt", article.id,
                          m.span("Ministers")),),
    )  # fmt: skip


def herald(name: str = "herald", text: str = HERALD, published: str | None = "2025-02-17T20:00:00+00:00",
           outlet: str | None = "Herald") -> Findings:  # fmt: skip
    article = make_article(name, text, published, outlet)
    m = Marker(article)
    uk = m.actor("uk", "Britain", "country", country="GB")
    role = "Britain’s prime minister"
    lee = m.actor("lee", "Ann Lee", "person", roles=(m.role("prime minister", "Britain", role),), of=uk.id)
    nowak = m.actor("nowak", "Jan Nowak", "person")
    poland = m.actor("poland", "Poland", "country", country="PL")
    whole = "We would send troops if there is a lasting peace agreement."
    return Findings(
        article,
        statements=(
            m.says("send", "lee", "Ann Lee", "said", whole, kind="direct"),
            m.says("not", "nowak", "Jan Nowak", "told reporters", "Poland will not send any"),
            m.says("policy", None, "he", "said@2", "=1+1 is not policy,", kind="direct"),
        ),
        mentions=(Mention(f"me-{name}", m.span("Ann Lee"), "name", lee.id),),
        actors=(uk, lee, nowak, poland),
        positions=(
            m.stands("uk", "lee", "Ann Lee", "conditional", "send troops@2" if name == "herald" else "send troops",
                     whole, ("there is a lasting peace agreement",), voice="send"),
            m.stands("pl", "poland", "Poland", "against", None, "Poland will not send any", voice="not"),
        ),
        events=(m.event("visit", "visit", "Mr Nowak may visit Kyiv", "possible", actors=("nowak",)),),
    )  # fmt: skip


def differ(one: Findings, left: str, two: Findings, right: str) -> Link:
    """The first statements of two articles differ by these words."""
    a, b = Marker(one.article).span(left), Marker(two.article).span(right)
    return link("difference", one.statements[0].id, two.statements[0].id, "wording", 0.9, what="wording", how="word",
                left_article=a.article, left_start=a.start, left_end=a.end, left_words=left,
                right_article=b.article, right_start=b.start, right_end=b.end, right_words=right)  # fmt: skip


def fill(store: Store) -> None:
    """The store with the small story: the copy has neither date nor outlet."""
    found = (post(), herald(), herald("copy", COPY, None, None))
    loose: list[Problem] = [problem("read", "empty", "nothing in it; is it the right file?", "in/empty.txt")]
    actors = [Actor("sa-lee", "Ann Lee", "person", ("Ann Lee",), of="sa-uk"),
              Actor("sa-uk", "United Kingdom", "country", ("Britain", "United Kingdom"), country="GB"),
              Actor("sa-pl", "Poland", "country", ("Poland",), country="PL"),
              Actor("sa-nowak", "Jan Nowak", "person", ("Jan Nowak",))]  # fmt: skip
    ids = {"lee": "sa-lee", "uk": "sa-uk", "poland": "sa-pl", "nowak": "sa-nowak"}
    links = [link("actor", actor.id, ids[actor.id.rsplit("-", 1)[1]], "name", 1.0) for f in found for actor in f.actors]
    links += [
        link("copy", "ar-herald", "ar-copy", "shingles", 0.95),
        link("same", "st-post-send", "st-herald-send", "words", 0.9),
        link("same", "st-herald-send", "st-copy-send", "words", 1.0),
        link("same", "st-herald-not", "st-copy-not", "words", 1.0),
        link("same", "st-herald-policy", "st-copy-policy", "words", 1.0),
        differ(found[0], "lasting peace", found[1], "lasting peace agreement"),
    ]
    positions = tuple(p.id for f in found for p in f.positions)
    with store.transaction():
        for findings in found:
            store.replace_findings(findings)
        store.replace_problems("read", loose)
        kinds = ["actor", "copy", "same", "difference"]
        store.replace_links(kinds, links, [Issue("is-troops", "send troops", ("troops",), positions)], actors)
