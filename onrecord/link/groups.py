"""Average-link clustering over sparse likeness: the two most alike groups become one, until none are alike enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush


class Groups:
    """Groups of numbered articles that are joined two by two; pairs that have no likeness count as 0."""

    def __init__(self, near: Mapping[int, Mapping[int, float]], fixed: Mapping[int, str], least: float) -> None:
        """``near`` holds the likeness both ways, ``fixed`` the articles that a person put into a story."""
        self.members = {number: [number] for number in near}
        self.fixed = {number: fixed[number] for number in near if number in fixed}
        self._least = least
        self._inner = dict.fromkeys(near, 0.0)  # summed likeness of the pairs inside
        self._cross = {number: dict(others) for number, others in near.items()}
        self._heap = [(-v, n, o, 1, 1) for n, others in near.items() for o, v in others.items() if n < o and v >= least]
        heapify(self._heap)
        self._join_fixed()

    def _join_fixed(self) -> None:
        """Make one group of the articles that a person put into one story."""
        first: dict[str, int] = {}
        for number, story in sorted(self.fixed.items()):
            if story in first:
                self.join(first[story], number)
            else:
                first[story] = number

    def join(self, left: int, right: int) -> None:
        """Put group ``right`` into group ``left``."""
        theirs = self._cross.pop(right)
        self._inner[left] += self._inner.pop(right) + theirs.pop(left, 0.0)
        self.members[left] += self.members.pop(right)
        mine = self._cross[left]
        mine.pop(right, None)
        for other, value in theirs.items():
            mine[other] = mine.get(other, 0.0) + value
            self._cross[other].pop(right)
            self._cross[other][left] = mine[other]
        if right in self.fixed:
            self.fixed.setdefault(left, self.fixed[right])
        size = len(self.members[left])
        for other, value in mine.items():
            mean = value / (size * len(self.members[other]))
            if mean >= self._least:
                self._push(mean, left, other)

    def _push(self, mean: float, left: int, right: int) -> None:
        if left > right:
            left, right = right, left
        heappush(self._heap, (-mean, left, right, len(self.members[left]), len(self.members[right])))

    def pop(self) -> tuple[int, int, float] | None:
        """The two most alike groups and their mean likeness, None when no two are alike enough."""
        while self._heap:
            value, left, right, left_size, right_size = heappop(self._heap)
            if len(self.members.get(left, ())) == left_size and len(self.members.get(right, ())) == right_size:
                return left, right, -value
        return None

    def inner_mean(self, group: int) -> float:
        """Mean likeness of the pairs inside a group of two and more."""
        size = len(self.members[group])
        return self._inner[group] * 2 / (size * (size - 1))


def components(numbers: Sequence[int], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The numbers in groups that the pairs hold together, directly or not; each sorted, in order of their first.

    Average link joins no two groups without a pair as alike as the least that joins: it can work on each apart.
    """
    parent = {number: number for number in numbers}

    def find(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for left, right in pairs:
        a, b = find(left), find(right)
        parent[max(a, b)] = min(a, b)
    found: dict[int, list[int]] = {}
    for number in sorted(numbers):
        found.setdefault(find(number), []).append(number)
    return list(found.values())
