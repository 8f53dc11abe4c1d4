"""Words that say what somebody is: honorifics, offices, nouns for persons, bodies and documents.

Reads a role out of the tokens around a name or a noun. Gender is only what the word itself shows ("Lady",
"congresswoman"). The words are data: `lexicons/titles.toml`, `lexicons/roles.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from onrecord.extract.who.places import Country, body_of, country_by_adjective, country_of, lexicon
from onrecord.records import Token

Gender = Literal["f", "m", ""]
RoleTime = Literal["current", "former", "acting", "incoming", "outgoing"]


# "(R-Tenn.)", ", D-N.Y.,": how US news name party and state behind a name.
PARTY = re.compile(r"(?:,\s+|\s*\()([RDI])-([A-Z][A-Za-z.]*(?: [A-Z][A-Za-z.]*)?)[,.)\s]")


class Words(NamedTuple):
    """The word lists as sets and maps, all lower case."""

    honorifics: dict[str, Gender]
    short: dict[str, str]
    offices: frozenset[str]
    of_offices: frozenset[str]
    office_aliases: dict[str, str]
    persons: dict[str, Gender]
    relatives: frozenset[str]
    collectives: frozenset[str]
    people: frozenset[str]
    documents: frozenset[str]
    times: dict[str, RoleTime]
    particles: frozenset[str]
    suffixes: frozenset[str]
    nicknames: dict[str, frozenset[str]]
    family_one: frozenset[str]
    family_many: frozenset[str]
    organisation: frozenset[str]
    no_actor: frozenset[str]
    pronouns: dict[str, str]
    title_starts: frozenset[str]
    somebody_else: frozenset[str]
    anybody: frozenset[str]
    speaks_for: frozenset[str]
    authored: frozenset[str]
    opening: frozenset[str]
    of_bodies: frozenset[str]
    own_forces: frozenset[str]
    us_parties: frozenset[str]
    not_us: frozenset[str]
    sending: frozenset[str]
    before_titles: frozenset[str]
    plural_titles: dict[str, str]
    alone: frozenset[str]
    part_of: frozenset[str]
    running: frozenset[str]
    contests: frozenset[str]
    party_words: dict[str, str]
    legislators: frozenset[str]
    business: frozenset[str]
    speaking: frozenset[str]
    generic: frozenset[str]
    told_as: frozenset[str]
    told_getting: frozenset[str]
    told_leaving: frozenset[str]
    receiving: frozenset[str]
    settings: frozenset[str]
    campaigning: frozenset[str]
    bounding: frozenset[str]
    headline_verbs: frozenset[str]


@cache
def words() -> Words:
    """All word lists, read once a process."""
    titles, roles, bodies = lexicon("titles"), lexicon("roles"), lexicon("institutions")
    honorifics: dict[str, Gender] = dict.fromkeys(titles["honorifics"]["any"], "")
    honorifics |= dict.fromkeys(titles["honorifics"]["m"], "m") | dict.fromkeys(titles["honorifics"]["f"], "f")
    persons: dict[str, Gender] = dict.fromkeys(roles["person"]["any"], "")
    persons |= dict.fromkeys(roles["person"]["m"], "m") | dict.fromkeys(roles["person"]["f"], "f")
    times: dict[str, RoleTime] = dict.fromkeys(roles["time"]["former"], "former")
    times |= dict.fromkeys(roles["time"]["acting"], "acting") | dict.fromkeys(roles["time"]["incoming"], "incoming")
    times |= dict.fromkeys(roles["time"]["outgoing"], "outgoing") | dict.fromkeys(roles["time"]["current"], "current")
    families = bodies["family"][0]
    offices = frozenset(roles["office"]["unique"])
    of_offices = frozenset(" ".join(o.split()[:n]) for o in offices if " of " in o for n in (3, 4))  # how they begin
    nicknames = {short: frozenset((short, *longs)) for short, longs in titles["nicknames"].items()}
    pronouns = {word: key for key, entry in lexicon("pronouns").items() for word in entry["words"]}
    plurals = {word: word.removesuffix("s") for word in titles["plural"]["words"]}
    starts = {o.split()[0] for o in offices} | set(persons) | {s.split()[0] for s in titles["short"]} | set(honorifics)
    starts |= plurals.keys()
    return Words(
        honorifics, titles["short"], offices, of_offices, roles["office"]["aliases"], persons,
        frozenset(roles["person"]["relatives"]), frozenset(roles["collective"]["words"]),
        frozenset(roles["people"]["words"]), frozenset(roles["documents"]["words"]), times,
        frozenset(titles["particles"]["names"]), frozenset(titles["suffixes"]["names"]), nicknames,
        frozenset(w.lower() for w in families["singular"]), frozenset(w.lower() for w in families["plural"]),
        frozenset(bodies["words"]["organisation"]), frozenset(bodies["words"]["none"]), pronouns, frozenset(starts),
        frozenset(roles["reference"]["somebody_else"]), frozenset(roles["reference"]["anybody"]),
        frozenset(roles["reference"]["speaks_for"]), frozenset(roles["documents"]["authored"]),
        frozenset(titles["opening"]["words"]), frozenset(bodies["words"]["of"]),
        frozenset(roles["reference"]["own"]), frozenset(roles["reference"]["us_parties"]),
        frozenset(roles["reference"]["not_us"]), frozenset(roles["reference"]["sending"]),
        frozenset(titles["before"]["words"]), plurals, frozenset(bodies["words"]["alone"]),
        frozenset(roles["reference"]["part_of"]), frozenset(roles["running"]["heads"]),
        frozenset(roles["running"]["contests"]), roles["running"]["parties"],
        frozenset(roles["standing"]["legislators"]), frozenset(roles["standing"]["business"]),
        frozenset(roles["reference"]["speaking"]), frozenset(bodies["words"]["generic"]),
        frozenset(roles["told"]["as"]),
        frozenset(roles["told"]["getting"]), frozenset(roles["told"]["leaving"]),
        frozenset(roles["documents"]["receiving"]),
        frozenset(roles["reference"]["settings"]), frozenset(roles["reference"]["campaigning"]),
        frozenset(roles["reference"]["bounding"]),
        frozenset(titles["headline"]["verbs"]),
    )  # fmt: skip


@cache
def _states() -> dict[str, str]:
    return {name.lower(): code for code, names in lexicon("states").items() for name in (code, *names)}


def state_code(name: str | None) -> str:
    """The postal code of a state of the US by name or abbreviation ("Wis."), "" for anything else."""
    return _states().get(name.rstrip(".").lower(), "") if name else ""


def _state_before(tokens: Sequence[Token], i: int, last: int) -> str | None:
    """The state that describes a role ("Wisconsin governor", "New York Democrat"), None if a name goes on behind it."""
    lists = words()
    for length in (2, 1):
        if i + length >= last:
            continue
        name, following = " ".join(t.text for t in tokens[i : i + length]), tokens[i + length]
        if len(name) > 3 and name != "Washington" and state_code(name):
            word = low(following)
            known = word in lists.persons or word in lists.short or word in lists.offices or word in lists.family_one
            return name if known or following.text[0].islower() else None
    return None


def state_behind(text: str, end: int) -> str:
    """The state in the brackets behind a name that ends at ``end`` ("WI" of "(R-Wis.)"), "" where there are none."""
    match = PARTY.match(text, end)
    said = match.group(2).rstrip(".").lower() if match else ""
    return _states().get(said, said)


def low(token: Token) -> str:
    """The token's form in lower case, without the full stop of an abbreviation."""
    return token.text.lower().rstrip(".") or token.text


