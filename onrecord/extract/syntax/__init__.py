"""The ground that all readers of a clause stand on: what its predicate is said to be."""
