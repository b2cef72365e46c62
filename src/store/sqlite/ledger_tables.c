/* The tables of money: transfers, what they settle of each other, receipts. Nothing in them is changed or taken out:
 * the guards see to it, and verify compares the guards with their texts. Indexes have names that no register can have.
 */
#include "gate.h"
#include "sqlite/schema.h"

#define NO_CHANGE(table)                                                                                               \
    "CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table                                                       \
    " BEGIN SELECT raise(ABORT, 'the ledger cannot be changed'); END",                                                 \
        "CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table                                                   \
        " BEGIN SELECT raise(ABORT, 'the ledger cannot be shortened'); END"

#define BALANCE_ADD(account, debit, credit)                                                                            \
    "INSERT INTO qt_balance(account, day, debit, credit) VALUES(" account ", new.day, " debit ", " credit ")"          \
    " ON CONFLICT(account, day) DO UPDATE SET debit = debit + excluded.debit, credit = credit + excluded.credit;"

const char *const ledger_tables[] = {
    /* event: the line of the journal; at: when it was typed; day: to which it is booked */
    "CREATE TABLE transfer(id INTEGER PRIMARY KEY, event INTEGER NOT NULL, at INTEGER NOT NULL, day TEXT NOT NULL,"
    " debit TEXT NOT NULL, credit TEXT NOT NULL CHECK(debit <> credit), unit TEXT NOT NULL, party TEXT NOT NULL,"
    " object TEXT NOT NULL, amount INTEGER NOT NULL CHECK(amount > 0), kind TEXT NOT NULL, due TEXT NOT NULL,"
    " period TEXT NOT NULL, tariff TEXT NOT NULL DEFAULT '', base INTEGER, upto TEXT NOT NULL DEFAULT '',"
    " register TEXT NOT NULL, record INTEGER NOT NULL, reverses INTEGER UNIQUE, key TEXT UNIQUE) STRICT",
    "CREATE INDEX \"transfer:event\" ON transfer(event)",
    "CREATE INDEX \"transfer:unit\" ON transfer(unit, party)",
    "CREATE INDEX \"transfer:record\" ON transfer(register, record)",
    "CREATE INDEX \"transfer:debit\" ON transfer(debit, day)",
    "CREATE INDEX \"transfer:credit\" ON transfer(credit, day)",
    /* src: the money, dst: what it settles; a row with `reverses` frees that one again */
    "CREATE TABLE alloc(id INTEGER PRIMARY KEY, event INTEGER NOT NULL, at INTEGER NOT NULL, day TEXT NOT NULL,"
    " src INTEGER NOT NULL, dst INTEGER NOT NULL, amount INTEGER NOT NULL CHECK(amount > 0), reverses INTEGER UNIQUE)"
    " STRICT",
    "CREATE INDEX \"alloc:event\" ON alloc(event)",
    "CREATE INDEX \"alloc:src\" ON alloc(src)",
    "CREATE INDEX \"alloc:dst\" ON alloc(dst)",
    /* copy 0, void 0: the receipt itself; void 1: it was reversed; copy n: printed once more */
    /* the key's columns first: integrity_check of SQLite 3.40 reads the others at the wrong place */
    "CREATE TABLE receipt(series TEXT NOT NULL, no INTEGER NOT NULL CHECK(no > 0), copy INTEGER NOT NULL,"
    " void INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY(series, no, copy, void)) STRICT, WITHOUT ROWID",
    "CREATE INDEX \"receipt:event\" ON receipt(event)",
    /* What moved on an account on a day: worked out, so that a balance need not read all transfers. */
    "CREATE TABLE qt_balance(account TEXT NOT NULL, day TEXT NOT NULL, debit INTEGER NOT NULL, credit INTEGER NOT NULL,"
    " PRIMARY KEY(account, day)) STRICT, WITHOUT ROWID",
    "CREATE TRIGGER transfer_balance AFTER INSERT ON transfer BEGIN " BALANCE_ADD(
        "new.debit", "new.amount", "0") " " BALANCE_ADD("new.credit", "0", "new.amount") " END",
    NO_CHANGE("transfer"),
    NO_CHANGE("alloc"),
    NO_CHANGE("receipt"),
    "CREATE TRIGGER transfer_append_only BEFORE INSERT ON transfer"
    " WHEN EXISTS (SELECT 1 FROM transfer WHERE id >= new.id)"
    " BEGIN SELECT raise(ABORT, 'the ledger only grows at its end'); END",
    "CREATE TRIGGER alloc_append_only BEFORE INSERT ON alloc"
    " WHEN EXISTS (SELECT 1 FROM alloc WHERE id >= new.id)"
    " BEGIN SELECT raise(ABORT, 'the ledger only grows at its end'); END",
    NULL,
};

int ledger_tables_make(struct db *db)
{
    struct stmt *st = db_stmt(db, "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                  " AND name IN ('transfer', 'alloc', 'receipt') LIMIT 1");
    char *taken = NULL;
    int rc = row_text(db, st, &taken);
    if (rc > 0)
        rc = fault(QT_REFUSED,
                   _("The register %s has the name of a table that this version needs for money. Give it another name "
                     "with the program that made it."),
                   taken);
    free(taken);
    for (size_t i = 0; rc == 0 && ledger_tables[i]; i++)
        rc = db_exec(db, ledger_tables[i]);
    return rc;
}
