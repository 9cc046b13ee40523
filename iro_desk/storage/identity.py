"""What a desk keeps about itself outside the journal: its id and its device's signing key."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, insert, select

from iro_desk.errors import Unavailable
from iro_desk.storage import fold
from iro_desk.storage.journal import Device
from iro_desk.storage.tables import FOLD_SHAPE, folded, kept, setting


def write(connection: Connection, desk: str, device: Device) -> None:
    """Make the tables of a new desk and keep whose they are."""
    kept.create_all(connection)
    folded.create_all(connection)
    values = {
        "desk": desk,
        "device": device.id,
        "device_key": device.key.private_bytes_raw().hex(),
        "fold_shape": FOLD_SHAPE,
    }
    connection.execute(insert(setting), [{"name": name, "value": value} for name, value in values.items()])


def read(connection: Connection, desk: str) -> Device:
    """The device of this desk, its tables in this program's shape. Unavailable where it is another desk's database."""
    values = {row.name: row.value for row in connection.execute(select(setting))}
    if values.get("desk") != desk:
        raise Unavailable("The key file and the database belong to different desks; put the matching pair together.")
    if values.get("fold_shape") != FOLD_SHAPE:
        fold.rebuild(connection)
    return Device(values["device"], Ed25519PrivateKey.from_private_bytes(bytes.fromhex(values["device_key"])))
