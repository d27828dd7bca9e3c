/* event_fuzz.c -- what a phone at an event's door sends: refused, or a bundle within its limits; and codes and names as typed. */
#include "desk/outreach/event.h"

#include <assert.h>
#include <string.h>

static void entry(const struct event_entry *x)
{
	assert(strlen(x->key) == 32 && strspn(x->key, "0123456789abcdef") == 32);
	assert(strlen(x->name) <= EVENT_NAME_MAX && strlen(x->unit) <= EVENT_NAME_MAX && text_valid(x->name, strlen(x->name)));
	assert(!strpbrk(x->name, "\r\n\t") && !strpbrk(x->unit, "\r\n\t"));
	assert(strspn(x->code, "0123456789") == strlen(x->code));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct event_bundle b;
	struct err e = {0};
	if (event_bundle_read(&a, (struct str){(const char *)data, size}, &b, &e) == OK) {
		assert(size <= EVENT_BUNDLE_MAX && b.n <= EVENT_BUNDLE_ENTRIES);
		for (size_t i = 0; i < b.n; i++)
			entry(&b.items[i]);
	} else {
		assert(e.why[0] && (e.status == INVALID || e.status == TOO_LARGE));
	}
	const char *text = text_clean(&a, (const char *)data, size);
	const char *who = event_who(&a, text), *code = event_code_of(&a, text);
	assert(!strcmp(event_who(&a, who), who));
	assert(!event_code_good(code) || strlen(code) == EVENT_CODE_DIGITS || strlen(code) == EVENT_GUEST_DIGITS);
	arena_free(&a);
	return 0;
}
