"""Names as runs of capitalised words, cut by titles and by the tagger's own borders, with the role that stands before.

The name tagger of a small model is weak ("Sir Keir", "Nato"), so its labels are only evidence: what kind of name a run
is, is decided later over the whole article.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.mentions import Found
from onrecord.extract.who.places import (
    Country,
    body_of,
    body_told_by,
    country_by_adjective,
    country_by_seat,
    country_of,
    is_told,
)
from onrecord.extract.who.roles import Gender, RolePhrase, RoleTime, low, read_role, title_at
from onrecord.extract.who.runs import Runs
from onrecord.records import Analysis, Token

INSIDE_NOUN_PHRASE = frozenset(
    ("JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "CD", "HYPH", "VBN", "DT", "PRP$", "AFX", "$", "FW")
)


class NameRuns(Runs):
    """Reads the names of one article."""

    def read_run(self, i: int, j: int, last: int) -> None:
        """The mentions in one run of capitalised words."""
        analysis, tokens = self.analysis, self.tokens
        text = analysis.text[tokens[i].start : tokens[j - 1].end]
        if j - i <= 6 and self._read_place(i, j, text):
            return
        start, role, honorific, gender = self._split_title(i, j)
        if start >= j:  # only a title: "the Prime Minister"
            self._add_role(i, j, last)
            return
        if j - i > 1 and low(tokens[j - 1]) in self.lists.family_one and tokens[j - 1].entity != "PERSON":
            self.read_nominal(j - 1, self.analysis.sentences[tokens[i].sentence].first, last, low(tokens[j - 1]))
            return
        if (
            self.headline
            and j - i > 1
            and low(tokens[j - 1]) in self.lists.persons
            and tokens[j - 1].entity != "PERSON"
        ):
            return  # "Former Lee Aide"
        if start == i and self._is_role_phrase(i, j):
            self._add_role(i, j, last)
            return
        if tokens[j - 1].tag == "JJ" and tokens[j - 1].dep == "amod" and tokens[j - 1].head >= j:
            return  # "House Democratic leaders": part of another mention
        if low(tokens[j - 1]) in self.lists.family_many:
            self._push(Found(j - 1, j, j - 1, "group", kind="group", plural=True, quoted=bool(self.quoted[i])))
            return
        if start == i and (place := self._leading_place(i, j)):
            self._read_place(i, place, analysis.text[tokens[i].start : tokens[place - 1].end])
            i = start = place
        while start < j - 1 and tokens[start].text == ".":
            start += 1
        name = _joined_words(tokens[start:j])
        if not role and start == i:
            role = self._role_before(i)
        if role and i and (time := self._time_before(i)):
            role = role._replace(time=time)
        kind = "person" if honorific or (role and start > i) else ""
        plural = self._is_plural_name(start, j)
        self.found.append(Found(i, j, j - 1, "name", name, kind, role, honorific, gender, plural, bool(self.quoted[i]),
                                headline=self.headline))  # fmt: skip

    def _time_before(self, i: int) -> RoleTime | None:
        """What the word before a title says of when it is held ("Former Speaker of the House Ann Lee")."""
        joined = i > 1 and self.tokens[i - 1].text == "-"  # "then-President"
        before = self.tokens[i - 2 if joined else i - 1]
        if before.sentence != self.tokens[i].sentence or (before.text == "Then" and not joined):
            return None
        return self.lists.times.get(low(before))

    def _is_plural_name(self, start: int, j: int) -> bool:
        """Whether a name is a plural: "the Clintons", "the First Daughters"."""
        return self.tokens[j - 1].tag == "NNPS" and start > 0 and self.tokens[start - 1].text.lower() == "the"

    def _leading_place(self, i: int, j: int) -> int:
        """Where a country or body in front of a person's name ends ("EU Ursula"), 0 if there is none."""
        for k in range(min(j - 1, i + 3), i, -1):
            text = self.analysis.text[self.tokens[i].start : self.tokens[k - 1].end]
            if (country_of(text) or body_of(text)) and self.tokens[k].entity == "PERSON":
                return k
        return 0

    def _read_place(self, i: int, j: int, text: str) -> bool:
        """Adds the run as a country, its government, its people or a body, if its words are one."""
        tokens, analysis = self.tokens, self.analysis
        country = country_of(text)
        if country and not is_told(text, analysis.text):
            return True
        body = None if country else body_of(text) or (body_told_by(text) if is_told(text, analysis.text) else None)
        if body and i and tokens[i - 1].text == "state":
            return True  # "the state Republican Party": not the national one
        if text == "Hill" and i and tokens[i - 1].text == "the":
            body = body_of("Capitol Hill")
        if body and body.name == "Supreme Court" and i and tokens[i - 1].text.lower() not in ("the", "us", "u.s."):
            return False
        if not country and not body and j - i == 1 and self._read_people(i, text):
            return True
        if not country and not body:
            seat = country_by_seat(text)
            if seat and text.isupper() and (i == 0 or tokens[i - 1].sentence != tokens[i].sentence):
                return True  # a dateline: "WASHINGTON —"
            if seat:
                self._add(i, j, "seat", text, country=seat)
                return True
            if j - i > 1 and low(tokens[j - 1]) in ("government", "administration"):
                country = country_by_adjective(self.analysis.text[tokens[i].start : tokens[j - 2].end])
        if country:
            self._add(i, j, "country", text, country=country)
        elif body:
            self._add(i, j, body.type, text, body=body.name)
        return bool(country or body)

    def _add(self, i: int, j: int, kind: str, text: str, country: Country | None = None, body: str = "") -> None:
        """Adds a name that is a place or a body."""
        self.found.append(Found(i, j, j - 1, "name", (text,), kind, quoted=bool(self.quoted[i]), definite=True,
                                country=country, body=body))  # fmt: skip

    def _read_people(self, i: int, text: str) -> bool:
        """Adds one word for people of a country or a party; true also for an adjective, which is no mention."""
        lists, token = self.lists, self.tokens[i]
        word = text.lower()
        if text in self.known and text in self.surnames and not (i and low(self.tokens[i - 1]) in ("the", "a", "an")):
            return False  # "Green said", of Ann Green
        if word in lists.family_one or word in lists.family_many:
            self._add_family(i, word)
            return True
        country = country_by_adjective(text)
        describes = token.dep in ("amod", "compound", "nmod", "poss") and token.tag != "NNPS"
        many = token.tag in ("NNPS", "NNS") or text.endswith("s")
        if word == "europeans" or (country and many and not describes):
            self.found.append(Found(i, i + 1, i, "group", (text,), "group", plural=True, quoted=bool(self.quoted[i]),
                                    country=country))  # fmt: skip
            return True
        return bool(country) or word == "european"

    def _add_family(self, i: int, word: str) -> None:
        """A party's members ("Republicans") or one of them ("the Republican"), unless it only describes a noun."""
        token = self.tokens[i]
        if (
            token.dep in ("amod", "compound", "nmod")
            and token.head != i
            and self.tokens[token.head].start > token.start
        ):
            return
        if word in self.lists.family_many:
            self._push(Found(i, i + 1, i, "group", (token.text,), "group", plural=True, quoted=bool(self.quoted[i])))
        else:
            self.read_nominal(i, self.analysis.sentences[token.sentence].first, i + 1, word)

    def _push(self, found: Found) -> None:
        """Adds a group with the capitalised and describing words before it: "House Republicans"."""
        tokens = self.tokens
        k = found.first
        while k and tokens[k - 1].sentence == tokens[k].sentence and tokens[k - 1].tag in ("NNP", "JJ", "NN") \
                and tokens[k - 1].head == found.head:  # fmt: skip
            k -= 1
        counted = self._counted_from(k)
        if counted < k:
            k, found.kind = counted, "part"
        found.name = tuple(t.text for t in tokens[k : found.last])
        found.first = k
        self.found.append(found)

    def _counted_from(self, k: int) -> int:
        """Where a number or a word for a part of a group begins before its name ("some House Greens"), else ``k``."""
        tokens, first = self.tokens, k
        while first and tokens[first - 1].sentence == tokens[k].sentence:
            token = tokens[first - 1]
            share = low(token) == "in" and first >= 2 and tokens[first].tag == tokens[first - 2].tag == "CD"
            if token.tag != "CD" and low(token) not in self.lists.part_of and not share:
                break
            first -= 1
        if first < k:
            while first and tokens[first - 1].sentence == tokens[k].sentence and self._bounds(first - 1):
                first -= 1
        if first >= 5 and tuple(low(t) for t in tokens[first - 5 : first]) == ("rank", "-", "and", "-", "file"):
            return first - 5
        return first

    def _bounds(self, i: int) -> bool:
        """Whether a token belongs to what bounds a number: "close to", "as many as", "at least"."""
        return low(self.tokens[i]) in self.lists.bounding and self.tokens[i].tag != "DT"

    def _split_title(self, i: int, j: int) -> tuple[int, RolePhrase | None, str, Gender]:
        """Where the name proper begins behind its titles, the role and the honorific that they say, and the gender."""
        tokens = self.tokens
        start, role, honorific = i, None, ""
        gender: Gender = ""
        k = i
        while k < j:
            end, title, shown = title_at(tokens, k, j)
            if end == k:
                if k > start + 5:
                    break
                k += 1
                continue
            if end < j and tokens[end].tag == "POS":
                k = end  # "U.S. Attorney's Office"
                continue
            if k > start and not self._describes(start, k, end, j):
                if end < j and title_at(tokens, end, j)[0] > end:
                    k = end  # "Executive Director"
                    continue
                break
            if title and title in self.lists.family_one and (end >= j or tokens[end].entity != "PERSON"):
                if any(title_at(tokens, m, j)[0] > m and self._ranks(k, m) for m in range(end, min(end + 3, j))):
                    k = end  # "Republican Whip Ann Lee"
                    continue
                break  # "Conservative Political Action Conference"
            while end + 2 < j and tokens[end].text == "-":
                end += 2  # "Secretary-Treasurer Gary Casteel", "President-elect"
            if title:
                phrase = read_role(tokens, start, end)
                if title not in phrase.title or (
                    phrase.title.endswith(low(tokens[end - 1])) and title != low(tokens[end - 1])
                ):
                    phrase = phrase._replace(title=title)
                role = phrase
            else:
                honorific = low(tokens[k])
            gender = gender or shown
            start = k = end
        if self._is_no_title(start, i, j, honorific):
            return i, None, "", ""
        return start, role, honorific, gender

    def _is_no_title(self, start: int, i: int, j: int, honorific: str) -> bool:
        """Whether what was read as titles before token ``start`` belongs to the name: "Marine Corps"."""
        tokens, named = self.tokens, self.named
        if start < j and all(low(t) in self.lists.suffixes for t in tokens[start:j]):
            return True
        if start == j - 1 > i and not honorific and low(tokens[start]) in self.lists.organisation:
            return True
        return start < j and named[start] >= 0 and start > i and self.analysis.names[named[start]].first < i

    def _describes(self, start: int, k: int, end: int, j: int) -> bool:
        """Whether what stands before a title in a run belongs to the title ("US President Donald Trump")."""
        tokens = self.tokens
        text = self.analysis.text[tokens[start].start : tokens[k - 1].end]
        if country_by_adjective(text) or body_of(text) or end - k > 1:
            return True
        if end < j and (low(tokens[k]) in self.lists.short or self._ranks(start, k)):
            return True  # "Republican Sen. Ann Lee", which the tagger takes for one name
        if j - end >= 2 and k - start >= 2 and (self.named[start] != self.named[end] or j - end == 2):
            return True  # "Clinton Communications Director Jennifer Palmieri"
        if any(t.entity == "PERSON" for t in tokens[start:k]):
            return False
        return end < j and (
            tokens[end].entity == "PERSON" or all(t.entity in ("ORG", "NORP", "GPE") for t in tokens[start:k])
        )

    def _ranks(self, start: int, k: int) -> bool:
        """Whether all before a title are words for parties, chambers and ranks: "Senate Republican Leader"."""
        return all(low(t) in self.lists.before_titles for t in self.tokens[start:k])

    def _is_role_phrase(self, i: int, j: int) -> bool:
        """Whether a run is a role and no name: "White House Counsel", "Senate Majority Leader"."""
        tokens = self.tokens
        if low(tokens[j - 1]) not in self.lists.persons or any(t.entity == "PERSON" for t in tokens[i:j]):
            return False
        if all(t.entity == "ORG" for t in tokens[i:j]):
            return False  # "The Daily Caller"
        return j - i > 1 and (tokens[i - 1].tag in ("DT", "PRP$", "POS") if i else False)

    def _add_role(self, i: int, j: int, last: int) -> None:
        sentence = self.analysis.sentences[self.tokens[i].sentence].first
        self.read_nominal(j - 1, sentence, last, self.tokens[j - 1].text.lower())

    def _role_before(self, i: int) -> RolePhrase | None:
        """The lower-case role right before a name: "prime minister Donald Tusk", "France's Emmanuel Macron"."""
        tokens, lists = self.tokens, self.lists
        sentence = tokens[i].sentence
        k = i - 1
        if k < 0 or tokens[k].sentence != sentence:
            return None
        first = self.phrase_start(k, sentence)
        if tokens[k].tag == "POS":
            return None if first == k or not country_of(_joined(self.analysis, first, k)) else RolePhrase(
                "", *_country_pair(country_of(_joined(self.analysis, first, k))), "current", "")  # fmt: skip
        word = low(tokens[k])
        of_office = k >= 2 and tokens[k - 1].text.lower() == "of"  # "secretary of state"
        office = " ".join(low(t) for t in tokens[k - 2 if of_office else max(first, k - 2) : k + 1])
        if of_office and office in lists.offices:
            first = self.phrase_start(k - 2, sentence)
            return read_role(tokens, first, k + 1)
        if word not in lists.persons and tokens[k].lemma not in lists.persons and office not in lists.offices:
            return None
        if tokens[k].tag == "NNS" or (
            tokens[k].dep in ("dobj", "pobj", "dative", "nsubj", "attr") and word not in lists.persons
        ):
            return None
        if (
            low(tokens[first]) in ("a", "an")
            and tokens[k].head != i
            and not (tokens[i].tag == tokens[min(i + 1, len(tokens) - 1)].tag == "NNP")
        ):
            return None  # "a judge Lee had criticised"
        phrase = read_role(tokens, first, k + 1)
        return phrase if phrase.title else None

    def phrase_start(self, k: int, sentence: int) -> int:
        """First token of the noun phrase that ends at token ``k``."""
        tokens = self.tokens
        first = k
        times = self.lists.times
        while (
            first > 0
            and tokens[first - 1].sentence == sentence
            and (
                tokens[first - 1].tag in INSIDE_NOUN_PHRASE
                or (tokens[first].text == "-" and not self._is_dash(first))
                or (tokens[first - 1].tag == "VBG" and first > 1 and tokens[first - 2].text == "-")  # "left-leaning"
                or tokens[first - 1].text.lower() in times
                or (tokens[first - 1].dep == "case" and tokens[first - 1].text in ("’", "'"))  # "Ross’ campaign"
            )
        ):
            if tokens[first].tag in ("DT", "PRP$") or self._is_dash(first - 1):
                break
            first -= 1
        both = first >= 2 and tokens[first].tag == tokens[first - 2].tag == "JJ" and tokens[first - 1].tag == "CC"
        if both and tokens[first - 2].sentence == sentence:
            first -= 2  # "Spanish and Swedish officials"
        if (
            first >= 3
            and tokens[first - 1].text == ","
            and tokens[first - 2].tag == "JJ"
            and tokens[first - 3].tag == "DT"
        ):
            first -= 3 if tokens[first].tag in ("JJ", "CD") and tokens[first - 3].sentence == sentence else 0
        before = tokens[first - 1] if first > 1 and tokens[first - 1].sentence == sentence else None
        if before and before.tag in ("RB", "IN") and low(before) in times and tokens[first - 2].text in (",", "and"):
            first -= 1  # "Ann Lee, once the mayor of Leeds"
        return first

    def _is_dash(self, i: int) -> bool:
        """Whether a hyphen stands apart from the words around it: a dash."""
        tokens = self.tokens
        apart = 0 < i < len(tokens) - 1 and tokens[i - 1].end < tokens[i].start and tokens[i].end < tokens[i + 1].start
        return apart and tokens[i].text == "-"

    def read_nominal(self, i: int, first: int, last: int, word: str) -> None:
        """Adds a noun phrase; what reads more than names says how."""


def _joined_words(tokens: Sequence[Token]) -> tuple[str, ...]:
    """A name's words, those joined by a hyphen as one ("Mark-Viverito")."""
    joined: list[str] = []
    for token in tokens:
        if joined and (token.text == "-" or joined[-1].endswith("-") or token.tag == "POS"):
            joined[-1] += token.text
        else:
            joined.append(token.text)
    return tuple(joined)


def _joined(analysis: Analysis, first: int, last: int) -> str:
    return analysis.text[analysis.tokens[first].start : analysis.tokens[last - 1].end]


def _country_pair(country: Country | None) -> tuple[str | None, str | None]:
    return (country.name, country.code) if country else (None, None)