def title_at(tokens: Sequence[Token], first: int, last: int) -> tuple[int, str, Gender]:
    """Where a title that begins at ``first`` ends (``first`` itself if none does), its role ("" for an honorific)
    and the gender that it shows.
    """  # fmt: skip
    lists = words()
    if low(tokens[first]) not in lists.title_starts:
        return first, "", ""
    if first + 1 < last and tokens[first + 1].text == "." and low(tokens[first]) in lists.short:
        return first + 2, lists.short[low(tokens[first])], ""  # "Capt." is two tokens to the tagger
    for length in range(min(5, last - first), 1, -1):
        phrase = " ".join(low(t) for t in tokens[first : first + length])
        if phrase in lists.offices:
            return first + length, phrase, ""
        if phrase in lists.short:
            return first + length, lists.short[phrase], ""
    word = low(tokens[first])
    if word in lists.honorifics:
        return first + 1, "", lists.honorifics[word]
    if word in lists.short:
        return first + 1, lists.short[word], ""
    if word in lists.offices or word in lists.persons:
        return first + 1, word, lists.persons.get(word, "")
    if word in lists.plural_titles and tokens[first].text[0].isupper():
        return first + 1, lists.plural_titles[word], ""  # "Senators Ann Lee and Ed Ray"
    return first, "", ""


class RolePhrase(NamedTuple):
    """A role read from a noun phrase: title in lower case, whom it is of (a country's or a body's name), gender."""

    title: str
    of: str | None
    country: str | None
    time: RoleTime
    gender: Gender

    @property
    def held(self) -> bool:
        """Whether the role is held when the article is written."""
        return self.time in ("current", "acting", "outgoing")


def office(title: str) -> str:
    """The one form of an office under several names ("pm" is "prime minister")."""
    return words().office_aliases.get(title, title)


def head_of(title: str) -> str:
    """The last noun of a role before any "of": "secretary of state" gives "secretary", "editor in chief" "editor"."""
    return title.split(" of ")[0].removesuffix(" in chief").rsplit(" ", 1)[-1]


def is_running(role: RolePhrase) -> bool:
    """Whether a role is of somebody who runs for an office: "the Republican candidate", "the presumptive nominee"."""
    return head_of(role.title) in words().running


