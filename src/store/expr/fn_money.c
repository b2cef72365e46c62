/* Functions of expressions that read the ledger. */
#include "expr/fn.h"

/* May it be told to whoever asks? NULL unit: of the whole house. */
static bool money_told(struct db *db, const char *unit)
{
    return !db->host.money || db->host.money(db->host.arg, unit);
}

/* owes(unit), owes(unit, day): all that is owed; of it what was to be paid by that day. */
static void fn_owes(ctx *c, int n, val **v)
{
    struct db *db = db_of(c);
    const char *due = n > 1 ? text_of(v[1]) : NULL;
    struct civil day;
    int64_t sum = 0;
    if (is_null(v[0]) || is_null(v[n - 1]) || !db || !money_told(db, text_of(v[0])))
        return;
    if (due && !date_read(due, &day)) {
        sqlite3_result_error(c, "owes() takes a unit, and a day", -1);
        return;
    }
    for (size_t i = 0; i < db->forms->chart.naccounts; i++) {
        int64_t one = 0;
        const struct account *a = &db->forms->chart.accounts[i];
        if (a->items && ledger_owes(db, a->name, text_of(v[0]), due, &one) < 0) {
            sqlite3_result_error(c, fault_text(), -1);
            return;
        }
        sum += one;
    }
    sqlite3_result_int64(c, sum);
}

/* unpaid('charge F2611-0001'): what of the debt booked under that key is not settled. */
static void fn_unpaid(ctx *c, int n, val **v)
{
    struct db *db = db_of(c);
    char *unit = NULL;
    int64_t left = 0;
    (void)n;
    if (is_null(v[0]) || !db)
        return;
    int rc = ledger_unpaid(db, text_of(v[0]), &unit, &left);
    if (rc < 0)
        sqlite3_result_error(c, fault_text(), -1);
    else if (rc > 0 && money_told(db, unit))
        sqlite3_result_int64(c, left);
    free(unit);
}

static bool account_is(const struct account *a, const char *name)
{
    return strcmp(a->name, name) == 0 || (a->group && strcmp(a->group, name) == 0);
}

/* balance('deposit.key', unit, party, object): as the account counts, of what the arguments narrow it to. */
static void fn_balance(ctx *c, int n, val **v)
{
    struct db *db = db_of(c);
    int64_t sum = 0;
    bool known = !db;
    if (n < 1 || n > 4) {
        sqlite3_result_error(c, "balance() takes an account, and a unit, a party and an object of it", -1);
        return;
    }
    for (int i = 0; i < n; i++)
        if (is_null(v[i]))
            return;
    if (!db || !money_told(db, n > 1 ? text_of(v[1]) : NULL))
        return;
    struct money_of of = {n > 1 ? text_of(v[1]) : NULL, n > 2 ? text_of(v[2]) : NULL, n > 3 ? text_of(v[3]) : NULL};
    for (size_t i = 0; i < db->forms->chart.naccounts; i++) {
        const struct account *a = &db->forms->chart.accounts[i];
        int64_t one = 0;
        if (!account_is(a, text_of(v[0])))
            continue;
        known = true;
        if (ledger_sum(db, a->name, &of, NULL, &one) < 0) {
            sqlite3_result_error(c, fault_text(), -1);
            return;
        }
        sum += account_is_debit(a) ? one : -one;
    }
    if (known)
        sqlite3_result_int64(c, sum);
    else
        sqlite3_result_error(c, "no such account", -1);
}

const struct expr_function expr_money_functions[] = {
    {"owes", 1, fn_owes}, {"owes", 2, fn_owes}, {"unpaid", 1, fn_unpaid}, {"balance", -1, fn_balance}, {NULL, 0, NULL},
};
