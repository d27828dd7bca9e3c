/* upload_meta.c -- the two small texts of an upload that come from outside: its metadata header and its ticket.
 *
 * Upload-Metadata (tus 1.0.0): "key base64,key base64,key": keys are ASCII without space and comma, each once; a value
 * may be missing. The name is for people who read the list of files; it is never a path, and of a path only what stands
 * after the last slash is kept.
 */
#include "desk/intake/upload.h"

#include <sodium.h>
#include <string.h>

#define NAME_BYTES 197 /* with the ellipsis of what is cut: 200 */
#define KEYS_MAX   20

static bool key_good(struct str key)
{
	for (size_t i = 0; i < key.n; i++)
		if (key.s[i] <= 0x20 || key.s[i] >= 0x7F)
			return false;
	return key.n > 0;
}

static enum status value_decode(struct arena *a, struct str base64, struct str *ret, struct err *e)
{
	size_t most = base64.n / 4 * 3 + 3, n = 0;
	unsigned char *bytes = arena_alloc(a, most);
	if (base64.n && sodium_base642bin(bytes, most, base64.s, base64.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL))
		return FAIL_FIELD(e, INVALID, "Upload-Metadata", "expected base64 after a key");
	*ret = (struct str){(char *)bytes, n};
	return OK;
}

/* Of "DCIM/Camera/foto.jpg" the last part; a name that says nothing is none. */
static enum status name_take(struct arena *a, struct str value, const char **ret, struct err *e)
{
	if (!text_valid(value.s, value.n) || memchr(value.s, '\n', value.n) || memchr(value.s, '\r', value.n) ||
	    memchr(value.s, '\t', value.n))
		return FAIL_FIELD(e, INVALID, "Upload-Metadata", "a file's name is UTF-8 text of one line");
	size_t from = value.n;
	while (from && value.s[from - 1] != '/' && value.s[from - 1] != '\\')
		from--;
	const char *name = text_clean(a, value.s + from, value.n - from);
	*ret = text_eq(name, ".") || text_eq(name, "..") ? "" : text_clip(a, name, NAME_BYTES);
	return OK;
}

static enum status pair_take(struct arena *a, struct str key, struct str value, struct upload_meta *m, struct err *e)
{
	if (str_is(key, "filename") || str_is(key, "name"))
		return str_is(key, "name") && *m->name ? OK : name_take(a, value, &m->name, e);
	if (str_is(key, "drop_place"))
		m->drop_place = !str_is(value, "0") && !str_is(value, "false");
	return OK;
}

/* "key value" -> both; a key that came before is refused. */
static enum status pair_read(struct arena *a, struct str pair, struct str *seen, size_t n_seen, struct upload_meta *m,
			     struct err *e)
{
	const char *space = memchr(pair.s, ' ', pair.n);
	struct str key = {pair.s, space ? (size_t)(space - pair.s) : pair.n}, value;
	struct str base64 = space ? (struct str){space + 1, pair.n - key.n - 1} : (struct str){"", 0};
	if (!key_good(key) || n_seen == KEYS_MAX)
		return FAIL_FIELD(e, INVALID, "Upload-Metadata", "expected at most %d keys of ASCII letters", KEYS_MAX);
	for (size_t i = 0; i < n_seen; i++)
		if (str_eq(seen[i], key))
			return FAIL_FIELD(e, INVALID, "Upload-Metadata", "a key comes twice");
	seen[n_seen] = key;
	TRY(value_decode(a, base64, &value, e));
	return pair_take(a, key, value, m, e);
}

enum status upload_meta_read(struct arena *a, const char *header, struct upload_meta *ret, struct err *e)
{
	struct upload_meta m = {.name = ""};
	struct str seen[KEYS_MAX], rest = str_of(header), pair;
	size_t n = 0;
	if (rest.n > UPLOAD_META_MAX)
		return FAIL_FIELD(e, INVALID, "Upload-Metadata", "at most %d bytes", UPLOAD_META_MAX);
	while (rest.n && str_split(&rest, ',', &pair))
		TRY(pair_read(a, str_trim(pair), seen, n++, &m, e));
	*ret = m;
	return OK;
}

/* A ticket: nonce, then report and end, sealed with a key of its own made from the look-up key. */
struct ticket {
	int64_t report, end_us;
};
#define TICKET_SEALED (crypto_secretbox_NONCEBYTES + sizeof(struct ticket) + crypto_secretbox_MACBYTES)
#define BASE64        sodium_base64_VARIANT_URLSAFE_NO_PADDING

static struct hash ticket_key(const struct office *o)
{
	return hash_keyed(o->lookup_key, "upload ticket", 13);
}

const char *upload_ticket_make(const struct desk *d, int64_t report)
{
	struct ticket t = {report, d->now.us + UPLOAD_TICKET_US};
	unsigned char box[TICKET_SEALED];
	struct hash key = ticket_key(d->office);
	random_bytes(box, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, (const unsigned char *)&t, sizeof t, box, key.bytes);
	size_t size = sodium_base64_ENCODED_LEN(sizeof box, BASE64);
	char *text = arena_alloc(d->arena, size);
	return sodium_bin2base64(text, size, box, sizeof box, BASE64);
}

enum status upload_ticket_read(const struct desk *d, const char *ticket, int64_t *ret_report, struct err *e)
{
	unsigned char box[TICKET_SEALED];
	size_t n = 0, size = ticket ? strlen(ticket) : 0;
	struct ticket t;
	const char *code;
	struct hash key = ticket_key(d->office);
	if (size != sodium_base64_ENCODED_LEN(sizeof box, BASE64) - 1 ||
	    sodium_base642bin(box, sizeof box, ticket, size, NULL, &n, NULL, BASE64) || n != sizeof box ||
	    crypto_secretbox_open_easy((unsigned char *)&t, box + crypto_secretbox_NONCEBYTES,
				       sizeof box - crypto_secretbox_NONCEBYTES, box, key.bytes))
		return ticket_read(d, ticket, ret_report, &code, e);
	if (d->now.us > t.end_us)
		return FAIL(e, NOT_FOUND, "this ticket is over; follow the report with its code and add files there");
	*ret_report = t.report;
	return OK;
}
