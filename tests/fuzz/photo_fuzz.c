/* photo_fuzz.c -- strangers' pictures: metadata, the copy without it, and the decoders as they run in the jail (here
 * without its walls, so that a sanitizer sees what the walls would hide). */
#include "jail/jail_internal.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct str bytes = {(const char *)data, size};
	struct photo_meta meta = photo_meta(bytes);
	assert(meta.turn >= 1 && meta.turn <= 8 && strlen(meta.time) < sizeof meta.time);
	struct str clean = photo_without_metadata(&a, bytes), again = photo_without_metadata(&a, clean);
	assert(clean.n <= size + 32 && (photo_can_clean(bytes) || clean.s == bytes.s));
	assert(again.n <= clean.n + 32);
	struct picture_made made;
	struct photo_area areas[2] = {{2500, 2500, 5000, 1}};
	if (size >= sizeof areas[1]) /* also one of any shape: what does not fit is left out */
		memcpy(&areas[1], data + size - sizeof areas[1], sizeof areas[1]);
	picture_make(bytes, areas, 2, &made);
	assert(made.answer.end < JAIL_END_N && (made.answer.end == JAIL_READY) == (made.answer.copy_n > 0));
	if (made.answer.end == JAIL_READY) {
		struct str copy = {(const char *)made.copy, made.answer.copy_n};
		meta = photo_meta(copy);
		assert(meta.turn == 1 && !meta.has_place && !*meta.time);
	}
	picture_drop(&made);
	arena_free(&a);
	return 0;
}
