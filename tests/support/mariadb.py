"""A MariaDB of the tests' own: started on a socket in a folder of its own, and filled with an office's rows."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from socket import AF_UNIX
from socket import socket as unix_socket
from typing import Any

import pymysql
from pymysql.constants import CLIENT

from mockod.vendors.opendental.resources.queries.catalog import catalog
from mockod.vendors.opendental.resources.queries.values import Kind
from support.api_client import ApiClient
from support.db import database

SECONDS_TO_START = 60
"""Until the server takes connections, on a busy machine."""
TYPES = {
    Kind.INTEGER: "bigint",
    Kind.DOUBLE: "double",
    Kind.TEXT: "text",
    Kind.DATE: "date",
    Kind.DATETIME: "datetime",
    Kind.TIME: "time",
}
IS_INSTALLED = all(shutil.which(name) for name in ("mariadbd", "mariadb-install-db"))


@contextmanager
def mariadb_server(folder: Path) -> Iterator[Callable[[], Any]]:
    """A server whose data are below ``folder``; yields what connects to it."""
    data, socket = folder / "data", folder / "s"
    common = ["--no-defaults", f"--datadir={data}"]
    with (folder / "log").open("wb") as log:
        made = ["mariadb-install-db", *common, "--skip-test-db", "--auth-root-authentication-method=normal"]
        subprocess.run([*made, *_as_user()], check=True, stdout=log, stderr=log, timeout=120)
        program = [
            "mariadbd",
            *common,
            *_as_user(),
            "--skip-networking",
            "--lower-case-table-names=1",
            f"--socket={socket}",
            f"--pid-file={folder}/pid",
        ]
        quick = ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M", "--skip-log-bin"]
        server = subprocess.Popen([*program, *quick], stdout=log, stderr=log)
    try:
        until = time.monotonic() + SECONDS_TO_START
        while True:
            with suppress(OSError), closing(unix_socket(AF_UNIX)) as probe:
                probe.connect(str(socket))
                break
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError((folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.1)
        yield lambda: _connected(socket)
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(timeout=10)


def _as_user() -> list[str]:
    return ["--user=root"] if os.getuid() == 0 else []


def _connected(socket: Path) -> Any:
    return pymysql.connect(
        unix_socket=str(socket),
        user="root",
        charset="utf8mb4",
        autocommit=True,
        client_flag=CLIENT.MULTI_STATEMENTS,
        connect_timeout=5,
        read_timeout=30,
    )


def fill(connection: Any, office: ApiClient, now: datetime) -> None:
    """Give MariaDB the office's tables and rows, and the office's time."""
    with connection.cursor() as cursor:
        cursor.execute("SET NAMES utf8mb4 COLLATE utf8mb4_general_ci")
        cursor.execute("SET sql_mode = '', time_zone = '+00:00'")
        cursor.execute("CREATE DATABASE opendental CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")
        cursor.execute("USE opendental")
        for table, columns in catalog().values():
            described = ", ".join(f"`{name}` {TYPES[kind]} NOT NULL" for name, kind in columns.items())
            cursor.execute(f"CREATE TABLE `{table}` ({described}) ENGINE=MyISAM")
            names = ", ".join(f'"{name}"' for name in columns)
            rows = database(office).rows(f'SELECT {names} FROM "{table}"')
            if rows:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO `{table}` VALUES ({marks})", rows)
        cursor.execute(f"SET timestamp = {int((now - datetime(1970, 1, 1)).total_seconds())}")


def answer(connection: Any, script: str) -> tuple[list[str], list[list[Any]]]:
    """Names and rows of a script's first result, spelled as mockod's JSON has them."""
    with connection.cursor() as cursor:
        cursor.execute(script)
        found: tuple[list[str], list[list[Any]]] | None = None
        while True:
            if cursor.description and found is None:
                names = [column[0] for column in cursor.description]
                found = names, [[spelled(value) for value in row] for row in cursor.fetchall()]
            if not cursor.nextset():
                return found or ([], [])


def spelled(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00"
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return value.decode() if isinstance(value, bytes) else value


def compared(rows: Sequence[Sequence[Any]], *, ordered: bool) -> list[list[Any]]:
    """Rows as two databases' are compared: numbers to nine digits, in their order or in one of their own."""
    rounded = [[float(f"{v:.9g}") if isinstance(v, float | int) else v for v in row] for row in rows]
    return rounded if ordered else sorted(rounded, key=repr)
