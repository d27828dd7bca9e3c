/* stream.c -- the outside of a parcel: sealed pieces of 64 KiB, written and read one at a time.
 *
 * The last piece is sealed as the last (additional data 1), so a parcel that ends early is not taken for a whole one. Of
 * what is read, one byte more than a piece is held: only then is it known whether another follows.
 */
#include "core/parcel/parcel_internal.h"

#include <sodium.h>
#include <string.h>

#define MAGIC "netra-parcel 1\n"
#define SUITE "16,1,2" /* kem, kdf, aead of RFC 9180; another number is another program's */

static const char more[] = {0}, last[] = {1};

enum status sealing_begin(struct sealing *s, const struct parcel_public *to, const char *office, struct buf *out, struct err *e)
{
	struct parcel_private own;
	scoped(buf_free) struct buf head = {0};
	buf_printf(&head, MAGIC "to: %s\noffice: %.100s\nsuite: " SUITE "\npiece: %d\n\n", to->print, office, PIECE_SIZE);
	s->out = out;
	s->held = 0;
	TRY(parcel_private_new(&own, e));
	enum status status = hpke_sender(to, &own, HPKE_AES_256_GCM, (struct str){head.s, head.n}, &s->hpke, e);
	buf_raw(out, head.s, head.n);
	buf_raw(out, own.public.point, POINT_SIZE);
	parcel_private_forget(&own);
	return status;
}

static enum status piece_out(struct sealing *s, const char *mark, struct err *e)
{
	TRY(hpke_seal(&s->hpke, (struct str){mark, 1}, (struct str){(const char *)s->plain, s->held}, s->sealed, e));
	buf_raw(s->out, s->sealed, s->held + TAG_SIZE);
	s->held = 0;
	return OK;
}

/* A full piece waits until more comes: it might be the last. */
enum status sealing_add(struct sealing *s, struct str bytes, struct err *e)
{
	while (bytes.n) {
		if (s->held == PIECE_SIZE)
			TRY(piece_out(s, more, e));
		size_t n = bytes.n < PIECE_SIZE - s->held ? bytes.n : PIECE_SIZE - s->held;
		memcpy(s->plain + s->held, bytes.s, n);
		s->held += n;
		bytes.s += n;
		bytes.n -= n;
	}
	return OK;
}

enum status sealing_end(struct sealing *s, struct err *e) { return piece_out(s, last, e); }

/* ---- and back ---- */

/* Makes the source's bytes available at o->rest; o->dry when there are none. */
static enum status look(struct opening *o, struct err *e)
{
	if (o->rest.n || o->dry)
		return OK;
	TRY(o->source(o->context, &o->rest, e));
	o->dry = !o->rest.n;
	return OK;
}

static enum status gather(struct opening *o, size_t want, struct err *e)
{
	while (o->held < want) {
		TRY(look(o, e));
		if (o->dry)
			return OK;
		size_t n = o->rest.n < want - o->held ? o->rest.n : want - o->held;
		memcpy(o->wait + o->held, o->rest.s, n);
		o->held += n;
		o->rest.s += n;
		o->rest.n -= n;
	}
	return OK;
}

static void drop(struct opening *o, size_t n)
{
	memmove(o->wait, o->wait + n, o->held - n);
	o->held -= n;
}

/* The value of a line "key: value" of the head; NULL: no such line. */
static const char *head_line(const char *head, const char *key, char *ret, size_t max)
{
	const char *at = strstr(head, key);
	if (!at)
		return NULL;
	at += strlen(key);
	size_t n = strcspn(at, "\n");
	if (n >= max)
		return NULL;
	memcpy(ret, at, n);
	ret[n] = 0;
	return ret;
}

static enum status head_read(const char *head, char *ret_print, struct err *e)
{
	char suite[20], piece[20];
	if (!head_line(head, "\nto: ", ret_print, PARCEL_PRINT) || !head_line(head, "\nsuite: ", suite, sizeof suite) ||
	    !head_line(head, "\npiece: ", piece, sizeof piece))
		return FAIL(e, BROKEN, "the head of this parcel is damaged");
	if (strcmp(suite, SUITE) != 0 || strcmp(piece, "65536") != 0)
		return FAIL(e, INVALID, "this parcel is sealed in a way that this program does not know (suite %s)", suite);
	return OK;
}

