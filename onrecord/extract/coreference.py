"""Which actor each mention of an article means: names, apposition, roles that the article states, then pronouns.

In text order, nouns and pronouns go to whoever was named last and most prominently (subject before object, narration
before quotation), if number, gender and role allow it. Gender is what the article shows: a title, a noun, another
pronoun in a place with one candidate, a first name that only one sex bears. Where two candidates are close, the mention
stays unresolved and keeps both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.extract.mentions import Found, head_token
from onrecord.extract.speakers import continued
from onrecord.extract.stands.reading import read_mentions
from onrecord.extract.who.actors import actor_records
from onrecord.extract.who.ahead import resolve_ahead
from onrecord.extract.who.antecedents import Discourse
from onrecord.extract.who.appositions import link_appositions
from onrecord.extract.who.bodies import resolve_collective
from onrecord.extract.who.described import with_described
from onrecord.extract.who.groups import resolve_document, resolve_group
from onrecord.extract.who.lists import member_heads, member_nouns
from onrecord.extract.who.names import Names
from onrecord.extract.who.nominals import bears, resolve_role
from onrecord.extract.who.roles import office, read_role, words
from onrecord.extract.who.together import Together, find_together, resolve_together
from onrecord.extract.who.told import link_told_roles
from onrecord.records import Actor, Analysis, Mention, MentionForm, Statement


def find_actors(analysis: Analysis, statements: Sequence[Statement]) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
    """The mentions of an article in text order, resolved as far as the text allows, and the article's actors."""
    found = with_described(analysis, statements, read_mentions(analysis))
    found = _with_sources(analysis, statements, found)
    names = Names(analysis, found, source_heads(analysis, statements))
    names.link()
    ranges = _source_ranges(analysis, statements)
    link_appositions(analysis, found, names, ranges)
    names.link_short()
    link_appositions(analysis, found, names, ranges)
    link_told_roles(analysis, found, names)
    discourse = Discourse(analysis, found, names, statements)
    _resolve(discourse)
    return actor_records(analysis, discourse)


def _with_sources(analysis: Analysis, statements: Sequence[Statement], found: list[Found]) -> list[Found]:
    """The mentions with one for every source that has none yet ("many", "who", "the survey")."""
    found = _with_labels(analysis, statements, found)
    heads = {k: f for f in found for k in (f.head,)}
    lists = words()
    for statement in statements:
        inside = [i for span in statement.source for i in analysis.tokens_in(span.start, span.end)]
        head = head_token(analysis, inside)
        if head < 0 or head in heads or any(f.first <= head < f.last and f.form == "name" for f in _near(found, head)):
            continue
        if _named_inside(analysis, inside, heads):
            continue
        token = analysis.tokens[head]
        word = token.text.lower()
        if token.tag in ("PRP", "PRP$", "WP", "WDT", "WP$") or (word == "that" and len(inside) == 1):
            f = Found(head, head + 1, head, "pronoun", (lists.pronouns.get(word, word),))
        else:
            run = [i for i in (*inside, head) if abs(i - head) < 12]
            document = token.lemma.lower() in lists.documents
            plural = token.tag in ("NNS", "NNPS") or word in lists.people
            form: MentionForm = "document" if document else "group" if plural else "nominal"
            person = (word in lists.persons and not plural) or _is_age(analysis, head)
            kind = "document" if document else "person" if person else ""
            role = read_role(analysis.tokens, min(run), head + 1) if kind == "person" else None
            definite = analysis.tokens[min(run)].text.lower() == "the"
            f = Found(min(run), max(run) + 1, head, form, (word,), kind, role, plural=plural, definite=definite)
        heads[head] = f
        found.append(f)
    found += member_nouns(analysis, statements, found)
    return sorted(found, key=lambda f: (f.first, f.form != "pronoun", -f.last))  # "his" before "his country"


