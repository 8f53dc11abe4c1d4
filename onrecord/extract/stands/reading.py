"""analysis -> mentions in text order, unresolved: names, roles, nouns for people and bodies, pronouns."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.mentions import Found
from onrecord.extract.who.name_runs import INSIDE_NOUN_PHRASE, NameRuns
from onrecord.extract.who.roles import Gender, read_role
from onrecord.records import Analysis, MentionForm, Token


def read_mentions(analysis: Analysis) -> list[Found]:
    """The mentions of an article in text order, unresolved."""
    return Reader(analysis).read()


class Reader(NameRuns):
    """Reads names, nouns and pronouns of one article."""

    def read(self) -> list[Found]:
        """All mentions in text order."""
        tokens, lists = self.tokens, self.lists
        for first, last, _ in self.analysis.sentences:
            i = first
            self.headline = is_title_case(tokens, first, last)
            while i < last:
                token = tokens[i]
                tag = token.tag
                if token.text[0].isupper() and self.starts_name(i, first):
                    end = self.run_end(i, last)
                    if self.headline and self.named[i] >= 0:
                        end = min(end, self.analysis.names[self.named[i]].last)
                    self.read_run(i, end, last)
                    i = end
                    continue
                small = tag == "NNP" and token.text.islower()  # "foreign ministry", which the tagger takes for a name
                if tag in ("NN", "NNS") or small or (i == first and self.opens_group(i)):
                    word = token.text.lower()
                    if token.lemma in self.nouns or word in self.nouns or tag == "NNPS":
                        self.read_nominal(i, first, last, word)
                elif tag in ("PRP", "PRP$"):
                    key = lists.pronouns.get(token.text.lower())
                    if key and key != "it":
                        gender: Gender = "m" if key == "he" else "f" if key == "she" else ""
                        plural = key in ("they", "we")
                        self.found.append(
                            Found(
                                i,
                                i + 1,
                                i,
                                "pronoun",
                                (key,),
                                gender=gender,
                                plural=plural,
                                quoted=bool(self.quoted[i]),
                            )
                        )
                i += 1
        return self.found

    def read_nominal(self, i: int, first: int, last: int, word: str) -> None:
        """Adds the noun phrase with head ``i`` as a role, a nominal or a group, unless it only describes a name."""
        tokens, lists = self.tokens, self.lists
        token = tokens[i]
        if token.dep == "compound" and token.head > i and tokens[token.head].tag[:2] == "NN":
            return
        if (
            i + 1 < last
            and tokens[i + 1].tag == "NNP"
            and tokens[i + 1].text[0].isupper()
            and tokens[i + 1].text not in ("’s",)
        ):
            return  # read with the name that follows
        if i - 2 >= first and _is_in_chief(tokens, i - 2, last):
            return  # the end of "editor in chief"
        start = self.phrase_start(i, token.sentence)
        end = self._complement_end(i, last)
        plural = token.tag in ("NNS", "NNPS") or (word in lists.people and token.lemma not in lists.persons)
        single = word.removesuffix("s") if token.tag == "NNPS" else token.lemma.lower()
        person = single in lists.persons or word in lists.persons or word in lists.family_one
        role = read_role(tokens, start, end)
        kind = "group" if plural else "person" if person else "organisation"
        determiner = tokens[start].text.lower()
        possessed = any(t.tag in ("POS", "PRP$") for t in tokens[start:i])
        definite = determiner in ("the", "this", "that") or possessed
        form: MentionForm = "group" if plural else "role" if definite and person else "nominal"
        self.found.append(
            Found(start, end, i, form, (role.title,), kind, role, "", role.gender if not plural else "", plural,
                  bool(self.quoted[i]), definite)
        )  # fmt: skip

    def _complement_end(self, i: int, last: int) -> int:
        """Behind the "of" or "for" phrase of the noun at ``i``, at most eight tokens on."""
        tokens = self.tokens
        noun, i = i, i + 2 * _is_in_chief(tokens, i, last)
        if (
            i + 2 < last
            and tokens[i + 1].text in ("of", "for", "at", "with", "from")
            and tokens[i + 1].head in (noun, i)
        ):
            k = i + 2
            while k < min(last, i + 10) and (
                tokens[k].tag in INSIDE_NOUN_PHRASE or tokens[k].text == "of" or self._is_inside_name(k)
            ):
                if tokens[k].tag == "POS" and tokens[k].text != "’s" and tokens[k].text != "'s":
                    break
                k += 1
            if k > i + 2:
                return k
        return i + 1

    def _is_inside_name(self, k: int) -> bool:
        """Whether "and" joins two words of one name: "Office of Management and Budget"."""
        inside = k + 1 < len(self.named) and 0 <= self.named[k - 1] == self.named[k] == self.named[k + 1]
        return inside and self.tokens[k].text == "and"


def _is_in_chief(tokens: Sequence[Token], i: int, last: int) -> bool:
    """Whether "in chief" stands behind the noun at ``i``: "editor in chief", "commander in chief"."""
    behind = [t.text.lower() for t in tokens[i + 1 : min(i + 3, last)]]
    return behind == ["in", "chief"] and tokens[i].tag[:2] == "NN"


def is_title_case(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether most words of a sentence are capitalised, so that capitals say nothing: a headline."""
    if last - first < 4:
        return False
    long = [t.text for t in tokens[first + 1 : last] if len(t.text) >= 4 and t.text.isalpha()]
    return len(long) >= 3 and sum(w[0].isupper() for w in long) >= 0.8 * len(long)
