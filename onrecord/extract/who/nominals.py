"""Nouns that point to an actor: roles ("the prime minister"), bodies ("the campaign"), groups and documents.

A role goes to whoever bears it in the article; one that nobody bears to the last subject, if it clearly leads and has
no other office. A noun that no actor can be given to is a person or group of its own, without a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.mentions import Found
from onrecord.extract.who.antecedents import MARGIN, NEAR, SUBJECTS, Discourse
from onrecord.extract.who.names import Entity, fold
from onrecord.extract.who.places import country_name
from onrecord.extract.who.roles import RolePhrase, head_of, low, office, state_code, words
from onrecord.records import ActorType

_MOST_BEARERS = 200  # keeps the time of an article with thousands of names bounded


def resolve_role(d: Discourse, k: int, f: Found) -> None:
    """A noun for one person: whoever bears that role in the article; else, if definite, the last subject."""
    role = f.role or RolePhrase("", None, None, "current", "")
    if not f.definite:
        _unnamed(d, k, f)
        return
    bearers = _bearers(d, k, f, role)
    bearers = [e for e in bearers if d.entities[e].named] or [e for e in bearers if d.is_introduced(e)]
    if office(role.title) not in words().offices:
        bearers = [e for e in bearers if d.is_recent(k, e, 3)]
    elif role.country:  # who bears the office of no country that the article names may be another's: nearness decides
        bearers = [e for e in bearers if _country(d.entities[e]) == role.country]
    if f.gender:
        bearers = [e for e in bearers if d.entities[e].gender in ("", f.gender)]
    if len(bearers) == 1:
        d.assign(k, bearers[0], "role")
    elif bearers:
        _nearest(d, k, f, bearers)
    elif _is_bare(d, f) and (f.head in d.sources or d.tokens[f.head].dep in (*SUBJECTS, "poss")):
        _by_nearness(d, k, f, role)
    else:
        _unnamed(d, k, f)


def _bearers(d: Discourse, k: int, f: Found, role: RolePhrase) -> list[int]:
    """Persons named before mention ``k`` who have the role that it names, of the last 200 with any role."""
    bearers, looked = [], 0
    for e in range(len(d.entities) - 1, -1, -1):
        entity = d.entities[e]
        if entity.type == "person" and entity.roles and entity.mentions and min(entity.mentions) < k:
            looked += 1
            if bears(entity, role, f):
                bearers.append(e)
            if looked >= _MOST_BEARERS:
                break
    return sorted(bearers)


def _by_nearness(d: Discourse, k: int, f: Found, role: RolePhrase) -> None:
    """A role that nobody has in the article: the last subject, if it clearly leads and may bear the role."""
    ranked = d.candidates(k, "one", f.gender, 2)
    here = d.in_sentence(k, f)
    ranked = [(s, e) for s, e in ranked if e not in here and _may_bear(d, d.entities[e], role)]
    party = bool(ranked) and head_of(role.title) in words().us_parties and not state_code(role.of)
    leads = bool(ranked) and ranked[0][0] >= (0.45 if party else 0.8)
    if leads and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= 2 * MARGIN):
        d.assign(k, ranked[0][1], "role, by nearness")
        if office(role.title) in words().offices:  # "the candidate" says little of who else may be called so later
            d.entities[ranked[0][1]].roles.append((role, d.analysis.token_span(f.first, f.last)))
    elif ranked and ranked[0][0] >= 0.8:
        f.candidates = tuple(e for _, e in ranked[:3])
        d.names.how[k] = "several could be meant"
        if role.country and office(role.title) in words().offices:
            _unnamed(d, k, f)  # other articles may name who bears it
    else:
        _unnamed(d, k, f)


def _is_bare(d: Discourse, f: Found) -> bool:
    """Whether a definite noun has nothing of its own that says who: "the senator", not "his wife"."""
    tokens = d.tokens
    whole = f.last == f.head + 1 or (f.role is not None and " of " in f.role.title and f.last == f.head + 3)
    if tokens[f.first].text.lower() not in ("the",) or not whole:
        return False
    if (
        any(t.tag == "POS" or t.lemma == "other" for t in tokens[f.first : f.head])
        or head_of(f.role.title if f.role else "") in words().anybody
    ):
        return False
    if f.last < len(tokens) and tokens[f.last].text in (",", "–", "—", "-", "--"):
        return True
    return not any(tokens[c].dep == "relcl" for c in d.analysis.children(f.head))


def _may_bear(d: Discourse, entity: Entity, role: RolePhrase) -> bool:
    """Whether a person may be meant by a role that nobody has in the article: no other high office of their own."""
    title = office(role.title)
    if state_code(role.of) and not {state_code(role.of)} >= _states_of(entity):
        return False
    of_body = role.of and not role.country and not state_code(role.of)
    if of_body and not any(r.of and role.of and _shares(role.of, r.of) for r, _ in entity.roles):
        return False  # "the F.B.I. director": of a body that the article ties to nobody
    if role.country and not _country(entity) and any(r.of for r, _ in entity.roles):
        return False  # "the Russian leader" is not the leader of the Senate
    mine = {office(r.title) for r, _ in entity.roles if r.title}
    if not entity.named or (role.country and _country(entity) not in (None, role.country)):
        return False
    if title in words().offices:
        return not any(t in words().offices and t != title for t in mine)
    if head_of(title) in words().us_parties:
        return not mine & words().not_us and _country(entity) in (None, "US")
    if head_of(title) in words().family_one:
        # A member of a party that the article names with nobody: only of somebody without an office of their own.
        return not mine & words().offices
    return head_of(title) not in words().somebody_else


def _nearest(d: Discourse, k: int, f: Found, bearers: Sequence[int]) -> None:
    """Of several who bear a role the one named last, if nobody else of them is as near or as weighty."""
    ranked = []
    here = d.narration[d.tokens[f.head].sentence]
    total = max(1, sum(d.weight(e) for e in bearers))
    for e in bearers:
        before = [m for m in d.entities[e].mentions if m < k and not d.found[m].quoted]
        if not before:
            continue
        last = d.found[max(before)]
        distance = here - d.narration[d.tokens[last.head].sentence]
        score = (NEAR[distance] if distance < 3 else 0.25) * d.prominence(last, f) + 0.6 * d.weight(e) / total
        ranked.append((score, e))
    d.choose(k, sorted(ranked, key=lambda r: (-r[0], r[1])), "role")


def _unnamed(d: Discourse, k: int, f: Found) -> None:
    """A person without a name: a new actor of this article, if the noun speaks or acts."""
    token = d.tokens[f.head]
    acts = f.head in d.sources or token.dep in ("nsubj", "nsubjpass", "agent")
    if not acts and not (f.gender and not f.definite):  # "a woman": kept, so that "she" is not somebody else
        return
    e = d.names.new(Entity("person", key=f"unnamed:{token.start}"))
    d.names.join(k, e, "noun")
    d.entities[e].gender = f.gender


def resolve_collective(d: Discourse, k: int, f: Found) -> None:
    """A noun for a body: a government of a country, a body named after somebody, or one named before."""
    tokens = d.tokens
    word = low(tokens[f.head])
    role = f.role
    if (called := _called(d, f)) >= 0:
        d.assign(k, called, "called so")
        return
    acts = f.head in d.sources or tokens[f.head].dep in (*SUBJECTS, "agent", "poss", "pobj", "dobj")
    if role and role.country and word in ("government", "administration", "authorities", "cabinet", "leadership"):
        country = country_name(role.country) or role.of or ""
        d.names.keyed(k, f"country:{role.country}", "country", country, role.country, "government")
        return
    home = _home(d, k, f) if word in ("country", "government", "nation") else None
    if home:
        d.names.keyed(k, f"country:{home}", "country", country_name(home) or home, home, "noun")
        d.entities[d.names.of_mention[k]].names.pop(d.names.surface(k), None)  # "his country" is no name of it
        return
    if word in _OWNED and (surname := _surname_of_owner(d, f)):
        kind: ActorType = "government" if word == "administration" else "organisation"
        d.names.keyed(k, f"org:{fold(surname)} {word}", kind, surname, None, "noun")
        d.entities[d.names.of_mention[k]].names.pop(d.names.surface(k), None)
        d.entities[d.names.of_mention[k]].names[_owned_name(surname, word)] += 1
        return
    if acts and any(t.tag == "NNP" for t in tokens[f.first : f.head]):
        _body_of_name(d, k, f, word)
    elif f.definite and acts and f.last == f.head + 1:
        _named_before(d, k, f, word)


def _body_of_name(d: Discourse, k: int, f: Found, word: str) -> None:
    """A body named after somebody or something: "the Trump campaign", "Lee's office", "the House select committee"."""
    kind: ActorType = "government" if word in ("government", "administration") else "organisation"
    phrase = d.tokens[f.first : f.head + 1]
    kept = [t for t in phrase if t.tag != "POS" and low(t) not in words().honorifics]
    while kept[0].tag != "NNP":
        kept.pop(0)
    name = " ".join(t.text for t in kept)
    owned = len(kept) == 2 and any(t.tag == "POS" for t in phrase)
    d.names.keyed(k, f"org:{fold(name)}", kind, name, None, "noun")
    entity = d.entities[d.names.of_mention[k]]
    entity.names.clear()
    entity.names[_owned_name(kept[0].text, word) if owned else name] += 1


# What "his" and "her" make the speaker's own, and by what name it goes.
_OWNED = frozenset(("office", "campaign", "team", "staff", "camp", "administration"))
# Nouns for a body that stand for the one named last, and last words of its name where the noun asks for them.
_ANY_BODY: dict[str, frozenset[str]] = {
    "group": frozenset(),
    "organization": frozenset(),
    "organisation": frozenset(),
    "company": frozenset(),
    "firm": frozenset(),
    "paper": frozenset(("times", "post", "journal", "herald", "tribune", "star", "guardian", "telegraph", "globe")),
    "newspaper": frozenset(("times", "post", "journal", "herald", "tribune", "star", "guardian", "telegraph", "globe")),
}


def _owned_name(owner: str, word: str) -> str:
    """What somebody's office or campaign is called: "Lee's office", but "Lee campaign"."""
    return f"{owner}'s {word}" if word in ("office", "team", "staff", "camp") else f"{owner} {word}"


