/* The demo building: staff, two towers, the people in them, and three months of invented life that end now.
 * Made from the files in data/demo and a fixed seed, so that it is the same for everybody at the same moment. */
#include "demo/demo.h"

#define DEMO_PIN "1234" /* for practice only; init says it */
#define DEMO_BUILDING "联合广场"

static int write_new(struct demo *m, struct record *r)
{
    int rc = desk_write(m->d, "create", NULL, r);
    record_free(r);
    return rc;
}

static const struct form *need_form(struct demo *m, const char *name)
{
    const struct form *f = forms_find(desk_forms(m->d), name);
    if (!f)
        (void)fault(QT_NOTFOUND, _("The demo building needs the form '%s'."), name);
    return f;
}

static int add_person(struct demo *m, const char *unit, const char *name, const char *relation, const char *phone)
{
    const struct form *f = need_form(m, "person");
    if (!f)
        return QT_NOTFOUND;
    struct record *r = desk_new(m->d, f);
    demo_set(r, "unit", unit);
    demo_set(r, "name", name);
    demo_set(r, "relation", relation);
    demo_set(r, "phone", phone);
    if (demo_chance(m, 30)) {
        char *id = demo_id_number(m);
        demo_set(r, "id_number", id);
        free(id);
    }
    return write_new(m, r);
}

/* A tenant is a firm in an office tower, a person elsewhere; the firm's people come and go as employees. */
static int add_tenant(struct demo *m, struct record *unit, bool office, char **host)
{
    const char *code = record_number(unit);
    char *name = demo_name(m), *phone = demo_phone(m);
    demo_set(unit, "tenant", office ? demo_pick(m, &m->firms, 0) : name);
    demo_set(unit, "tenant_phone", phone);
    int rc = add_person(m, code, name, office ? "employee" : "tenant", phone);
    free(*host);
    *host = name;
    free(phone);
    return rc;
}

static int add_unit(struct demo *m, const struct form *f, size_t row, int floor, int door)
{
    const struct table *t = &m->units;
    bool office = strcmp(table_cell(t, row, 3), "office") == 0, vacant = demo_chance(m, 4);
    char *code = mem_printf("%s-%02d%02d", table_cell(t, row, 0), floor, door);
    char *owner = demo_name(m), *phone = demo_phone(m), *second = demo_phone(m), *plate = demo_plate(m),
         *host = mem_dup(owner);
    struct record *r = desk_new(m->d, f);
    demo_set(r, "code", code);
    demo_set(r, "number", code);
    demo_set(r, "tower", table_cell(t, row, 0));
    demo_set_int(r, "floor", floor);
    demo_set_int(r, "area",
                 demo_between(m, strtol(table_cell(t, row, 6), NULL, 10), strtol(table_cell(t, row, 7), NULL, 10)));
    demo_set(r, "use", vacant ? "vacant" : table_cell(t, row, 3));
    demo_set(r, "zone", table_cell(t, row, 4));
    demo_set(r, "caretaker", table_cell(t, row, 5));
    demo_set(r, "owner", owner);
    demo_set(r, "owner_phone", phone);
    demo_set(r, "contact_1", phone);
    demo_set(r, "contact_2", second);
    if (demo_chance(m, 35))
        demo_set(r, "plates", plate);
    bool quiet = demo_chance(m, 3);
    if (quiet)
        demo_set_int(r, "no_call", 1);
    int rc = add_person(m, code, owner, "owner", phone);
    if (rc == QT_OK && !vacant && demo_chance(m, office ? 85 : 35))
        rc = add_tenant(m, r, office, &host);
    else if (rc == QT_OK && !vacant && !office && demo_chance(m, 60)) {
        char *other = demo_name(m), *other_phone = demo_phone(m);
        rc = add_person(m, code, other, "family", other_phone);
        free(other);
        free(other_phone);
    }
    m->unit = mem_resize(m->unit, m->nunits + 1, sizeof *m->unit);
    m->host = mem_resize(m->host, m->nunits + 1, sizeof *m->host);
    m->quiet = mem_resize(m->quiet, m->nunits + 1, sizeof *m->quiet);
    m->quiet[m->nunits] = quiet;
    m->unit[m->nunits] = code;
    m->host[m->nunits++] = host;
    free(owner);
    free(phone);
    free(second);
    free(plate);
    if (rc != QT_OK) {
        record_free(r);
        return rc;
    }
    return write_new(m, r);
}

static int add_watch(struct demo *m)
{
    static const char *const fields[] = {"name", "aliases", "plate", "firm", "reason"};
    const struct form *f = need_form(m, "watch");
    int rc = f ? QT_OK : QT_NOTFOUND;
    for (size_t i = 0; rc == QT_OK && i < m->watch.n; i++) {
        struct record *r = desk_new(m->d, f);
        for (size_t k = 0; k < ARRAY_LEN(fields); k++)
            demo_set(r, fields[k], table_cell(&m->watch, i, k));
        rc = write_new(m, r);
    }
    return rc;
}

