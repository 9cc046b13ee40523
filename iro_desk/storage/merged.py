"""Children whose records are one: each keeps a stream of their own, and is read under the one they were merged into."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from iro_desk.domain.events import Record, Value


@dataclass(frozen=True, slots=True)
class Merged:
    """By the id of a child that was merged into another: that other's."""

    into: Mapping[str, str]

    def one(self, child: str) -> str:
        """The child under whom this one is read."""
        seen = {child}
        while (further := self.into.get(child)) and further not in seen:
            child = further
            seen.add(child)
        return child

    def all_of(self, child: str) -> tuple[str, ...]:
        """This child, and those merged into them."""
        return child, *(each for each in self.into if each != child and self.one(each) == child)

    def read(self, record: Record) -> Record:
        """A record under the child it is read by, and so the ids of children in it."""
        if not self.into:
            return record
        values = dict(record.values)
        for name in IDS.get(record.kind, ()):
            values[name] = _each(values[name], self.one)
        return replace(record, child=self.one(record.child) if record.child else None, values=values)


IDS = {"extract": ("children", "doubtful"), "access": ("child_id",)}
"""Fields that hold ids of children, by kind of record."""


MERGED = "SELECT id, also FROM child WHERE also IS NOT NULL AND withdrawn = 0"
"""Asked with every question, by an index that holds merged children alone: in clear SQL, which is prepared once."""


def merged(connection: Connection) -> Merged:
    """Which children of the desk are one."""
    rows = connection.exec_driver_sql(MERGED).all()
    return Merged({each: child for child, also in rows for each in json.loads(also)})


def _each(value: Value, one: Callable[[str], str]) -> Value:
    if isinstance(value, list):
        return list[Value](dict.fromkeys(one(each) for each in value if isinstance(each, str)))
    return one(value) if isinstance(value, str) else value
