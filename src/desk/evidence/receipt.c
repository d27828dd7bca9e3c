/* receipt.c -- the signed line on a receipt: one line of text that anybody can check with the office's public key.
 *
 * What is signed is the line up to its last bar, so what a person reads is what was signed. The moment is told to
 * the second, in UTC. Lines that begin with netra1 are from before there was a log of receipts; since then a line begins
 * with netra2 and its number is the index in that log. Both stay good.
 */
#include "desk/evidence/receipts.h"

#include <sodium.h>
#include <string.h>

#define LINE_MAX_BYTES 1024
#define PARTS 7

static char *signed_part(struct arena *a, const struct receipt *r)
{
	return arena_printf(a, "netra%d|%s|%s|%s|%s|%lld", r->version == 2 ? 2 : 1, r->office_code, r->number,
			    note_moment(a, r->at), hash_hex(a, r->content), (long long)r->seq);
}

struct hash evidence_log_leaf(const struct receipt *r)
{
	scoped(arena_free) struct arena a = {0};
	const char *text = signed_part(&a, r);
	return merkle_leaf(text, strlen(text));
}

void evidence_receipt_sign(const struct office *o, struct receipt *r)
{
	scoped(arena_free) struct arena a = {0};
	const char *text = signed_part(&a, r);
	crypto_sign_detached(r->signature, NULL, (const unsigned char *)text, strlen(text), o->sign_secret);
}

bool evidence_receipt_good(const unsigned char sign_public[32], const struct receipt *r)
{
	scoped(arena_free) struct arena a = {0};
	const char *text = signed_part(&a, r);
	return !crypto_sign_verify_detached(r->signature, (const unsigned char *)text, strlen(text), sign_public);
}

char *evidence_receipt_line(struct arena *a, const struct receipt *r)
{
	char code[sodium_base64_ENCODED_LEN(crypto_sign_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
	sodium_bin2base64(code, sizeof code, r->signature, sizeof r->signature, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return arena_printf(a, "%s|%s", signed_part(a, r), code);
}

static bool signature_read(struct str text, unsigned char ret[static 64])
{
	size_t n;
	const char *end;
	return !sodium_base642bin(ret, 64, text.s, text.n, NULL, &n, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) &&
	       n == 64 && end == text.s + text.n;
}

enum status evidence_receipt_parse(struct arena *a, const char *line, struct receipt *ret, struct err *e)
{
	struct str rest = str_trim(str_of(line)), parts[PARTS];
	if (rest.n > LINE_MAX_BYTES || !text_valid(rest.s ? rest.s : "", rest.n))
		return FAIL(e, INVALID, "this is not the signed line of a receipt: too long or not text");
	size_t n = 0;
	struct str part;
	while (n <= PARTS && str_split(&rest, '|', &part)) {
		if (n < PARTS)
			parts[n] = part;
		n++;
	}
	if (n != PARTS || (!str_is(parts[0], "netra1") && !str_is(parts[0], "netra2")))
		return FAIL(e, INVALID, "this is not the signed line of a receipt: expected 'netra2' and %d parts", PARTS);
	struct receipt r = {.version = str_is(parts[0], "netra2") ? 2 : 1,
			    .office_code = arena_strndup(a, parts[1].s, parts[1].n),
			    .number = arena_strndup(a, parts[2].s, parts[2].n)};
	TRY(instant_parse(arena_strndup(a, parts[3].s, parts[3].n), WIB, &r.at, e));
	if (parts[4].n != 2 * HASH_SIZE || !hex_bytes(arena_strndup(a, parts[4].s, parts[4].n), r.content.bytes, HASH_SIZE))
		return FAIL(e, INVALID, "the fifth part of the line is not a SHA-256");
	TRY(int_parse(arena_strndup(a, parts[5].s, parts[5].n), 0, INT64_MAX, &r.seq, e));
	if (!signature_read(parts[6], r.signature))
		return FAIL(e, INVALID, "the last part of the line is not a signature");
	*ret = r;
	return OK;
}
