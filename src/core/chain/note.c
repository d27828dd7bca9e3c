/* note.c -- see note.h. */
#include "core/chain/note.h"

#include <sodium.h>
#include <string.h>

#define INCLUSION    "c2sp.org/tlog-proof@v1"
#define CONSISTENCY  "netra/log-consistency@v1"
#define DASH         "\xE2\x80\x94 " /* em dash and space begin a signature */
#define EXTRA_LINES  16              /* extension lines of a head */
#define SIGNATURES_MAX 16            /* of a head by keys of its own name */
#define HASH_TEXT    44              /* characters of a hash in base64 */
#define SIGNED_BYTES (4 + 64)        /* key id and signature */
#define KEY_BYTES    (1 + 32)        /* kind and key */
#define ED25519      1               /* kind of a key, in signed-note */
#define BASE64       sodium_base64_VARIANT_ORIGINAL

/* -- writing -- */

static void put_base64(struct buf *b, const void *bytes, size_t n)
{
	char text[sodium_base64_ENCODED_LEN(SIGNED_BYTES, BASE64)];
	buf_text(b, sodium_bin2base64(text, sizeof text, bytes, n, BASE64));
}

static void put_hash(struct buf *b, const struct hash *h)
{
	put_base64(b, h->bytes, HASH_SIZE);
	buf_char(b, '\n');
}

static void put_proof(struct buf *b, const struct merkle_proof *p)
{
	for (size_t i = 0; i < p->n; i++)
		put_hash(b, &p->items[i]);
	buf_char(b, '\n');
}

char *note_moment(struct arena *a, struct instant at)
{
	int year, month, day;
	int64_t seconds = at.us / SECOND_US, of_day = seconds % 86400;
	day_parts((struct day){(int32_t)(seconds / 86400)}, &year, &month, &day);
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, (int)(of_day / 3600),
			    (int)(of_day / 60 % 60), (int)(of_day % 60));
}

char *note_origin(struct arena *a, const char *office_code)
{
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, NOTE_ORIGIN);
	buf_url(&b, office_code);
	return buf_arena(a, &b);
}

void note_head_text(struct buf *b, const struct note_head *h)
{
	scoped(arena_free) struct arena a = {0};
	buf_printf(b, "%s\n%lld\n", h->origin, (long long)h->size);
	put_hash(b, &h->root);
	if (!instant_is_none(h->at))
		buf_printf(b, "time %s\n", note_moment(&a, h->at));
}

void note_head_put(struct buf *b, const struct note_head *h)
{
	note_head_text(b, h);
	buf_char(b, '\n');
	for (size_t i = 0; i < h->n_signatures; i++) {
		unsigned char bytes[SIGNED_BYTES];
		memcpy(bytes, h->signatures[i].key_id, 4);
		memcpy(bytes + 4, h->signatures[i].bytes, 64);
		buf_printf(b, DASH "%s ", h->origin);
		put_base64(b, bytes, sizeof bytes);
		buf_char(b, '\n');
	}
}

void note_inclusion_put(struct buf *b, const struct note_inclusion *x)
{
	buf_printf(b, INCLUSION "\nindex %lld\n", (long long)x->index);
	put_proof(b, &x->proof);
}

void note_consistency_put(struct buf *b, const struct note_consistency *x)
{
	buf_printf(b, CONSISTENCY "\nfrom %lld\nto %lld\n", (long long)x->from, (long long)x->to);
	put_proof(b, &x->proof);
}

/* -- keys -- */

void note_key_id(const char *name, const unsigned char key[static 32], unsigned char ret[static 4])
{
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "%s\n%c", name, ED25519);
	buf_raw(&b, key, 32);
	struct hash h = hash_of(b.s, b.n);
	memcpy(ret, h.bytes, 4);
}

void note_key_put(struct buf *b, const char *name, const unsigned char key[static 32])
{
	unsigned char id[4], bytes[KEY_BYTES] = {ED25519};
	note_key_id(name, key, id);
	memcpy(bytes + 1, key, 32);
	buf_printf(b, "%s+%02x%02x%02x%02x+", name, id[0], id[1], id[2], id[3]);
	put_base64(b, bytes, sizeof bytes);
	buf_char(b, '\n');
}

static bool get_base64(struct str text, void *ret, size_t size)
{
	size_t n;
	const char *end;
	return text.n && !sodium_base642bin(ret, size, text.s, text.n, NULL, &n, &end, BASE64) && n == size &&
	       end == text.s + text.n;
}

