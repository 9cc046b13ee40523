"""The tables: kept ones, which are the truth and are migrated; folded ones, which are made from the journal."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

SCHEMA = 2
"""The number of the kept tables' shape, in ``user_version``; ``migrations`` brings older ones up to it."""
FOLD_SHAPE = "7"
"""The number of the folded tables' shape; where a desk's differs, they are dropped and folded again."""

kept = MetaData()
folded = MetaData()

order = Table(
    "order",
    kept,
    Column("place", Integer, primary_key=True),  # the order of arrival in this file
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("events", JSON, nullable=False),  # every event id of the order, sorted: what the signature covers
    Column("signature", LargeBinary, nullable=False),
    Index("order_by_device", "device", "place"),
)

event = Table(
    "event",
    kept,
    Column("place", Integer, primary_key=True),  # the order of arrival in this file
    Column("id", Text, nullable=False, unique=True),
    Column("child", Text),
    Column("device", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("order", Text, ForeignKey("order.id", deferrable=True, initially="DEFERRED"), nullable=False),
    Column("record", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("event_by_record", "record_id"),
    Index("event_by_stream", "child", "device", "number", unique=True),
    Index("event_by_order", "order"),
)

attachment = Table(
    "attachment",
    kept,
    Column("hash", Text, primary_key=True),  # SHA-256 of the content
    Column("kind", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

draft = Table(
    "draft",
    kept,
    Column("child", Text, primary_key=True),
    Column("form", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", Text, nullable=False),
)

setting = Table("setting", kept, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))


def _record(kind: str, /, **fields: type) -> Table:
    """A folded table: one row a record that is not withdrawn, one column a field."""
    return Table(
        kind,
        folded,
        Column("id", Text, primary_key=True),
        Column("child", Text, index=kind != "child"),
        Column("heads", JSON, nullable=False),
        Column("withdrawn", Integer, nullable=False),
        Column("disputed", Integer, nullable=False),  # how many fields have two different standing values
        *(
            Column(name, JSON(none_as_null=True) if sort is list else Integer if sort in {int, bool} else Text)
            for name, sort in fields.items()
        ),
    )


RECORDS: dict[str, Table] = {
    table.name: table
    for table in (
        _record("desk", officer=str, kind=str, made_on=str, recovery_proved_on=str),
        _record("device", public_key=str, officer=str),
        _record("access", what=str, child_id=str, detail=str, at=str),
        _record(
            "child",
            number=str,
            born=str,
            sex=str,
            ethnicity=str,
            upn=str,
            mother=str,
            mother_since=str,
            uasc_until=str,
            first_name=str,
            last_name=str,
            known_as=str,
            other_numbers=list,
            also=list,
            set_aside=list,
            team=str,
            social_worker=str,
            iro=str,
            sibling_group=str,
            school=str,
        ),
        _record(
            "episode",
            start=str,
            began=str,
            legal_status=str,
            need=str,
            placement=str,
            provider=str,
            end=str,
            ended=str,
            moved_because=str,
            home_postcode=str,
            placement_postcode=str,
            urn=str,
        ),
        _record(
            "review",
            held=str,
            code=str,
            met_again=list,
            adjourned=bool,
            place=str,
            recorded_on=str,
            earlier=str,
            outside=bool,
            told=str,
            told_code=str,
            perhaps=str,
        ),
        _record("missing", start=str, end=str, kind=str),
        _record("liberty_order", start=str, end=str),
        _record("social_worker", worker=str, start=str, end=str, reason=str),
        _record(
            "policy",
            council=str,
            edition=str,
            series_counts=str,
            home_districts=list,
            stricter=list,
            adopted_on=str,
        ),
        _record("contact", on=str, kind=str, note=str, attachments=list),
        _record(
            "status_change",
            extract=str,
            kind=str,
            on=str,
            was=str,
            now=str,
            due_was=str,
            due_now=str,
            rule_now=str,
            acknowledged_on=str,
        ),
        _record("extract", year=int, to=str, fingerprint=str, children=list, doubtful=list, tables=list, others=list),
        _record("people_columns", headings=list, columns=list),
        _record("choice", iro=str, chosen_on=str, others=list),
        _record("chosen", number=str),
    )
}
"""The kinds of record, and the table that each is folded into."""

_also = RECORDS["child"].c.also
Index("child_also", _also, sqlite_where=_also.is_not(None))  # few children are merged, and every question asks which

RECORD_COLUMNS = frozenset({"id", "child", "heads", "withdrawn", "disputed"})

found = Table(
    "found",
    folded,
    Column("place", Integer, primary_key=True),  # newer days have higher places, names the highest
    Column("record_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("child", Text),
    Column("words", Text, nullable=False),
)
"""What can be searched for: one row a record with words in it. ``search.py`` keeps its full-text index."""


def fields_of(kind: str) -> tuple[str, ...]:
    """The names of the fields of this kind of record."""
    return tuple(column.name for column in RECORDS[kind].columns if column.name not in RECORD_COLUMNS)
