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
	{"serve.bodies_max_mib", "512", "what all request bodies together may hold in memory; past it: try again soon"},
	{"serve.secure_cookies", "false", "true behind HTTPS: cookies carry Secure and the __Host- prefix"},
	{"serve.behind_proxy", "false", "true when nginx stands in front: its X-Real-IP is believed"},
	{"office.zone", "", "WIB, WITA or WIT; empty: by the office's region"},
	{"clock.now", "", "a fixed moment for tests and drills; empty: the machine's clock"},
	{"clock.cuti_bersama_is_working_day", "false", "whether joint leave counts as a working day [?]"},
	{"clock.literal_48_hours", "false", "read '2x24 jam' as 48 hours instead of two whole days [?]"},
{"clock.transfer_continues", "false", "a file received from another office keeps the review clock it had here [?]"},
	{"clock.online_zone", "", "zone whose day counts for a report sent online: WIB, WITA or WIT; empty: the office's [?]"},
	{"notices.office_hours", "true", "reporters are told only on working days while the counter is open"},
	{"intake.text_max", "20000", "bytes of text in one report"},
	{"intake.file_max_mib", "20", "size of one attached file"},
	{"intake.files_max", "10", "files in one report"},
	{"intake.files_per_report", "50", "files of one report, all its messages together"},
	{"upload.open_per_report", "20", "uploads in pieces that one report may have under way"},
	{"upload.open_max", "5000", "uploads in pieces that may be under way, all together"},
	{"upload.bytes_max_mib", "20480", "what these may become, all together"},
	{"upload.reserve_mib", "256", "room on the disk that uploads leave free; past it: 507, and nothing of a piece is taken"},
	{"intake.per_hour", "30", "reports an hour from one address before a puzzle or a short wait is asked; nobody is shut out"},
	{"intake.flood_per_minute", "300", "reports a minute from all together; past it three an hour from one address go in without more"},
	{"advice.per_hour", "20", "questions an hour from one address at the advice desk; an office with one line shares it"},
	{"advice.keep_days", "60", "days after which a question that was not published is thrown away, counted from its answer if it has one"},
	{"pledge.remind_first_days", "7", "days before a campaign's last day on which heads of units are reminded by themselves; 0: only by hand"},
	{"pledge.remind_last_days", "2", "days before it on which they are reminded again; 0: only by hand"},
	{"pledge.remind_refused", "true", "the second reminder names those too who declined; false spares them, and lets a head infer who did"},
	{"circular.remind_days", "3", "working days after delivery until an addressee of a circular letter who has not acknowledged it is reminded; 0: never"},
	{"circular.remind_again_days", "3", "working days after that until the second and last reminder; 0: none"},
	{"gateway.join_minutes", "15", "messages of one sender so close together are one report"},
	{"gateway.thread_days", "14", "days in which a sender's answer finds its report without the code"},
	{"gateway.settle_seconds", "10", "how long `intake watch` lets a sender go on before it takes what is there"},
	{"plenary.quorum", "2", "members who must be present (Perbawaslu on plenaries; the number was not readable) [?]"},
	{"plenary.majority", "50", "percent of those present that the votes in favour must exceed (T29: majority of members present)"},
	{"plenary.chair_breaks_tie", "false", "at exactly that share the chair's vote decides [?]"},
	{"forward.return_days", "0", "working days to complete a package that a receiver sent back; 0: as law/ladder.toml says (3)"},
	{"forward.remind_days", "0", "working days after the first reminder until the receiver's superior is written to; 0: as law/ladder.toml says (7)"},
	{"forward.report_days", "0", "working days after that until the silence is reported to the next level; 0: as law/ladder.toml says (7)"},
	{"forward.superior", "Menteri Dalam Negeri melalui Gubernur", "who is written to when an appointing official (PPK) stays silent"},
	{"witness.mail_to", "", "witnesses who get each day's head of the log of receipts: addresses with commas between"},
	{"mail.smtp", "", "the mail server, smtp://host:587 or smtps://host:465; empty: no mail is sent"},
	{"mail.from", "", "sender of our mails; empty: the office's address"},
	{"mail.user", "", "name to log in with at the mail server (then only over TLS); empty: none"},
	{"mail.password_file", "", "file whose first line is the password for it"},
	{"sign.backend", "ink", "how letters are signed: none, ink (print, sign, scan), or bsre (and ink beside it)"},
	{"sign.url", "", "address of the Esign Client Service in the office's network, http(s)://host[:port]"},
	{"sign.user", "", "name by which the office is known there; empty: none"},
	{"sign.password_file", "", "file whose first line is the password for it"},
	{"sign.timeout_seconds", "20", "how long to wait for its answer, 1 to 60"},
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

#define FILE_MAX ((size_t)64 << 10) /* bytes of a settings file */

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

static struct settings *settings_defaults(struct arena *a)
{
	struct settings *s = arena_new(a, struct settings);
	for (size_t i = 0; i < settings_keys_n; i++)
		s->values[i] = settings_keys[i].otherwise;
	return s;
}

static enum status take_text(struct loading *l, const char *file, const char *text, size_t n, struct err *e)
{
	if (n > FILE_MAX)
		return FAIL(e, TOO_LARGE, "%s: more than %zu bytes", file, FILE_MAX);
	if (!text_valid(text, n))
		return FAIL(e, INVALID, "%s: not UTF-8 text", file);
	int line = ini_parse_string(arena_strndup(l->a, text, n), on_pair, l);
	if (line < 0)
		return FAIL(e, UNAVAILABLE, "%s: no memory to read it", file);
	if (line && l->unknown[0])
		return FAIL(e, INVALID, "%s:%d: unknown key '%s'", file, line, l->unknown);
	if (line)
		return FAIL(e, INVALID, "%s:%d: expected [section] or key = value", file, line);
	return OK;
}

enum status settings_read(struct arena *a, const char *file, const char *text, size_t n, const struct settings **ret,
			  struct err *e)
{
	struct loading l = {.a = a, .s = settings_defaults(a)};
	TRY(take_text(&l, file, text, n, e));
	*ret = l.s;
	return OK;
}

static enum status take_file(struct loading *l, const char *file, struct err *e)
{
	FILE *f = fopen(file, "rb");
	if (!f)
		return FAIL(e, NOT_FOUND, "%s: cannot be read", file);
	char *text = arena_alloc(l->a, FILE_MAX + 1);
	size_t n = fread(text, 1, FILE_MAX + 1, f);
	bool broken = ferror(f);
	fclose(f);
	return broken ? FAIL(e, NOT_FOUND, "%s: cannot be read", file) : take_text(l, file, text, n, e);
}

enum status settings_load(struct arena *a, const char *file, const struct settings **ret, struct err *e)
{
	struct loading l = {.a = a, .s = settings_defaults(a)};
	if (file)
		TRY(take_file(&l, file, e));
	for (size_t i = 0; i < settings_keys_n; i++) {
		const char *value = variable(settings_keys[i].key);
		if (value)
			l.s->values[i] = arena_strdup(a, value);
	}
	*ret = l.s;
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
	int64_t n = 0;
	if (int_parse(settings_text(s, key), INT64_MIN, INT64_MAX, &n, NULL) != OK) {
		enum status known = int_parse(settings_keys[find(key)].otherwise, INT64_MIN, INT64_MAX, &n, NULL);
		assert(known == OK);
		(void)known;
	}
	return n;
}

bool settings_bool(const struct settings *s, const char *key)
{
	const char *v = settings_text(s, key);
	return !strcmp(v, "true") || !strcmp(v, "yes") || !strcmp(v, "1");
}
