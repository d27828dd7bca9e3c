/* settings.c -- see settings.h. */
#include "base/settings.h"

#include <assert.h>
#include <ctype.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct settings_key settings_keys[] = {
	{"store.url", "", "where the records are: empty for SQLite in the data folder, or postgres://..."},
	{"serve.listen", "127.0.0.1:8080", "address and port of the pages and the API"},
	{"serve.public_url", "", "address that papers and QR codes name, https://...; empty: http:// and serve.listen"},
	{"serve.admin", "", "address and port of /healthz and /metrics; empty: none"},
	{"serve.loops", "2", "event-loop threads"},
	{"serve.workers", "16", "threads that answer requests"},
	{"serve.secure_cookies", "false", "true behind HTTPS: cookies carry Secure and the __Host- prefix"},
	{"serve.behind_proxy", "false", "true when nginx stands in front: its X-Real-IP is believed"},
	{"office.zone", "", "WIB, WITA or WIT; empty: by the office's region"},
	{"clock.now", "", "a fixed moment for tests and drills; empty: the machine's clock"},
	{"clock.cuti_bersama_is_working_day", "false", "whether joint leave counts as a working day [?]"},
	{"clock.literal_48_hours", "false", "read '2x24 jam' as 48 hours instead of two whole days [?]"},
	{"intake.text_max", "20000", "bytes of text in one report"},
	{"intake.file_max_mib", "20", "size of one attached file"},
	{"intake.files_max", "10", "files in one report"},
	{"intake.per_hour", "30", "reports an hour from one source before proof of patience is asked"},
	{"plenary.quorum", "2", "members who must be present [?]"},
	{"forward.return_days", "3", "calendar days to complete a package that a receiver sent back"},
	{"log.level", "info", "error, warn, info or debug"},
};
const size_t settings_keys_n = sizeof settings_keys / sizeof settings_keys[0];

struct settings {
	const char *values[sizeof settings_keys / sizeof settings_keys[0]];
};

static size_t find(const char *key)
{
	size_t i = 0;
	while (i < settings_keys_n && strcmp(settings_keys[i].key, key) != 0)
		i++;
	return i;
}

struct loading {
	struct arena *a;
	struct settings *s;
	char unknown[120];
};

static int on_pair(void *user, const char *section, const char *name, const char *value)
{
	struct loading *l = user;
	char key[120];
	snprintf(key, sizeof key, "%s.%s", section, name);
	size_t i = find(key);
	if (i == settings_keys_n) {
		snprintf(l->unknown, sizeof l->unknown, "%s", key);
		return 0;
	}
	l->s->values[i] = arena_strdup(l->a, value);
	return 1;
}

/* "serve.listen" -> NETRA_SERVE_LISTEN */
static const char *variable(const char *key)
{
	char name[140] = "NETRA_";
	size_t n = strlen(name);
	for (; *key && n < sizeof name - 1; key++)
		name[n++] = *key == '.' ? '_' : (char)toupper((unsigned char)*key);
	name[n] = 0;
	return getenv(name);
}

enum status settings_load(struct arena *a, const char *file, const struct settings **ret, struct err *e)
{
	struct settings *s = arena_new(a, struct settings);
	for (size_t i = 0; i < settings_keys_n; i++)
		s->values[i] = settings_keys[i].otherwise;
	if (file) {
		struct loading l = {.a = a, .s = s};
		int line = ini_parse(file, on_pair, &l);
		if (line < 0)
			return FAIL(e, NOT_FOUND, "%s: cannot be read", file);
		if (line && l.unknown[0])
			return FAIL(e, INVALID, "%s:%d: unknown key '%s'", file, line, l.unknown);
		if (line)
			return FAIL(e, INVALID, "%s:%d: expected [section] or key = value", file, line);
	}
	for (size_t i = 0; i < settings_keys_n; i++) {
		const char *value = variable(settings_keys[i].key);
		if (value)
			s->values[i] = arena_strdup(a, value);
	}
	*ret = s;
	return OK;
}

enum status settings_with(struct arena *a, const struct settings *s, const char *key, const char *value,
			  const struct settings **ret, struct err *e)
{
	size_t i = find(key);
	if (i == settings_keys_n)
		return FAIL(e, INVALID, "unknown key '%s'", key);
	struct settings *copy = arena_memdup(a, s, sizeof *s);
	copy->values[i] = arena_strdup(a, value);
	*ret = copy;
	return OK;
}

const char *settings_text(const struct settings *s, const char *key)
{
	size_t i = find(key);
	assert(i < settings_keys_n);
	return s->values[i];
}

int64_t settings_int(const struct settings *s, const char *key)
{
	int64_t n;
	if (int_parse(settings_text(s, key), INT64_MIN, INT64_MAX, &n, NULL) != OK)
		assert(int_parse(settings_keys[find(key)].otherwise, INT64_MIN, INT64_MAX, &n, NULL) == OK);
	return n;
}

bool settings_bool(const struct settings *s, const char *key)
{
	const char *v = settings_text(s, key);
	return !strcmp(v, "true") || !strcmp(v, "yes") || !strcmp(v, "1");
}
