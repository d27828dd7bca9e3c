/* event.c -- events: planned, people invited, doors opened; minutes, files, promises. */
#include "desk/outreach/event.h"

#include "base/need.h"
#include "desk/access/access.h"
#include "desk/evidence/evidence.h"
#include "desk/registry/roster.h"

#include <string.h>

#define TOKEN_BYTES   16
#define QUESTIONS_MIN 5
#define QUESTIONS_MAX 20
#define KEY_REST_US   (60 * DAY_US) /* so long no other event gets the same three digits */
#define PEOPLE_AT_ONCE 500

const struct event_group event_groups[] = {
#define X(code, name_id, name_en) {code, name_id, name_en},
	EVENT_GROUP_MAP(X)
#undef X
};
const size_t event_groups_n = sizeof event_groups / sizeof *event_groups;

const struct event_group *event_group_of(const char *code)
{
	for (size_t i = 0; i < event_groups_n; i++)
		if (text_eq(event_groups[i].code, code))
			return &event_groups[i];
	return NULL;
}

/* How people write a group on a list; in small letters, and a group's own words count by their beginning. */
static const struct {
	const char *word, *code;
} group_words[] = {{"asn", "asn"}, {"pns", "asn"}, {"cpns", "asn"}, {"pppk", "asn"}, {"pegawai", "asn"}, {"thl", "thl"}, {"honorer", "thl"}, {"tenaga", "thl"},
	    {"kades", "village_head"}, {"kepala desa", "village_head"}, {"perangkat", "village_official"}, {"bpd", "bpd"}, {"badan", "bpd"},
	    {"umum", "other"}, {"lain", "other"}, {"warga", "other"}};

const struct event_group *event_group_said(const char *words)
{
	char low[64] = "";
	size_t n = strlen(words);
	if (event_group_of(words) || n >= sizeof low)
		return event_group_of(words);
	for (size_t i = 0; i < n; i++)
		low[i] = words[i] >= 'A' && words[i] <= 'Z' ? (char)(words[i] | 32) : words[i];
	for (size_t i = 0; i < sizeof group_words / sizeof *group_words; i++)
		if (text_starts(low, group_words[i].word))
			return event_group_of(group_words[i].code);
	return event_group_of(low);
}

/* ---- Making one ---- */

static enum status groups_check(const struct event_new *as, struct err *e)
{
	if (!as->n_groups)
		return FAIL_FIELD(e, INVALID, "groups", "choose a group");
	for (size_t i = 0; i < as->n_groups; i++)
		if (!event_group_of(as->groups[i].code))
			return FAIL_FIELD(e, INVALID, "groups", "no such group");
	return OK;
}

static enum status new_check(const struct event_new *as, struct err *e)
{
	TRY(text_need("title", as->title, EVENT_TITLE_MAX, e));
	TRY(text_need("purpose", as->purpose, EVENT_TEXT_MAX, e));
	TRY(text_need("place", as->place, EVENT_TEXT_MAX, e));
	TRY(text_need("speaker", as->speaker, EVENT_TITLE_MAX, e));
	TRY(groups_check(as, e));
	if (as->ends_at.us <= as->starts_at.us || as->ends_at.us - as->starts_at.us > EVENT_HOURS_MAX * HOUR_US)
		return FAIL_FIELD(e, INVALID, "ends", "the end comes after the start, on the same day");
	if (as->questions < QUESTIONS_MIN || as->questions > QUESTIONS_MAX)
		return FAIL_FIELD(e, INVALID, "questions", "%d to %d questions", QUESTIONS_MIN, QUESTIONS_MAX);
	return OK;
}

/* Three digits that no event of these days has, so that a phone knows a code of another event by itself. */
static enum status key_new(struct tx *tx, const struct desk *d, const char **ret, struct err *e)
{
	for (int tries = 0; tries < 200; tries++) {
		struct outreach_key_taken_row taken;
		bool found;
		*ret = random_digits(tx->arena, 3);
		if (**ret == '0')
			continue;
		TRY(outreach_key_taken(tx, d->office->id, *ret, (struct instant){d->now.us - KEY_REST_US}, &found, &taken, e));
		if (!found)
			return OK;
	}
	return OK; /* hundreds of events at once: the server still tells their codes apart */
}

