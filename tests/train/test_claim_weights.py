"""The recipe of the claim weights: regression, thresholds and the file that the engine reads."""

from __future__ import annotations

import numpy as np

from train.differences.weigh import cuts, fit, macro_f1, spread, table

ALIKE = ("The bridge will close in March.", "The bridge closes in March, the mayor said.")
APART = ("The bridge will close in March.", "Two swimmers broke records on Sunday.")


def test_the_regression_finds_which_column_matters() -> None:
    x = np.array([[1, 0], [1, 1], [0, 1], [0, 0]] * 20, dtype=float)
    y = np.array([1, 1, 0, 0] * 20, dtype=float)
    weights = fit(np.column_stack([x, np.ones(len(x))]), y, 1.0)
    assert weights[0] > 1 > abs(weights[1])


def test_values_are_cut_where_pairs_are() -> None:
    values = np.array([[0, 0.0], [1, 0.1], [0, 0.2], [1, 0.4], [0, 0.6], [1, 0.9]])
    at = cuts(values, 2)
    assert at == [[1.0], [0.3]]
    assert spread(values[2:4], at).tolist() == [[0, 0, 1], [1, 1, 1]]


def test_macro_f1_is_the_mean_of_both_classes() -> None:
    y = np.array([1.0, 1.0, 0.0, 0.0])
    assert macro_f1(y, y > 0) == 1
    assert macro_f1(y, np.array([True, True, True, True])) == (2 / 3) / 2


def test_the_table_has_a_threshold_for_each_label_and_is_the_same_again() -> None:
    records = [
        {"topic": f"t{k % 6}", "a": a, "b": b, "strengthen": int((a, b) == ALIKE), "weaken": int(k == 3)}
        for k in range(12)
        for a, b in (ALIKE, APART)
    ]
    rows = [line.split("\t") for line in table(records).splitlines() if line[0] != "#"]
    assert [row[0] for row in rows if row[1] == "constant"] == ["strengthen", "weaken"]
    assert {len(row) for row in rows} == {4}
    assert table(records) == table(records)
