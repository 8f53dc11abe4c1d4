"""Which names of an article mean the same actor, and what kind of actor: by their words over the whole article.

A surname joins the one full name that ends in it; initials, short forms of first names, hyphens, marks on letters and
particles are allowed for; a suffix ("Jr."), another first name or another gender keeps two people apart. Where several
people share a surname and neither role, gender, weight nor nearness decides, the name stays unresolved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from onrecord.extract.mentions import Found
from onrecord.extract.who.evidence import role_words
from onrecord.extract.who.first_names import shown_by
from onrecord.extract.who.places import is_acting
from onrecord.extract.who.roles import Gender, RolePhrase, head_of, is_role, low, office, state_behind, words
from onrecord.extract.who.spelling import core_of, fold, initials, is_same_first, suffix_of
from onrecord.records import ActorType, Analysis, Span


@dataclass(slots=True)
class Entity:
    """An actor of the article while its mentions are gathered."""

    type: ActorType
    parts: tuple[str, ...] = ()
    names: Counter[str] = field(default_factory=Counter)
    roles: list[tuple[RolePhrase, Span]] = field(default_factory=list)
    gender: Gender = ""
    votes: Counter[str] = field(default_factory=Counter)  # weights of what shows a gender, by gender
    country: str | None = None
    key: str = ""
    mentions: list[int] = field(default_factory=list)
    plural: bool = False
    shared: bool = False
    state: str = ""  # that a legislator sits for
    of: int | None = None

    @property
    def named(self) -> bool:
        """Whether the article gives it a name at all."""
        return bool(self.names)


class Names:
    """The named entities of an article."""

    def __init__(self, analysis: Analysis, found: Sequence[Found], sources: Collection[int]) -> None:
        self.analysis, self.found, self.sources = analysis, found, sources
        self.entities: list[Entity] = []
        self.of_mention: list[int] = [-1] * len(found)
        self.how: list[str] = [""] * len(found)
        self.parties: set[int] = set()
        self.by_key: dict[str, int] = {}
        self.by_word: dict[str, list[int]] = {}

    def link(self) -> None:
        """Gives every name of several words, country and body its entity; single names follow by `link_short`."""
        self.labels, self.titled, self.located = self._labels(), self._titled(), self._located()
        self.apart: set[tuple[str, int]] = set()  # surnames that alone are not the person's: "Hale met Anna Hale"
        self.short: list[int] = []
        order = [
            k
            for k, f in enumerate(self.found)
            if f.form == "name" or (f.form == "group" and f.kind and (f.country or not f.role))
        ]
        for k in sorted(order, key=lambda k: (self.found[k].headline, -min(len(self.found[k].name), 4), k)):
            f = self.found[k]
            if f.form == "name" and f.plural:
                self._plural(k)
            elif f.kind not in ("", "person"):
                self._known(k, f)
            elif len(f.name) == 1 or f.headline:
                self.short.append(k)
            else:
                self._by_kind(k, f)

    def link_short(self) -> None:
        """Gives names of one word and names in headlines their entities, with what is known of the full names."""
        for f in (self.found[k] for k in self.short):
            word = fold(f.name[-1]) if f.name else ""
            self.apart |= {
                (word, e) for e in self.by_word.get(word, ()) if len(f.name) == 1 and self._beside_itself(f, e)
            }
        for k in sorted(self.short, key=lambda k: (self.found[k].headline, k)):
            self._by_kind(k, self.found[k])

    def _by_kind(self, k: int, f: Found) -> None:
        if fold(f.name[0]) in _UNNAMED:
            return  # "UNIDENTIFIED MALE"
        kind = "person" if f.kind else self._kind(f, self.labels)
        if kind == "person":
            self._person(k)
        elif kind:
            self._body(k, kind)

    def _known(self, k: int, f: Found) -> None:
        """A body by its description, a country, its government by its seat, an institution, or a group."""
        if f.kind == "organisation" and not f.body:
            self._body(k, f.kind)
        elif f.kind == "seat":
            if f.country and is_acting(self.analysis.tokens, f.head):
                self.keyed(
                    k, f"country:{f.country.code}", "country", f.country.name, f.country.code, "seat of government"
                )
        elif f.kind == "country" and f.country:
            self.keyed(k, f"country:{f.country.code}", "country", f.country.name, f.country.code, "country")
        elif f.body:
            kind = cast(ActorType, f.kind)  # kinds of bodies are actor types
            self.keyed(k, f"body:{f.body}", kind, f.body, None, "institution")
        else:
            name = " ".join(f.name)
            part = f.kind == "part"
            key = f"{'part' if part else 'group'}:{fold(name)}"
            self.keyed(k, key, "group", name, f.country.code if f.country else None, "noun" if part else "name")
            if part:
                self.entities[self.of_mention[k]].names.clear()  # "some House Democrats" are no actor of other articles
            self.entities[self.of_mention[k]].plural = True

    def _plural(self, k: int) -> None:
        """People under one name ("the Clintons"): a group."""
        name = " ".join(self.found[k].name)
        self.keyed(k, f"group:{fold(name)}", "group", name, None, "name")
        self.entities[self.of_mention[k]].plural = True

    def _titled(self) -> frozenset[str]:
        """The last words of names that stand behind "Mr." or a title, or before a role in apposition: persons'."""
        tokens, persons = self.analysis.tokens, words().persons
        found = set()
        for f in self.found:
            if f.form != "name" or f.kind not in ("", "person") or f.headline:
                continue
            beside = (c for c in self.analysis.children(f.head) if tokens[c].dep == "appos" and tokens[c].tag == "NN")
            if f.honorific or (f.role and f.kind) or any(tokens[c].lemma.lower() in persons for c in beside):
                found.add(fold(f.name[-1]))
        return frozenset(found)

    def _located(self) -> frozenset[str]:
        """The names of one word that stand only behind a preposition of place: "in Orsk"."""
        tokens = self.analysis.tokens
        inside: set[str] = set()
        elsewhere: set[str] = set()
        for f in self.found:
            if f.form != "name":
                continue
            before = tokens[f.first - 1] if f.first else None
            place = (
                len(f.name) == 1 and before is not None and before.tag == "IN" and before.text.lower() in _PLACING
                and tokens[before.head].lemma not in _TRUSTING and not f.honorific and not f.role
            )  # fmt: skip
            (inside if place else elsewhere).update(fold(word) for word in f.name)
        return frozenset(inside - elsewhere)

    def _labels(self) -> dict[str, Counter[str]]:
        """What the tagger calls each name, over the whole article, by its words and by its last word."""
        tokens, text = self.analysis.tokens, self.analysis.text
        labels: dict[str, Counter[str]] = {}
        for first, last, label in self.analysis.names:
            while first < last - 1 and low(tokens[first]) in ("the", "mr", "sir"):
                first += 1
            labels.setdefault(fold(text[tokens[first].start : tokens[last - 1].end]), Counter())[label] += 1
        return labels

    def _kind(self, f: Found, labels: dict[str, Counter[str]]) -> str:
        """ "person", "organisation", "place", "" for no actor: from the tagger's labels and the name's last words."""
        lists, tokens = words(), self.analysis.tokens
        folded = [fold(w) for w in f.name]
        if (folded[-1] in lists.no_actor and not f.role) or " ".join(folded) in lists.alone:
            return ""
        seen = self._seen(f, labels, folded)
        if folded[-1] in self.titled and len(folded) < 4 and folded[-1] not in lists.organisation:
            return "person"
        if len(folded) > 1 and (
            folded[-1] in lists.organisation or folded[0] in ("university", "department", "ministry")
        ):
            return "organisation"
        if len(folded) == 1 and folded[0] in lists.generic:
            return "organisation"
        if len(folded) == 1 and folded[0] in self.by_word:
            return "person"
        if f.headline and not seen["PERSON"]:
            return ""
        person = seen["PERSON"] + (1 if 1 < len(folded) <= 4 and not seen else 0)
        body = seen["ORG"] + seen["NORP"]
        place = seen["GPE"] + seen["LOC"] + seen["FAC"]
        other = sum(seen.values()) - person - body - place
        if person and person >= max(body, place, other):
            return "person"
        if body and body >= max(place, other):
            return "organisation"
        if place and place >= other:
            return "place" if is_acting(tokens, f.head) and seen["GPE"] else ""
        if seen:
            return ""
        if f.name[0].isupper() and len(f.name[0]) > 1:
            return "organisation"
        return "person" if f.head in self.sources and tokens[f.head].tag in ("NNP", "NNPS") else ""

    def _seen(self, f: Found, labels: Mapping[str, Counter[str]], folded: Sequence[str]) -> Counter[str]:
        """How often a name is labelled what: by the tagger, and by the words before and in it."""
        lists, tokens = words(), self.analysis.tokens
        seen = Counter(labels.get(" ".join(folded), ()))
        for token in tokens[f.first : f.last]:
            if token.entity:
                seen[token.entity] += 1
        if f.role or folded[-1] in lists.suffixes:
            seen["PERSON"] += 3
        if folded[-1] in self.located:
            seen["PERSON"] = 0
            seen["LOC"] += 1
        if len(folded) > 4 or f.name[-1].lower().endswith(_SITES):
            seen["PERSON"] = 0
            seen["ORG"] += 1
        before = tokens[f.first - 1] if f.first else tokens[f.first]
        inside = before.head == f.head or tokens[f.head].dep == "appos"
        if inside and before.tag == "NN" and before.lemma.lower() in lists.collectives and not f.role:
            seen["ORG"] += 3  # "the software firm Axo"
        beside = (tokens[c] for c in self.analysis.children(f.head) if c > f.head and tokens[c].dep == "appos")
        described = any(t.tag == "NN" and t.lemma.lower() in lists.collectives for t in beside)
        place = all(t.entity in ("GPE", "LOC", "FAC") for t in tokens[f.first : f.last])
        if len(folded) > 1 and described and not f.role and not place:
            seen["ORG"] += 3  # "Progress for Leeds, the committee founded by Ann Lee"
        return seen

    def new(self, entity: Entity) -> int:
        """Index of an entity added to the list."""
        self.entities.append(entity)
        return len(self.entities) - 1

    def join(self, k: int, e: int, how: str) -> None:
        """Gives a mention its entity, with what the mention shows of gender and role."""
        f, entity = self.found[k], self.entities[e]
        self.of_mention[k], self.how[k] = e, how
        entity.mentions.append(k)
        if f.gender:
            entity.votes[f.gender] += 20 if f.honorific else 4
        if f.role and entity.type == "person" and is_role(f.role):
            evidence = role_words(self.analysis, f)
            if evidence is not None:
                entity.roles.append((f.role, evidence))

    def keyed(self, k: int, key: str, kind: ActorType, name: str, country: str | None, how: str) -> None:
        """Gives a mention the entity of a key ("country:PL"), made where it is the first."""
        e = self.by_key.get(key)
        if e is None:
            e = self.by_key[key] = self.new(Entity(kind, (), Counter(), country=country, key=key))
        self.entities[e].names[self.surface(k)] += 1
        self.join(k, e, how)

    def surface(self, k: int) -> str:
        """The words of a mention, title included."""
        f, tokens = self.found[k], self.analysis.tokens
        return self.analysis.text[tokens[f.first].start : tokens[f.last - 1].end]

    def _body(self, k: int, kind: str) -> None:
        name = " ".join(self.found[k].name)
        key = f"org:{' '.join(fold(w) for w in self.found[k].name)}"
        long = self._acronym_key(key)
        owned = self.found[k].first > 0 and self.analysis.tokens[self.found[k].first - 1].tag == "POS"
        if key[4:] in words().generic and (owned or (long == key and key not in self.by_key)):
            return  # "the Office" of nobody, "Lee's Office"
        self.keyed(k, long, "government" if kind == "place" else "organisation", name, None, "name")

    def _acronym_key(self, key: str) -> str:
        """The key of the longer name whose initials a short one is, or of the short one whose name it is."""
        short = key[4:]
        if " " not in short and short in words().organisation:
            longer = [other for other in self.by_key if other.startswith("org:") and other.endswith(f" {short}")]
            return longer[0] if len(longer) == 1 else key
        if " " not in short and 2 <= len(short) <= 6:
            for other in self.by_key:
                if other.startswith("org:") and initials(other[4:]) == short:
                    return other
        return key

    # --- persons ---------------------------------------------------------------------------------

    def _person(self, k: int) -> None:
        f = self.found[k]
        if f.headline:
            self._trim_to_known(f)
        parts = tuple(fold(w) for w in f.name)
        core = core_of(parts)
        knight = len(core) == 1 and f.honorific in ("sir", "dame")
        bearers = () if knight else self.by_word.get(core[-1], ())
        matches = [e for e in bearers if self._same_person(core, parts, f, e) and not self._beside_itself(f, e)]
        if len(core) == 1:
            matches = [e for e in matches if (core[0], e) not in self.apart]
        if not matches and len(core) == 1:
            matches = list(self.by_word.get(f"^{core[0]}", ())) if self._first_name_stands(f, core[0]) else []
        if len(matches) > 1:
            matches = self._closest(k, matches)
        if len(matches) > 1:
            self.found[k].candidates = tuple(matches)
            self.how[k] = "several of this name"
            return
        if matches:
            e = matches[0]
            entity = self.entities[e]
            if len(core) > len(core_of(entity.parts)):
                entity.parts = parts
        else:
            e = self.new(Entity("person", parts))
        entity = self.entities[e]
        entity.state = entity.state or (self._state(f) if len(core) > 1 else "")
        entity.names[" ".join(f.name)] += 1
        for word in core[1:] or core:
            if e not in self.by_word.setdefault(word, []):
                self.by_word[word].append(e)
        if len(core) > 1 and e not in self.by_word.setdefault(f"^{core[0]}", []):
            self.by_word[f"^{core[0]}"].append(e)
        self.join(k, e, "name")
        if len(core) == 2:
            self._surname_shared(k)

    def _trim_to_known(self, f: Found) -> None:
        """Cuts a name in a headline behind the last word that a person of the article is named by."""
        for n in range(len(f.name), 0, -1):
            word = fold(f.name[n - 1])
            if word in self.by_word:
                f.last -= len(f.name) - n
                f.head = f.last - 1
                f.name = f.name[:n]
                return

    def _first_name_stands(self, f: Found, word: str) -> bool:
        """Whether a single word may be a first name: after "Sir" or "Lady", or where nobody has it as surname."""
        return f.honorific in ("sir", "dame", "lady", "lord") or (
            not f.honorific and not f.role and word not in self.by_word
        )

    def _same_person(self, core: tuple[str, ...], parts: tuple[str, ...], f: Found, e: int) -> bool:
        """Whether a name may be another name of a person: first names, suffix and gender must not disagree."""
        entity = self.entities[e]
        if entity.type != "person":
            return False
        theirs = core_of(entity.parts)
        suffix, other = suffix_of(parts), suffix_of(entity.parts)
        if suffix != other and (suffix or len(core) > 1):
            return False
        if f.gender and f.gender != (_gender_of(entity) or f.gender):
            return False
        if len(core) == 1 or len(theirs) == 1:
            if core[0] == theirs[0] and not f.honorific and not f.role:
                return True
            return not self._is_beside(entity) or (bool(f.honorific) and self._is_spouse(entity, f.gender))
        if entity.state and (state := self._state(f)) and state != entity.state:
            return False
        if len(core) < len(theirs) and theirs[-len(core) :] == core:
            return True  # "Wasserman Schultz"
        if core[-1] != theirs[-1] and not (core[-1] in theirs or theirs[-1] in core):
            return False
        return is_same_first(core[0], theirs[0])

    def _state(self, f: Found) -> str:
        """The state behind a legislator's name, "" where none is."""
        return state_behind(self.analysis.text, self.analysis.tokens[f.last - 1].end)

    def _is_beside(self, entity: Entity) -> bool:
        """Whether a full name is only told beside another bearer of its surname: "his wife Melania Trump", or the
        daughters "Malia and Sasha Obama". A surname alone then means the other.
        """
        if entity.shared or len(entity.parts) < 2:
            return entity.shared
        related = [head_of(r.title) in words().relatives or r.title == "first lady" for r, _ in entity.roles]
        return any(related) and (all(related) or not any(self.found[m].head in self.sources for m in entity.mentions))

    def _is_spouse(self, entity: Entity, gender: Gender) -> bool:
        """Whether a person is told as wife or husband and shows that gender: "Mrs. Trump", but not a son's "Mr."."""
        titles = {head_of(r.title) for r, _ in entity.roles}
        return gender == _gender_of(entity) and bool(titles & {"wife", "husband", "lady", "widow", "widower"})

    def _beside_itself(self, f: Found, e: int) -> bool:
        """Whether a name stands joined to a mention of the person, as its object or with another title: two people."""
        tokens = self.analysis.tokens
        mine = tokens[f.head]
        for m in self.entities[e].mentions:
            before = self.found[m]
            other = tokens[before.head]
            if other.sentence != mine.sentence or before.head == f.head:
                continue
            if f.role and before.role and len(f.name) > 1 and office(f.role.title) != office(before.role.title):
                return True
            if mine.dep == "conj" and mine.head == before.head:
                return True
            pair = {mine.dep, other.dep}
            if mine.head == other.head and pair & _OBJECTS and "nsubj" in pair:
                return True
        return False

    def _surname_shared(self, k: int) -> None:
        """Two first names before one surname ("Malia and Sasha Obama"): the first gets the surname, both are marked."""
        f, tokens = self.found[k], self.analysis.tokens
        if len(f.name) != 2 or f.role or f.first < 2 or tokens[f.first - 1].text.lower() != "and":
            return
        before = self.found[k - 1] if k else None
        if before is None or before.last != f.first - 1 or len(before.name) != 1 or before.kind or before.honorific:
            return
        if before.first > 1 and tokens[before.first - 1].tag == "IN" and tokens[before.first - 2].entity == "PERSON":
            return  # "Ann Lee of Ohio and Bob Ray"
        if f.first >= 4 and tokens[f.first - 3].text == "," and tokens[f.first - 4].tag == "NNP":
            return  # a list of names
        self.entities[self.of_mention[k]].shared = True
        e = self.new(Entity("person", (fold(before.name[0]), fold(f.name[1])), shared=True))
        self.by_word.setdefault(f"^{fold(before.name[0])}", []).append(e)
        self.by_word.setdefault(fold(f.name[1]), []).append(e)
        self.entities[e].names[f"{before.name[0]} {f.name[1]}"] += 1
        before.kind = "person"

    def _closest(self, k: int, matches: list[int]) -> list[int]:
        """Of several bearers of a surname those who may be meant: by role, gender, form, weight or nearness."""
        f = self.found[k]
        if f.role and f.role.title:
            titled = [
                e for e in matches if any(office(r.title) == office(f.role.title) for r, _ in self.entities[e].roles)
            ]
            matches = titled or matches
        if f.gender:
            matches = [e for e in matches if _gender_of(self.entities[e]) == f.gender] or matches
        if len(f.name) == 1:
            called = [e for e in matches if any(len(self.found[m].name) == 1 for m in self.entities[e].mentions)]
            matches = called if len(called) == 1 else matches
            speaking = [
                e for e in matches if any(self.found[m].head in self.sources for m in self.entities[e].mentions)
            ]
            if len(called) != 1 and len(speaking) > 1:
                return matches  # the article tells them apart by their first names
        weights = sorted(((len(self.entities[e].mentions), e) for e in matches), reverse=True)
        if len(weights) > 1 and weights[0][0] >= 2 * weights[1][0]:
            return [weights[0][1]]
        before = [(max((m for m in self.entities[e].mentions if m < k), default=-1), e) for e in matches]
        near = sorted(before, reverse=True)
        return (
            [near[0][1]] if len(near) == 1 or near[0][0] > near[1][0] >= 0 or near[0][0] >= 0 > near[1][0] else matches
        )


_UNNAMED = frozenset("unidentified unknown unnamed".split())
_OBJECTS = frozenset(("dobj", "dative"))
_PLACING = frozenset(("in", "near", "outside"))
_TRUSTING = frozenset("believe belief confidence disappoint disappointed faith interest interested trust".split())
_SITES = (".com", ".org", ".net")  # "FactCheck.org" is no person


def _gender_of(entity: Entity) -> Gender:
    """The gender that titles and nouns show, else the first name."""
    return shown_gender(entity.votes) or shown_by(entity.parts)


def shown_gender(votes: Mapping[str, float]) -> Gender:
    """The gender that more than two thirds of the evidence shows, else ""."""
    m, f = votes.get("m", 0.0), votes.get("f", 0.0)
    if m + f < 0.5:
        return ""
    return "m" if m >= 2.5 * f else "f" if f >= 2.5 * m else ""
