"""Keeps records in one SQLite file that any SQLite tool reads; knows records, nothing else."""

from __future__ import annotations

from onrecord.store.database import store_path
from onrecord.store.keys import Filed
from onrecord.store.store import Hit, Store

__all__ = ["Filed", "Hit", "Store", "store_path"]
