"""Which actor each mention of an article means: names, apposition, roles that the article states, then pronouns.

In text order, nouns and pronouns go to whoever was named last and most prominently (subject before object, narration
before quotation), if number, gender and role allow it. Gender is only what the article shows: a title, a noun, another
pronoun in a place with one candidate. Where two candidates are close, the mention stays unresolved and keeps both.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.appositions import link_appositions
from onrecord.extract.mentions import Found, head_token, read_mentions
from onrecord.extract.names import Entity, Names, fold, shown_gender
from onrecord.extract.places import country_name
from onrecord.extract.roles import Gender, RolePhrase, head_of, low, office, read_role, words
from onrecord.extract.speakers import continued
from onrecord.records import Actor, ActorType, Analysis, Mention, MentionForm, Role, Span, Statement, make_id

# How far back an antecedent counts, in sentences of narration, and its weight by distance. Chosen on PolNeAR train.
_NEAR = (1.0, 0.8, 0.45, 0.25)
# Two candidates closer than this leave a pronoun unresolved.
MARGIN = 0.12
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
# Nouns for people who are somebody else than the person told about: they get their person by role only.
_SPEAKING_FOR = frozenset(
    "spokesman spokeswoman spokesperson aide adviser lawyer attorney official judge reporter interviewer host moderator "
    "officer agent prosecutor witness victim suspect protester caller speaker juror teacher student doctor driver "
    "employee boy girl child baby source".split()
)
_GENERIC = frozenset("person someone somebody anyone everyone nobody one source subject member".split())


def find_actors(analysis: Analysis, statements: Sequence[Statement]) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
    """The mentions of an article in text order, resolved as far as the text allows, and the article's actors."""
    found = _with_sources(analysis, statements, read_mentions(analysis))
    names = Names(analysis, found, source_heads(analysis, statements))
    names.link()
    ranges = _source_ranges(analysis, statements)
    link_appositions(analysis, found, names, ranges)
    names.link_short()
    link_appositions(analysis, found, names, ranges)
    resolver = _Resolver(analysis, found, names, statements)
    resolver.resolve()
    return _records(analysis, resolver)


def _with_sources(analysis: Analysis, statements: Sequence[Statement], found: list[Found]) -> list[Found]:
    """The mentions with one for every source that has none yet ("many", "who", "the survey")."""
    heads = {k: f for f in found for k in (f.head,)}
    lists = words()
    for statement in statements:
        inside = [i for span in statement.source for i in analysis.tokens_in(span.start, span.end)]
        head = head_token(analysis, inside)
        if head < 0 or head in heads or any(f.first <= head < f.last and f.form == "name" for f in _near(found, head)):
            continue
        token = analysis.tokens[head]
        word = token.text.lower()
        if token.tag in ("PRP", "PRP$", "WP", "WDT", "WP$") or (word == "that" and len(inside) == 1):
            f = Found(head, head + 1, head, "pronoun", (lists.pronouns.get(word, word),))
        else:
            run = [i for i in inside if abs(i - head) < 12]
            document = token.lemma.lower() in lists.documents
            plural = token.tag in ("NNS", "NNPS") or word in lists.people
            form: MentionForm = "document" if document else "group" if plural else "nominal"
            kind = "document" if document else "person" if word in lists.persons and not plural else ""
            role = read_role(analysis.tokens, min(run), head + 1) if kind == "person" else None
            definite = analysis.tokens[min(run)].text.lower() == "the"
            f = Found(min(run), max(run) + 1, head, form, (word,), kind, role, plural=plural, definite=definite)
        heads[head] = f
        found.append(f)
    return sorted(found, key=lambda f: (f.first, -f.last))


def source_heads(analysis: Analysis, statements: Sequence[Statement]) -> frozenset[int]:
    """Tokens that are the head words of sources."""
    heads = (
        head_token(analysis, (i for span in s.source for i in analysis.tokens_in(span.start, span.end)))
        for s in statements
    )
    return frozenset(h for h in heads if h >= 0)


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


