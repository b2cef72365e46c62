/* Secrets at rest: the key file, sealing, the blind index. All of libsodium but PINs (staff.c) is here. */
#include "journal/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

/* The key file is one line of hex, so that it can be put on paper. Each use has its own subkey. */
#define KEY_BYTES crypto_kdf_KEYBYTES
#define KEY_DIGITS ((size_t)2 * KEY_BYTES)
#define KEY_CONTEXT "qiantai1"
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES
#define BASE64 sodium_base64_VARIANT_ORIGINAL

enum {
    SUBKEY_SEAL = 1,
    SUBKEY_INDEX,
    SUBKEY_DRAFT,
    SUBKEY_PIN,
    SUBKEY_CHECK,
    SUBKEY_JOURNAL,
    SUBKEY_CHECK_3,
    SUBKEYS = SUBKEY_CHECK_3
};

struct secret {
    unsigned char key[SUBKEYS][32]; /* by subkey - 1 */
};

static int start(void)
{
    return sodium_init() < 0 ? fault(QT_BUG, _("The encryption library cannot start.")) : 0;
}

static char *key_path(const struct db *db)
{
    return mem_printf("%s.key", db->path);
}

static void derive(struct db *db, const unsigned char master[KEY_BYTES])
{
    db->secret = mem_alloc(sizeof *db->secret);
    for (unsigned i = SUBKEY_SEAL; i <= SUBKEYS; i++)
        crypto_kdf_derive_from_key(db->secret->key[i - 1], 32, i, KEY_CONTEXT, master);
}

/* What the database keeps to know its key by. */
static void key_check(const struct db *db, char check[2 * 32 + 1])
{
    sodium_bin2hex(check, 2 * 32 + 1, db->secret->key[(db->keyed ? SUBKEY_CHECK_3 : SUBKEY_CHECK) - 1], 32);
}

int secret_key_renew(struct db *db)
{
    char check[2 * 32 + 1];
    key_check(db, check);
    return meta_set(db, "secret.check", check);
}

static int sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? mem_dup(".") : mem_dupn(path, (size_t)(slash - path) + 1);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return -1;
    int rc = fsync(fd);
    return close(fd) < 0 ? -1 : rc;
}

/* Written whole and on the disk before anything is sealed with it. */
static int write_key(const char *path, const char *line, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return fault(QT_REFUSED,
                     _("The key file %s exists already; it was left as it is. Move it away if no database needs it."),
                     path);
    if (fd < 0)
        return fault(QT_IO, _("Cannot make the key file %s: %s."), path, strerror(errno));
    bool done = fchmod(fd, 0600) == 0 && write(fd, line, n) == (ssize_t)n && fsync(fd) == 0;
    int err = errno;
    done = close(fd) == 0 && done && sync_folder(path) == 0;
    if (done)
        return 0;
    (void)unlink(path);
    return fault(err == ENOSPC || err == EDQUOT ? QT_FULL : QT_IO, _("Cannot write the key file %s: %s."), path,
                 strerror(err));
}

int secret_key_create(struct db *db)
{
    int rc = start();
    if (rc < 0)
        return rc;
    unsigned char master[KEY_BYTES];
    char line[KEY_DIGITS + 2];
    crypto_kdf_keygen(master);
    sodium_bin2hex(line, sizeof line, master, sizeof master);
    line[KEY_DIGITS] = '\n';
    char *path = key_path(db);
    rc = write_key(path, line, sizeof line - 1);
    free(path);
    sodium_memzero(line, sizeof line);
    if (rc == 0) {
        derive(db, master);
        rc = secret_key_renew(db);
    }
    sodium_memzero(master, sizeof master);
    return rc;
}

static int read_key(const char *path, unsigned char master[KEY_BYTES])
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return fault(QT_NOTFOUND,
                     _("The key file %s is missing: without it no sealed ID number can be read. Put it back from "
                       "the backup, with mode 600."),
                     path);
    if (fd < 0)
        return fault(QT_DENIED, _("Cannot read the key file %s: %s. Check its owner and permissions."), path,
                     strerror(errno));
    char line[KEY_DIGITS + 2];
    struct stat st;
    bool looked = fstat(fd, &st) == 0;
    ssize_t n = looked ? read(fd, line, sizeof line) : -1;
    int err = errno, rc = 0;
    if (close(fd) < 0 || n < 0)
        rc = fault(QT_IO, _("Cannot read the key file %s: %s."), path, strerror(err));
    else if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
        rc = fault(QT_DENIED, _("The key file %s can be read by others. Run: chmod 600 %s"), path, path);
    size_t got = 0;
    if (rc == 0 && (n < (ssize_t)KEY_DIGITS ||
                    sodium_hex2bin(master, KEY_BYTES, line, KEY_DIGITS, NULL, &got, NULL) != 0 || got != KEY_BYTES))
        rc = fault(QT_CORRUPT,
                   _("%s is not a key file of Qiantai. Put the right one back from the backup, with mode 600."), path);
    sodium_memzero(line, sizeof line);
    return rc;
}

static int check_key(struct db *db, const char *path)
{
    char *check, right[2 * 32 + 1];
    key_check(db, right);
    int rc = meta_get(db, "secret.check", &check);
    bool same = check && strcmp(check, right) == 0;
    free(check);
    if (rc < 0)
        return rc;
    if (same)
        return 0;
    return fault(QT_FOREIGN,
                 _("The key file %s belongs to another database. Put the right one back from the backup, with "
                   "mode 600."),
                 path);
}