def _surname_of_owner(d: Discourse, f: Found) -> str:
    """The surname of the person in "his office", "" if the pronoun is open or the person has no name."""
    if d.tokens[f.first].tag != "PRP$" or f.first not in d.by_head:
        return ""
    owner = d.names.of_mention[d.by_head[f.first]]
    if owner < 0 or d.entities[owner].type != "person" or not d.entities[owner].names:
        return ""
    return max(d.entities[owner].names, key=lambda n: (len(n.split()), n)).split()[-1]


def _called(d: Discourse, f: Found) -> int:
    """The body whose name stands behind "called" ("a coalition of unions called Fair Pensions"), -1 if none."""
    for i in range(f.head + 1, min(f.last + 1, len(d.tokens) - 1)):
        if d.tokens[i].text.lower() in ("called", "named") and d.tokens[i].tag == "VBN":
            known = [
                e for n, e in zip(d.found, d.names.of_mention, strict=True) if n.first == i + 1 and n.form == "name"
            ]
            return known[0] if known and known[0] >= 0 and d.entities[known[0]].type != "person" else -1
    return -1


def _home(d: Discourse, k: int, f: Found) -> str | None:
    """The country of the person in "his country", None if it is not known."""
    if d.tokens[f.first].tag != "PRP$" or f.first not in d.by_head:
        return None
    owner = d.names.of_mention[d.by_head[f.first]]
    return _country(d.entities[owner]) if owner >= 0 else None


