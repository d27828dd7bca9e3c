/* upload_fuzz.c -- what strangers write into the headers of an upload: Upload-Metadata and the ticket. A name that is taken
 * is one line of UTF-8 without a slash and no longer than its limit; no ticket is guessed. The first byte says how much is
 * the ticket. */
#include "desk/intake/upload.h"

#include <assert.h>
#include <string.h>

static void metadata(struct arena *a, const char *header)
{
	struct upload_meta m = {0}, again = {0};
	struct err e = {0};
	if (upload_meta_read(a, header, &m, &e) != OK) {
		assert(e.status == INVALID && text_eq(e.field, "Upload-Metadata") && e.why[0]);
		return;
	}
	assert(strlen(header) <= UPLOAD_META_MAX && strlen(m.name) <= 200);
	assert(text_valid(m.name, strlen(m.name)) && !strpbrk(m.name, "/\\\r\n\t"));
	assert(strcmp(m.name, ".") != 0 && strcmp(m.name, "..") != 0);
	assert(upload_meta_read(a, header, &again, NULL) == OK && !strcmp(m.name, again.name) && m.drop_place == again.drop_place);
}

static void ticket(struct arena *a, const char *text)
{
	struct office office = {.lookup_key = {7}};
	struct desk d = {.office = &office, .arena = a, .now = {1}};
	int64_t report = 0;
	const char *code;
	assert(upload_ticket_read(&d, text, &report, NULL) != OK);
	const char *good = upload_ticket_make(&d, 12345);
	assert(upload_ticket_read(&d, good, &report, NULL) == OK && report == 12345);
	assert(ticket_read(&d, good, &report, &code, NULL) != OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size || size > 8192)
		return 0;
	struct arena a = {0};
	size_t cut = data[0] < size - 1 ? data[0] : size - 1;
	ticket(&a, arena_strndup(&a, (const char *)data + 1, cut));
	metadata(&a, arena_strndup(&a, (const char *)data + 1 + cut, size - 1 - cut));
	arena_free(&a);
	return 0;
}
