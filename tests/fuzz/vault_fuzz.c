/* vault_fuzz.c -- any bytes as a sealed box, as the text of a recovery sheet, as a sealed key: read within their size or
 * refused, and nothing opens by chance. */
#include "desk/vault/sheet.h"
#include "desk/vault/vault_internal.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#define INPUT_MAX 4096

static void as_box(struct arena *a, const uint8_t *bytes, size_t n)
{
	static const unsigned char secret[32] = {64};
	struct box box;
	struct err e;
	const char *text;
	unsigned char key[32];
	if (box_read(1, bytes_str(bytes, n), &box, &e) != OK)
		return;
	assert((const uint8_t *)box.text + box.text_n == bytes + n);
	assert(!box_key_open(box.sealed, secret, key));
	assert(box_text(a, 1, &box, secret, &text, &e) == BROKEN);
	assert(vault_box_open(a, secret, 1, bytes_str(bytes, n), &text, &e) == BROKEN);
}

/* What is read is written as the same letters. */
static void as_sheet(struct arena *a, const uint8_t *bytes, size_t n)
{
	unsigned char share[32], again[32];
	if (vault_sheet_read(arena_strndup(a, (const char *)bytes, n), share)) {
		assert(vault_sheet_read(vault_sheet_write(a, share), again));
		assert(!memcmp(share, again, sizeof share));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena a = {0};
	if (n <= INPUT_MAX) {
		as_box(&a, bytes, n);
		as_sheet(&a, bytes, n);
	}
	arena_free(&a);
	return 0;
}
