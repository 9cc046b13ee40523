"""Orders and events say in which order they came to the file; attachments and drafts have tables of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Rebuild both tables with a place, taken from SQLite's own row numbers, and make the two new ones."""
    op.create_table(
        "order_new",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "event_new",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("child", sa.Text),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("order", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["order"], ["order.id"], deferrable=True, initially="DEFERRED"),
    )
    op.execute('INSERT INTO order_new SELECT rowid, id, name, device, events, signature FROM "order" ORDER BY rowid')
    op.execute(
        "INSERT INTO event_new "
        'SELECT rowid, id, child, device, number, "order", record, record_id, body FROM event ORDER BY rowid'
    )
    for name in ("event", "order"):
        op.drop_table(name)
        op.rename_table(f"{name}_new", name)
    op.create_index("order_by_device", "order", ["device", "place"])
    op.create_index("event_by_record", "event", ["record_id"])
    op.create_index("event_by_stream", "event", ["child", "device", "number"], unique=True)
    op.create_index("event_by_order", "event", ["order"])
    op.create_table(
        "attachment",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("child", sa.Text, primary_key=True),
        sa.Column("form", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