def _with_labels(analysis: Analysis, statements: Sequence[Statement], found: Sequence[Found]) -> list[Found]:
    """The mentions with each label of a transcript's turns as one name, whatever the tagger makes of its capitals."""
    labels = [analysis.tokens_in(s.start, s.end) for x in statements if x.rule == "layout:turn" for s in x.source]
    named = [inside for inside in labels if any(analysis.tokens[i].text.isupper() for i in inside)]
    kept = [f for f in found if not any(inside.start <= f.head < inside.stop for inside in named)]
    for inside in named:
        name = tuple(analysis.tokens[i].text for i in inside)
        kept.append(Found(inside.start, inside.stop, inside.stop - 1, "name", name, "person"))
    return sorted(kept, key=lambda f: (f.first, -f.last))


def _is_age(analysis: Analysis, head: int) -> bool:
    """Whether a noun is somebody's age: "the 46-year-old"."""
    before = [t.text.lower() for t in analysis.tokens[max(0, head - 3) : head]]
    return analysis.tokens[head].text.lower() == "old" and before[-3:] == ["-", "year", "-"]


def _named_inside(analysis: Analysis, inside: Sequence[int], heads: Mapping[int, Found]) -> bool:
    """Whether a source begins with one name and what describes it: "Tea party activist Ann Lee, who founded it"."""
    for i in inside:
        if i in heads and heads[i].form == "name" and analysis.tokens[i].entity not in ("GPE", "LOC", "FAC"):
            f = heads[i]
            before = [analysis.tokens[n].tag for n in inside if n < f.first]
            following = analysis.tokens[f.last].text if f.last < len(analysis.tokens) else "."
            if following in (",", "(", "–", "—"):
                return set(before) <= _DESCRIBES
    return False


_DESCRIBES = frozenset(("NN", "NNP", "JJ", "HYPH", "VBN", "DT", "CD"))


def source_heads(analysis: Analysis, statements: Sequence[Statement]) -> frozenset[int]:
    """Tokens that are the head words of sources."""
    heads = (
        head_token(analysis, (i for span in s.source for i in analysis.tokens_in(span.start, span.end)))
        for s in statements
    )
    return frozenset(h for h in heads if h >= 0) | member_heads(analysis, statements)


def _source_ranges(analysis: Analysis, statements: Sequence[Statement]) -> list[tuple[int, int]]:
    """Token ranges of the sources, each once, in text order."""
    ranges = {
        (r.start, r.stop) for s in statements for span in s.source for r in [analysis.tokens_in(span.start, span.end)]
    }
    return sorted(ranges)


def _near(found: Sequence[Found], head: int) -> list[Found]:
    import bisect

    k = bisect.bisect_left(found, head - 10, key=lambda f: f.first) if found else 0
    return [f for f in found[k : k + 20] if f.first <= head]


def _resolve(d: Discourse) -> None:
    """Gender from the pronouns, then everything in text order, then what stands inside quotations."""
    d.vote()
    known = find_together(d)
    for k, f in enumerate(d.found):
        if f.kind == "organisation":
            for j in range(k + 1, min(k + 4, len(d.found))):
                if d.found[j].first >= f.head:
                    break
                _resolve_one(d, known, j, d.found[j])  # whose it is: "the senator's office"
        _resolve_one(d, known, k, f)
    resolve_ahead(d, bears)
    owners = _owners(d)
    _inside_quotations(d, owners)
    _own_forces(d, owners)


def _resolve_one(d: Discourse, known: list[Together], k: int, f: Found) -> None:
    if d.names.of_mention[k] >= 0 or f.candidates or (known and resolve_together(d, known, k, f)):
        return
    if f.form == "pronoun":
        if not f.quoted or f.head in d.sources:
            _pronoun(d, k, f)
    elif f.form in ("role", "nominal") and f.kind == "person":
        resolve_role(d, k, f)
    elif f.kind == "organisation":
        resolve_collective(d, k, f)
    elif f.form == "group":
        resolve_group(d, k, f)
    elif f.form == "document":
        resolve_document(d, k, f)