class _Resolver:
    """Resolves nouns and pronouns of one article in text order."""

    def __init__(self, analysis: Analysis, found: list[Found], names: Names, statements: Sequence[Statement]) -> None:
        self.analysis, self.found, self.names, self.statements = analysis, found, names, statements
        self.tokens = analysis.tokens
        self.entities = names.entities
        self.narration = self._narration()
        self.by_head = {f.head: k for k, f in enumerate(found)}
        self.sources = names.sources
        self.counts = [len(e.mentions) for e in self.entities]
        self.resolved: list[int] = sorted(k for k, e in enumerate(names.of_mention) if e >= 0)

    def _narration(self) -> list[int]:
        """For each sentence how many sentences of narration came before: a long quotation does not count."""
        flags = quoted_flags(self.found, self.analysis)
        numbers, number = [], 0
        for first, last, _ in self.analysis.sentences:
            if not all(flags[first:last]):
                number += 1
            numbers.append(number)
        return numbers

    def resolve(self) -> None:
        """Gender from clear pronouns, then everything in text order, then what stands inside quotations."""
        self._vote()
        for k, f in enumerate(self.found):
            if self.names.of_mention[k] >= 0 or f.candidates:
                continue
            if f.form == "pronoun":
                if not f.quoted or f.head in self.sources:
                    self._pronoun(k, f)
            elif f.form in ("role", "nominal") and f.kind == "person":
                self._role(k, f)
            elif f.kind == "organisation":
                self._collective(k, f)
            elif f.form == "group":
                self._group(k, f)
            elif f.form == "document":
                self._document(k, f)
        self._inside_quotations()

    # --- antecedents -----------------------------------------------------------------------------

    def _candidates(self, k: int, plural: bool, gender: Gender, window: int = 3) -> list[tuple[float, int]]:
        """Entities before mention ``k`` with their scores, best first."""
        f = self.found[k]
        here = self.narration[self.tokens[f.head].sentence]
        best: dict[int, float] = {}
        seen: dict[int, int] = {}
        excluded = self._same_clause(f)
        for j in range(k - 1, -1, -1):
            e = self.names.of_mention[j]
            distance = here - self.narration[self.tokens[self.found[j].head].sentence]
            if distance > window:
                break
            if e < 0 or (self.found[j].quoted and not f.quoted and self.found[j].form == "pronoun"):
                continue
            entity = self.entities[e]
            if not self._agrees(entity, plural, gender) or e in excluded:
                continue
            seen[e] = seen.get(e, 0) + 1
            score = _NEAR[min(distance, 3)] * self._prominence(self.found[j], f)
            if score > best.get(e, -1.0):
                best[e] = score
        total = max(1, sum(self.counts[e] for e in best if e < len(self.counts)))
        ranked = [
            (
                score
                + 0.05 * min(seen[e] - 1, 3)
                + 0.2 * self._weight(e) / total
                + 0.15 * self._gender_fits(e, gender),
                e,
            )
            for e, score in best.items()
        ]
        return sorted(ranked, key=lambda r: (-r[0], r[1]))

    def _going_on(self, k: int, f: Found, here: int) -> int:
        """The entity that a subject most likely goes on with: the speaker whose words it is part of, or the last one.

        "Sir Keir said he would be willing": the subject of what is said. "..., he said.": who spoke just before.
        """
        token = self.tokens[f.head]
        if f.quoted or token.dep not in _SUBJECTS:
            return -1
        above = self.tokens[self.tokens[token.head].head]
        if self.tokens[token.head].dep in ("ccomp", "xcomp") and above.pos in ("VERB", "AUX"):
            for child in self.analysis.children(self.tokens[token.head].head):
                j = self.by_head.get(child, k)
                if self.tokens[child].dep in _SUBJECTS and j < k and self.found[j].first < f.first:
                    return self.names.of_mention[j]
        if f.head not in self.sources:
            return -1
        for j in range(k - 1, -1, -1):
            if here - self.narration[self.tokens[self.found[j].head].sentence] > 1:
                break
            if self.found[j].head in self.sources and not self.found[j].quoted and self.names.of_mention[j] >= 0:
                return self.names.of_mention[j]
        return -1

    def _weight(self, e: int) -> int:
        return self.counts[e] if e < len(self.counts) else 1

    def _gender_fits(self, e: int, gender: Gender) -> bool:
        return bool(gender) and self.entities[e].gender == gender

    def _agrees(self, entity: Entity, plural: bool, gender: Gender) -> bool:
        if plural:
            return entity.plural or entity.type in ("group", "organisation")
        if entity.type != "person":
            return False
        shown = entity.gender
        return not gender or not shown or shown == gender

    def _prominence(self, m: Found, f: Found) -> float:
        """How much a mention stands out: subjects before the rest, narration before quotation."""
        token = self.tokens[m.head]
        weight = 1.0 if token.dep in _SUBJECTS else 0.75 if token.dep in ("agent", "ROOT", "attr") else 0.6
        if token.dep in _SUBJECTS and self.tokens[token.head].dep in ("ccomp", "relcl", "advcl", "acl"):
            weight = 0.85
        if m.head in self.sources and not m.quoted:
            weight = max(weight, 1.0) + 0.05
        if m.form == "pronoun":
            weight += 0.1
        if m.quoted and not f.quoted:
            weight *= 0.3
        return weight

    def _same_clause(self, f: Found) -> set[int]:
        """Entities that an object cannot be, because they are the subject of its verb ("Trump told him")."""
        token = self.tokens[f.head]
        if token.text.lower().endswith(("self", "selves")) or token.dep in _SUBJECTS or token.dep == "poss":
            return set()
        verb = token.head
        if token.dep == "pobj":
            verb = self.tokens[verb].head
        excluded = set()
        for child in self.analysis.children(verb):
            if self.tokens[child].dep in _SUBJECTS and child in self.by_head:
                excluded.add(self.names.of_mention[self.by_head[child]])
        return excluded

    # --- gender ----------------------------------------------------------------------------------

    def _vote(self) -> None:
        """Gender of persons: what words show, then what most pronouns of narration that seem to mean them show.

        Every pronoun votes for its likeliest antecedent, by how far that one leads; a second round leaves out those
        whose gender the first has settled otherwise. A first name says nothing.
        """
        for entity in self.entities:
            entity.gender = shown_gender(entity.votes)
        pronouns = [k for k, f in enumerate(self.found) if f.form == "pronoun" and not f.quoted and f.gender]
        for least in (1.5, 0.7):
            votes: dict[int, dict[str, float]] = {}
            for k in pronouns:
                gender = self.found[k].gender
                ranked = self._candidates(k, False, gender, 2)
                if ranked:
                    lead = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0)
                    counted = votes.setdefault(ranked[0][1], {"m": 0.0, "f": 0.0})
                    counted[gender] += min(1.0, 2 * lead)
            for e, counted in votes.items():
                entity = self.entities[e]
                if not shown_gender(entity.votes) and sum(counted.values()) >= least:
                    entity.gender = shown_gender(counted)

    # --- pronouns --------------------------------------------------------------------------------

    def _pronoun(self, k: int, f: Found) -> None:
        key = f.name[0]
        if key in ("who", "which", "whom", "whose", "that"):
            self._relative(k, f)
        elif key in ("he", "she"):
            self._choose(k, self._candidates(k, False, f.gender), "pronoun")
        elif key == "they" and f.head in self.sources:
            self._choose(k, self._candidates(k, True, ""), "pronoun")
        elif key == "it" and f.head in self.sources:
            ranked = [r for r in self._candidates(k, True, "") if not self.entities[r[1]].plural]
            self._choose(k, ranked, "pronoun")

    def _relative(self, k: int, f: Found) -> None:
        """A relative pronoun means the noun that its clause describes."""
        i = f.head
        for i in (f.head, *self.analysis.ancestors(f.head)):
            if self.tokens[i].dep == "relcl":
                antecedent = self.by_head.get(self.tokens[i].head)
                if antecedent is not None and self.names.of_mention[antecedent] >= 0:
                    self._assign(k, self.names.of_mention[antecedent], "relative pronoun")
                return

    def _choose(self, k: int, ranked: Sequence[tuple[float, int]], how: str) -> None:
        """Takes the best candidate if it leads by the margin, else keeps the close ones."""
        if not ranked or ranked[0][0] < 0.3:
            return
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
            close = [e for score, e in ranked if ranked[0][0] - score < MARGIN]
            self.found[k].candidates = tuple(close[:4])
            self.names.how[k] = "several could be meant"
            return
        self._assign(k, ranked[0][1], how)

    def _assign(self, k: int, e: int, how: str) -> None:
        self.names.of_mention[k], self.names.how[k] = e, how
        self.entities[e].mentions.append(k)

    # --- roles -----------------------------------------------------------------------------------

    def _role(self, k: int, f: Found) -> None:
        """A noun for one person: whoever bears that role in the article; else, if definite, the last subject."""
        role = f.role or RolePhrase("", None, None, "current", "")
        if not f.definite:
            self._unnamed(k, f)
            return
        bearers = [
            e
            for e, entity in enumerate(self.entities)
            if entity.type == "person" and entity.roles and min(entity.mentions) < k and _bears(entity, role, f)
        ]
        bearers = [e for e in bearers if self.entities[e].named] or [e for e in bearers if self._is_introduced(e)]
        if office(role.title) not in words().offices:
            bearers = [e for e in bearers if self._is_recent(k, e, 3)]
        if f.gender:
            bearers = [e for e in bearers if self.entities[e].gender in ("", f.gender)]
        if len(bearers) == 1:
            self._assign(k, bearers[0], "role")
        elif bearers:
            self._nearest(k, f, bearers)
        elif self._is_bare(f) and (f.head in self.sources or self.tokens[f.head].dep in (*_SUBJECTS, "poss")):
            self._by_nearness(k, f, role)
        else:
            self._unnamed(k, f)

    def _by_nearness(self, k: int, f: Found, role: RolePhrase) -> None:
        """A role that nobody has in the article: the last subject, if it clearly leads and may bear the role."""
        ranked = self._candidates(k, False, f.gender, 2)
        here = self._in_sentence(k, f)
        ranked = [(s, e) for s, e in ranked if e not in here and self._may_bear(self.entities[e], role)]
        if ranked and ranked[0][0] >= 0.8 and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= 2 * MARGIN):
            self._assign(k, ranked[0][1], "role, by nearness")
            if office(role.title) in words().offices:  # "the candidate" says little of who else may be called so later
                self.entities[ranked[0][1]].roles.append((role, self.analysis.token_span(f.first, f.last)))
        elif ranked and ranked[0][0] >= 0.8:
            f.candidates = tuple(e for _, e in ranked[:3])
            self.names.how[k] = "several could be meant"
        else:
            self._unnamed(k, f)

    def _is_introduced(self, e: int) -> bool:
        """Whether an entity without a name came in by "a" or "one", so that "the" may point back to it."""
        first = self.found[min(self.entities[e].mentions)]
        return self.tokens[first.first].text.lower() in ("a", "an", "one", "another")

    def _is_recent(self, k: int, e: int, sentences: int) -> bool:
        """Whether an entity was mentioned at most so many sentences of narration before mention ``k``."""
        here = self.narration[self.tokens[self.found[k].head].sentence]
        before = [m for m in self.entities[e].mentions if m < k]
        return bool(before) and here - self.narration[self.tokens[self.found[max(before)].head].sentence] <= sentences

    def _in_sentence(self, k: int, f: Found) -> set[int]:
        """Entities named before in the same sentence: a noun for one of them would be a pronoun."""
        sentence = self.tokens[f.head].sentence
        here: set[int] = set()
        for j in range(k - 1, -1, -1):
            if self.tokens[self.found[j].head].sentence != sentence:
                break
            if not self.found[j].quoted and self.tokens[self.found[j].head].dep != "poss":
                here.add(self.names.of_mention[j])
        return here

    def _is_bare(self, f: Found) -> bool:
        """Whether a definite noun has nothing of its own that says who: "the senator", not "his wife"."""
        tokens = self.tokens
        if tokens[f.first].text.lower() not in ("the",) or f.last > f.head + 1:
            return False
        if any(t.tag == "POS" for t in tokens[f.first : f.head]) or head_of(f.role.title if f.role else "") in _GENERIC:
            return False
        if f.last < len(tokens) and tokens[f.last].text in (",", "–", "—", "-", "--"):
            return True
        return not any(tokens[c].dep == "relcl" for c in self.analysis.children(f.head))

    def _may_bear(self, entity: Entity, role: RolePhrase) -> bool:
        """Whether a person may be meant by a role that nobody has in the article: no other high office of their own."""
        title = office(role.title)
        mine = {office(r.title) for r, _ in entity.roles if r.title}
        if not entity.named:
            return False
        if title in words().offices:
            return not any(t in words().offices and t != title for t in mine)
        if head_of(title) in words().family_one:
            # A member of a party that the article names with nobody: only of somebody without an office of their own.
            return not mine & words().offices
        return head_of(title) not in _SPEAKING_FOR

    def _nearest(self, k: int, f: Found, bearers: Sequence[int]) -> None:
        """Of several who bear a role the one named last, if nobody else of them is as near or as weighty."""
        ranked = []
        here = self.narration[self.tokens[f.head].sentence]
        total = max(1, sum(self._weight(e) for e in bearers))
        for e in bearers:
            before = [m for m in self.entities[e].mentions if m < k and not self.found[m].quoted]
            if not before:
                continue
            last = self.found[max(before)]
            distance = here - self.narration[self.tokens[last.head].sentence]
            score = (_NEAR[distance] if distance < 3 else 0.25) * self._prominence(last, f) + 0.6 * self._weight(
                e
            ) / total
            ranked.append((score, e))
        self._choose(k, sorted(ranked, key=lambda r: (-r[0], r[1])), "role")

    def _unnamed(self, k: int, f: Found) -> None:
        """A person without a name: a new actor of this article, if the noun speaks or acts."""
        token = self.tokens[f.head]
        if f.head not in self.sources and token.dep not in ("nsubj", "nsubjpass", "agent"):
            return
        e = self.names.new(Entity("person", key=f"unnamed:{token.start}"))
        self.names.join(k, e, "noun")
        self.entities[e].gender = f.gender

    # --- bodies and groups -----------------------------------------------------------------------

    def _collective(self, k: int, f: Found) -> None:
        """A noun for a body: a government of a country, a body named after somebody, or one named before."""
        tokens = self.tokens
        word = low(tokens[f.head])
        role = f.role
        acts = f.head in self.sources or tokens[f.head].dep in (*_SUBJECTS, "agent", "poss", "pobj", "dobj")
        if role and role.country and word in ("government", "administration", "authorities", "cabinet", "leadership"):
            country = country_name(role.country) or role.of or ""
            self.names.keyed(k, f"country:{role.country}", "country", country, role.country, "government")
            return
        owner = [t.text for t in tokens[f.first : f.head] if t.tag == "NNP"]
        if owner and acts:
            kind: ActorType = "government" if word in ("government", "administration") else "organisation"
            name = " ".join((*owner, word))
            self.names.keyed(k, f"org:{fold(name)}", kind, name, None, "noun")
            entity = self.entities[self.names.of_mention[k]]
            entity.names.clear()
            entity.names[name] += 1
        elif f.definite and acts and f.last == f.head + 1:
            self._named_before(k, f, word)

    def _named_before(self, k: int, f: Found, word: str) -> None:
        """A bare "the campaign", "the department": the last body whose name ends in that word."""
        matches: list[int] = []
        for j in range(k - 1, -1, -1):
            e = self.names.of_mention[j]
            if e >= 0 and e not in matches and self.entities[e].type in ("organisation", "government") and any(
                n.lower().split()[-1] == word for n in self.entities[e].names
            ):  # fmt: skip
                matches.append(e)
        if len(matches) == 1 or (len(matches) > 1 and self._much_nearer(k, matches)):
            self._assign(k, matches[0], "noun")
        elif matches:
            f.candidates = tuple(matches[:4])
            self.names.how[k] = "several could be meant"

    def _much_nearer(self, k: int, matches: Sequence[int]) -> bool:
        """Whether the first of some entities was mentioned in this or the last sentence and the second was not."""
        here = self.narration[self.tokens[self.found[k].head].sentence]
        distances = []
        for e in matches[:2]:
            last = max(m for m in self.entities[e].mentions if m < k)
            distances.append(here - self.narration[self.tokens[self.found[last].head].sentence])
        return distances[0] <= 1 < distances[1]

    def _group(self, k: int, f: Found) -> None:
        """Several people with a word that says which ("European leaders"): a group, if they speak or act."""
        token = self.tokens[f.head]
        if f.head not in self.sources and token.dep not in (*_SUBJECTS, "agent"):
            return
        kept = [t for t in self.tokens[f.first : f.last] if t.tag not in ("DT", "PRP$", "CD")]
        first = self.analysis.sentences[token.sentence].first
        if not any(t.text[0].isupper() for t in kept if t is not self.tokens[first]) or not f.role:
            return
        start = min(t.start for t in kept)
        name = self.analysis.text[start : kept[-1].end]
        self.names.keyed(k, f"group:{fold(name)}", "group", name, f.role.country, "noun")
        entity = self.entities[self.names.of_mention[k]]
        entity.plural = True
        entity.names.clear()
        entity.names[name] += 1

    def _document(self, k: int, f: Found) -> None:
        """A definite document is its author's: "his statement", or "the statement" after "X said in a statement"."""
        tokens = self.tokens
        for c in self.analysis.children(f.head):
            if tokens[c].dep == "poss" and c in self.by_head and self.names.of_mention[self.by_head[c]] >= 0:
                self._assign(k, self.names.of_mention[self.by_head[c]], "document of")
                return
        if not f.definite:
            return
        lemma = tokens[f.head].lemma
        for i in range(f.head - 1, max(0, f.head - 250), -1):
            if tokens[i].lemma != lemma or tokens[i].dep not in ("pobj", "dobj"):
                continue
            verb = next((a for a in self.analysis.ancestors(i) if tokens[a].pos == "VERB"), -1)
            subjects = [c for c in self.analysis.children(verb) if tokens[c].dep == "nsubj"] if verb >= 0 else []
            known = [self.by_head[c] for c in subjects if c in self.by_head and self.by_head[c] < k]
            if known and self.names.of_mention[known[0]] >= 0:
                self._assign(k, self.names.of_mention[known[0]], "document of")
            return

    # --- inside quotations -----------------------------------------------------------------------

    def _inside_quotations(self) -> None:
        """Pronouns in quotations: "I" and "we" are the speaker's, others go to whom the speaker talks about."""
        owners = self._owners()
        for k, f in enumerate(self.found):
            if f.form != "pronoun" or not f.quoted or self.names.of_mention[k] >= 0 or f.candidates:
                continue
            speaker = owners.get(f.head, -1)
            if f.name[0] in ("i", "we"):
                if speaker >= 0:
                    self._assign(k, speaker, "speaker of the quotation")
            elif f.name[0] in ("he", "she"):
                ranked = [r for r in self._candidates(k, False, f.gender, 2) if r[1] != speaker]
                self._choose(k, ranked, "pronoun")

    def _owners(self) -> dict[int, int]:
        """For each token of a quotation the entity that says it."""
        owners: dict[int, int] = {}
        follows = continued(self.analysis, self.statements)
        for n, statement in enumerate(self.statements):
            source = self.statements[follows[n]].source if n in follows else statement.source
            head = head_token(self.analysis, (i for s in source for i in self.analysis.tokens_in(s.start, s.end)))
            mention = self.by_head.get(head)
            if mention is None or self.names.of_mention[mention] < 0:
                continue
            for span in statement.content:
                for i in self.analysis.tokens_in(span.start, span.end):
                    owners[i] = self.names.of_mention[mention]
        return owners