enum status event_make(struct tx *tx, const struct desk *d, const struct event_new *as, int64_t *ret, struct err *e)
{
	const char *key;
	TRY(new_check(as, e));
	TRY(key_new(tx, d, &key, e));
	*ret = id_new(d->now);
	const char *questions = event_questions_draw(tx->arena, desk_law(d), as, (uint64_t)*ret);
	TRY(outreach_add(tx, *ret, d->office->id, as->title, as->purpose, as->place, as->speaker, as->starts_at, as->ends_at, key,
			 random_hex(tx->arena, TOKEN_BYTES), questions, d->now, d->user, e));
	for (size_t i = 0; i < as->n_groups; i++)
		TRY(outreach_group_add(tx, id_new(d->now), *ret, as->groups[i].code, as->groups[i].expected, e));
	TRY(event_door_open(tx, d, *ret, "Pintu 1", e));
	return access_note(tx, d, "event_made", "event", *ret, as->title, e);
}

enum status event_of(struct tx *tx, const struct desk *d, int64_t id, struct outreach_get_row *ret, struct err *e)
{
	bool found;
	TRY(outreach_get(tx, id, d->office->id, &found, ret, e));
	return found ? OK : FAIL(e, NOT_FOUND, "no such event");
}

enum status event_of_token(struct tx *tx, const struct desk *d, const char *token, struct outreach_get_row *ret, struct err *e)
{
	struct outreach_of_token_row row;
	bool found;
	TRY(outreach_of_token(tx, token, d->office->id, &found, &row, e));
	return found ? event_of(tx, d, row.id, ret, e) : FAIL(e, NOT_FOUND, "no event has that link");
}

/* ---- Codes and names ---- */

static int check_digit(const char *digits, size_t n)
{
	int sum = 0;
	for (size_t i = 0; i < n; i++) {
		int x = digits[n - 1 - i] - '0';
		if (i % 2 == 0)
			x = x * 2 > 9 ? x * 2 - 9 : x * 2;
		sum += x;
	}
	return (10 - sum % 10) % 10;
}

bool event_code_good(const char *digits)
{
	size_t n = strlen(digits);
	return (n == EVENT_CODE_DIGITS || n == EVENT_GUEST_DIGITS) && strspn(digits, "0123456789") == n && digits[n - 1] - '0' == check_digit(digits, n - 1);
}

static const char *code_new(struct arena *a, const char *door_key, size_t by_chance)
{
	const char *body = arena_printf(a, "%s%s", door_key, random_digits(a, by_chance));
	return arena_printf(a, "%s%d", body, check_digit(body, strlen(body)));
}

const char *event_guest_code(struct arena *a, const char *door_key) { return code_new(a, door_key, EVENT_GUEST_DIGITS - 4); }

const char *event_code_of(struct arena *a, const char *said)
{
	const char *mark = strrchr(said, '#');
	return text_digits(a, mark ? mark + 1 : said);
}

/* Titles behind a comma go; what is no letter, digit or beyond ASCII parts words. */
const char *event_who(struct arena *a, const char *name)
{
	scoped(buf_free) struct buf b = {0};
	for (const char *s = name; *s && *s != ','; s++) {
		char c = *s >= 'A' && *s <= 'Z' ? (char)(*s | 32) : *s;
		bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 128;
		if (word)
			buf_char(&b, c);
		else if (b.n && b.s[b.n - 1] != ' ' && c != '\'')
			buf_char(&b, ' ');
	}
	struct str s = str_trim((struct str){b.s, b.n});
	return arena_strndup(a, s.s ? s.s : "", s.n);
}

/* ---- Invitations ---- */

struct inviting {
	struct tx *tx;
	const struct desk *d;
	struct outreach_get_row event;
	size_t room; /* how many more may be invited */
	struct event_invited *to;
};

static enum status inviting_begin(struct tx *tx, const struct desk *d, int64_t event, struct event_invited *ret, struct inviting *w, struct err *e)
{
	struct outreach_invited_counts_rows counts;
	*ret = (struct event_invited){0};
	*w = (struct inviting){.tx = tx, .d = d, .room = EVENT_INVITES_MAX, .to = ret};
	TRY(event_of(tx, d, event, &w->event, e));
	TRY(outreach_invited_counts(tx, event, &counts, e));
	for (size_t i = 0; i < counts.n; i++)
		w->room -= (size_t)counts.items[i].n;
	return OK;
}