def _named_before(d: Discourse, k: int, f: Found, word: str) -> None:
    """A bare "the campaign", "the department": the last body whose name ends in that word."""
    matches: list[int] = []
    for j in range(k - 1, -1, -1):
        e = d.names.of_mention[j]
        if e >= 0 and e not in matches and d.entities[e].type in ("organisation", "government") and any(
            n.lower().split()[-1] == word for n in d.entities[e].names
        ):  # fmt: skip
            matches.append(e)
    if len(matches) == 1 or (len(matches) > 1 and _much_nearer(d, k, matches)):
        d.assign(k, matches[0], "noun")
    elif matches:
        f.candidates = tuple(matches[:4])
        d.names.how[k] = "several could be meant"
    elif word in _ANY_BODY:
        _only_body(d, k, f, _ANY_BODY[word])


def _only_body(d: Discourse, k: int, f: Found, endings: frozenset[str]) -> None:
    """The one organisation of the narration of this and the last two sentences; open where there are two."""
    here = d.narration[d.tokens[f.head].sentence]
    near: list[int] = []
    for j in range(k - 1, -1, -1):
        if here - d.narration[d.tokens[d.found[j].head].sentence] > 2:
            break
        e = d.names.of_mention[j]
        if e < 0 or e in near or d.found[j].quoted or d.entities[e].type != "organisation":
            continue
        last = {n.lower().split()[-1] for n in d.entities[e].names}
        if (last & endings) if endings else not d.entities[e].key.startswith("body:"):
            near.append(e)
    if len(near) == 1:
        d.assign(k, near[0], "noun, the only body near by")
    else:
        f.candidates = tuple(near[:4])