def party_of(title: str) -> str:
    """The party that a role's words name ("republican" of "gop front-runner"), "" if none."""
    return next((party for w in title.split() if (party := words().party_words.get(w))), "")


def contest_of(role: RolePhrase) -> str:
    """For which office somebody runs, as a role's words say it ("presidential"), "" if they do not."""
    said = f"{role.title} {(role.of or '').lower()}"
    return next((w for w in said.split() if w in words().contests), "")


_NOT_TITLE = frozenset("the a an this that his her their its our my your one another some any".split())


def read_role(tokens: Sequence[Token], first: int, last: int) -> RolePhrase:
    """The role in a noun phrase, its "of" phrase with it: "the former Russian foreign minister" is Russia's, former."""
    time: RoleTime = "current"
    of: str | None = None
    country: Country | None = None
    kept: list[str] = []
    i = first
    while i < last:
        token = tokens[i]
        word = low(token)
        if word in _NOT_TITLE or token.tag == "POS" or token.tag in ("CD", "PRP$"):
            kept, i = ([] if token.tag == "POS" else kept), i + 1
            continue
        told = _time_at(tokens, i, last, bool(kept))
        if told:
            time, i = told[0], i + told[1]
            continue
        if word in ("of", "for", "at", "from", "in", "to") and kept:
            known = title_at_words(kept, tokens, i, last)
            if known:
                kept, i = known, i + 2
                continue
            if _is_term(tokens, i):
                time = "former"  # "minister from 2010", "minister at the time"
            else:
                of = of or _plain(tokens, i + 1, last)
                country = country or (country_of(of) if of else None)
            break
        if token.text[:1].isupper() and not country and not of:
            of = _state_before(tokens, i, last)
            length = len(of.split()) if of else 0
            if not of:
                length, of, country = _owner(tokens, i, last)
            if length:
                i += length
                continue
        if i + 1 < last and tokens[i + 1].tag == "POS":
            of, kept, i = of or _plain(tokens, first, i + 1), [], i + 2
            continue
        kept += [word] if word != "-" or kept else []
        i += 1
    title = " ".join(kept[-4:]).removesuffix(" -")
    return RolePhrase(title, of, country.code if country else None, time, words().persons.get(head_of(title), ""))


def _time_at(tokens: Sequence[Token], i: int, last: int, titled: bool) -> tuple[RoleTime, int] | None:
    """The time that a word of a role tells, and how many tokens it is long ("then-"); None if it tells none."""
    word = low(tokens[i])
    if word in ("elect", "designate") and titled:
        return "incoming", 1
    if word in words().times and i + 1 < last:
        return words().times[word], 2 if tokens[i + 1].text == "-" else 1
    return None


def _is_term(tokens: Sequence[Token], i: int) -> bool:
    """Whether a preposition leads to when a role was held: "from 2010 to 2016", "at the time"."""
    behind = tokens[i + 1 : i + 3]
    if low(tokens[i]) == "at":
        return len(behind) == 2 and [low(t) for t in behind] == ["the", "time"]
    return low(tokens[i]) == "from" and bool(behind) and behind[0].text[:2].isdigit() and len(behind[0].text) == 4


def is_role(role: RolePhrase) -> bool:
    """Whether what was read is a role at all: it ends in a noun for persons or an office, or names a country alone."""
    if not role.title:
        return bool(role.country)
    head = head_of(role.title)
    return head in words().persons or head in words().short or role.title in words().offices


def _owner(tokens: Sequence[Token], i: int, last: int) -> tuple[int, str | None, Country | None]:
    """The country or body that a role begins with ("Russian", "White House"): tokens, its name, the country."""
    country = country_by_adjective(tokens[i].text)
    if country:
        return 1, country.name, country
    for length in range(min(3, last - 1 - i), 0, -1):
        words_ = [t.text for t in tokens[i : i + length]]
        body = body_of(" ".join(words_)) if words_[-1][0].isupper() else None
        if body and body.name not in ("House of Lords", "Republican Party", "Democratic Party"):
            return length, body.name, None
    return 0, None, None


def title_at_words(kept: list[str], tokens: Sequence[Token], i: int, last: int) -> list[str] | None:
    """The words so far with the next two where they make one office ("secretary of state", "editor in chief")."""
    if i + 1 >= last:
        return None
    phrase = [*kept, low(tokens[i]), low(tokens[i + 1])]
    return phrase if " ".join(phrase[-3:]) in words().offices else None


def _plain(tokens: Sequence[Token], first: int, last: int) -> str | None:
    """The words of a phrase without a leading article, up to the first comma."""
    while first < last and tokens[first].text.lower() in ("the", "a", "an"):
        first += 1
    kept: list[str] = []
    for k in range(first, last):
        if tokens[k].text in (",", "(", "–", "—", ";") or tokens[k].tag[:2] in ("WP", "WD", "VB"):
            break
        glued = k > first and tokens[k - 1].end == tokens[k].start
        kept.append(tokens[k].text if glued or not kept else f" {tokens[k].text}")
    return "".join(kept).strip() or None