static enum status invite_one(struct inviting *w, int64_t person, const char *name, const char *group, const char *unit, struct err *e)
{
	struct arena *a = w->tx->arena;
	int64_t added = 0;
	if (!w->room)
		return FAIL_FIELD(e, TOO_LARGE, "roster", "at most %d invitations an event", EVENT_INVITES_MAX);
	for (int tries = 0; tries < 20 && !added; tries++) /* a code that was drawn already is drawn again */
		TRY(outreach_invite_add(w->tx, id_new(w->d->now), w->event.id, person, name, group, unit, event_who(a, name),
					code_new(a, w->event.door_key, EVENT_CODE_DIGITS - 4), random_hex(a, TOKEN_BYTES), w->d->now, w->d->user, &added, e));
	if (!added)
		return FAIL(e, CONFLICT, "no code is free");
	w->room--;
	w->to->added++;
	return OK;
}

static const char *group_of_class(const char *class)
{
	enum subject_class c = class_of(class);
	return class_is_asn(c)		? "asn"
	       : c == KEPALA_DESA	? "village_head"
	       : c == PERANGKAT_DESA	? "village_official"
	       : c == BPD		? "bpd"
	       : c == THL || c == HONORER || c == NON_ASN ? "thl"
					: "other";
}

static enum status invite_unit(struct inviting *w, int64_t roster, int64_t agency, const char *agency_name, struct err *e)
{
	struct roster_of_unit_rows rows = {0};
	struct outreach_invited_row had;
	const char *after = "";
	int64_t after_id = 0;
	bool found;
	do {
		TRY(roster_of_unit(w->tx, roster, agency, after, after_id, PEOPLE_AT_ONCE, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			const struct roster_of_unit_row *r = &rows.items[i];
			after = r->name, after_id = r->id;
			TRY(outreach_invited(w->tx, w->event.id, r->id, &found, &had, e));
			w->to->already += found;
			if (!found && !r->excuse[0])
				TRY(invite_one(w, r->id, r->name, group_of_class(r->class), agency_name, e));
		}
	} while (rows.n == PEOPLE_AT_ONCE);
	return OK;
}

enum status event_invite_list(struct tx *tx, const struct desk *d, int64_t event, int64_t roster, int64_t agency, struct event_invited *ret,
			      struct err *e)
{
	struct inviting w;
	struct roster_get_row list;
	struct roster_units_rows units;
	bool found;
	TRY(inviting_begin(tx, d, event, ret, &w, e));
	TRY(roster_get(tx, roster, &found, &list, e));
	if (!found || list.office != d->office->id)
		return FAIL_FIELD(e, INVALID, "roster", "no such list");
	TRY(roster_units(tx, roster, &units, e));
	for (size_t i = 0; i < units.n; i++)
		if (units.items[i].agency && (!agency || units.items[i].agency == agency))
			TRY(invite_unit(&w, roster, units.items[i].agency, units.items[i].name ? units.items[i].name : "", e));
	return access_note(tx, d, "event_invited", "event", event, list.title, e);
}

const char *event_cell(struct arena *a, struct str *rest)
{
	struct str part = {0};
	if (!str_split(rest, ';', &part))
		return "";
	part = str_trim(part);
	return arena_strndup(a, part.n ? part.s : "", part.n);
}

#define REFUSE(a, list, line, text, id, en) ARENA_PUSH((a), (list), ((struct event_refusal){(line), text_clip((a), (text), 80), (id), (en)}))

enum status event_invite_lines(struct tx *tx, const struct desk *d, int64_t event, const char *lines, struct event_invited *ret, struct err *e)
{
	struct inviting w;
	struct str rest = str_of(lines), line;
	struct arena *a = tx->arena;
	TRY(inviting_begin(tx, d, event, ret, &w, e));
	for (size_t n = 1; str_split(&rest, '\n', &line); n++) {
		line = str_trim(line);
		if (!line.n)
			continue;
		if (n > EVENT_LINES_MAX)
			return FAIL_FIELD(e, TOO_LARGE, "lines", "at most %d lines at once", EVENT_LINES_MAX);
		const char *whole = arena_strndup(a, line.s, line.n), *name = event_cell(a, &line);
		const struct event_group *group = event_group_said(event_cell(a, &line));
		const char *unit = event_cell(a, &line);
		if (text_blank(event_who(a, name)) || strlen(name) > EVENT_NAME_MAX || strlen(unit) > EVENT_NAME_MAX)
			REFUSE(a, &ret->refusals, n, whole, "nama belum ada atau terlalu panjang", "the name is missing or too long");
		else if (!group)
			REFUSE(a, &ret->refusals, n, whole, "kelompok tidak dikenal", "no such group");
		else
			TRY(invite_one(&w, 0, name, group->code, unit, e));
	}
	ret->refused = ret->refusals.n;
	return access_note(tx, d, "event_invited", "event", event, arena_printf(a, "%zu lines", ret->added), e);
}

/* ---- Doors ---- */

enum status event_door_open(struct tx *tx, const struct desk *d, int64_t event, const char *name, struct err *e)
{
	struct outreach_get_row row;
	int64_t added;
	TRY(event_of(tx, d, event, &row, e));
	TRY(text_need("door", name, EVENT_NAME_MAX, e));
	TRY(outreach_door_add(tx, id_new(d->now), event, name, random_hex(tx->arena, TOKEN_BYTES), d->now, d->user, &added, e));
	if (!added)
		return FAIL_FIELD(e, CONFLICT, "door", "there is a door of that name");
	return access_note(tx, d, "event_door", "event", event, name, e);
}

enum status event_door_close(struct tx *tx, const struct desk *d, int64_t event, int64_t door, struct err *e)
{
	struct outreach_get_row row;
	int64_t closed;
	TRY(event_of(tx, d, event, &row, e));
	TRY(outreach_door_close(tx, door, event, d->now, &closed, e));
	return closed ? access_note(tx, d, "event_door_closed", "event", event, NULL, e) : FAIL_FIELD(e, CONFLICT, "door", "no open door of that id");
}

/* ---- Afterwards ---- */

enum status event_file_add(struct tx *tx, const struct desk *d, int64_t event, const struct event_file_new *as, int64_t *ret_file, struct err *e)
{
	struct outreach_get_row row;
	struct outreach_file_last_row last;
	TRY(event_of(tx, d, event, &row, e));
	TRY(text_need("file_title", as->title, EVENT_TITLE_MAX, e));
	if (!as->bytes.n || as->bytes.n > EVENT_FILE_MAX)
		return FAIL_FIELD(e, as->bytes.n ? TOO_LARGE : INVALID, "file", "a file of at most %zu bytes", EVENT_FILE_MAX);
	if (text_eq(as->kind, "photo") && !text_starts(file_type_of(as->bytes), "image/"))
		return FAIL_FIELD(e, INVALID, "file", "not a picture");
	TRY(evidence_file_add(tx, d, &(struct file_new){.bytes = as->bytes, .name = as->name, .origin = "event"}, ret_file, e));
	TRY(outreach_file_last(tx, event, as->kind, &last, e));
	TRY(outreach_file_add(tx, id_new(d->now), event, as->kind, last.n + 1, *ret_file, as->title, d->now, d->user, e));
	return access_note(tx, d, "event_file", "event", event, as->kind, e);
}

enum status event_minutes_put(struct tx *tx, const struct desk *d, int64_t event, const char *text, struct err *e)
{
	struct outreach_get_row row;
	TRY(event_of(tx, d, event, &row, e));
	TRY(text_need("minutes", text, EVENT_MINUTES_MAX, e));
	TRY(outreach_minutes_add(tx, id_new(d->now), event, text, d->now, d->user, e));
	return access_note(tx, d, "event_minutes", "event", event, NULL, e);
}

enum status event_duty_add(struct tx *tx, const struct desk *d, int64_t event, const struct event_duty *as, struct err *e)
{
	struct outreach_get_row row;
	TRY(event_of(tx, d, event, &row, e));
	TRY(text_need("duty_who", as->who, EVENT_TITLE_MAX, e));
	TRY(text_need("duty_audience", as->audience, EVENT_TITLE_MAX, e));
	TRY(text_need("duty_what", as->what, EVENT_TEXT_MAX, e));
	if (day_is_none(as->due_on))
		return FAIL_FIELD(e, INVALID, "duty_due", "by when");
	TRY(outreach_duty_add(tx, id_new(d->now), event, as->who, as->audience, as->what, as->due_on, d->now, d->user, e));
	return access_note(tx, d, "event_duty", "event", event, NULL, e);
}

enum status event_duty_done(struct tx *tx, const struct desk *d, int64_t event, int64_t duty, struct day on, const char *note, struct err *e)
{
	struct outreach_get_row row;
	int64_t changed;
	TRY(event_of(tx, d, event, &row, e));
	TRY(text_need("done_note", note, EVENT_TITLE_MAX, e));
	if (day_is_none(on) || on.n > day_of_instant(d->now, d->office->zone).n)
		return FAIL_FIELD(e, INVALID, "done_on", "a day that has come");
	TRY(outreach_duty_done(tx, duty, event, on, note, d->user, &changed, e));
	return changed ? access_note(tx, d, "event_duty_done", "event", event, note, e) : FAIL_FIELD(e, CONFLICT, "done_on", "done already, or no such promise");
}
