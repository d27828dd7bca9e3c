/* pack_fuzz.c -- any bytes as a signature, as a key file and as a pack to be compared: read or refused, never a crash,
 * and no bytes that we did not sign are taken for a good signature. */
#include "core/pack/pack.h"

#include <assert.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>

static void try_seal(struct arena *a, const char *text, size_t n)
{
	static const unsigned char nobody[32] = {1};
	struct pack_seal seal, again;
	struct err e;
	if (pack_seal_read(a, text, n, &seal, &e) != OK)
		return;
	assert(pack_seal_check(&seal, nobody, STR("{}"), &e) != OK);
	const char *written = pack_seal_text(a, &seal); /* what was read is written so that it is read again */
	if (strlen(written) > PACK_SEAL_MAX)
		return; /* words of control characters, escaped */
	assert(pack_seal_read(a, written, strlen(written), &again, &e) == OK && !strcmp(again.words, seal.words));
}

static void try_pack(struct arena *a, const char *text, size_t n)
{
	static const char base[] = "{\"name\":\"x\",\"clock\":[{\"code\":\"A\",\"length\":1}],\"calendar\":{\"covers_to\":\"2027-01-01\"}}";
	struct pack_diff d;
	struct pack_doubts doubts;
	const struct json *pack;
	struct err e;
	if (json_read(a, "pack", text, n, 100000, &pack, &e) != OK)
		return;
	pack_doubts(a, pack, &doubts);
	for (size_t i = 0; i < doubts.n && i < 50; i++)
		assert(pack_row_toml(a, pack, doubts.items[i].table, doubts.items[i].name));
	if (pack_diff(a, STR(base), (struct str){text, n}, &d, &e) == OK)
		for (size_t i = 0; i < d.n && i < 50; i++)
			pack_change_words(a, &d.items[i], ID);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	scoped(arena_free) struct arena a = {0};
	const char *text = arena_strndup(&a, (const char *)bytes, n);
	struct pack_key key;
	struct err e;
	if (sodium_init() < 0)
		return 0;
	try_seal(&a, text, n);
	if (pack_key_read(&a, text, n, &key, &e) == OK)
		assert(strlen(key.id) == PACK_KEY_ID - 1);
	try_pack(&a, text, n);
	return 0;
}
