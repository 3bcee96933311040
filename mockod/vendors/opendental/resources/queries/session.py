"""A script of MySQL, statement by statement: user variables, temporary tables, and the first result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from mockod.rest.endpoint import Page
from mockod.vendors.opendental.resources.queries.catalog import catalog
from mockod.vendors.opendental.resources.queries.compiler import Compiler, Query, Variable
from mockod.vendors.opendental.resources.queries.connection import QueryConnection
from mockod.vendors.opendental.resources.queries.parsing import parsed
from mockod.vendors.opendental.resources.queries.scopes import ColumnOf, Scope, column
from mockod.vendors.opendental.resources.queries.statements import column_texts, split, without_comments
from mockod.vendors.opendental.resources.queries.values import Kind
from mockod.vendors.opendental.resources.queries.words import NotReadOnly, not_simulated, refused

MOST_STATEMENTS = 50
"""Of one script."""
_KINDS = {
    Kind.INTEGER: "BIGINT INT MEDIUMINT SMALLINT TINYINT UBIGINT UINT USMALLINT UTINYINT BOOLEAN".split(),
    Kind.DOUBLE: "DOUBLE FLOAT".split(),
    Kind.DECIMAL: ["DECIMAL"],
    Kind.DATE: ["DATE"],
    Kind.DATETIME: "DATETIME TIMESTAMP".split(),
    Kind.TIME: ["TIME"],
    Kind.TEXT: "VARCHAR CHAR TEXT LONGTEXT MEDIUMTEXT TINYTEXT".split(),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found: its columns as MySQL calls them, their types, and the rows of one page."""

    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: Sequence[tuple[Any, ...]]


NOTHING = Result((), (), ())


def run(script: str, image: bytes, now: str, page: Page | None) -> Result:
    """Run a script on a copy of an office's data; answers a page of its first result, or with None no rows of it."""
    with _session(image, now) as session:
        try:
            return session.run(script, page)
        except RecursionError as exc:
            raise not_simulated("an expression that is nested so deeply") from exc


@contextmanager
def _session(image: bytes, now: str) -> Iterator[_Session]:
    session = _Session(image, now)
    try:
        yield session
    finally:
        session.connection.close()


