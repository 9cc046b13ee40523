"""What a desk keeps about itself outside the journal: its id, its device's signing key, the sheet's check words."""

from __future__ import annotations

from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from iro_desk.errors import Damaged, Unavailable
from iro_desk.services.recovering import CHECK_WORDS
from iro_desk.storage import fold
from iro_desk.storage.fold import Progress, quiet
from iro_desk.storage.journal import Device
from iro_desk.storage.tables import FOLD_SHAPE, kept, setting


def write(connection: Connection, desk: str, device: Device, check_words: Iterable[str]) -> None:
    """Make the tables of a new desk and keep whose they are."""
    kept.create_all(connection)
    fold.create(connection)
    keep(connection, "desk", desk)
    keep(connection, "fold_shape", FOLD_SHAPE)
    keep(connection, CHECK_WORDS, " ".join(check_words))
    write_device(connection, device)


def write_device(connection: Connection, device: Device) -> None:
    """Sign as this device from now on."""
    keep(connection, "device", device.id)
    keep(connection, "device_key", device.key.private_bytes_raw().hex())


def read(connection: Connection, desk: str, progress: Progress = quiet) -> Device:
    """The device of this desk, its tables in this program's shape. Unavailable where it is another desk's database."""
    values = {row.name: row.value for row in connection.execute(select(setting))}
    if values.get("desk") != desk:
        raise Unavailable("The key file and the database belong to different desks; put the matching pair together.")
    if values.get("fold_shape") != FOLD_SHAPE:
        fold.rebuild(connection, progress)
    try:
        return Device(values["device"], Ed25519PrivateKey.from_private_bytes(bytes.fromhex(values["device_key"])))
    except (KeyError, ValueError) as fault:
        raise Damaged("The desk's signing key is damaged; restore the newest backup into a new folder.") from fault


def desk_of(connection: Connection) -> str | None:
    """Whose database this is."""
    return setting_of(connection, "desk")


def setting_of(connection: Connection, name: str) -> str | None:
    """What is kept under this name."""
    found: str | None = connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar()
    return found


def keep(connection: Connection, name: str, value: str) -> None:
    """Keep this under a name."""
    write = insert(setting).values(name=name, value=value)
    connection.execute(write.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
