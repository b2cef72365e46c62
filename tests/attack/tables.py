"""Two databases table by table. What is worked out from the rest is not compared: tokens of texts, and by what forms the
search index was made last; verify looks at the index itself."""
import sqlite3

WORKED_OUT = {"qt_tokens"}
TABLES = "select name from sqlite_schema where type = 'table' and name not like 'search%'"


def columns(db, table):
    return sorted(row[1] for row in db.execute(f'pragma table_info("{table}")'))


def rows(db, table, names):
    chosen = ", ".join(f'"{name}"' for name in names)
    where = " where name not like 'search.%'" if table == "meta" else ""
    return sorted(map(repr, db.execute(f'select {chosen} from "{table}"{where}')))


def differences(one, other, but=()):
    """Table by table: what only one has. but: tables that are left out."""
    a, b = sqlite3.connect(one), sqlite3.connect(other)
    names = [{n for n, in db.execute(TABLES)} - WORKED_OUT - set(but) for db in (a, b)]
    found = [f"table {n}" for n in sorted(names[0] ^ names[1])]
    for table in sorted(names[0] & names[1]):
        if columns(a, table) != columns(b, table):
            found.append(f"{table}: columns {set(columns(a, table)) ^ set(columns(b, table))}")
            continue
        of = [rows(db, table, columns(a, table)) for db in (a, b)]
        if of[0] != of[1]:
            only = [[r for r in x if r not in y][:2] for x, y in (of, of[::-1])]
            found.append(f"{table} ({', '.join(columns(a, table))}): {only}")
    schema = [sorted(db.execute("select type, name, tbl_name from sqlite_schema")) for db in (a, b)]
    if schema[0] != schema[1]:
        found.append(f"schema: {set(schema[0]) ^ set(schema[1])}")
    a.close()
    b.close()
    return found