bool note_key_read(struct str line, unsigned char ret[static 32])
{
	struct str rest = str_trim(line), name = {"", 0}, id = name;
	unsigned char bytes[KEY_BYTES], known[4], said[4];
	scoped(arena_free) struct arena a = {0};
	if (str_split(&rest, '+', &name))
		str_split(&rest, '+', &id);
	if (!get_base64(rest, bytes, sizeof bytes))
		return false;
	if (bytes[0] != ED25519 || !hex_bytes(arena_strndup(&a, id.s, id.n), said, sizeof said))
		return false;
	note_key_id(arena_strndup(&a, name.s, name.n), bytes + 1, known);
	memcpy(ret, bytes + 1, 32);
	return !memcmp(known, said, sizeof known);
}

/* -- reading -- */

struct reading {
	struct arena *a;
	const char *file;
	struct str rest;
	struct str end;  /* no bytes, behind the last one */
	struct str line; /* the one at hand, without its end */
	int number;      /* of it, from 1 */
	struct note_papers *papers;
};

#define WRONG(r, e, what) FAIL((e), INVALID, "%s:%d: expected %s", (r)->file, (r)->number, (what))

/* The next line; at the end of the file an empty one, and false. */
static bool next(struct reading *r)
{
	r->number++;
	r->line = r->end;
	if (!str_split(&r->rest, '\n', &r->line))
		return false;
	if (r->line.n && r->line.s[r->line.n - 1] == '\r')
		r->line.n--;
	return true;
}

static bool starts(struct str s, const char *with)
{
	size_t n = strlen(with);
	return s.n >= n && !memcmp(s.s, with, n);
}

static struct str after(struct str s, const char *with)
{
	size_t n = strlen(with);
	return (struct str){s.s + n, s.n - n};
}

/* Digits without a leading zero, at most those of a tree's size. */
static bool whole_number(struct str s, int64_t *ret)
{
	int64_t n = 0;
	if (!s.n || s.n > 19 || (s.s[0] == '0' && s.n > 1))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.s[i] < '0' || s.s[i] > '9' || n > MERKLE_SIZE_MAX / 10)
			return false;
		n = n * 10 + (s.s[i] - '0');
	}
	*ret = n;
	return n <= MERKLE_SIZE_MAX;
}

static enum status number_read(struct reading *r, const char *name, int64_t *ret, struct err *e)
{
	next(r);
	if (!starts(r->line, name) || !whole_number(after(r->line, name), ret))
		return WRONG(r, e, arena_printf(r->a, "'%s' and a whole number", name));
	return OK;
}

/* Hashes up to an empty line, or the end. */
static enum status proof_read(struct reading *r, struct merkle_proof *ret, struct err *e)
{
	ret->n = 0;
	for (next(r); r->line.n; next(r)) {
		if (ret->n == MERKLE_PROOF_MAX)
			return WRONG(r, e, "an empty line: no proof has so many hashes");
		if (!get_base64(r->line, ret->items[ret->n++].bytes, HASH_SIZE))
			return WRONG(r, e, "a hash in base64, or the empty line that ends a proof");
	}
	return OK;
}

static bool origin_good(struct str s)
{
	bool good = s.n > strlen(NOTE_ORIGIN) && s.n <= NOTE_ORIGIN_MAX;
	for (size_t i = 0; i < s.n; i++)
		good = good && s.s[i] > ' ' && s.s[i] < 0x7F && s.s[i] != '+';
	return good;
}

/* "time 2024-11-04T17:00:03Z"; other extension lines are signed too, but say nothing to us. */
static enum status extensions_read(struct reading *r, struct note_head *h, struct err *e)
{
	int n = 0;
	for (next(r); r->line.n; next(r)) {
		if (n++ == EXTRA_LINES || !text_valid(r->line.s, r->line.n))
			return WRONG(r, e, "the empty line before the signatures");
		if (starts(r->line, "time ") && instant_is_none(h->at)) {
			struct str t = after(r->line, "time ");
			if (instant_parse(arena_strndup(r->a, t.s, t.n), WIB, &h->at, NULL) != OK)
				return WRONG(r, e, "a moment such as 2024-11-04T17:00:03Z");
		}
	}
	return OK;
}

