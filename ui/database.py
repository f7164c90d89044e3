"""Where rows are kept: a SQLite file of this installation, or a PostgreSQL that several servers share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
    TimeoutError,
)
from sqlalchemy.pool import NullPool

Change = tuple[str, Mapping[str, Any]]  # SQL that both take, and the values of its names
# Seconds, or milliseconds where PostgreSQL counts so: whoever looks at rows waits no longer for a server that is away.
_IMPATIENT = {
    "connect_timeout": 3, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2,
    "tcp_user_timeout": 5_000, "options": "-c statement_timeout=5000 -c lock_timeout=5000",
    "application_name": "assistant-medical",
}  # fmt: skip


class DatabaseError(OSError):
    """Rows could not be read or written. ``away``: it may do later, nothing is wrong with them."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error).partition("\n")[0])  # the other lines may hold a question
        self.away = isinstance(error, OperationalError | InterfaceError | TimeoutError | OSError)


class Database:
    """One table. Thread-safe; its columns are ``columns``, after ``rowid``, which counts the rows."""

    def __init__(self, place: Path | str, table: str, columns: str, sought: str = "") -> None:
        """Take a file, made at the first row, or the address of a PostgreSQL. Neither is opened yet.

        ``sought``: the column by which rows of many servers are found without reading them all.
        """
        self.file = place if isinstance(place, Path) else None
        self._engine = _of_file(place) if isinstance(place, Path) else _of_server(place)
        count = "" if self.file else "rowid BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "  # SQLite has its own
        self._table = [f"CREATE TABLE IF NOT EXISTS {table} ({count}{columns})"]
        if sought and not self.file:
            self._table.append(f"CREATE INDEX IF NOT EXISTS {table}_{sought} ON {table} ({sought})")
        self._made = False

    def write(self, *changes: Change) -> None:
        """Make changes, all or none. Raises DatabaseError."""
        try:
            self._make()
            with self._engine.begin() as rows:
                for sql, values in changes:
                    rows.execute(text(sql), dict(values))
        except (SQLAlchemyError, OSError, ValueError) as error:
            raise DatabaseError(error) from error

    def read(self, sql: str, **values: Any) -> Sequence[Sequence[Any]]:
        """Return rows; none where nothing was ever written. Raises DatabaseError."""
        if self.file and not self.file.exists():
            return []
        try:
            if not self.file:
                self._make()
            with self._engine.connect() as rows:
                return [tuple(row) for row in rows.execute(text(sql), values)]
        except SQLAlchemyError as error:
            raise DatabaseError(error) from error

    def close(self) -> None:
        """Hang up; rows may still be written and read, which opens it again."""
        self._engine.dispose()

    def _make(self) -> None:
        """Make the table. A file may go at any time; of a server, once is enough."""
        if self.file:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.touch(mode=0o600)  # only this user may read it
        elif self._made:
            return
        try:
            self._execute(*self._table)
        except (IntegrityError, ProgrammingError):  # another server made it at the same moment
            self._execute(*self._table)
        self._made = True

    def _execute(self, *statements: str) -> None:
        with self._engine.begin() as rows:
            for sql in statements:
                rows.execute(text(sql))


def answers(address: str) -> bool:
    """Whether a PostgreSQL answers, and lets us in. Nothing is changed there."""
    engine = _of_server(address)
    try:
        with engine.connect() as rows:
            return rows.execute(text("SELECT 1")).scalar() == 1
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()


def _of_file(file: Path) -> Engine:
    url = URL.create("sqlite", database=str(file))
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 5})

    @event.listens_for(engine, "connect")
    def overwriting(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA secure_delete = ON")  # deleted rows leave no byte

    return engine


def _of_server(address: str) -> Engine:
    url = make_url(address).set(drivername="postgresql+psycopg")
    pool = {"pool_size": 2, "max_overflow": 3, "pool_timeout": 5, "pool_pre_ping": True}
    return create_engine(url, connect_args=_IMPATIENT, hide_parameters=True, **pool)
