"""The user's file of actors that are known already: a CSV with the columns name, aliases, type, country, identifier."""

from __future__ import annotations

import csv
from pathlib import Path

from onrecord.errors import UsageError

COLUMNS = ("name", "aliases", "type", "country", "identifier")


def read_actor_rows(path: Path) -> list[dict[str, str]]:
    """The rows of the file as they stand, each with all columns; a column that the file lacks is "".

    Raises: `UsageError` where there is no such file or it has no column "name".
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            if "name" not in (table.fieldnames or ()):
                raise UsageError(f'{path}: the first line must name the columns, "name" at least: {",".join(COLUMNS)}')
            return [{column: (row.get(column) or "").strip() for column in COLUMNS} for row in table]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as a CSV file in UTF-8: {error}") from error
