/* evidence_fuzz.c -- the signed line of a receipt, the body of a seal, the first bytes of a file. */
#include "desk/evidence/evidence.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void receipt(struct str text)
{
	scoped(arena_free) struct arena a = {0};
	struct receipt r, again;
	struct err e;
	if (evidence_receipt_parse(&a, arena_strndup(&a, text.s, text.n), &r, &e) != OK)
		return;
	/* What was read is written and read back as the same receipt. */
	const char *line = evidence_receipt_line(&a, &r);
	if (evidence_receipt_parse(&a, line, &again, &e) != OK)
		abort();
	assert(hash_eq(r.content, again.content) && r.seq == again.seq);
}

static void body(struct str bytes)
{
	size_t at = 0;
	bool bad;
	struct sealed_row row;
	scoped(buf_free) struct buf copy = {0};
	while (chain_body_next(bytes, &at, &row, &bad))
		chain_body_put(&copy, &row);
	assert(bad || (copy.n == bytes.n && (!copy.n || !memcmp(copy.s, bytes.s, copy.n))));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = {(const char *)bytes, n};
	receipt(text);
	body(text);
	assert(file_type_of(text)[0]);
	return 0;
}
