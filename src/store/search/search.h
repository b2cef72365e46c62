/* The words of search: what a field's value is found by, and what a person's text asks for. search_words.c
 * and search_query.c know nothing of the database; search.c keeps the index.
 *
 * Tokens, all folded, in one space-separated text:
 *   smith a1203 8036   words; of longer ones also the first 2, 3 (up to word_heads) characters, so that short
 *                      prefixes are looked up and not scanned; numbers also by their last 4 digits
 *   王 小 王小          single wide characters and pairs of neighbours
 *   =wang =wang=xiao   syllables, and pairs of neighbours, with every reading
 *   +w +wx +wxm        initials, of two and of three neighbours */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "qiantai/form.h"

/* Changes with every change of the tokens: an index made with another one is rebuilt. */
#define SEARCH_TOKENS "1"

#define WORD_BYTES 96 /* of a word, the rest is not searched */

enum char_class { CHAR_GAP, CHAR_JOINER, CHAR_SKIPPED, CHAR_WIDE, CHAR_WORD };
enum char_class char_class(uint32_t cp);
char *search_fold(const char *s); /* caller frees */

/* One word, "A-1203" → a1203 with the parts a, 1203. */
struct word {
    char s[WORD_BYTES + 1];
    size_t len;
    size_t part[WORD_BYTES + 1]; /* where each part begins; part[parts] = len */
    size_t parts;
    bool digits; /* has one */
};
const char *word_read(const char *s, struct word *w); /* s is folded and at a word; returns behind it */
size_t word_heads(const char *s,
                  size_t len); /* how many leading characters are tokens too: up to 3, digits 4, mixed 6 */
size_t word_head(const char *s, size_t len, size_t chars); /* bytes of so many characters; 0: not longer than that */

void search_words(struct buf *out, enum search_kind kind, const char *value);
/* The parts of a record number, which are searched too. */
void search_number(struct buf *out, const char *number);

/* An FTS5 expression of quoted tokens, AND, OR and parentheses; false: the text asks for nothing. */
bool search_query(const char *text, struct buf *out);
/* Does an expression hold for tokens: each with a space before and behind? */
bool search_tokens_hold(const char *expression, const char *tokens);
void pinyin_query(struct buf *out, const char *s, size_t n, bool last); /* adds " OR ..." alternatives */

/* ---- search_rules.c ---- */
/* The rules of all forms; lines of `was` whose register has no form now stay. Caller frees. */
char *search_rules(const struct forms *set, const char *was);
enum search_change { SEARCH_SAME, SEARCH_MORE /* fields were added */, SEARCH_OTHER };
/* The form against its line in `was`, of which *rules gets a copy (NULL: none); caller frees. */
enum search_change search_changed(const struct form *f, const char *was, char **rules);
bool search_rule_was(const char *rules, const struct field *f); /* searched then, in the same way? */

#endif
