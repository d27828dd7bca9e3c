/* keys.c -- the keys of an office: the folder keys/ (0700), each key a file of raw bytes (0600).
 *
 *   lookup.key  32 bytes  keyed hashes of codes and tokens; without it receipts are no longer found
 *   sign.key    64 bytes  Ed25519, signs receipts, letters, checkpoints; sign.pub is its public half
 *   vault.key   32 bytes  X25519, opens the identity vault; vault.pub seals to it. Two custodians may take
 *                         vault.key away: the program runs without it and only sealing works then.
 *
 * They are made once, with the office. An office whose keys are gone is not given new ones: that would look as
 * if all were well while old receipts could no longer be found or checked.
 */
#include "desk/office_internal.h"

#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status key_write(const char *folder, const char *name, const void *bytes, size_t n, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	const char *path = arena_printf(&a, "%s/%s", folder, name);
	scoped(fd_close) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return FAIL(e, CONFLICT, "%s is there already", path);
	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n || fsync(fd) != 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	return OK;
}

static enum status key_read(const char *folder, const char *name, void *ret, size_t n, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	const char *path = arena_printf(&a, "%s/%s", folder, name);
	scoped(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return FAIL(e, BROKEN, "%s is missing: bring it back from the backup of the keys", path);
	if (fd < 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	unsigned char more;
	if (read(fd, ret, n) != (ssize_t)n || read(fd, &more, 1) != 0)
		return FAIL(e, BROKEN, "%s is not a key of %zu bytes", path, n);
	return OK;
}

static const char *const names[] = {"lookup.key", "sign.key", "sign.pub", "vault.key", "vault.pub"};

void keys_remove(const char *folder)
{
	scoped(arena_free) struct arena a = {0};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		unlink(arena_printf(&a, "%s/%s", folder, names[i]));
}

enum status keys_make(const char *folder, struct err *e)
{
	unsigned char lookup[32], sign_public[crypto_sign_PUBLICKEYBYTES], sign_secret[crypto_sign_SECRETKEYBYTES];
	unsigned char vault_public[crypto_box_PUBLICKEYBYTES], vault_secret[crypto_box_SECRETKEYBYTES];
	const struct str keys[] = {{(char *)lookup, sizeof lookup}, {(char *)sign_secret, sizeof sign_secret},
				   {(char *)sign_public, sizeof sign_public}, {(char *)vault_secret, sizeof vault_secret},
				   {(char *)vault_public, sizeof vault_public}};
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return FAIL(e, UNAVAILABLE, "%s: %s", folder, strerror(errno));
	random_bytes(lookup, sizeof lookup);
	crypto_sign_keypair(sign_public, sign_secret);
	crypto_box_keypair(vault_public, vault_secret);
	enum status status = OK;
	for (size_t i = 0; i < sizeof names / sizeof names[0] && status == OK; i++)
		status = key_write(folder, names[i], keys[i].s, keys[i].n, e);
	sodium_memzero(lookup, sizeof lookup);
	sodium_memzero(sign_secret, sizeof sign_secret);
	sodium_memzero(vault_secret, sizeof vault_secret);
	return status;
}

enum status keys_read(const char *folder, struct office *o, struct err *e)
{
	TRY(key_read(folder, "lookup.key", o->lookup_key, sizeof o->lookup_key, e));
	TRY(key_read(folder, "sign.key", o->sign_secret, sizeof o->sign_secret, e));
	TRY(key_read(folder, "vault.pub", o->vault_public, sizeof o->vault_public, e));
	crypto_sign_ed25519_sk_to_pk(o->sign_public, o->sign_secret);
	return OK;
}
