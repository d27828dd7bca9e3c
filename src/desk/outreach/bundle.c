/* bundle.c -- what a phone at the door sends: read from JSON, with limits. */
#include "desk/outreach/event.h"

#include "base/json.h"

#include <string.h>

#define KEY_HEX 32
#define TIME_MS_MAX INT64_C(4102444800000) /* the year 2100: later is no clock */

/* Milliseconds since 1970, as a browser's clock counts. */
static struct instant moment(const struct json *j, const char *key)
{
	int64_t ms = json_get_int(j, key, 0);
	return ms > 0 && ms < TIME_MS_MAX ? (struct instant){ms * 1000} : INSTANT_NONE;
}

/* Too long is cut, as the person stands in the room all the same. */
static const char *short_text(struct arena *a, const struct json *j, const char *key, size_t max)
{
	const char *s = json_get_text(j, key, "");
	struct str one = str_trim(str_of(text_clip(a, text_clean(a, s, strlen(s)), max)));
	for (size_t i = 0; i < one.n; i++)
		if ((unsigned char)one.s[i] < ' ')
			return ""; /* a name of several lines is no name */
	return arena_strndup(a, one.n ? one.s : "", one.n);
}

static bool key_good(const char *key) { return strlen(key) == KEY_HEX && strspn(key, "0123456789abcdef") == KEY_HEX; }

static enum status entry_read(struct arena *a, const struct json *j, struct event_entry *ret, struct err *e)
{
	const char *key = json_get_text(j, "key", "");
	if (j->kind != J_OBJECT || !key_good(key))
		return FAIL(e, INVALID, "an entry has a key of %d hex digits", KEY_HEX);
	*ret = (struct event_entry){.key = key, .code = event_code_of(a, short_text(a, j, "code", 200)), .name = short_text(a, j, "name", EVENT_NAME_MAX),
				    .group = short_text(a, j, "group", 40), .unit = short_text(a, j, "unit", EVENT_NAME_MAX), .at = moment(j, "at"),
				    .guest = json_get(j, "name") != NULL};
	return OK;
}

enum status event_bundle_read(struct arena *a, struct str bytes, struct event_bundle *ret, struct err *e)
{
	const struct json *j;
	TRY(json_read(a, "entries", bytes.s, bytes.n, EVENT_BUNDLE_MAX, &j, e));
	const struct json *list = json_get(j, "entries");
	if (!list || list->kind != J_ARRAY)
		return FAIL(e, INVALID, "expected {\"sent\": ..., \"entries\": [...]}");
	if (list->n > EVENT_BUNDLE_ENTRIES)
		return FAIL(e, TOO_LARGE, "at most %d entries at once", EVENT_BUNDLE_ENTRIES);
	struct event_bundle b = {.sent = moment(j, "sent"), .items = arena_array(a, struct event_entry, list->n)};
	for (; b.n < list->n; b.n++)
		TRY(entry_read(a, &list->items[b.n], &b.items[b.n], e));
	*ret = b;
	return OK;
}