def quoted_flags(found: Sequence[Found], analysis: Analysis) -> bytearray:
    """For each token whether it is quoted; punctuation counts as quoted, so that a quotation is a whole sentence."""
    flags = bytearray(len(analysis.tokens))
    for quotation in analysis.quotations:
        inside = analysis.tokens_in(quotation.start, quotation.end)
        flags[inside.start : inside.stop] = b"\x01" * len(inside)
    for i, token in enumerate(analysis.tokens):
        if token.pos == "PUNCT":
            flags[i] = 1
    return flags


def _bears(entity: Entity, role: RolePhrase, f: Found) -> bool:
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


def _same_of(role: RolePhrase, mine: RolePhrase, entity: Entity) -> bool:
    """Whether two roles may be of the same country or body: only one says it, or both say the same."""
    if role.country:
        country = mine.country or entity.country
        return country is None or country == role.country
    if role.of and mine.of:
        return bool(set(role.of.lower().split()) & set(mine.of.lower().split()))
    return True


# --- records -------------------------------------------------------------------------------------


def _records(analysis: Analysis, resolver: _Resolver) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
    """Mentions and actors; a person without a name is an actor only if something speaks or points back."""
    article = analysis.article.id
    ids = [_identity(article, analysis, e, resolver.found) for e in resolver.entities]
    mentions: list[Mention] = []
    used: set[int] = set()
    for k, f in enumerate(resolver.found):
        e = resolver.names.of_mention[k]
        if e >= 0 and not (resolver.entities[e].mentions):
            e = -1
        if e < 0 and f.form != "pronoun" and f.head not in resolver.sources and not f.candidates:
            continue
        if e < 0 and f.form == "pronoun" and not f.candidates and f.head not in resolver.sources:
            continue
        span = analysis.token_span(f.first, f.last)
        candidates = tuple(ids[c] for c in f.candidates)
        used.update([e] if e >= 0 else [], f.candidates)
        how = resolver.names.how[k] or ("unresolved" if e < 0 else "")
        mentions.append(
            Mention(
                make_id("mn", article, span.start, span.end), span, f.form, ids[e] if e >= 0 else None, how, candidates
            )
        )
    mentions = _with_coordinated(analysis, resolver, mentions)
    actors = tuple(
        _actor(article, ids, e, resolver) for e in sorted(used, key=lambda e: min(resolver.entities[e].mentions))
    )
    return tuple(mentions), actors


