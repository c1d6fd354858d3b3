"""Reads the next rows of a source: read-only, at most a batch, always forward from the cursor."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import orjson
import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.rows import dict_row

from onewindow.exchange.addresses import check, pinned
from onewindow.exchange.feeds.files import rows_of

Rows = list[dict[str, object]]
Cursor = dict[str, Any]
LARGEST, SECONDS = 20_000_000, 10


class SourceDown(Exception):
    """The source gave nothing usable; the text says why, without secrets."""


def read(declaration: Mapping[str, Any], cursor: Cursor, secret: str) -> tuple[Rows, Cursor]:
    """Return the next rows and where to go on; raise SourceDown."""
    source, most = declaration["source"], int(declaration["batch"])
    try:
        return _READERS[source["type"]](source, cursor, secret, most)
    except SourceDown:
        raise
    except Exception as error:  # whatever drivers and parsers of foreign bytes raise, the source is at fault
        raise SourceDown(f"{type(error).__name__}：{str(error)[:200]}") from error


def _rest(source: Mapping[str, Any], cursor: Cursor, secret: str, most: int) -> tuple[Rows, Cursor]:
    """Ask for the rows after the cursor; the answer is {"rows": […], "next": …}, `next` the new cursor."""
    url, headers, extensions = pinned(source["url"])
    asked = {
        source.get("cursor", "after"): str(cursor.get("at", "")),
        source.get("limit", "limit"): str(most),
    }
    headers["Accept"] = "application/json"
    if secret:
        headers[source.get("header", "Authorization")] = secret
    with (
        httpx.Client(timeout=SECONDS, trust_env=False, follow_redirects=False) as client,
        client.stream("GET", url, params=asked, headers=headers, extensions=extensions) as answer,
    ):
        if answer.status_code != 200:
            raise SourceDown(f"状态码{answer.status_code}")
        data = bytearray()
        for piece in answer.iter_bytes():
            data += piece
            if len(data) > LARGEST:
                raise SourceDown("答复太大")
    told = orjson.loads(bytes(data))
    rows = told["rows"]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceDown("答复不是约定的格式")
    return rows[:most], {"at": str(told["next"])} if rows else cursor


def _postgres(source: Mapping[str, Any], cursor: Cursor, secret: str, most: int) -> tuple[Rows, Cursor]:
    address = check(source["host"], source["port"])
    names = [sql.Identifier(name) for name in _columns(source)]
    at, key = sql.Identifier(source["cursor"]), sql.Identifier(source["key"])
    query = sql.SQL("SELECT {columns} FROM {table}").format(
        columns=sql.SQL(", ").join(names), table=sql.Identifier(*source["table"].split("."))
    )
    values: list[object] = []
    if cursor:
        query += sql.SQL(" WHERE ({at}, {key}) > (%s, %s)").format(at=at, key=key)
        values = [cursor["at"], cursor["key"]]
    query += sql.SQL(" ORDER BY {at}, {key} LIMIT %s").format(at=at, key=key)
    with (
        psycopg.connect(
            host=source["host"], hostaddr=address, port=source["port"], dbname=source["database"],
            user=source["user"], password=secret, connect_timeout=5,
            options="-c default_transaction_read_only=on -c statement_timeout=8000",
        ) as connection,
        connection.cursor(row_factory=dict_row) as reader,
    ):  # fmt: skip
        rows = reader.execute(query, [*values, most]).fetchall()
    return _forward(rows, source, cursor)


def _mysql(source: Mapping[str, Any], cursor: Cursor, secret: str, most: int) -> tuple[Rows, Cursor]:
    import pymysql
    from pymysql.cursors import DictCursor

    address = check(source["host"], source["port"])
    at, key = f"`{source['cursor']}`", f"`{source['key']}`"
    columns = ", ".join(f"`{name}`" for name in _columns(source))
    table = ".".join(f"`{part}`" for part in source["table"].split("."))
    where = f" WHERE ({at}, {key}) > (%s, %s)" if cursor else ""
    values = [cursor["at"], cursor["key"]] if cursor else []
    query = f"SELECT {columns} FROM {table}{where} ORDER BY {at}, {key} LIMIT %s"  # noqa: S608  names are checked
    try:
        connection = pymysql.connect(
            host=address, port=source["port"], user=source["user"], password=secret,
            database=source["database"], charset="utf8mb4", connect_timeout=5, read_timeout=SECONDS,
            cursorclass=DictCursor,
        )  # fmt: skip
    except pymysql.Error as error:
        raise SourceDown(str(error)[:200]) from error
    with connection:
        reader = connection.cursor()
        reader.execute("SET SESSION TRANSACTION READ ONLY")
        reader.execute(query, [*values, most])
        rows = list(reader.fetchall())
    return _forward(rows, source, cursor)


def _columns(source: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys([*source["columns"], source["cursor"], source["key"]]))


def _forward(rows: Rows, source: Mapping[str, Any], cursor: Cursor) -> tuple[Rows, Cursor]:
    if not rows:
        return rows, cursor
    last = rows[-1]
    if last[source["cursor"]] is None or last[source["key"]] is None:
        raise SourceDown("增量列或主键有空值")
    plain = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return plain, {"at": str(last[source["cursor"]]), "key": str(last[source["key"]])}


def _plain(value: object) -> object:
    """Return a database value as JSON has it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat is not None else str(value)


def _folder(source: Mapping[str, Any], cursor: Cursor, secret: str, most: int) -> tuple[Rows, Cursor]:
    """Read the next file by name, whole, in as many batches as it takes."""
    place = folders() / source["folder"]
    if not place.is_dir():
        raise SourceDown(f"没有目录{source['folder']}")
    return _next_file(
        sorted(one.name for one in place.iterdir() if one.is_file() and not one.name.startswith(".")),
        lambda name: (place / name).read_bytes(), source, cursor, most,
    )  # fmt: skip


def _sftp(source: Mapping[str, Any], cursor: Cursor, secret: str, most: int) -> tuple[Rows, Cursor]:
    from onewindow.exchange.feeds.sftp import SftpDown, opened

    try:
        with opened(source, check(source["host"], source["port"]), secret) as folder:
            return _next_file(folder.names(), folder.read, source, cursor, most)
    except SftpDown as down:
        raise SourceDown(str(down)) from down


def _next_file(
    names: list[str], load: Callable[[str], bytes], source: Mapping[str, Any], cursor: Cursor, most: int
) -> tuple[Rows, Cursor]:
    done, within = cursor.get("file", ""), int(cursor.get("row", 0))
    unfinished = [name for name in names if name > done or (name == done and within)]
    if not unfinished:
        return [], cursor
    name = unfinished[0]
    begin = within if name == done else 0
    data = load(name)
    if len(data) > LARGEST:
        raise SourceDown(f"文件{name}太大")
    rows = rows_of(data, source["format"], source.get("rows", ""))
    piece = rows[begin : begin + most]
    end = begin + len(piece)
    return piece, {"file": name, "row": end if end < len(rows) else 0}


def folders() -> Path:
    """Return the one place below which feeds may read files."""
    told = getattr(settings, "EXCHANGE_FOLDERS", "") or os.environ.get("ONEWINDOW_EXCHANGE_FOLDERS", "")
    return Path(told) if told else Path(settings.HOME) / "feeds"


_READERS: dict[str, Callable[[Mapping[str, Any], Cursor, str, int], tuple[Rows, Cursor]]] = {
    "rest": _rest,
    "postgres": _postgres,
    "mysql": _mysql,
    "folder": _folder,
    "sftp": _sftp,
}
