"""The suite makes its tables from the models, which takes a moment; people's are made by the migrations."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from amends_web.settings.base import sqlite

KINDS = ("primary_key", "unique", "index", "check")


@pytest.mark.slow
@pytest.mark.django_db
def test_the_migrations_make_the_same_tables_as_the_models(tmp_path):
    environment = os.environ | {"AMENDS_TEST_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "amends_web.settings.test"}
    subprocess.run([sys.executable, "-m", "amends_web", "migrate", "--verbosity", "0"], env=environment, check=True)
    migrated = ConnectionHandler({"default": sqlite(tmp_path / "amends.sqlite3")})["default"]

    made = tables(migrated)
    migrated.close()
    assert len(made) > 80
    assert made.pop("django_migrations")
    assert made == {name: table for name, table in tables(connection).items() if name != "django_migrations"}


def tables(database):
    """Each table with its columns, in whatever order, and what must hold in it."""
    introspection = database.introspection
    with database.cursor() as cursor:
        return {
            name: (
                {column[:-3] for column in introspection.get_table_description(cursor, name)},
                {
                    (known_as(constraint), tuple(found["columns"] or ()), *(found[kind] for kind in KINDS))
                    for constraint, found in introspection.get_constraints(cursor, name).items()
                    if not found["foreign_key"]
                },
                introspection.get_relations(cursor, name),
                cursor.execute("SELECT COUNT(*) FROM pragma_table_info(%s) WHERE pk > 0", [name]).fetchone(),
            )
            for name in introspection.table_names(cursor)
        }


def known_as(constraint):
    """The name of a constraint; those without one are numbered in the order of the columns."""
    return "" if constraint.startswith("__unnamed_") else constraint
