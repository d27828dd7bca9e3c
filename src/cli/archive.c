/* archive.c -- see archive.h. One pipe of bytes either way: entries -> tar -> (chunks sealed) -> file. */
#include "cli/archive.h"

#include "base/id.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "NETRABK1"
#define MAGIC_N 8
#define CHUNK ((size_t)64 * 1024)
#define SEALED_CHUNK (CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES)
#define BLOCK 512 /* of tar */
#define SUM_NAME "SHA256"

struct archive_out {
	FILE *file;
	struct arena arena; /* of the two names */
	const char *path, *temporary;
	bool sealed, finished;
	crypto_secretstream_xchacha20poly1305_state state;
	crypto_hash_sha256_state sum;
	unsigned char chunk[CHUNK];
	size_t n; /* in chunk */
};

struct archive_in {
	FILE *file;
	bool sealed, last; /* the final chunk was read */
	crypto_secretstream_xchacha20poly1305_state state;
	crypto_hash_sha256_state sum;
	unsigned char chunk[CHUNK], raw[SEALED_CHUNK];
	size_t at, n;         /* in chunk */
	int64_t left, padding; /* of the entry at hand */
};

bool archive_sealed(const struct archive_in *i)
{
	return i->sealed;
}

static enum status key_of(const char *passphrase, const unsigned char salt[crypto_pwhash_SALTBYTES],
			  unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES], struct err *e)
{
	if (crypto_pwhash(key, crypto_secretstream_xchacha20poly1305_KEYBYTES, passphrase, strlen(passphrase), salt,
			  crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE,
			  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return FAIL(e, UNAVAILABLE, "not enough memory to make a key of the passphrase (256 MiB)");
	return OK;
}

/* -- writing -- */

static enum status chunk_out(struct archive_out *o, bool final, struct err *e)
{
	unsigned char raw[SEALED_CHUNK];
	unsigned long long n = o->n;
	const unsigned char *bytes = o->chunk;
	if (o->sealed) {
		crypto_secretstream_xchacha20poly1305_push(&o->state, raw, &n, o->chunk, o->n, NULL, 0,
							   final ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
		bytes = raw;
	}
	o->n = 0;
	if (n && fwrite(bytes, 1, n, o->file) != n)
		return FAIL(e, UNAVAILABLE, "%s: %s", o->path, strerror(errno));
	return OK;
}

static enum status put(struct archive_out *o, const void *bytes, size_t n, struct err *e)
{
	const unsigned char *from = bytes;
	crypto_hash_sha256_update(&o->sum, from, n);
	while (n) {
		size_t part = CHUNK - o->n < n ? CHUNK - o->n : n;
		memcpy(o->chunk + o->n, from, part);
		o->n += part;
		from += part;
		n -= part;
		if (o->n == CHUNK)
			TRY(chunk_out(o, false, e));
	}
	return OK;
}

static enum status seal_start(struct archive_out *o, const char *passphrase, struct err *e)
{
	unsigned char salt[crypto_pwhash_SALTBYTES], key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
	random_bytes(salt, sizeof salt);
	TRY(key_of(passphrase, salt, key, e));
	crypto_secretstream_xchacha20poly1305_init_push(&o->state, header, key);
	sodium_memzero(key, sizeof key);
	o->sealed = true;
	if (fwrite(MAGIC, 1, MAGIC_N, o->file) != MAGIC_N || fwrite(salt, 1, sizeof salt, o->file) != sizeof salt ||
	    fwrite(header, 1, sizeof header, o->file) != sizeof header)
		return FAIL(e, UNAVAILABLE, "%s: %s", o->path, strerror(errno));
	return OK;
}

void archive_discard(struct archive_out **out)
{
	struct archive_out *o = *out;
	if (!o)
		return;
	if (o->file)
		fclose(o->file);
	if (!o->finished)
		unlink(o->temporary);
	sodium_memzero(&o->state, sizeof o->state);
	arena_free(&o->arena);
	free(o);
}

enum status archive_create(const char *path, const char *passphrase, struct archive_out **ret, struct err *e)
{
	scoped(archive_discard) struct archive_out *o = calloc(1, sizeof *o);
	if (!o)
		abort();
	o->path = arena_strdup(&o->arena, path);
	o->temporary = arena_printf(&o->arena, "%s.new", path);
	crypto_hash_sha256_init(&o->sum);
	mode_t before = umask(0077);
	o->file = fopen(o->temporary, "wxe");
	umask(before);
	if (!o->file) {
		o->finished = true; /* what stands there is not ours to remove */
		return FAIL(e, UNAVAILABLE, "%s: %s", o->temporary, strerror(errno));
	}
	if (passphrase)
		TRY(seal_start(o, passphrase, e));
	*ret = o;
	o = NULL;
	return OK;
}

/* ustar: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html */
static enum status header_out(struct archive_out *o, const char *name, int64_t size, struct err *e)
{
	char h[BLOCK] = {0};
	if (strlen(name) > 99 || size >= INT64_C(1) << 33)
		return FAIL(e, TOO_LARGE, "%s: name or size does not fit into the archive", name);
	memcpy(h, name, strlen(name));
	snprintf(h + 100, 8, "%07o", 0600);
	snprintf(h + 108, 8, "%07o", 0);
	snprintf(h + 116, 8, "%07o", 0);
	snprintf(h + 124, 12, "%011llo", (unsigned long long)size);
	snprintf(h + 136, 12, "%011o", 0);
	h[156] = '0';
	memcpy(h + 257, "ustar\0" "00", 8);
	memset(h + 148, ' ', 8);
	unsigned sum = 0;
	for (int i = 0; i < BLOCK; i++)
		sum += (unsigned char)h[i];
	snprintf(h + 148, 8, "%06o", sum);
	return put(o, h, BLOCK, e);
}

static enum status pad(struct archive_out *o, int64_t size, struct err *e)
{
	static const char zeros[BLOCK];
	size_t rest = (size_t)(size % BLOCK);
	return rest ? put(o, zeros, BLOCK - rest, e) : OK;
}

enum status archive_add(struct archive_out *o, const char *name, struct str bytes, struct err *e)
{
	TRY(header_out(o, name, (int64_t)bytes.n, e));
	TRY(put(o, bytes.s, bytes.n, e));
	return pad(o, (int64_t)bytes.n, e);
}

static void file_close(FILE **f)
{
	if (*f)
		fclose(*f);
}

enum status archive_add_file(struct archive_out *o, const char *name, const char *path, struct err *e)
{
	scoped(file_close) FILE *f = fopen(path, "re");
	struct stat st;
	if (!f || fstat(fileno(f), &st) != 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	TRY(header_out(o, name, st.st_size, e));
	char part[1 << 14];
	int64_t left = st.st_size;
	while (left) {
		size_t want = left < (int64_t)sizeof part ? (size_t)left : sizeof part;
		if (fread(part, 1, want, f) != want)
			return FAIL(e, UNAVAILABLE, "%s: became shorter while it was read", path);
		TRY(put(o, part, want, e));
		left -= (int64_t)want;
	}
	return pad(o, st.st_size, e);
}

enum status archive_finish(struct archive_out *o, struct err *e)
{
	static const char zeros[2 * BLOCK];
	crypto_hash_sha256_state so_far = o->sum;
	struct hash sum;
	scoped(arena_free) struct arena a = {0};
	crypto_hash_sha256_final(&so_far, sum.bytes);
	TRY(archive_add(o, SUM_NAME, str_of(hash_hex(&a, sum)), e));
	TRY(put(o, zeros, sizeof zeros, e));
	TRY(chunk_out(o, true, e));
	if (fflush(o->file) != 0 || fsync(fileno(o->file)) != 0 || rename(o->temporary, o->path) != 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", o->path, strerror(errno));
	o->finished = true;
	return OK;
}

/* -- reading -- */

void archive_close(struct archive_in **i)
{
	if (*i)
		sodium_memzero(*i, sizeof **i);
	free(*i);
}

static enum status seal_open(struct archive_in *i, const char *passphrase, struct err *e)
{
	unsigned char salt[crypto_pwhash_SALTBYTES], key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
	if (!passphrase)
		return FAIL(e, INVALID, "this backup is sealed: give --passphrase-file");
	if (fread(salt, 1, sizeof salt, i->file) != sizeof salt || fread(header, 1, sizeof header, i->file) != sizeof header)
		return FAIL(e, BROKEN, "the backup is cut");
	TRY(key_of(passphrase, salt, key, e));
	int bad = crypto_secretstream_xchacha20poly1305_init_pull(&i->state, header, key);
	sodium_memzero(key, sizeof key);
	i->sealed = true;
	return bad ? FAIL(e, BROKEN, "the head of the backup is damaged") : OK;
}

enum status archive_open(FILE *in, const char *passphrase, struct archive_in **ret, struct err *e)
{
	scoped(archive_close) struct archive_in *i = calloc(1, sizeof *i);
	if (!i)
		abort();
	i->file = in;
	crypto_hash_sha256_init(&i->sum);
	i->n = fread(i->chunk, 1, MAGIC_N, in);
	if (i->n == MAGIC_N && !memcmp(i->chunk, MAGIC, MAGIC_N)) {
		i->n = 0;
		TRY(seal_open(i, passphrase, e));
	}
	*ret = i;
	i = NULL;
	return OK;
}

static enum status chunk_in(struct archive_in *i, struct err *e)
{
	i->at = 0;
	if (!i->sealed) {
		i->n = fread(i->chunk, 1, CHUNK, i->file);
		return OK;
	}
	i->n = 0;
	size_t n = i->last ? 0 : fread(i->raw, 1, SEALED_CHUNK, i->file);
	unsigned long long plain_n = 0;
	unsigned char tag = 0;
	if (!n)
		return OK;
	if (crypto_secretstream_xchacha20poly1305_pull(&i->state, i->chunk, &plain_n, &tag, i->raw, n, NULL, 0) != 0)
		return FAIL(e, BROKEN, "the backup is damaged, or this is not its passphrase");
	i->n = (size_t)plain_n;
	i->last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	return OK;
}

static enum status take(struct archive_in *i, void *to, size_t n, struct err *e)
{
	unsigned char *at = to;
	while (n) {
		if (i->at == i->n) {
			TRY(chunk_in(i, e));
			if (!i->n)
				return FAIL(e, BROKEN, "the backup is cut");
		}
		size_t part = i->n - i->at < n ? i->n - i->at : n;
		memcpy(at, i->chunk + i->at, part);
		crypto_hash_sha256_update(&i->sum, i->chunk + i->at, part);
		i->at += part;
		at += part;
		n -= part;
	}
	return OK;
}

enum status archive_read(struct archive_in *i, void *to, size_t max, size_t *ret_n, struct err *e)
{
	size_t n = i->left < (int64_t)max ? (size_t)i->left : max;
	TRY(take(i, to, n, e));
	i->left -= (int64_t)n;
	*ret_n = n;
	return OK;
}

/* Relative, without "..", "." or empty parts, only letters, digits and "-_./". */
static bool name_good(const char *name)
{
	if (!*name || *name == '/' || strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./") != strlen(name))
		return false;
	for (const char *part = name; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
		if (*part == '.' || *part == '/' || !*part)
			return false;
	return true;
}

static bool octal(const char *digits, size_t n, int64_t *ret)
{
	*ret = 0;
	for (size_t i = 0; i < n && digits[i]; i++) {
		if (digits[i] < '0' || digits[i] > '7')
			return false;
		*ret = *ret * 8 + (digits[i] - '0');
	}
	return true;
}

static enum status header_in(struct archive_in *i, struct archive_entry *ret, struct err *e)
{
	char h[BLOCK];
	int64_t sum, wanted = 0;
	TRY(take(i, h, BLOCK, e));
	for (int k = 0; k < BLOCK; k++)
		wanted += k >= 148 && k < 156 ? ' ' : (unsigned char)h[k];
	if (memcmp(h + 257, "ustar", 5) != 0 || !octal(h + 148, 6, &sum) || sum != wanted ||
	    !octal(h + 124, 11, &ret->size) || h[156] != '0' || h[345])
		return FAIL(e, BROKEN, "this is not a backup of Netra, or it is damaged");
	memcpy(ret->name, h, 100);
	ret->name[100] = 0;
	return name_good(ret->name) ? OK : FAIL(e, BROKEN, "the backup names a file outside the data folder");
}

static enum status sum_check(struct archive_in *i, struct hash sum, int64_t size, struct err *e)
{
	char hex[2 * HASH_SIZE + 1] = "";
	struct hash written;
	if (size != 2 * HASH_SIZE)
		return FAIL(e, BROKEN, "the backup's sum is damaged");
	TRY(take(i, hex, 2 * HASH_SIZE, e));
	if (!hex_bytes(hex, written.bytes, HASH_SIZE) || !hash_eq(sum, written))
		return FAIL(e, BROKEN, "the backup is damaged: its sum is not right");
	return OK;
}

enum status archive_next(struct archive_in *i, bool *ret_found, struct archive_entry *ret, struct err *e)
{
	char waste[4096];
	for (int64_t rest = i->left + i->padding; rest;) {
		size_t n = rest < (int64_t)sizeof waste ? (size_t)rest : sizeof waste;
		TRY(take(i, waste, n, e));
		rest -= (int64_t)n;
	}
	crypto_hash_sha256_state so_far = i->sum;
	struct hash sum;
	crypto_hash_sha256_final(&so_far, sum.bytes);
	TRY(header_in(i, ret, e));
	i->left = ret->size;
	i->padding = (BLOCK - ret->size % BLOCK) % BLOCK;
	*ret_found = strcmp(ret->name, SUM_NAME) != 0;
	return *ret_found ? OK : sum_check(i, sum, ret->size, e);
}