def _identity(article: str, analysis: Analysis, entity: Entity, found: Sequence[Found]) -> str:
    first = analysis.tokens[found[min(entity.mentions)].first].start if entity.mentions else -1
    return make_id("ac", article, entity.type, entity.key or " ".join(entity.parts), first)


def _with_coordinated(analysis: Analysis, resolver: _Resolver, mentions: list[Mention]) -> list[Mention]:
    """The mentions with one for each source that names several actors: its candidates are the members."""
    article, added = analysis.article.id, []
    known = {m.span.range: m for m in mentions}
    for statement in resolver.statements:
        if len(statement.source) != 1:
            continue
        span = statement.source[0]
        indices = analysis.tokens_in(span.start, span.end)
        head = head_token(analysis, indices)
        if head < 0 or not any(analysis.tokens[i].dep == "cc" for i in indices):
            continue
        members = _members(analysis, resolver, head, indices)
        if len(members) > 1 and span.range not in known:
            ids = tuple(known[m.range].actor for m in members if m.range in known)
            mention = Mention(make_id("mn", article, span.start, span.end, "all"), span, "group", None, "coordinated",
                              tuple(dict.fromkeys(i for i in ids if i)))  # fmt: skip
            known[span.range] = mention
            added.append(mention)
    return sorted([*mentions, *added], key=lambda m: (m.span.start, -m.span.end))