/* Of a witness, or of a kind that we do not know: passed over. */
static void signature_add(struct reading *r, struct note_head *h)
{
	struct str rest = after(r->line, DASH), name = rest;
	unsigned char bytes[SIGNED_BYTES];
	str_split(&rest, ' ', &name);
	if (!str_is(name, h->origin) || !get_base64(rest, bytes, sizeof bytes))
		return;
	if (!h->signatures)
		h->signatures = arena_array(r->a, struct note_signature, SIGNATURES_MAX);
	if (h->n_signatures == SIGNATURES_MAX)
		return;
	struct note_signature *s = &h->signatures[h->n_signatures++];
	memcpy(s->key_id, bytes, 4);
	memcpy(s->bytes, bytes + 4, 64);
}

static enum status signatures_read(struct reading *r, struct note_head *h, struct err *e)
{
	struct reading before;
	size_t n = 0;
	for (before = *r; next(r) && starts(r->line, DASH); before = *r, n++)
		signature_add(r, h);
	if (!n)
		return WRONG(r, e, "a signature: a long dash, a name and base64");
	*r = before; /* the line after the last signature belongs to something else */
	return OK;
}

static enum status head_read(struct reading *r, struct err *e)
{
	struct note_head h = {.at = INSTANT_NONE};
	const char *start = r->line.s;
	if (!origin_good(r->line))
		return WRONG(r, e, "the origin of a head, without spaces or '+'");
	h.origin = arena_strndup(r->a, r->line.s, r->line.n);
	TRY(number_read(r, "", &h.size, e));
	next(r);
	if (r->line.n != HASH_TEXT || !get_base64(r->line, h.root.bytes, HASH_SIZE))
		return WRONG(r, e, "the root of the tree: a hash in base64");
	TRY(extensions_read(r, &h, e));
	/* The empty line has no bytes of its own: what was signed ends where it begins. Line ends count as newlines. */
	scoped(buf_free) struct buf text = {0};
	for (const char *s = start; s < r->line.s; s++)
		if (*s != '\r')
			buf_char(&text, *s);
	h.text = (struct str){buf_arena(r->a, &text), text.n};
	TRY(signatures_read(r, &h, e));
	ARENA_PUSH(r->a, &r->papers->heads, h);
	return OK;
}

static enum status inclusion_read(struct reading *r, struct err *e)
{
	struct note_inclusion x = {.head = r->papers->heads.n};
	struct reading before = *r;
	next(r);
	if (!starts(r->line, "extra "))
		*r = before;
	TRY(number_read(r, "index ", &x.index, e));
	TRY(proof_read(r, &x.proof, e));
	next(r);
	if (!starts(r->line, NOTE_ORIGIN))
		return WRONG(r, e, "the head of the log that the proof leads to");
	TRY(head_read(r, e));
	ARENA_PUSH(r->a, &r->papers->inclusions, x);
	return OK;
}

static enum status consistency_read(struct reading *r, struct err *e)
{
	struct note_consistency x;
	TRY(number_read(r, "from ", &x.from, e));
	TRY(number_read(r, "to ", &x.to, e));
	TRY(proof_read(r, &x.proof, e));
	ARENA_PUSH(r->a, &r->papers->consistencies, x);
	return OK;
}

static enum status line_read(struct reading *r, struct err *e)
{
	if (starts(r->line, NOTE_ORIGIN))
		return head_read(r, e);
	if (str_is(r->line, INCLUSION))
		return inclusion_read(r, e);
	if (str_is(r->line, CONSISTENCY))
		return consistency_read(r, e);
	if (!r->papers->line && (starts(r->line, "netra1|") || starts(r->line, "netra2|"))) {
		struct str s = str_trim(r->line);
		r->papers->line = arena_strndup(r->a, s.s, s.n);
	}
	return OK;
}

enum status note_read(struct arena *a, const char *file, struct str text, struct note_papers *ret, struct err *e)
{
	struct reading r = {.a = a, .file = file, .rest = text, .end = {text.s + text.n, 0}, .papers = ret};
	if (text.n > NOTE_FILE_MAX)
		return FAIL(e, INVALID, "%s: more than %zu bytes", file, NOTE_FILE_MAX);
	while (next(&r)) {
		TRY(line_read(&r, e));
		if (ret->heads.n > NOTE_HEADS_MAX || ret->consistencies.n > NOTE_HEADS_MAX)
			return FAIL(e, INVALID, "%s: more than %d heads or proofs", file, NOTE_HEADS_MAX);
	}
	return OK;
}
