/* api_fuzz.c -- bodies of the JSON API, read field by field: every fault names a field, nothing over its limit comes through. */
#include "web/api.h"

#include <assert.h>
#include <string.h>

static void check(enum status status, const struct err *e)
{
	assert(status == OK || status == INVALID);
	assert(status == OK || (e->field && *e->field && e->why[0]));
}

static void one_object(const struct api_in *in)
{
	struct err e = {0};
	const char *text, **texts;
	bool yes;
	int64_t number, *ids;
	size_t n;
	struct day day;
	struct instant at;
	enum status status = api_text(in, "text", 20, true, &text, &e);
	check(status, &e);
	assert(status != OK || (*text && strlen(text) <= 20 && text_valid(text, strlen(text))));
	check(api_bool(in, "yes", &yes, &e), &e);
	status = api_int(in, "n", -5, 5, false, &number, &e);
	check(status, &e);
	assert(status != OK || (number >= -5 && number <= 5));
	status = api_id(in, "id", false, &number, &e);
	check(status, &e);
	assert(status != OK || number >= 0);
	check(api_day(in, "day", false, &day, &e), &e);
	check(api_instant(in, "at", false, &at, &e), &e);
	check(api_ids(in, "ids", 3, &ids, &n, &e), &e);
	check(api_texts(in, "texts", 3, &texts, &n, &e), &e);
	check(API_KNOWN(in, &e, "text", "yes", "n", "id", "day", "at", "ids", "texts", "one", "many"), &e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct err e = {0};
	struct office office = {.zone = WIB};
	struct request rq = {.desk = {.office = &office, .arena = &a}, .body = {(const char *)data, size}};
	struct api_in in, one;
	struct api_list many;
	if (text_valid((const char *)data, size) &&
	    API_READ(&rq, &in, &e, "text", "yes", "n", "id", "day", "at", "ids", "texts", "one", "many") == OK) {
		one_object(&in);
		if (api_object(&in, "one", &one, &e) == OK)
			one_object(&one);
		if (api_objects(&in, "many", 4, &many, &e) == OK)
			for (size_t i = 0; i < many.n; i++)
				one_object(&many.items[i]);
	}
	rq.if_match = arena_strndup(&a, (const char *)data, size);
	enum status status = api_if_match(&rq, 7, &e);
	assert(status == CONFLICT ? rq.http == 412 : strstr(rq.if_match, "7") != NULL);
	arena_free(&a);
	return 0;
}