def _much_nearer(d: Discourse, k: int, matches: Sequence[int]) -> bool:
    """Whether the first of some entities was mentioned in this or the last sentence and the second was not."""
    here = d.narration[d.tokens[d.found[k].head].sentence]
    distances = []
    for e in matches[:2]:
        last = max(m for m in d.entities[e].mentions if m < k)
        distances.append(here - d.narration[d.tokens[d.found[last].head].sentence])
    return distances[0] <= 1 < distances[1]


def resolve_group(d: Discourse, k: int, f: Found) -> None:
    """Several people with a word that says which ("European leaders"): a group, if they speak or act."""
    token = d.tokens[f.head]
    if f.head not in d.sources and token.dep not in (*SUBJECTS, "agent"):
        return
    kept = [t for t in d.tokens[f.first : f.last] if t.tag not in ("DT", "PRP$", "CD")]
    first = d.analysis.sentences[token.sentence].first
    if not any(t.text[0].isupper() and (t is not d.tokens[first] or t.entity) for t in kept) or not f.role:
        return
    start = min(t.start for t in kept)
    name = d.analysis.text[start : kept[-1].end]
    d.names.keyed(k, f"group:{fold(name)}", "group", name, f.role.country, "noun")
    entity = d.entities[d.names.of_mention[k]]
    entity.plural = True
    entity.names.clear()
    entity.names[name] += 1


def resolve_document(d: Discourse, k: int, f: Found) -> None:
    """A definite document is its author's: "his statement", or "the statement" after "X said in a statement"."""
    tokens = d.tokens
    for c in d.analysis.children(f.head):
        if tokens[c].dep == "poss" and c in d.by_head and d.names.of_mention[d.by_head[c]] >= 0:
            d.assign(k, d.names.of_mention[d.by_head[c]], "document of")
            return
    if not f.definite or tokens[f.head].lemma not in words().authored:
        return
    lemma = tokens[f.head].lemma
    for i in range(f.head - 1, max(0, f.head - 250), -1):
        if tokens[i].lemma != lemma or tokens[i].dep not in ("pobj", "dobj"):
            continue
        verb = next((a for a in d.analysis.ancestors(i) if tokens[a].pos == "VERB"), -1)
        subjects = [c for c in d.analysis.children(verb) if tokens[c].dep == "nsubj"] if verb >= 0 else []
        known = [d.by_head[c] for c in subjects if c in d.by_head and d.by_head[c] < k]
        if known and d.names.of_mention[known[0]] >= 0:
            d.assign(k, d.names.of_mention[known[0]], "document of")
        return


def _country(entity: Entity) -> str | None:
    """The country that a person's roles name, None if none does."""
    return entity.country or next((r.country for r, _ in entity.roles if r.country), None)


def bears(entity: Entity, role: RolePhrase, f: Found) -> bool:
    """Whether a person has a role that a noun names, with nothing against it in whose role it is."""
    title = office(role.title)
    if not title:
        return False
    for mine, _ in entity.roles:
        theirs = office(mine.title)
        if not theirs:
            continue
        same = title == theirs
        if not same and title not in words().offices and theirs not in words().offices:
            same = head_of(title) == head_of(theirs) and (" " not in title or " " not in theirs)
        elif not same:
            same = (
                title not in words().offices and " " not in title and head_of(theirs) == title and title != "president"
            )
            same = same or (theirs not in words().offices and theirs.endswith(f" {title}") and "vice" not in theirs)
        if same and _same_of(role, mine, entity):
            return True
    return False


def _states_of(entity: Entity) -> set[str]:
    """The states that a person's roles and the brackets behind the name tell."""
    return {code for code in (entity.state, *(state_code(r.of) for r, _ in entity.roles)) if code}


def _same_of(role: RolePhrase, mine: RolePhrase, entity: Entity) -> bool:
    """Whether two roles may be of the same country or body: only one says it, or both say the same."""
    if state_code(role.of) and (states := _states_of(entity)):
        return state_code(role.of) in states
    if role.country:
        country = mine.country or entity.country
        if country is None and mine.of and "president" not in mine.title:
            return False  # "the Russian leader" is not the leader of the Senate
        return country is None or country == role.country
    if role.of and mine.of:
        return _shares(role.of, mine.of)
    return True


def _shares(one: str, other: str) -> bool:
    """Whether two names of bodies share a word."""
    return bool(set(one.lower().split()) & set(other.lower().split()))
