/* Sequences and curses codes → keys. */
#ifndef TUI_KEY_TABLE_H
#define TUI_KEY_TABLE_H
enum { KEYS_PASTE_BEGIN = 0x380, KEYS_PASTE_END };
void key_table_start(void);    /* after newterm: teaches curses the sequences terminfo lacks */
int key_from_curses(int code); /* enum key_code, a KEYS_ code, or KEY_NOTHING */
int key_from_alt(int c);       /* the key that came with Alt; digits, - and = are F1 to F12 */
#endif
