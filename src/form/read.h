/* Reading a mapping by a table of keys; the readers that several parts of a form share. */
#ifndef QT_FORM_READ_H
#define QT_FORM_READ_H

#include "arena.h"
#include "source.h"

struct set { /* what struct forms really is */
    struct forms pub;
    struct arena arena;
};

/* What falls when a reference to another register cannot be kept. */
enum owner_kind { OWN_LINK, OWN_LOOKUP, OWN_ACTION, OWN_WATCH, OWN_AREA /* stays: nothing is in it */ };
struct owner {
    enum owner_kind kind;
    struct form *form;   /* NULL: no register's */
    struct field *field; /* link, lookup */
    const char *name;    /* action, watch */
    bool broken;
};
/* A name that belongs to another register: looked up when all files are loaded. */
enum ref_kind { REF_REGISTER, REF_FIELD, REF_SETTER, REF_ROWS, REF_COLUMN /* of the field of `rows` */, REF_ACTION };
struct ref {
    enum ref_kind kind;
    struct owner *owner;
    const char *reg, *name;
    struct setter *setter;
    struct row_change *rows; /* whose field it is */
    struct place at;
    bool told;
    struct ref *next;
};

/* standard.c: the fields of fields.yaml, and where forms take from them. */
struct standards {
    struct standard {
        char *name;
        struct tree tree; /* a map */
        struct place at;
    } * v;
    size_t n;
    struct standard_use {
        struct place by, at; /* in the form, and of the standard field */
    } * uses;
    size_t nuses;
};

struct loader {
    struct set *set; /* NULL: files are only marked */
    struct problems *out;
    struct form *form;            /* being read */
    size_t signers;               /* signatures that its actions ask for: two fields each */
    size_t balances;              /* lists with one: a field each */
    size_t asked;                 /* rows that its actions ask for */
    const struct list_rule *list; /* being read; NULL none */
    struct ref *refs, **last;
    uint64_t mark;         /* of the names and texts of the files so far */
    bool unread;           /* there is one that cannot be read */
    bool has_menu;         /* a menu.yaml was read */
    const void *entry;     /* the mapping whose key is being read: its label may be its own zh and en */
    struct growth *growth; /* extend.h; NULL while files are only marked */
    struct standards standards;
};

/* One key of a mapping: read(l, value, (char *)target + offset). Keys are read in the order of the
 * table, whatever their order in the file, so that a key can rely on those above it. */
enum { KEY_MUST = 1, KEY_ALWAYS = 2 /* read also when absent: node.y is NULL */ };
struct key {
    const char *name;
    size_t offset;
    void (*read)(struct loader *l, struct node n, void *to);
    int flags;
};
#define KEYS_MAX 64
/* what: "a field"; slots (one per key) may be NULL. False when n is no mapping. */
bool read_map(struct loader *l, struct node n, const char *what, const struct key *keys, size_t nkeys, void *to,
              struct node *slots);

void form_bad(struct loader *l, const struct place *at, const char *fmt, ...) QT_PRINTF(3, 4); /* an error at a place */
/* Names to choose from, for "did you mean". */
struct names {
    const char **v;
    size_t n;
};
void form_names_add(struct names *ns, const char *name);
/* Tells "unknown WHAT 'name' (did you mean ...?)" and empties ns. */
void form_bad_name(struct loader *l, const struct place *at, const char *what, const char *name, struct names *ns);

void *form_alloc(struct loader *l, size_t count, size_t size);
/* Items of a list; a single value counts as a list of one. */
size_t seq_count(struct node n);
struct node seq_next(struct node list, void **it); /* y is NULL at the end */
size_t read_seq(struct loader *l, struct node n,
                const char *what); /* must be a list: its length, 0 once the mistake is reported */