/* The head ends with an empty line, and the sender's point follows. */
static enum status head_open(struct opening *o, const struct parcel_private *mine, struct err *e)
{
	char head[HEAD_MAX + 1];
	size_t n = o->held < HEAD_MAX ? o->held : HEAD_MAX;
	memcpy(head, o->wait, n);
	head[n] = 0;
	char *end = strstr(head, "\n\n");
	if (!end)
		return FAIL(e, BROKEN, "the head of this parcel has no end: the file is cut short or damaged");
	end[2] = 0;
	n = (size_t)(end + 2 - head);
	TRY(head_read(head, o->print, e));
	if (!mine)
		return FAIL(e, FORBIDDEN, "this parcel is sealed for the key %s; give the file of that key", o->print);
	if (strcmp(o->print, mine->public.print) != 0)
		return FAIL(e, FORBIDDEN, "this parcel is sealed for the key %s, and yours is %s", o->print, mine->public.print);
	if (o->held < n + POINT_SIZE)
		return FAIL(e, BROKEN, "the file is cut short: it ends in its head");
	TRY(hpke_receiver(mine, o->wait + n, HPKE_AES_256_GCM, (struct str){head, n}, &o->hpke, e));
	drop(o, n + POINT_SIZE);
	return OK;
}

enum status opening_begin(struct opening *o, const struct parcel_private *mine, struct err *e)
{
	TRY(gather(o, HEAD_MAX + POINT_SIZE, e));
	o->sealed = o->held >= strlen(MAGIC) && !memcmp(o->wait, MAGIC, strlen(MAGIC));
	if (o->sealed)
		return head_open(o, mine, e);
	if (o->held >= 4 && !memcmp(o->wait, "PK\3\4", 4))
		return OK;
	return FAIL(e, INVALID, "this is no parcel: it begins neither with 'netra-parcel 1' nor as a ZIP");
}

/* Cut at the end of a piece: the last one we have was not sealed as the last. */
static enum status last_open(struct opening *o, struct err *e)
{
	struct str sealed = {(const char *)o->wait, o->held};
	if (hpke_open(&o->hpke, (struct str){last, 1}, sealed, o->plain, NULL) == OK)
		return OK;
	if (o->held < TAG_SIZE || hpke_open(&o->hpke, (struct str){more, 1}, sealed, o->plain, NULL) == OK)
		return FAIL(e, BROKEN, "the file is cut short: it ends after piece %lld", (long long)o->pieces + (o->held >= TAG_SIZE));
	return FAIL(e, BROKEN, "piece %lld, the last one, is damaged or cut short", (long long)o->pieces + 1);
}

static enum status piece_open(struct opening *o, struct str *ret, struct err *e)
{
	TRY(gather(o, sizeof o->wait, e));
	bool is_last = o->held < sizeof o->wait;
	size_t n = is_last ? o->held : PIECE_SIZE + TAG_SIZE;
	if (is_last)
		TRY(last_open(o, e));
	else if (hpke_open(&o->hpke, (struct str){more, 1}, (struct str){(const char *)o->wait, n}, o->plain, NULL) != OK)
		return FAIL(e, BROKEN, "piece %lld is damaged", (long long)o->pieces + 1);
	drop(o, n);
	o->pieces++;
	o->ended = is_last;
	*ret = (struct str){(const char *)o->plain, n - TAG_SIZE};
	return OK;
}

enum status opening_next(struct opening *o, struct str *ret, struct err *e)
{
	*ret = (struct str){"", 0};
	if (o->ended)
		return OK;
	if (o->sealed)
		return piece_open(o, ret, e);
	TRY(gather(o, PIECE_SIZE, e));
	memcpy(o->plain, o->wait, o->held);
	*ret = (struct str){(const char *)o->plain, o->held};
	o->ended = !o->held;
	o->held = 0;
	return OK;
}

void opening_end(struct opening *o)
{
	if (o->hpke.cipher)
		hpke_end(&o->hpke);
	sodium_memzero(o->plain, sizeof o->plain);
}
