"""The commands about a child's number, and about two records of one child."""

from __future__ import annotations

import argparse

from iro_desk.commands.common import Answer, open_desk
from iro_desk.services.numbering import ChangeNumber, Merge, Split


def number(given: argparse.Namespace) -> Answer:
    """A child has another number in the case system now."""
    return _done(given, ChangeNumber(child=given.child, number=given.number))


def merge(given: argparse.Namespace) -> Answer:
    """Two records are one child."""
    return _done(given, Merge(child=given.child, into=given.into))


def split(given: argparse.Namespace) -> Answer:
    """The record merged into a child last is another child after all."""
    return _done(given, Split(child=given.child))


def _done(given: argparse.Namespace, order: ChangeNumber | Merge | Split) -> Answer:
    with open_desk(given) as desk:
        words = desk.do(order).result
    return {"child": given.child, "words": words}, words
