"""Where a run of capitalised words begins and ends: by capitals, the tagger's borders, titles and small words inside.

The name tagger of a small model is weak ("Sir Keir", "Nato"), so its labels are only evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extract.mentions import Found
from onrecord.extract.said.cues import asserting_lemmas
from onrecord.extract.who.roles import low, words
from onrecord.records import Analysis, Token

# Entity labels that are no actors whatever words they hold.
_NO_NAME = frozenset(("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"))
_FUNCTION = frozenset(
    ("PRP", "PRP$", "DT", "IN", "WP", "WP$", "WRB", "WDT", "CC", "MD", "TO", "EX", "RB", "UH", "CD", "``", "''",
     "RP", "PDT")
)  # fmt: skip
_PARTY_CODE = re.compile(r"[RDI]-[A-Z]")  # "R-Tenn.": read behind a name, no name itself


class Runs:
    """The runs of one article; holds what every step of reading names looks at."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.tokens = analysis.tokens
        self.lists = words()
        self.quoted = quoted_tokens(analysis)
        self.named = [-1] * len(self.tokens)
        for k, (first, last, label) in enumerate(analysis.names):
            if label not in _NO_NAME:
                self.named[first:last] = [k] * (last - first)
        self.found: list[Found] = []
        self.headline = False
        self.known = {t.text for t in self.tokens if t.entity == "PERSON" and t.tag[:3] == "NNP" and len(t.text) > 2}
        ends = (self.tokens[n.last - 1].text for n in analysis.names if n.label == "PERSON" and n.last - n.first > 1)
        self.surnames = frozenset(ends)
        lists = self.lists
        self.nouns = lists.persons.keys() | lists.collectives | lists.people | lists.family_one | lists.family_many

    def starts_name(self, i: int, first: int) -> bool:
        """Whether a name begins at token ``i`` of a sentence that begins at ``first``."""
        token = self.tokens[i]
        if i > first and self.tokens[i - 1].text == "-" and self.tokens[i - 2].text in ("R", "D", "I"):
            return False
        if token.entity in _NO_NAME or _PARTY_CODE.match(self.analysis.text, token.start):
            return False
        if i == first and token.text.lower() in self.lists.opening:
            return False
        if i > first and self._is_headline_verb(i):
            return False
        if token.tag[:3] == "NNP":
            return i > first or not (self.opens_group(i) or self._opens_documents(i))
        if token.text in self.known or (i == first and self._is_surname(i)):
            return True
        if token.tag in _FUNCTION or not token.text[0].isalpha():
            return False
        if self.named[i] >= 0:
            return True
        if i == first and self._opens_name(i):
            return True
        if i == first or self.tokens[i - 1].tag in ("``", ":", "-LRB-"):
            return token.tag in ("NN", "NNS", "JJ") and low(token) in self.lists.title_starts and self._name_follows(i)
        return token.tag in ("NN", "NNS", "JJ")

    def opens_group(self, i: int) -> bool:
        """Whether a sentence's first word is only a plural noun for people ("Trustees of the fund said")."""
        token, word = self.tokens[i], low(self.tokens[i])
        alone = i + 1 < len(self.tokens) and not self.tokens[i + 1].text[0].isupper()
        return token.tag == "NNPS" and alone and not self.headline and word.removesuffix("s") in self.lists.persons \
            and word not in self.lists.family_many  # fmt: skip

    def _is_surname(self, i: int) -> bool:
        """Whether a sentence's first word, for a noun to the tagger, is a person's surname of the article and acts."""
        token = self.tokens[i]
        return (
            token.text in self.surnames and token.tag in ("NN", "NNS") and token.dep in ("nsubj", "nsubjpass", "poss")
        )

    def _opens_documents(self, i: int) -> bool:
        """Whether a sentence's first word is only a noun for documents ("Records released on Monday")."""
        token, following = self.tokens[i], self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        plural = token.tag == "NNPS" and low(token).removesuffix("s") in self.lists.documents and not self.headline
        return plural and following is not None and not following.text[0].isupper()

    def _opens_name(self, i: int) -> bool:
        """Whether a sentence's first word describes a noun with a capital: "Macroeconomic Advisors said"."""
        if self.headline or self.tokens[i].tag not in ("JJ", "NN") or i + 1 >= len(self.tokens):
            return False
        following = self.tokens[i + 1]
        if following.tag not in ("NN", "NNS", "NNPS") or not following.text[0].isupper() or following.text.isupper():
            return False
        return low(following) not in self.nouns  # "Prime Minister" is a role

    def _name_follows(self, i: int) -> bool:
        """Whether a name comes within the next three tokens: "Prime minister Donald Tusk"."""
        return any(t.tag == "NNP" and t.text[0].isupper() for t in self.tokens[i + 1 : i + 4])

    def run_end(self, i: int, last: int) -> int:
        """Where the run of capitalised words that begins at ``i`` ends."""
        tokens, named = self.tokens, self.named
        j = i + 1
        while j < last:
            token = tokens[j]
            if token.text[0].isupper():
                if (token.tag in _FUNCTION or token.entity in _NO_NAME) and not (0 <= named[j] == named[j - 1]):
                    break
                if self._is_border(j) or self._ends_person(j, last) or self._is_headline_verb(j):
                    break
                j += 1
                continue
            joined = self._joins(j, last) if j + 1 < last else j
            if joined == j:
                break
            j = joined
        return j

    def _is_headline_verb(self, j: int) -> bool:
        """Whether a capitalised word behind a name in a headline is its verb: "Ray Accuses Former Lee Aide"."""
        word = low(self.tokens[j])
        return self.headline and word.endswith("s") and any(
            stem in asserting_lemmas() or stem in self.lists.headline_verbs for stem in (word[:-1], word[:-2])
        )  # fmt: skip

    def _joins(self, j: int, last: int) -> int:
        """Behind what joins the words before and after token ``j`` to one name: a small word, a hyphen; else ``j``."""
        tokens, named = self.tokens, self.named
        text, capital = tokens[j].text, tokens[j + 1].text[0].isupper()
        if text == "." and capital and low(tokens[j - 1]) in self.lists.short:
            return j + 1  # "Capt."
        if text in self.lists.particles and self._particle_goes_on(j, last):
            return j + (2 if tokens[j + 1].text == "-" else 1)
        if text == "-" and low(tokens[j + 1]) in ("elect", "designate"):
            return j + 2
        if text == "-" and capital and tokens[j].end == tokens[j + 1].start:
            return j + 2
        if text == tokens[min(j + 2, last - 1)].text == "-" and j + 3 < last and tokens[j + 3].text[0].isupper():
            return (
                j + 4 if tokens[j].start + len(tokens[j + 1].text) + 2 == tokens[j + 3].start else j
            )  # "Stratford-on-Avon"
        if text in ("and", "&") and capital and and_in_body(tokens, j):
            return j + 1
        whose = tokens[j].tag == "POS" and low(tokens[j - 1]) in self.lists.persons and tokens[j - 1].entity != "PERSON"
        if whose and capital and low(tokens[j + 1]) in self.lists.generic:
            return j + 2  # "U.S. Attorney's Office"
        if text in ("and", "&") and tokens[j - 1].text in self.known and tokens[j + 1].text in self.known:
            return j  # "Lee and Ray", which the tagger takes for one name
        if text in ("of", "for", "the", "and", "&", "on", "in") and 0 <= named[j - 1] == named[j]:
            k = j + 1
            while k < last and not tokens[k].text[0].isupper() and named[k] == named[j]:
                k += 1
            return k + 1 if k < last and named[k] == named[j] else j
        if (
            text == "of"
            and j + 2 < last
            and f"{low(tokens[j - 1])} of the {low(tokens[j + 2])}" in self.lists.of_offices
        ):
            return j + 3 if tokens[j + 2].text[0].isupper() else j  # "Speaker of the House Ann Lee"
        return j + 2 if text == "of" and capital and self._of_goes_on(j) else j

    def _of_goes_on(self, j: int) -> bool:
        """Whether "of" joins two capitalised words to one name or office ("Department of", "Chief of Staff")."""
        before = low(self.tokens[j - 1])
        return before in self.lists.of_bodies or f"{before} of {low(self.tokens[j + 1])}" in self.lists.of_offices

    def _is_border(self, j: int) -> bool:
        """Whether two names of different kinds meet before token ``j``."""
        before, after = self.named[j - 1], self.named[j]
        if before < 0 or after < 0 or before == after:
            return False
        names = self.analysis.names
        return (names[before].label == "PERSON") != (names[after].label == "PERSON") and low(
            self.tokens[j - 1]
        ) not in self.lists.title_starts

    def _ends_person(self, j: int, last: int) -> bool:
        """Whether a person's full name ended before two capitalised words that the tagger leaves out: a headline."""
        before = self.named[j - 1]
        if before < 0 or self.named[j] >= 0 or j + 1 >= last or not self.tokens[j + 1].text[0].isupper():
            return False
        first, _, label = self.analysis.names[before]
        return label == "PERSON" and j - first >= 2 and self.named[j + 1] < 0

    def _particle_goes_on(self, j: int, last: int) -> bool:
        tokens = self.tokens
        if j + 1 >= last or not (tokens[j - 1].text[0].isupper() and tokens[j - 1].tag == "NNP"):
            return False
        following = tokens[j + 1].text
        if following == "-":
            return j + 2 < last and tokens[j + 2].text[0].isupper()
        return following[0].isupper() or (following in self.lists.particles and j + 2 < last
                                          and tokens[j + 2].text[0].isupper())  # fmt: skip


def and_in_body(tokens: Sequence[Token], j: int) -> bool:
    """Whether "and" at token ``j`` joins two words of one body's name: "the Fish and Wildlife Service".

    The run behind it ends in a word for bodies and the one before it does not; no person stands beside it.
    """
    before, lists = tokens[j - 1], words()
    if j + 2 >= len(tokens) or before.entity == "PERSON" or not before.text[0].isupper() or before.tag[:3] != "NNP":
        return False
    k = j + 1
    while k < len(tokens) and k < j + 5 and tokens[k].text[0].isupper() and tokens[k].entity != "PERSON":
        k += 1
    ends = low(tokens[k - 1]) in lists.organisation and k > j + 2
    opened = any(low(t) == "the" for t in tokens[max(0, j - 4) : j])
    return ends and opened and low(before) not in lists.organisation and not before.text.isupper()


def quoted_tokens(analysis: Analysis) -> bytearray:
    """For each token 1 where it lies inside an outermost quotation of at least four words or a balanced pair."""
    flags = bytearray(len(analysis.tokens))
    for quotation in analysis.quotations:
        if quotation.depth == 0:
            inside = analysis.tokens_in(*quotation.inner)
            flags[inside.start : inside.stop] = b"\x01" * len(inside)
    return flags