/* Copies: a set holds nothing that lies outside of it. */
char *form_copy(struct loader *l, const char *s);
struct bilingual form_labels(struct loader *l, const struct bilingual *b);
char *read_word(struct loader *l, struct node n);                   /* any text; NULL once the mistake is reported */
bool form_is_name(const char *s);                                   /* [a-z][a-z0-9_]* */
void read_name(struct loader *l, struct node n, void *to);          /* char **: a name */
void read_text(struct loader *l, struct node n, void *to);          /* char **: cleaned text */
void read_bool(struct loader *l, struct node n, void *to);          /* bool * */
void read_expr(struct loader *l, struct node n, void *to);          /* struct expr ** */
void read_expr_in(struct loader *l, struct node n, struct expr *e); /* in place */
void read_bilingual(struct loader *l, struct node n, void *to);     /* struct bilingual * */
void read_label(struct loader *l, struct node n, void *to);         /* char **: text of one language */
void read_role(struct loader *l, struct node n, void *to);          /* char ** */
char **read_roles(struct loader *l, struct node n, size_t *count);
void read_no_owner(struct loader *l, const struct place *at, char **owner); /* NULL becomes the desk's role */
int read_number(struct loader *l, struct node n, int min, int max);         /* min once a mistake is reported */
void read_width(struct loader *l, struct node n, void *to);                 /* int * */
int read_choice(struct loader *l, struct node n, const char *what, const char *const *names,
                size_t count);                   /* -1 once the mistake is reported */
int read_field(struct loader *l, struct node n); /* index of a field of the form being read; -1 once reported */
int read_declared(struct loader *l, struct node n);
int read_time_field(struct loader *l, struct node n);  /* a date or datetime */
int read_state(struct loader *l, struct node n);       /* -1 once the mistake is reported */
int read_list(struct loader *l, struct node n);        /* of the form; likewise */
bool *read_state_set(struct loader *l, struct node n); /* per state of the form being read; names of groups, too */
bool form_add_group(const struct form *f, const char *name, bool *states); /* false: no group has this name */
struct expr *form_make_expr(struct loader *l, const struct place *at, const char *fmt, ...) QT_PRINTF(3, 4);
/* Names of all items first, so that they can refer to each other: items of a list get name and place. */
void read_names(struct loader *l, struct node list, void *items, size_t size, size_t name_offset);

struct owner *form_new_owner(struct loader *l, enum owner_kind kind, struct field *field, const char *name);
struct ref *form_new_ref(struct loader *l, struct owner *o, enum ref_kind kind, const char *reg, const char *name,
                         const struct place *at);

void read_append(struct loader *l, struct node n, void *to); /* struct action *, change.c */
void read_amends(struct loader *l, struct node n, void *to);
void read_then_append(struct loader *l, struct node n, void *to); /* struct then_keys * */
/* Has it rows that an action may add to? Else it is reported. */
bool form_takes_rows(struct loader *l, const struct place *at, const struct field *f);
/* When its register is known: c adds to this field of it. false: it has no rows, which is reported. */
bool form_keep_rows(struct loader *l, const struct place *at, const struct field *f, struct row_change *c, int field);
/* The column of that name, filled in by nobody but people and actions; -1 once it is reported. */
int form_column(struct loader *l, const struct place *at, const char *name, const struct field *items);
struct then_keys {
    struct then *then;
    struct owner *owner;
};
void read_then_each(struct loader *l, struct node n, void *to); /* struct then_keys *, each.c */
void read_keep(struct loader *l, struct node n, void *to);
void each_check(struct loader *l, const struct place *at, struct then *t);
void each_resolve(struct loader *l); /* when all forms are read: the fields of the registers gone through */
void read_lookup(struct loader *l, struct node n, void *to); /* struct field * */
void read_link(struct loader *l, struct node n, void *to);   /* struct field *: `to` */
/* files.c: of a struct files_rule; the columns of a field of type files, which is one of items from then on. */
void read_file_kinds(struct loader *l, struct node n, void *to);
void read_file_count(struct loader *l, struct node n, void *to);
void read_file_size(struct loader *l, struct node n, void *to);
void files_columns(struct loader *l, struct field *f);
void refer_to_unit(struct loader *l, struct field *f);
void read_menu_groups(struct loader *l, struct node n, void *to); /* struct forms *, menu.c */
void form_arrange_menu(struct loader *l);                         /* when all files are read */
void read_roles_file(struct loader *l, struct node root);
void read_accounts_file(struct loader *l, struct node root);
/* Of an action; each takes its struct books. */
void read_books(struct loader *l, struct node n, void *to);
void read_reverse(struct loader *l, struct node n, void *to);
void read_receipt(struct loader *l, struct node n, void *to);
/* The parts of a form; each takes the struct form. */
void read_sections(struct loader *l, struct node n, void *to);
void read_fields(struct loader *l, struct node n, void *to);
void read_choices(struct loader *l, struct node n, void *to);         /* struct field * */
void read_standard(struct loader *l, struct node n, struct field *f); /* of fields.yaml, by itself */
bool field_has_key(const char *key, bool column);                     /* is it one of a field, of a column of rows? */
void read_states(struct loader *l, struct node n, void *to);
void read_actions(struct loader *l, struct node n, void *to);
void read_ask(struct loader *l, struct node n, void *to); /* of a struct action, like the next */
enum { COLUMNS_MOST = 16 };                               /* that a grid on the screen shows */
size_t form_rows_asked(struct node root);                 /* how many rows the form's actions ask for */
void ask_settle(struct loader *l, struct action *a);      /* when it is read: the row it asks for is added, and seen */
void ask_resolve(struct loader *l);                       /* when all forms are read */
void read_signatures(struct loader *l, struct node n, void *to); /* of a struct action */
struct node node_value(struct node map, const char *name);       /* y is NULL when there is none */
size_t form_signers(struct node root);                           /* how many signatures the form's actions ask for */
void read_balance(struct loader *l, struct node n, void *to);    /* of a struct list_rule */
size_t form_balances(struct node root);                          /* how many of its lists have one */
struct summed {                                                  /* what records add up to */
    struct expr **of;                                            /* over stored fields */
    struct field *as;                                            /* how the sum looks: kind, decimals, width */
};
void read_sum_kind(struct loader *l, struct node n, void *to); /* struct summed * */
void read_summed(struct loader *l, struct node n, void *to); /* likewise: a field, or an expression if `as` is given */
#define SUMMED_KEYS                                                                                                    \
    {"as", 0, read_sum_kind, 0},                                                                                       \
    {                                                                                                                  \
        "of", 0, read_summed, KEY_MUST                                                                                 \
    }