def _members(analysis: Analysis, resolver: _Resolver, head: int, indices: range) -> list[Span]:
    """Spans of the mentions that a coordination joins."""
    heads = [head]
    for i in heads:
        heads += [c for c in analysis.children(i) if analysis.tokens[c].dep == "conj" and c in indices]
    members = []
    for i in heads:
        k = resolver.by_head.get(i)
        if k is not None:
            members.append(analysis.token_span(resolver.found[k].first, resolver.found[k].last))
    return members


def _actor(article: str, ids: Sequence[str], e: int, resolver: _Resolver) -> Actor:
    entity = resolver.entities[e]
    name = _shown_name(entity, resolver)
    roles = _roles(entity)
    country = entity.country or next((r.country for r, _ in entity.roles if r.country and r.title), None)
    return Actor(ids[e], name, entity.type, tuple(sorted(entity.names)), roles, country, article,
                 _speaks_for(entity, ids, resolver), entity.gender)  # fmt: skip


def _shown_name(entity: Entity, resolver: _Resolver) -> str:
    if entity.key.startswith("country:"):
        return country_name(entity.key[8:]) or min(entity.names)
    if entity.key.startswith("body:"):
        return entity.key[5:]
    if not entity.names:
        nouns = [k for k in entity.mentions if resolver.found[k].form != "pronoun"]
        f = resolver.found[min(nouns or entity.mentions)]
        first = f.first + (resolver.tokens[f.first].tag == "DT")
        return resolver.analysis.token_span(min(first, f.head), f.last).words
    return min(entity.names, key=lambda n: (-len(n.split()), -entity.names[n], n))


def _roles(entity: Entity) -> tuple[Role, ...]:
    """The roles that the article states, each once, with its first evidence."""
    roles: dict[tuple[str, str | None, str], Role] = {}
    for phrase, span in entity.roles:
        roles.setdefault((phrase.title, phrase.of, phrase.time), Role(phrase.title, phrase.of, span, phrase.time))
    return tuple(roles.values())


_HEADS_OF_STATE = frozenset(("prime minister", "president", "chancellor", "foreign minister", "defense minister", "king", "queen",
                             "foreign secretary", "defense secretary", "secretary of state", "spokesman"))  # fmt: skip


def _speaks_for(entity: Entity, ids: Sequence[str], resolver: _Resolver) -> str | None:
    """The id of the country or body for which a person speaks by a role that the article states, if it is an actor."""
    for phrase, _ in entity.roles:
        if phrase.time == "current" and phrase.country and office(phrase.title) in _HEADS_OF_STATE:
            e = resolver.names.by_key.get(f"country:{phrase.country}")
            if e is not None and resolver.entities[e].mentions:
                return ids[e]
    return None