class _Session:
    def __init__(self, image: bytes, now: str) -> None:
        self._values: dict[str, Any] = {}
        self._variables: dict[str, Variable] = {}
        self._temporary: dict[str, tuple[str, tuple[ColumnOf, ...]]] = {}
        self._tables = {
            name: (table, tuple(column(each, kind) for each, kind in columns.items()))
            for name, (table, columns) in catalog().items()
        }
        self._now = now
        self.connection = QueryConnection(image, self._values)

    def run(self, script: str, page: Page | None) -> Result:
        statements = split(without_comments(script))
        if not statements:
            raise refused("Query was empty")
        if len(statements) > MOST_STATEMENTS:
            raise not_simulated(f"a script of more than {MOST_STATEMENTS} statements")
        trees = [parsed(statement) for statement in statements]  # all of them, before any of them runs
        first: Result | None = None
        for statement, tree in zip(statements, trees, strict=True):
            found = self._run_one(statement, tree, page, is_first=first is None)
            first = found if first is None else first
        return first or NOTHING

    def _run_one(self, statement: str, tree: exp.Expression, page: Page | None, *, is_first: bool) -> Result | None:
        if isinstance(tree, exp.Set):
            self._set(tree)
        elif isinstance(tree, exp.Create):
            self._create(tree)
        elif isinstance(tree, exp.Drop):
            self._drop(tree)
        elif isinstance(tree, exp.Insert):
            self._insert(tree)
        elif isinstance(tree, exp.Select | exp.Union | exp.Except | exp.Intersect | exp.Subquery):
            self._begin_variables(tree)
            compiler = self._compiler()
            query = compiler.query(tree)
            rows = self._fetch(query, page if is_first else None)
            self._keep_variables(compiler)
            return Result(_names(statement, tree, query), tuple(c.value.kind for c in query.columns), rows)
        else:
            raise NotReadOnly
        return None

    def _compiler(self) -> Compiler:
        return Compiler(self._now, {**self._tables, **self._temporary}, self._variables)

    def _fetch(self, query: Query, page: Page | None) -> list[tuple[Any, ...]]:
        """The rows of a page; all are run through where variables may be set on the way."""
        kept: list[tuple[Any, ...]] = []
        with self.connection.rows(query.sql) as rows:
            for number, row in enumerate(rows):
                if page is None:
                    continue
                if number >= page.offset + page.limit:
                    break
                if number >= page.offset:
                    kept.append(row)
        return kept

    def _set(self, tree: exp.Set) -> None:
        """SET @a = …, @b = …: all values are worked out before any is set."""
        found = {}
        for item in tree.expressions:
            pair = item.this
            if not isinstance(pair, exp.EQ | exp.PropertyEQ) or not isinstance(pair.this, exp.Parameter):
                raise NotReadOnly
            found[pair.this.name.lower()] = self._value(pair.expression)
        self._variables.update(found)

    def _value(self, node: Any) -> Variable:
        compiler = self._compiler()
        value = compiler.expression(node, Scope())
        rows = self._fetch(Query(f"SELECT {value.sql}", ()), Page(1))
        self._keep_variables(compiler)
        return Variable(value.kind, rows[0][0])

    def _begin_variables(self, tree: exp.Expression) -> None:
        """``FROM …, (SELECT @n := 0) x`` sets its variable before any row is read."""
        for select in tree.find_all(exp.Select):
            is_source = isinstance(select.parent, exp.Subquery) and isinstance(
                select.parent.parent, exp.From | exp.Join
            )
            if is_source and not (select.args.get("from_") or select.args.get("from")):
                for assignment in list(select.find_all(exp.PropertyEQ)):
                    if isinstance(assignment.this, exp.Parameter):
                        self._variables[assignment.this.name.lower()] = self._value(assignment.expression)
                        assignment.replace(assignment.this.copy())
        for name, variable in self._variables.items():
            self._values[name] = variable.value

    def _keep_variables(self, compiler: Compiler) -> None:
        for name, kind in compiler.assigned.items():
            self._variables[name] = Variable(kind, self._values.get(name))

    def _create(self, tree: exp.Create) -> None:
        """CREATE TEMPORARY TABLE, of columns or of a SELECT."""
        properties = tree.args.get("properties")
        is_temporary = properties is not None and properties.find(exp.TemporaryProperty)
        if tree.args.get("kind") != "TABLE" or not is_temporary:
            raise NotReadOnly
        target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        name = target.name
        if name.lower() in self._temporary:
            if tree.args.get("exists"):
                return
            raise refused(f"Table '{name}' already exists")
        if tree.expression is not None:
            query = self._compiler().query(tree.expression)
            columns = tuple(column(c.name, c.value.kind) for c in query.columns)
            _refuse_twice(columns)
            listed = ", ".join(_quoted(c.name) for c in columns)
            inner = f"SELECT * FROM ({query.sql})"
            self._write(f"CREATE TEMP TABLE {_quoted(name)} ({listed})")
            self._write(f"INSERT INTO temp.{_quoted(name)} {inner}")
        elif isinstance(tree.this, exp.Schema):
            columns = tuple(_declared(part) for part in tree.this.expressions if isinstance(part, exp.ColumnDef))
            _refuse_twice(columns)
            self._write(f"CREATE TEMP TABLE {_quoted(name)} ({', '.join(_quoted(c.name) for c in columns)})")
        else:
            raise not_simulated("such a temporary table")
        self._temporary[name.lower()] = (name, columns)

    def _drop(self, tree: exp.Drop) -> None:
        """DROP TABLE of one table."""
        target = (tree.args.get("tables") or [tree.this])[0]
        if tree.args.get("kind") != "TABLE":
            raise NotReadOnly
        known = self._temporary.get(target.name.lower())
        if known is None and not tree.args.get("temporary"):
            raise NotReadOnly
        if known is None and not tree.args.get("exists"):
            raise refused(f"Unknown table 'opendental.{target.name}'")
        if known is not None:
            self._write(f"DROP TABLE temp.{_quoted(known[0])}")
            del self._temporary[target.name.lower()]

    def _insert(self, tree: exp.Insert) -> None:
        """INSERT INTO a temporary table, of rows or of a SELECT."""
        target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        known = self._temporary.get(target.name.lower())
        if known is None:
            raise NotReadOnly
        listed = [part.name for part in tree.this.expressions] if isinstance(tree.this, exp.Schema) else []
        columns = f" ({', '.join(map(_quoted, listed))})" if listed else ""
        compiler = self._compiler()
        if isinstance(tree.expression, exp.Values):
            rows = (
                ", ".join(compiler.expression(v, Scope()).sql for v in r.expressions)
                for r in tree.expression.expressions
            )
            source = f"VALUES {', '.join(f'({row})' for row in rows)}"
        elif tree.expression is not None:
            source = compiler.query(tree.expression).sql
        else:
            raise not_simulated("such an INSERT")
        self._write(f"INSERT INTO temp.{_quoted(known[0])}{columns} {source}")

    def _write(self, sql: str) -> None:
        self.connection.write_temporary(sql)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _refuse_twice(columns: Sequence[ColumnOf]) -> None:
    names = [each.name.lower() for each in columns]
    for name in names:
        if names.count(name) > 1 or not name:
            raise refused(f"Duplicate column name '{name}'")


def _declared(part: Any) -> ColumnOf:
    kind = part.args.get("kind")
    found = _KIND_OF.get(kind.this.name if kind is not None else "")
    if found is None:
        raise not_simulated(f"a column like {part.name}")
    return column(part.name, found)


def _names(statement: str, tree: exp.Expression, query: Query) -> tuple[str, ...]:
    """What the answer's columns are called: an expression without an alias by its own text."""
    names = [each.name for each in query.columns]
    first: Any = tree
    while not isinstance(first, exp.Select):
        first = first.this
    texts = column_texts(statement)
    if len(texts) == len(first.expressions) == len(names):
        for number, item in enumerate(first.expressions):
            if not isinstance(item, exp.Alias | exp.Column | exp.Star | exp.Literal):
                names[number] = texts[number]
    return tuple(names)