def _pronoun(d: Discourse, k: int, f: Found) -> None:
    key = f.name[0]
    if key in ("who", "which", "whom", "whose", "that"):
        _relative(d, k, f)
    elif key in ("he", "she"):
        if open_ := d.open_above(f):
            f.candidates = open_
            d.names.how[k] = "several could be meant"
            return
        d.choose(k, d.candidates(k, "one", f.gender), "pronoun")
    elif key == "they" and f.head in d.sources:
        d.choose(k, d.candidates(k, "many", ""), "pronoun")
    elif key == "it" and f.head in d.sources:
        ranked = d.candidates(k, "body", "", 1)
        if ranked and ranked[0][0] >= 0.9:
            d.choose(k, ranked, "pronoun")


def _relative(d: Discourse, k: int, f: Found) -> None:
    """A relative pronoun means the noun that its clause describes."""
    i = f.head
    for i in (f.head, *d.analysis.ancestors(f.head)):
        if d.tokens[i].dep == "relcl":
            noun = d.tokens[i].head
            if d.tokens[noun].lemma in words().settings:
                continue  # "women who were there at the time who said"
            one = d.tokens[noun].dep == "appos" and d.tokens[noun].tag in ("NN", "NNP")
            named = d.tokens[noun].head if one else noun  # "Ann Lee, a senator, who said"
            for head in (noun, named):
                antecedent = d.by_head.get(head)
                if antecedent is not None and d.names.of_mention[antecedent] >= 0:
                    d.assign(k, d.names.of_mention[antecedent], "relative pronoun")
                    return
            return


def _inside_quotations(d: Discourse, owners: Mapping[int, int]) -> None:
    """Pronouns in quotations: "I" and "we" are the speaker's, others go to whom the speaker talks about."""
    for k, f in enumerate(d.found):
        if f.form != "pronoun" or not f.quoted or d.names.of_mention[k] >= 0 or f.candidates:
            continue
        speaker = owners.get(f.head, -1)
        if f.name[0] in ("i", "we"):
            if speaker >= 0:
                d.assign(k, speaker, "speaker of the quotation")
        elif f.name[0] in ("he", "she"):
            ranked = [r for r in d.candidates(k, "one", f.gender, 2) if r[1] != speaker]
            d.choose(k, ranked, "pronoun")


def _owners(d: Discourse) -> dict[int, int]:
    """For each token of a quotation the entity that says it."""
    owners: dict[int, int] = {}
    follows = continued(d.analysis, d.statements)
    for n, statement in enumerate(d.statements):
        source = d.statements[follows[n]].source if n in follows else statement.source
        head = head_token(d.analysis, (i for s in source for i in d.analysis.tokens_in(s.start, s.end)))
        mention = d.by_head.get(head)
        if mention is None or d.names.of_mention[mention] < 0:
            continue
        for span in statement.content:
            for i in d.analysis.tokens_in(span.start, span.end):
                owners[i] = d.names.of_mention[mention]
    return owners


def _own_forces(d: Discourse, owners: Mapping[int, int]) -> None:
    """Adds the country to the office of a speaker who says that "we" or "I" send its forces ("Polish soldiers").

    Only for who has an office that speaks for a country and whose country the article does not say otherwise.
    """
    lists, tokens = words(), d.tokens
    for f in d.found:
        e = owners.get(f.head, -1)
        if (
            e < 0
            or f.form != "group"
            or not f.role
            or not f.role.country
            or tokens[f.head].lemma not in lists.own_forces
        ):
            continue
        entity, verb = d.entities[e], tokens[f.head].head
        if tokens[f.head].dep != "dobj" or tokens[verb].lemma not in lists.sending or entity.country:
            continue
        chain = (verb, *d.analysis.ancestors(verb))
        first = [c for v in chain for c in d.analysis.children(v) if tokens[c].text.lower() in ("we", "i")]
        bare = [r for r, _ in entity.roles if office(r.title) in lists.speaks_for and not r.of]
        if first and bare and not any(r.country for r, _ in entity.roles):
            role = bare[0]._replace(of=f.role.of, country=f.role.country)
            entity.roles.insert(0, (role, d.analysis.token_span(min(first[0], f.first), f.last)))
