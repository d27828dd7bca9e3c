/* manifest.c -- what is in a parcel, in lines that `sha256sum -c` reads; its own facts are comment lines to that program.
 *
 *	# netra-manifest 2
 *	# office: 99.01 Bawaslu Kota Tirtamulya
 *	# letter: 012/PM.07.02/KT/11/2024
 *	# file: 003/Reg/LP/PW/Kota/99.01/XI/2024
 *	# sent: 2024-11-08T10:00:00+07:00
 *	# recipient: Badan Kepegawaian Negara
 *	# key: 9F3A 01BC ...
 *	# office-key: 64 hexadecimal digits
 *	<sha256>  surat.pdf
 *	...
 *	# ed25519: 128 hexadecimal digits: the office's signature of all lines above
 */
#include "core/parcel/parcel_internal.h"

#include <sodium.h>
#include <string.h>

#define SIGNATURE "# ed25519: "

/* Names are made by us and go into the file system of a stranger: nothing in them may mean anything. */
bool parcel_name_good(const char *name)
{
	size_t n = strlen(name), folders = 0;
	if (!n || n > PARCEL_NAME_MAX || name[n - 1] == '/')
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = name[i];
		bool first = !i || name[i - 1] == '/';
		folders += c == '/';
		if (first ? !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
			  : !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-./", c))))
			return false;
	}
	return folders <= 1 && !strstr(name, "..");
}

/* A fact on one line, whatever somebody typed. */
static void fact(struct buf *b, const char *key, const char *value)
{
	buf_printf(b, "# %s: ", key);
	for (const char *at = value && *value ? value : "-"; *at; at++)
		buf_char(b, (unsigned char)*at < 0x20 ? ' ' : *at);
	buf_char(b, '\n');
}

void parcel_manifest_write(struct buf *b, const struct parcel_manifest *m, const unsigned char sign_secret[static 64])
{
	char key[2 * 32 + 1], hash[2 * HASH_SIZE + 1], hex[2 * crypto_sign_BYTES + 1];
	unsigned char signature[crypto_sign_BYTES];
	size_t start = b->n;
	buf_text(b, "# netra-manifest 2\n");
	scoped(buf_free) struct buf office = {0};
	buf_printf(&office, "%s %s", m->office, m->office_name);
	fact(b, "office", office.s);
	fact(b, "letter", m->letter);
	fact(b, "file", m->file);
	fact(b, "sent", m->sent);
	fact(b, "recipient", m->recipient);
	fact(b, "key", m->print);
	fact(b, "office-key", sodium_bin2hex(key, sizeof key, m->office_key, 32));
	for (size_t i = 0; i < m->files.n; i++)
		buf_printf(b, "%s  %s\n", sodium_bin2hex(hash, sizeof hash, m->files.items[i].hash.bytes, HASH_SIZE), m->files.items[i].name);
	crypto_sign_detached(signature, NULL, (const unsigned char *)b->s + start, b->n - start, sign_secret);
	buf_printf(b, SIGNATURE "%s\n", sodium_bin2hex(hex, sizeof hex, signature, sizeof signature));
}

struct reading {
	struct arena *a;
	struct parcel_manifest *m;
	size_t line;
};

static void fact_read(struct reading *r, struct str line)
{
	struct parcel_manifest *m = r->m;
	const struct { const char *key; const char **to; } facts[] = {{"# office: ", &m->office}, {"# letter: ", &m->letter},
		{"# file: ", &m->file}, {"# sent: ", &m->sent}, {"# recipient: ", &m->recipient}, {"# key: ", &m->print}};
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		size_t n = strlen(facts[i].key);
		if (line.n > n && !memcmp(line.s, facts[i].key, n))
			*facts[i].to = arena_strndup(r->a, line.s + n, line.n - n);
	}
}

static enum status key_read(struct reading *r, struct str line, struct err *e)
{
	static const char key[] = "# office-key: ";
	if (line.n < sizeof key || memcmp(line.s, key, sizeof key - 1) != 0)
		return OK;
	const char *hex = arena_strndup(r->a, line.s + sizeof key - 1, line.n - (sizeof key - 1));
	return hex_bytes(hex, r->m->office_key, 32) ? OK : FAIL(e, INVALID, "line %zu of the manifest: expected a key of 64 digits", r->line);
}

static enum status file_read(struct reading *r, struct str line, struct err *e)
{
	struct parcel_file f = {.size = -1};
	if (line.n > 66 && line.s[64] == ' ' && line.s[65] == ' ') {
		f.name = arena_strndup(r->a, line.s + 66, line.n - 66);
		if (hex_bytes(arena_strndup(r->a, line.s, 64), f.hash.bytes, HASH_SIZE) && parcel_name_good(f.name) &&
		    strlen(f.name) == line.n - 66 && r->m->files.n < PARCEL_FILES_MAX) {
			ARENA_PUSH(r->a, &r->m->files, f);
			return OK;
		}
	}
	return FAIL(e, INVALID, "line %zu of the manifest: expected '<sha256>  <name>'", r->line);
}

/* The text before the last line, which must be the signature and the end of all. */
static bool signature_read(struct str text, size_t *ret_signed, unsigned char ret[static crypto_sign_BYTES])
{
	const size_t line = sizeof SIGNATURE - 1 + 2 * crypto_sign_BYTES + 1;
	char hex[2 * crypto_sign_BYTES + 1] = {0};
	if (text.n < line || text.s[text.n - 1] != '\n' || memcmp(text.s + text.n - line, SIGNATURE, sizeof SIGNATURE - 1) != 0)
		return false;
	*ret_signed = text.n - line;
	memcpy(hex, text.s + *ret_signed + sizeof SIGNATURE - 1, sizeof hex - 1);
	return hex_bytes(hex, ret, crypto_sign_BYTES);
}

enum status parcel_manifest_read(struct arena *a, struct str text, struct parcel_manifest *ret, bool *ret_signed, struct err *e)
{
	unsigned char signature[crypto_sign_BYTES];
	size_t covered = text.n;
	bool there = signature_read(text, &covered, signature);
	*ret = (struct parcel_manifest){.office = "", .office_name = "", .letter = "", .file = "", .sent = "", .recipient = "", .print = ""};
	struct reading r = {.a = a, .m = ret};
	struct str rest = {text.s, covered}, line;
	if (text.n > PARCEL_MANIFEST_MAX || !text_valid(text.s, text.n))
		return FAIL(e, INVALID, "the manifest is no text");
	if (!str_split(&rest, '\n', &line) || !str_is(line, "# netra-manifest 2"))
		return FAIL(e, INVALID, "line 1 of the manifest: expected '# netra-manifest 2'");
	for (r.line = 2; str_split(&rest, '\n', &line); r.line++) {
		if (!line.n)
			continue;
		if (line.s[0] == '#') {
			fact_read(&r, line);
			TRY(key_read(&r, line, e));
		} else {
			TRY(file_read(&r, line, e));
		}
	}
	*ret_signed = there && crypto_sign_verify_detached(signature, (const unsigned char *)text.s, covered, ret->office_key) == 0;
	return OK;
}
