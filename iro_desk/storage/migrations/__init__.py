"""Brings the kept tables of an older desk up to this program's, step by step, by Alembic.

A step is a file in ``versions``, named after the number it leads to. All steps run in one transaction of the caller's,
who has made and verified a copy first. Alembic is loaded here and nowhere else: it costs half a second and 40 MB.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from iro_desk.errors import Unavailable
from iro_desk.storage.tables import SCHEMA


def upgrade(connection: Connection, found: int) -> None:
    """Run the steps from ``found`` to this program's number, and set it. Unavailable where a row lost its order."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.stamp(config, str(found))
    command.upgrade(config, str(SCHEMA))
    connection.exec_driver_sql("DROP TABLE alembic_version")
    if connection.execute(text("PRAGMA foreign_key_check")).all():
        raise Unavailable("This desk could not be brought up to date: events lost their order. Nothing was changed.")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