int demo_building(struct demo *m)
{
    const struct form *f = need_form(m, "unit");
    int rc = f ? QT_OK : QT_NOTFOUND;
    for (size_t i = 0; rc == QT_OK && i < m->units.n; i++) {
        long floors = strtol(table_cell(&m->units, i, 1), NULL, 10),
             doors = strtol(table_cell(&m->units, i, 2), NULL, 10), n;
        for (n = 0; rc == QT_OK && n < floors * doors; n++)
            rc = add_unit(m, f, i, (int)(n / doors) + 1, (int)(n % doors) + 1);
    }
    return rc == QT_OK ? add_watch(m) : rc;
}

int demo_permits(struct demo *m)
{
    static const char *const fields[] = {"kind", "weekdays", "from_time", "to_time", "instruction"};
    const struct form *f = need_form(m, "permit");
    int rc = f ? QT_OK : QT_NOTFOUND;
    for (size_t i = 0; rc == QT_OK && i < m->permits.n; i++) {
        size_t unit = (size_t)demo_between(m, 0, (int64_t)m->nunits / 2 - 1);
        struct record *r = desk_new(m->d, f);
        char *name = demo_name(m), *phone = demo_phone(m);
        demo_set(r, "unit", m->unit[unit]);
        demo_set(r, "given_by", m->host[unit]);
        demo_set(r, "name", name);
        demo_set(r, "phone", phone);
        for (size_t k = 0; k < ARRAY_LEN(fields); k++)
            demo_set(r, fields[k], table_cell(&m->permits, i, k));
        rc = write_new(m, r);
        free(name);
        free(phone);
    }
    return rc;
}

static int add_staff(struct demo *m)
{
    int rc = setting_set(m->d->db, &m->d->who, "building", DEMO_BUILDING);
    for (size_t i = 0; rc == QT_OK && i < m->staff.n; i++) {
        struct staff s = {.code = mem_dup(table_cell(&m->staff, i, 0)),
                          .name = mem_dup(table_cell(&m->staff, i, 1)),
                          .role = mem_dup(table_cell(&m->staff, i, 2))};
        rc = staff_put(m->d->db, &m->d->who, &s, DEMO_PIN);
        staff_clear(&s);
    }
    return rc;
}

static int read_tables(struct demo *m, const char *dir)
{
    const struct {
        const char *name;
        size_t width;
        struct table *to;
    } files[] = {{"surnames.tsv", 1, &m->surnames}, {"given.tsv", 1, &m->given},    {"firms.tsv", 2, &m->firms},
                 {"staff.tsv", 3, &m->staff},       {"units.tsv", 8, &m->units},    {"messages.tsv", 1, &m->messages},
                 {"watch.tsv", 5, &m->watch},       {"permits.tsv", 5, &m->permits}};
    int rc = QT_OK;

    for (size_t i = 0; rc == QT_OK && i < ARRAY_LEN(files); i++)
        rc = table_read(dir, files[i].name, files[i].width, files[i].to);
    return rc;
}

static void demo_clear(struct demo *m)
{
    struct table *tables[] = {&m->surnames, &m->given,    &m->firms, &m->staff,
                              &m->units,    &m->messages, &m->watch, &m->permits};
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        table_free(tables[i]);
    for (size_t i = 0; i < m->nunits; i++) {
        free(m->unit[i]);
        free(m->host[i]);
    }
    free(m->unit);
    free(m->host);
    free(m->quiet);
    demo_cases_free(m->cases);
}

/* The life is lived with a clock that is set to each moment; afterwards the clock goes as it went before. */
static void give_clock_back(int64_t now)
{
    clock_offset(0);
    if (clock_now() < now || clock_now() > now + 10 * MINUTE)
        clock_fix(now);
}

static int nobody_yet(struct desk *d)
{
    struct staff *v = NULL;
    size_t n = 0;
    int rc = staff_list(d->db, &v, &n);
    staff_free(v, n);
    if (rc == QT_OK && n > 0)
        rc = fault(QT_REFUSED, _("The demo building is for an empty database; this one has its staff already."));
    return rc;
}

int desk_demo(struct desk *d, const char *dir)
{
    struct demo m = {.d = d, .seed = 20260107, .now = clock_now()};
    struct who me = d->who;
    char *found = dir ? mem_dup(dir) : NULL;
    int rc = found ? QT_OK : supply_need(SUPPLY_DATA, "demo", &found);
    if (rc == QT_OK)
        rc = nobody_yet(d);
    if (rc == QT_OK)
        rc = read_tables(&m, found);
    if (rc == QT_OK) {
        clock_fix(day_add(day_start(m.now), -92) + 9 * HOUR);
        d->who = (struct who){"cj", "supervisor", "demo"};
        rc = desk_begin_unattended(d);
        if (rc == QT_OK)
            rc = add_staff(&m);
        if (rc == QT_OK)
            rc = demo_building(&m);
        if (rc == QT_OK)
            rc = demo_permits(&m);
        rc = desk_end(d, rc);
        if (rc == QT_OK)
            rc = demo_cases_plan(&m, found, &m.cases);
        if (rc == QT_OK)
            rc = demo_life(&m);
        d->who = me;
        give_clock_back(m.now);
    }
    if (rc == QT_OK)
        rc = desk_tick(d); /* today's rounds are on the board when the desk opens */
    demo_clear(&m);
    free(found);
    free(d->building); /* the cached name */
    d->building = NULL;
    return rc;
}
