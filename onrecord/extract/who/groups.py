"""Nouns for several people ("European leaders", "his lawyers") and for documents, which are their author's."""

from __future__ import annotations

from onrecord.extract.mentions import Found
from onrecord.extract.who.antecedents import SUBJECTS, Discourse
from onrecord.extract.who.roles import low, words
from onrecord.extract.who.spelling import fold


def resolve_group(d: Discourse, k: int, f: Found) -> None:
    """Several people with a word that says which ("European leaders"): a group, if they speak or act.

    A number or another word for a part ("30 Democratic mayors") makes them people of this article only.
    """
    token = d.tokens[f.head]
    if f.head not in d.sources and token.dep not in (*SUBJECTS, "agent"):
        return
    own = f.kind == "group" and d.tokens[f.first].tag == "PRP$" and token.lemma.lower() in words().persons
    if own and f.head in d.sources and _possessor(d, f.head, k) >= 0:
        _group_of(d, k, f, _possessor(d, f.head, k))
        return
    phrase = d.tokens[f.first : f.last]
    kept = [t for t in phrase if t.tag not in ("DT", "PRP$", "CD")]
    first = d.analysis.sentences[token.sentence].first
    if not any(t.text[0].isupper() and (t is not d.tokens[first] or t.entity) for t in kept) or not f.role:
        return
    start = min(t.start for t in kept)
    name = d.analysis.text[start : kept[-1].end]
    before = d.tokens[f.first : f.head]
    part = (
        not f.definite
        and low(before[0] if before else token) != "all"
        and any(t.tag == "CD" or low(t) in words().part_of for t in before)
    )
    d.names.keyed(k, f"{'part' if part else 'group'}:{fold(name)}", "group", name, f.role.country, "noun")
    entity = d.entities[d.names.of_mention[k]]
    entity.plural = True
    entity.names.clear()
    if part:
        f.kind = "part"
    else:
        entity.names[name] += 1


def _group_of(d: Discourse, k: int, f: Found, owner: int) -> None:
    """Gives "his lawyers" an actor of the article without a name, the same each time it is said of one owner."""
    d.names.keyed(k, f"part:{owner} {low(d.tokens[f.head])}", "group", "", None, "noun")
    entity = d.entities[d.names.of_mention[k]]
    entity.names.clear()
    entity.plural = True


def resolve_document(d: Discourse, k: int, f: Found) -> None:
    """A definite document is its author's: "his statement", or "the statement" after "X said in a statement"."""
    if (owner := _possessor(d, f.head, k)) >= 0:
        d.assign(k, owner, "document of")
        return
    tokens, lemma = d.tokens, d.tokens[f.head].lemma
    if not f.definite or lemma not in words().authored:
        return
    for i in range(f.head - 1, max(0, f.head - 250), -1):
        if tokens[i].lemma != lemma or tokens[i].dep not in ("pobj", "dobj", "nsubj", "nsubjpass"):
            continue
        author = _author(d, i, k)
        if author >= 0:
            d.assign(k, author, "document of")
        return


def _possessor(d: Discourse, head: int, k: int) -> int:
    """Whose something is ("his statement"), of those known when mention ``k`` is resolved; -1 if nobody's."""
    owners = (c for c in d.analysis.children(head) if d.tokens[c].dep == "poss")
    return next((e for c in owners if (e := d.names.of_mention[d.by_head[c]] if c in d.by_head else -1) >= 0), -1)


def _author(d: Discourse, i: int, k: int) -> int:
    """Who wrote the document at token ``i``: from or by whom it is, whose, or who wrote, signed or sent it; else -1."""
    tokens = d.tokens
    if (owner := _possessor(d, i, k)) >= 0:
        return owner
    for c in d.analysis.children(i):
        if tokens[c].text.lower() in ("from", "by"):
            named = (d.by_head[p] for p in d.analysis.children(c) if p in d.by_head and d.by_head[p] < k)
            return next((d.names.of_mention[j] for j in named), -1)
    verb = next((a for a in d.analysis.ancestors(i) if tokens[a].pos == "VERB"), -1)
    if verb < 0 or tokens[i].dep not in ("pobj", "dobj") or tokens[verb].lemma in words().receiving:
        return -1
    subjects = [c for c in d.analysis.children(verb) if tokens[c].dep == "nsubj" and c in d.by_head]
    return next((d.names.of_mention[d.by_head[c]] for c in subjects if d.by_head[c] < k), -1)
