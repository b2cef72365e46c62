/* Words of SQL that only this engine knows, for the statements of the rest of the store: another engine has a file of
 * its own like this one. What both know (ON CONFLICT, coalesce, LIMIT) stands in the statements themselves. */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

/* A row that fails ends the statement and undoes nothing before it. With the engine's usual way every line would open
 * a statement journal, and that makes FTS5 write out what it holds. */
#define SQL_APPEND_TO "INSERT OR FAIL INTO "
#define SQL_SET_IN "UPDATE OR FAIL "
#define SQL_ADD_MISSING_TO "INSERT OR IGNORE INTO "

/* ---- tables ---------------------------------------------------------------------------------------- */
/* Of table ?1: its columns in order; its tables of child rows, each by what follows the table's own name. */
#define SQL_COLUMN_NAMES "SELECT name FROM pragma_table_info(?1) ORDER BY cid"
#define SQL_HAS_COLUMN "SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2"
#define SQL_CHILD_TABLES                                                                                               \
    "SELECT DISTINCT substr(m.name, length(?1) + 2) FROM sqlite_schema m, pragma_foreign_key_list(m.name) k"           \
    " WHERE m.type = 'table' AND k.\"table\" = ?1"

/* All but the engine's own, those of child rows and of the search. */
#define SQL_TABLES                                                                                                     \
    "(SELECT name FROM sqlite_schema WHERE type = 'table' AND instr(name, '.') = 0 AND substr(name, 1, 7) <> "         \
    "'sqlite_'"                                                                                                        \
    " AND name <> 'search' AND substr(name, 1, 7) <> 'search_')"

/* ---- JSON ------------------------------------------------------------------------------------------ */
/* The numbers of a JSON array in a parameter, as a list for IN. */
#define SQL_NUMBERS_OF(parameter) "(SELECT value FROM json_each(" parameter "))"
/* Members of b put over those of a; the object that follows without what is named then, each SQL_MEMBER, and ")". */
#define SQL_MERGED(a, b) "json_patch(" a ", " b ")"
#define SQL_WITHOUT "json_remove("
#define SQL_MEMBER ", '$.%s'"
/* A row for each member of an object, its name. */
#define SQL_MEMBERS_OF(json) "json_each(" json ")"
#define SQL_MEMBER_NAME "key"
/* The members of an array within an object, as rows with a column value. */
#define SQL_ITEMS_OF(json, array) "json_each(" json ", '$." array "')"
/* One member of an object, as a number or a text. */
#define SQL_VALUE_OF(json, member) json " ->> '" member "'"
/* Child rows travel as an array of arrays: built from the rows between these two, */
#define SQL_ARRAYS_BEGIN "json_group_array(json_array("
#define SQL_ARRAYS_END "))"
/* and taken apart: one row for each array in the parameter, its place and its items. */
#define SQL_ARRAYS_OF(parameter) "json_each(" parameter ")"
#define SQL_ARRAY_PLACE "key"
#define SQL_ARRAY_ITEM "value ->> %zu"

/* ---- the search index (FTS5) ----------------------------------------------------------------------------- */
/* ?1 id in the index, ?2 its tokens; a contentless table takes back only what it is given, word for word. */
#define SEARCH_SQL_ADD "INSERT INTO search(rowid, t) VALUES(?1, ?2)"
#define SEARCH_SQL_DROP "INSERT INTO search(search, rowid, t) VALUES('delete', ?1, ?2)"
#define SEARCH_SQL_EMPTY "INSERT INTO search(search) VALUES('delete-all')"
/* ?1 expression, ?2 and ?3 first and last id; greatest or smallest first. */
#define SEARCH_SQL_FIND SEARCH_SQL_RANGE " DESC"
#define SEARCH_SQL_FIND_UP SEARCH_SQL_RANGE " ASC"
#define SEARCH_SQL_RANGE "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid"
/* All words with the ids that have them, in order of the words, from word ?1 on: a table that this connection alone
 * sees.
 */
#define SEARCH_SQL_WORDS_TABLE                                                                                         \
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, instance)"
#define SEARCH_SQL_WORDS "SELECT term, doc FROM temp.search_words WHERE term >= ?1"

#endif
