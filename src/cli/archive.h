/* archive.h -- the file that `netra backup` writes: a tar archive, sealed with a passphrase when one is given.
 *
 * Unsealed it is plain ustar, so that any tool can open it in twenty years. Sealed it is "NETRABK1", a salt, and the
 * same tar in chunks of 64 KiB under XChaCha20-Poly1305 (libsodium's secretstream) with a key from Argon2id; a
 * chunk that is changed, missing or out of order is refused. The last entry holds the SHA-256 of all entries before
 * it, so a cut or damaged archive is refused in both forms.
 */
#ifndef NETRA_CLI_ARCHIVE_H
#define NETRA_CLI_ARCHIVE_H

#include "base/str.h"

#include <stdio.h>

struct archive_out; /* opaque */
struct archive_in;  /* opaque */

/* @passphrase NULL: not sealed. The bytes go to a new file beside @path that archive_finish puts in place. */
MUST_CHECK enum status archive_create(const char *path, const char *passphrase, struct archive_out **ret, struct err *e);
MUST_CHECK enum status archive_add(struct archive_out *o, const char *name, struct str bytes, struct err *e);
MUST_CHECK enum status archive_add_file(struct archive_out *o, const char *name, const char *path, struct err *e);
MUST_CHECK enum status archive_finish(struct archive_out *o, struct err *e); /* on disk when it returns OK */
void archive_discard(struct archive_out **o); /* for scoped(): closes; removes what was not finished */

struct archive_entry {
	char name[101];
	int64_t size; /* bytes */
};
/* Reads from @in, which the caller keeps open. INVALID without the passphrase that a sealed one needs. */
MUST_CHECK enum status archive_open(FILE *in, const char *passphrase, struct archive_in **ret, struct err *e);
/* The next entry; false at the end, after the sum was found right. What was not read of the last is passed over.
 * BROKEN: cut, changed, or not an archive. Names are relative and without ".."; anything else is BROKEN. */
MUST_CHECK enum status archive_next(struct archive_in *i, bool *ret_found, struct archive_entry *ret, struct err *e);
/* Up to @max bytes of the entry; 0 at its end. */
MUST_CHECK enum status archive_read(struct archive_in *i, void *to, size_t max, size_t *ret_n, struct err *e);
bool archive_sealed(const struct archive_in *i);
void archive_close(struct archive_in **i); /* for scoped() */

#endif