bool is_grid(struct node list);                                        /* of a form's lists: is it one of its grids? */
void read_grid(struct loader *l, struct node n, struct grid_rule *g);  /* such a list */
bool read_balance_column(struct loader *l, struct node n, int *field); /* does it name that of the list being read? */
void read_clocks(struct loader *l, struct node n, void *to);
void read_urgent(struct loader *l, struct node n, void *to); /* after the clocks */
void read_lists(struct loader *l, struct node n, void *to);
void read_tone(struct loader *l, struct node n, void *to); /* enum tone * */
void read_card(struct loader *l, struct node n, void *to); /* after the lists */
void read_rounds(struct loader *l, struct node n, void *to);
void read_duties(struct loader *l, struct node n, void *to); /* after the rounds */
void read_watches(struct loader *l, struct node n, void *to);
void read_similar(struct loader *l, struct node n, void *to);
void read_asks(struct loader *l, struct node n, void *to);    /* known.c */
void read_already(struct loader *l, struct node n, void *to); /* known.c */
void read_again(struct loader *l, struct node n, void *to);
void read_goals(struct loader *l, struct node n, void *to);   /* struct figures_rule * */
void read_figures(struct loader *l, struct node n, void *to);
void read_settings(struct loader *l, struct node n, void *to);
void read_sheet(struct loader *l, struct node n, void *to);
void read_sheets(struct loader *l, struct node n, void *to); /* after the lists */
void read_handover(struct loader *l, struct node n, void *to);
void read_inside(struct loader *l, struct node n, void *to); /* after the lists */
void read_holds(struct loader *l, struct node n, void *to);
void read_retention(struct loader *l, struct node n, void *to);
void read_auto_close(struct loader *l, struct node n, void *to);
void read_rules(struct loader *l, struct node n, void *to);
void read_frozen(struct loader *l, struct node n, void *to);
void read_uniques(struct loader *l, struct node n, void *to);
void read_renamed(struct loader *l, struct node n, void *to);    /* struct form *, renamed.c */
void read_vocabulary(struct loader *l, struct node n, void *to); /* int *, vocabulary.c */
void read_old_word(struct loader *l, struct node n, void *to);   /* struct place * */
void form_add_system_fields(struct loader *l, struct form *f);
struct form *read_form(struct loader *l, struct node root);         /* NULL when it has no usable name */
void read_serial_number(struct loader *l, struct node n, void *to); /* char ** */
void form_check_serials(struct loader *l, const struct form *f);    /* when its actions are read */
bool form_sets(const struct field *f);                              /* may something be put into it? */
void form_resolve_refs(struct loader *l);
void form_bad_register(struct loader *l, const struct place *at, const char *name); /* there is none */
void read_groups_of_states(struct loader *l, struct node n, void *to);
/* When all forms are read: names inside expressions, and groups of states written out there (groups.c). */
void form_read_exprs(struct loader *l);
bool form_was_broken(const struct loader *l, const char *name); /* a register left out for its own mistakes */

#endif
