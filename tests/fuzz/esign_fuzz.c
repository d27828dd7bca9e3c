/* esign_fuzz.c -- whatever the electronic signer answers: one outcome, and only a PDF counts as signed. */
#include "bus/esign.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const long codes[] = {200, 400, 401, 404, 500, 504};
	if (n < 1 || n > 65536)
		return 0;
	struct arena a = {0};
	long http = codes[bytes[0] % 6];
	enum esign_outcome o = esign_read(&a, http, (struct str){(const char *)bytes + 1, n - 1});
	assert(o < ESIGN_N);
	assert(o != ESIGN_SIGNED || (http == 200 && n > 6 && !memcmp(bytes + 1, "%PDF-", 5)));
	arena_free(&a);
	return 0;
}