int secret_key_load(struct db *db)
{
    int rc = start();
    if (rc < 0)
        return rc;
    unsigned char master[KEY_BYTES];
    char *path = key_path(db);
    rc = read_key(path, master);
    if (rc == 0) {
        derive(db, master);
        rc = check_key(db, path);
    }
    if (rc < 0)
        secret_close(db);
    sodium_memzero(master, sizeof master);
    free(path);
    return rc;
}

void secret_close(struct db *db)
{
    if (db->secret == NULL)
        return;
    sodium_memzero(db->secret, sizeof *db->secret);
    free(db->secret);
    db->secret = NULL;
}

static int need_key(const struct db *db)
{
    return db->secret == NULL ? fault(QT_BUG, _("The key file is not open.")) : 0;
}

/* ---- sealing: nonce, ciphertext, tag ---------------------------------------------------------------- */

static unsigned char *seal(const unsigned char key[32], const char *context, const char *plain, size_t n, size_t *size)
{
    *size = NONCE + n + TAG;
    unsigned char *out = mem_alloc(*size);
    randombytes_buf(out, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, (const unsigned char *)plain, n,
                                               (const unsigned char *)context, strlen(context), NULL, out, key);
    return out;
}

static int unseal(const unsigned char key[32], const char *context, const unsigned char *sealed, size_t size,
                  char **plain)
{
    if (size < NONCE + TAG)
        return fault(QT_CORRUPT, _("A sealed value is damaged and cannot be read. The rest is not touched by this."));
    char *out = mem_alloc(size - NONCE - TAG + 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)out, NULL, NULL, sealed + NONCE, size - NONCE,
                                                   (const unsigned char *)context, strlen(context), sealed, key) != 0) {
        free(out);
        return fault(QT_CORRUPT, _("A sealed value is damaged and cannot be read. The rest is not touched by this."));
    }
    *plain = out;
    return 0;
}

int secret_seal(struct db *db, const char *context, const char *plain, char **sealed)
{
    int rc = need_key(db);
    if (rc < 0)
        return rc;
    size_t size;
    unsigned char *raw = seal(db->secret->key[SUBKEY_SEAL - 1], context, plain, strlen(plain), &size);
    size_t length = sodium_base64_encoded_len(size, BASE64);
    *sealed = mem_alloc(length);
    sodium_bin2base64(*sealed, length, raw, size, BASE64);
    free(raw);
    return 0;
}

int secret_open(struct db *db, const char *context, const char *sealed, char **plain)
{
    int rc = need_key(db);
    if (rc < 0)
        return rc;
    size_t length = strlen(sealed), size = 0;
    unsigned char *raw = mem_alloc(length + 1);
    if (sodium_base642bin(raw, length, sealed, length, NULL, &size, NULL, BASE64) != 0)
        size = 0;
    rc = unseal(db->secret->key[SUBKEY_SEAL - 1], context, raw, size, plain);
    free(raw);
    return rc;
}

int secret_seal_draft(struct db *db, const char *bound, const char *plain, unsigned char **sealed, size_t *size)
{
    int rc = need_key(db);
    if (rc == 0)
        *sealed = seal(db->secret->key[SUBKEY_DRAFT - 1], bound, plain, strlen(plain), size);
    return rc;
}

int secret_open_draft(struct db *db, const char *bound, const unsigned char *sealed, size_t size, char **plain)
{
    int rc = need_key(db);
    return rc < 0 ? rc : unseal(db->secret->key[SUBKEY_DRAFT - 1], bound, sealed, size, plain);
}

/* ---- hashes ------------------------------------------------------------------------------------------- */

static void wipe_text(char *s)
{
    sodium_memzero(s, strlen(s));
    free(s);
}

int secret_index(struct db *db, const char *plain, unsigned char out[SECRET_INDEX])
{
    int rc = need_key(db);
    if (rc < 0)
        return rc;
    char *folded = text_fold(plain);
    crypto_generichash(out, SECRET_INDEX, (const unsigned char *)folded, strlen(folded),
                       db->secret->key[SUBKEY_INDEX - 1], 32);
    wipe_text(folded);
    return 0;
}

int secret_pin(struct db *db, const char *code, const char *pin, unsigned char out[SECRET_PIN])
{
    int rc = need_key(db);
    if (rc < 0)
        return rc;
    crypto_generichash_state h;
    crypto_generichash_init(&h, db->secret->key[SUBKEY_PIN - 1], 32, SECRET_PIN);
    crypto_generichash_update(&h, (const unsigned char *)code, strlen(code) + 1);
    crypto_generichash_update(&h, (const unsigned char *)pin, strlen(pin));
    crypto_generichash_final(&h, out, SECRET_PIN);
    sodium_memzero(&h, sizeof h);
    return 0;
}

int secret_mac(const struct db *db, const void *p, size_t n, unsigned char mac[SECRET_MAC])
{
    int rc = need_key(db);
    if (rc == 0)
        crypto_generichash(mac, SECRET_MAC, p, n, db->secret->key[SUBKEY_JOURNAL - 1], 32);
    return rc;
}

void secret_random(void *p, size_t n)
{
    randombytes_buf(p, n);
}
