"""Nouns that point to an actor: roles ("the prime minister"), bodies ("the campaign"), groups and documents.

A role goes to whoever bears it in the article; one that nobody bears to the last subject, if it clearly leads and has
no other office. A noun that no actor can be given to is a person or group of its own, without a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.mentions import Found
from onrecord.extract.who.antecedents import MARGIN, NEAR, SUBJECTS, Discourse
from onrecord.extract.who.bodies import country_of_person
from onrecord.extract.who.names import Entity
from onrecord.extract.who.roles import (
    RolePhrase,
    contest_of,
    head_of,
    is_running,
    low,
    office,
    party_of,
    state_code,
    words,
)

_MOST_BEARERS = 200  # keeps the time of an article with thousands of names bounded


def resolve_role(d: Discourse, k: int, f: Found) -> None:
    """A noun for one person: whoever bears that role in the article; else, if definite, the last subject."""
    role = f.role or RolePhrase("", None, None, "current", "")
    if not f.definite:
        _unnamed(d, k, f)
        return
    bearers = _bearers(d, k, f, role)
    bearers = [e for e in bearers if d.entities[e].named] or [e for e in bearers if d.is_introduced(e)]
    if is_running(role):
        bearers = _running(d, k, role, bearers)
    elif office(role.title) not in words().offices:
        bearers = [e for e in bearers if d.is_recent(k, e, 3)]
    elif role.country:  # who bears the office of no country that the article names may be another's: nearness decides
        bearers = [e for e in bearers if country_of_person(d.entities[e]) == role.country]
    if f.gender:
        bearers = [e for e in bearers if d.entities[e].gender in ("", f.gender)]
    if len(bearers) == 1 and (other := _goes_on(d, k, f, role, bearers[0])) >= 0:
        f.candidates = (bearers[0], other)
        d.names.how[k] = "several could be meant"
    elif len(bearers) == 1:
        d.assign(k, bearers[0], "role")
    elif bearers:
        _nearest(d, k, f, bearers)
    elif _is_bare(d, f) and (f.head in d.sources or d.tokens[f.head].dep in (*SUBJECTS, "poss")):
        _by_nearness(d, k, f, role)
    else:
        _unnamed(d, k, f)


def _running(d: Discourse, k: int, role: RolePhrase, bearers: Sequence[int]) -> list[int]:
    """Of those who run for an office whom a noun for one of them means: near by, or the article's main person.

    "The nominee" is somebody called so, or the only one who runs.
    """
    head = head_of(role.title)
    called = [e for e in bearers if any(head_of(r.title) == head for r, _ in d.entities[e].roles)]
    if head != "candidate" and not called and len(bearers) > 1:
        return []
    return [e for e in called or bearers if e == main_person(d) or d.is_recent(k, e, 3)]


def main_person(d: Discourse) -> int:
    """The person named at least twice as often as any other in the article, -1 if there is none."""
    most = sorted((d.weight(e), e) for e, entity in enumerate(d.entities) if entity.type == "person")[-2:]
    return most[-1][1] if most and (len(most) == 1 or most[1][0] >= 2 * most[0][0]) else -1


def _goes_on(d: Discourse, k: int, f: Found, role: RolePhrase, bearer: int) -> int:
    """Somebody else who leads as last subject and may bear a role that many have ("the senator"), -1 if nobody."""
    if head_of(role.title) not in words().legislators or not _is_bare(d, f):
        return -1
    here = d.in_sentence(k, f)
    ranked = [(s, e) for s, e in d.candidates(k, "one", f.gender, 1) if e not in here]
    if not ranked or ranked[0][1] == bearer or d.entities[ranked[0][1]].roles:
        return -1
    second = next((s for s, e in ranked if e == bearer), 0.0)
    leads = ranked[0][0] >= 0.8 and ranked[0][0] - second >= 2 * MARGIN
    return ranked[0][1] if leads and _may_bear(d, d.entities[ranked[0][1]], role) else -1


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
    here = d.in_sentence(k, f)
    telling = role.country or role.of or party_of(role.title)
    if not telling and _is_introduced_near(d, k, f):
        _unnamed(d, k, f)
        return
    elsewhere = here | _named_after(d, k, f) | _askers(d, k, f)
    near = [(s, e) for s, e in d.candidates(k, "one", f.gender, 2) if e not in here]
    ranked = [(s, e) for s, e in near if _may_bear(d, d.entities[e], role)]
    if ranked and ((ranked[0] != near[0] and not telling) or ranked[0][1] in elsewhere):
        ranked = []  # whom the last sentences are about cannot be meant: then no one is clear
    if state_code(role.of) and any(e >= 0 and _may_bear(d, d.entities[e], role) for e in here):
        ranked = []  # "Of Lee's defence Ray said what the Ohio senator had said": it may be Lee
    party = bool(ranked) and head_of(role.title) in words().us_parties and not state_code(role.of)
    leads = bool(ranked) and ranked[0][0] >= (0.45 if party else 0.8)
    main = main_person(d) if is_running(role) else -1
    if not ranked and main >= 0 and main not in elsewhere and _runs_likely(d, k, main, role):
        ranked, leads = [(1.0, main)], True
    if role.time == "former" and not role.of and office(role.title) in words().offices and len(ranked) > 1:
        leads = False  # "the former secretary of state" is whoever of them was it
    if leads and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= 2 * MARGIN):
        d.assign(k, ranked[0][1], "role, by nearness")
        known = office(role.title) in words().offices or (is_running(role) and party_of(role.title))
        known = known or (head_of(role.title) in words().legislators and bool(state_code(role.of)))
        if known:  # "the candidate" says little of who else may be called so later
            d.entities[ranked[0][1]].roles.append((role, d.analysis.token_span(f.first, f.last)))
    elif ranked and ranked[0][0] >= 0.8:
        f.candidates = tuple(e for _, e in ranked[:3])
        d.names.how[k] = "several could be meant"
        if role.country and office(role.title) in words().offices:
            _unnamed(d, k, f)  # other articles may name who bears it
    else:
        _unnamed(d, k, f)


def _runs_likely(d: Discourse, k: int, e: int, role: RolePhrase) -> bool:
    """Whether somebody of whom the last sentences tell may be "the Republican nominee" without being told so."""
    return d.is_recent(k, e, 4) and d.weight(e) > 2 and _may_bear(d, d.entities[e], role)


def _is_introduced_near(d: Discourse, k: int, f: Found) -> bool:
    """Whether somebody without a name came in by the same noun a few sentences before: "an organizer"."""
    here = d.narration[d.tokens[f.head].sentence]
    for j in range(k - 1, -1, -1):
        other = d.found[j]
        if here - d.narration[d.tokens[other.head].sentence] > 3:
            return False
        same = other.kind == "person" and d.tokens[other.head].lemma == d.tokens[f.head].lemma
        if same and d.names.how[j] != "apposition" and low(d.tokens[other.first]) in ("a", "an", "one", "another"):
            return True
    return False


def _named_after(d: Discourse, k: int, f: Found) -> set[int]:
    """Persons whose name comes behind a subject in its own clause: "the candidate said of running against Ray"."""
    verb, after = d.tokens[f.head].head, set[int]()
    for j in range(k + 1, len(d.found)):
        other = d.found[j]
        if d.tokens[other.head].sentence != d.tokens[f.head].sentence:
            break
        chain = [other.head]
        for a in d.analysis.ancestors(other.head):
            if a == verb:
                break
            chain.append(a)
        if (
            other.form == "name"
            and not other.quoted
            and all(
                d.tokens[c].dep in _OWN_CLAUSE or (d.tokens[c].dep in ("xcomp", "advcl") and d.tokens[c].tag == "VB")
                for c in chain
            )
        ):
            after.add(d.names.of_mention[j])
    return after


_OWN_CLAUSE = frozenset(("dobj", "dative", "pobj", "prep", "pcomp", "agent", "compound", "nmod", "conj"))


def _askers(d: Discourse, k: int, f: Found) -> set[int]:
    """Who asked last: "'You?' Ray asked. 'Me,' the senator said." is not Ray."""
    here = d.narration[d.tokens[f.head].sentence]
    for j in range(k - 1, -1, -1):
        token = d.tokens[d.found[j].head]
        if here - d.narration[token.sentence] > 1:
            break
        if d.found[j].head in d.sources and not d.found[j].quoted:
            first, last, _ = d.analysis.sentences[token.sentence]
            asks = d.tokens[token.head].lemma == "ask" and any(
                t.text == "?" for t in d.tokens[max(0, first - 2) : last]
            )
            return {d.names.of_mention[j]} if asks else set()
    return set()


def _is_bare(d: Discourse, f: Found) -> bool:
    """Whether a definite noun has nothing of its own that says who: "the senator", not "his wife"."""
    tokens = d.tokens
    whole = f.last == f.head + 1 or (f.role is not None and " of " in f.role.title and f.last == f.head + 3)
    if tokens[f.first].text.lower() not in ("the",) or not whole:
        return False
    if any(tokens[c].dep == "prep" and c >= f.last for c in d.analysis.children(f.head)):
        return False  # "the Democrat in the Senate"
    if (
        any(t.tag in ("POS", "JJS", "RBS") or low(t) in ("other", "only") for t in tokens[f.first : f.head])
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
    if role.country and not country_of_person(entity) and any(r.of for r, _ in entity.roles):
        return False  # "the Russian leader" is not the leader of the Senate
    mine = {office(r.title) for r, _ in entity.roles if r.title}
    heads = {head_of(t) for t in mine}
    if (party := party_of(role.title)) and _parties(entity) - {party}:
        return False
    if head_of(title) in ("representative", "congressman", "congresswoman") and mine & words().offices:
        return False  # the speaker is told as the speaker
    if is_running(role) and heads & words().campaigning:
        return False  # nor is who works for a candidate the candidate
    if heads & words().speaking and head_of(title) not in heads:
        return False  # who is told as a spokesman is not "the former staffer"
    if head_of(title) in words().business and (heads & words().legislators or mine & (words().not_us | {"president"})):
        return False
    if not entity.named or (role.country and country_of_person(entity) not in (None, role.country)):
        return False
    if title in words().offices:
        return not any(t in words().offices and t != title for t in mine)
    if head_of(title) in words().us_parties:
        return not mine & words().not_us and country_of_person(entity) in (None, "US")
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


def bears(entity: Entity, role: RolePhrase, f: Found) -> bool:
    """Whether a person has a role that a noun names, with nothing against it in whose role it is."""
    title = office(role.title)
    if not title:
        return False
    if is_running(role):
        return _runs(entity, role)
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


def _parties(entity: Entity) -> set[str]:
    """The parties that a person's roles name."""
    return {party for r, _ in entity.roles if (party := party_of(r.title))}


def _runs(entity: Entity, role: RolePhrase) -> bool:
    """Whether a person is told as running for an office, for the party and the office that a noun names."""
    mine = [r for r, _ in entity.roles if is_running(r)]
    parties, party = _parties(entity), party_of(role.title)
    if not mine or (party and party not in parties):
        return False
    contests = [contest for r in mine if (contest := contest_of(r))]
    wanted = contest_of(role)
    return not wanted or not contests or wanted in contests


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
