/* gateway_fuzz.c -- any bytes as a gateway's message: refused by its field, or a message within its limits. */
#include "desk/intake/gateway.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct gateway_message m;
	struct err e = {0};
	const char *text = text_clean(&a, (const char *)data, size);
	bool alone;
	const char *code = gateway_code(&a, text, &alone);
	assert(code ? strlen(code) == CODE_DIGITS : !alone);
	if (gateway_read(&a, WIB, (const char *)data, size, &m, &e) == OK) {
		assert(*m.id && *m.from && strlen(m.text) <= 3 * GATEWAY_TEXT_MAX && m.n_media <= GATEWAY_MEDIA_MAX);
		for (size_t i = 0; i < m.n_media; i++)
			assert(*m.media[i].file != '.' && !strchr(m.media[i].file, '/'));
		assert(strlen(gateway_blank(&a, m.text, &m)) <= 10 * strlen(m.text) + 10);
	} else {
		assert(e.field);
	}
	if (gateway_read_mail(&a, (struct str){(const char *)data, size}, &m, NULL) == OK)
		assert(*m.id && *m.from && (!text_blank(m.text) || m.n_files));
	arena_free(&a);
	return 0;
}
