/* entry.c -- somebody arrives: by a code at a door, as a guest, or on a sheet of paper; each counted once. */
#include "desk/outreach/event.h"

#include "desk/access/access.h"

#include <string.h>

#define TOKEN_BYTES   16
#define CERT_BYTES    8
#define LATEST_US     (14 * DAY_US)   /* a phone kept its entries for at most so long; beyond, its clock was turned meanwhile */
#define SHEET_MAX     60
#define NIP_DIGITS    18

/* An entry on its way into the store. */
struct arriving {
	struct outreach_get_row event;
	const char *kind, *key, *code, *name, *group, *unit, *who, *state, *reason;
	int64_t door, invite, same_as, clock_off_s;
	struct instant arrived_at, phone_at;
	struct event_taken *to;
};

/* By the office's clock: as long ago as the phone says, whatever its clock shows. */
static void moment_put(struct arriving *w, struct instant now, struct instant at, struct instant sent)
{
	int64_t ago = instant_is_none(at) || instant_is_none(sent) ? 0 : sent.us - at.us;
	w->phone_at = at;
	w->clock_off_s = instant_is_none(sent) ? 0 : (sent.us - now.us) / SECOND_US;
	w->arrived_at = (struct instant){now.us - (ago > 0 && ago <= LATEST_US ? ago : 0)};
}

static void as_invited(struct arriving *w, int64_t invite, const char *name, const char *group, const char *unit, const char *who)
{
	w->invite = invite, w->name = name, w->group = group, w->unit = unit, w->who = who;
}

static void state_put(struct arriving *w, const char *state, const char *reason) { w->state = state, w->reason = reason; }

/* Whose code that is: of this event's invitation, of another event's, of nobody's. */
static enum status code_look(struct tx *tx, const struct desk *d, struct arriving *w, struct err *e)
{
	struct outreach_invite_by_code_row row;
	bool found;
	TRY(outreach_invite_by_code(tx, w->code, w->event.id, d->office->id, &found, &row, e));
	if (!found) {
		state_put(w, "unknown", "");
	} else if (row.event != w->event.id) {
		state_put(w, "foreign", row.title);
		w->to->other = row.title;
	} else {
		as_invited(w, row.id, row.name, row.grp, row.unit, row.who);
	}
	return OK;
}

/* Is the person counted already? By invitation, else by name within the group. */
static enum status double_look(struct tx *tx, struct arriving *w, struct err *e)
{
	struct outreach_entry_of_invite_row mine;
	struct outreach_entry_alike_row like;
	bool found = false;
	if (w->invite) {
		TRY(outreach_entry_of_invite(tx, w->invite, &found, &mine, e));
		if (found)
			w->same_as = mine.id, w->to->first_at = mine.arrived_at, w->to->other = mine.door ? mine.door : "";
	} else {
		TRY(outreach_entry_alike(tx, w->event.id, w->who, w->group, &found, &like, e));
		if (found)
			w->same_as = like.id, w->to->first_at = like.arrived_at, w->to->other = like.door ? like.door : "";
	}
	if (found)
		state_put(w, "double", "");
	return OK;
}

static void hours_look(struct arriving *w, bool door_shut)
{
	if (w->arrived_at.us > w->event.ends_at.us)
		state_put(w, "late", "");
	else if (w->arrived_at.us < w->event.starts_at.us - EVENT_EARLY_US)
		state_put(w, "early", "");
	else if (door_shut)
		state_put(w, "late", "pintu sudah ditutup");
}

static enum status write_down(struct tx *tx, const struct desk *d, struct arriving *w, int64_t keyed_by, struct err *e)
{
	struct arena *a = tx->arena;
	return outreach_entry_add(tx, id_new(d->now), w->event.id, w->key, w->kind, w->door, w->invite, w->code, w->name, w->group, w->unit, w->who,
				  w->arrived_at, w->phone_at, w->clock_off_s, d->now, w->state, w->same_as, w->reason, keyed_by,
				  random_hex(a, TOKEN_BYTES), random_hex(a, CERT_BYTES), e);
}

/* ---- At a door ---- */

enum status event_door_of(struct tx *tx, const struct desk *d, const char *token, struct event_door *ret, struct err *e)
{
	bool found;
	TRY(outreach_door_of_token(tx, token, d->office->id, &found, &ret->door, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no door has that link");
	return event_of(tx, d, ret->door.event, &ret->event, e);
}

static enum status came_before(struct tx *tx, int64_t event, const char *key, struct event_taken *ret, bool *ret_found, struct err *e)
{
	struct outreach_entry_by_key_row row;
	TRY(outreach_entry_by_key(tx, event, key, ret_found, &row, e));
	if (*ret_found)
		*ret = (struct event_taken){.state = row.state, .name = row.name, .group = row.grp, .code = row.code, .other = row.state_reason,
					    .arrived_at = row.arrived_at, .first_at = INSTANT_NONE, .again = true};
	return OK;
}

/* A guest has a name and a group, and takes along a code: the one that the phone showed, unless it is no good or taken. */
static enum status guest_look(struct tx *tx, struct arriving *w, const struct event_entry *entry, struct err *e)
{
	struct outreach_entry_of_code_row other;
	const struct event_group *group = event_group_of(entry->group);
	bool taken = false;
	w->kind = "walkin";
	w->name = entry->name, w->unit = entry->unit, w->group = group ? group->code : "other";
	w->who = event_who(tx->arena, entry->name);
	if (strlen(w->code) != EVENT_GUEST_DIGITS || !event_code_good(w->code) || !text_starts(w->code, w->event.door_key))
		w->code = event_guest_code(tx->arena, w->event.door_key);
	TRY(outreach_entry_of_code(tx, w->event.id, w->code, &taken, &other, e));
	if (taken)
		w->code = event_guest_code(tx->arena, w->event.door_key);
	if (text_blank(w->who) || !group)
		state_put(w, "unknown", "nama atau kelompok belum ada");
	return OK;
}

static bool nobody(const struct arriving *w) { return text_eq(w->state, "unknown") || text_eq(w->state, "foreign"); }

enum status event_take(struct tx *tx, const struct desk *d, const struct event_door *at, const struct event_entry *entry, struct instant sent,
		       bool keep, struct event_taken *ret, struct err *e)
{
	bool again;
	struct arriving w = {.event = at->event, .kind = "scan", .key = entry->key, .code = entry->code, .name = "", .group = "", .unit = "", .who = "",
			     .state = "counted", .reason = "", .door = at->door.id, .to = ret};
	TRY(came_before(tx, at->event.id, entry->key, ret, &again, e));
	if (again)
		return OK;
	*ret = (struct event_taken){.other = "", .first_at = INSTANT_NONE};
	moment_put(&w, d->now, entry->at, sent);
	TRY(entry->guest ? guest_look(tx, &w, entry, e) : code_look(tx, d, &w, e));
	if (!nobody(&w)) {
		bool shut = !instant_is_none(at->door.closed_at) && w.arrived_at.us > at->door.closed_at.us;
		TRY(double_look(tx, &w, e));
		if (!text_eq(w.state, "double"))
			hours_look(&w, shut);
	}
	ret->state = w.state, ret->name = w.name, ret->group = w.group, ret->code = w.code, ret->arrived_at = w.arrived_at;
	return keep || !nobody(&w) ? write_down(tx, d, &w, 0, e) : OK;
}

/* ---- From paper ---- */

struct sheet_row {
	const char *name, *unit, *number;
	const struct event_group *group;
};

static struct sheet_row row_read(struct arena *a, struct str line)
{
	struct sheet_row r = {.name = event_cell(a, &line)};
	r.group = event_group_said(event_cell(a, &line));
	r.unit = event_cell(a, &line);
	r.number = event_cell(a, &line);
	return r;
}

/* Whose row that is: by the invitation's code, the staff number, or the only invitation of that name and group. */
static enum status invited_look(struct tx *tx, const struct desk *d, struct arriving *w, const struct sheet_row *r, struct err *e)
{
	struct outreach_invite_by_code_row by_code;
	struct outreach_invite_by_number_row by_number;
	struct outreach_invite_by_who_rows by_who;
	bool found;
	TRY(outreach_invite_by_code(tx, w->code, w->event.id, d->office->id, &found, &by_code, e));
	if (found && by_code.event == w->event.id) {
		as_invited(w, by_code.id, by_code.name, by_code.grp, by_code.unit, by_code.who);
		return OK;
	}
	TRY(outreach_invite_by_number(tx, w->event.id, strlen(w->code) == NIP_DIGITS ? w->code : r->number, &found, &by_number, e));
	if (found && r->number[0]) {
		as_invited(w, by_number.id, by_number.name, by_number.grp, by_number.unit, by_number.who);
		return OK;
	}
	TRY(outreach_invite_by_who(tx, w->event.id, w->who, w->group, &by_who, e));
	if (by_who.n == 1)
		as_invited(w, by_who.items[0].id, by_who.items[0].name, by_who.items[0].grp, by_who.items[0].unit, by_who.items[0].who);
	return OK;
}

/* Somebody on paper may be a guest of the door, by the code that he was given there. */
static enum status guest_of_code(struct tx *tx, struct arriving *w, struct err *e)
{
	struct outreach_entry_of_code_row row;
	bool found;
	if (strlen(w->code) != EVENT_GUEST_DIGITS)
		return OK;
	TRY(outreach_entry_of_code(tx, w->event.id, w->code, &found, &row, e));
	if (found && text_eq(row.state, "counted"))
		w->same_as = row.id, state_put(w, "double", "");
	return OK;
}

/* A guest's own code stands for one person: on paper it is not written down again. */
static enum status row_take(struct tx *tx, const struct desk *d, struct arriving *w, const struct sheet_row *r, struct event_keyed *ret, struct err *e)
{
	w->code = event_code_of(tx->arena, r->number);
	TRY(invited_look(tx, d, w, r, e));
	TRY(guest_of_code(tx, w, e));
	if (!w->same_as)
		TRY(double_look(tx, w, e));
	ret->doubles += text_eq(w->state, "double");
	ret->added++;
	if (!event_code_good(w->code) || strlen(w->code) == EVENT_GUEST_DIGITS)
		w->code = event_guest_code(tx->arena, w->event.door_key);
	return write_down(tx, d, w, d->user, e);
}

static enum status line_take(struct tx *tx, const struct desk *d, const struct outreach_get_row *event, const char *sheet, size_t n, struct str line,
			     struct event_keyed *ret, struct err *e)
{
	struct arena *a = tx->arena;
	struct outreach_entry_by_key_row had;
	struct event_taken told = {0};
	bool found;
	const char *whole = arena_strndup(a, line.s, line.n);
	struct sheet_row r = row_read(a, line);
	struct arriving w = {.event = *event, .kind = "paper", .key = arena_printf(a, "sheet:%s:%zu", text_lower(a, sheet), n), .name = r.name,
			     .group = r.group ? r.group->code : "", .unit = r.unit, .who = event_who(a, r.name), .state = "counted", .reason = "",
			     .arrived_at = event->starts_at, .phone_at = INSTANT_NONE, .to = &told};
	const char *id = NULL, *en = NULL;
	TRY(outreach_entry_by_key(tx, event->id, w.key, &found, &had, e));
	if (text_blank(w.who) || strlen(r.name) > EVENT_NAME_MAX || strlen(r.unit) > EVENT_NAME_MAX || strlen(r.number) > EVENT_NAME_MAX)
		id = "nama belum ada, atau ada yang terlalu panjang", en = "the name is missing, or something is too long";
	else if (!r.group)
		id = "kelompok tidak dikenal", en = "no such group";
	else if (found && (!text_eq(event_who(a, had.name), w.who) || !text_eq(had.grp, w.group)))
		id = "baris lembar ini sudah diketik dengan isi lain", en = "this row of the sheet was keyed with something else";
	if (id) {
		ARENA_PUSH(a, &ret->refusals, ((struct event_refusal){n, text_clip(a, whole, 80), id, en}));
		return OK;
	}
	ret->same += found;
	return found ? OK : row_take(tx, d, &w, &r, ret, e);
}

enum status event_sheet(struct tx *tx, const struct desk *d, int64_t event, const char *sheet, const char *lines, struct event_keyed *ret,
			struct err *e)
{
	struct outreach_get_row row;
	struct str rest = str_of(lines), line;
	*ret = (struct event_keyed){0};
	TRY(event_of(tx, d, event, &row, e));
	if (text_blank(sheet) || strlen(sheet) > SHEET_MAX)
		return FAIL_FIELD(e, INVALID, "sheet", "which sheet it is, at most %d bytes", SHEET_MAX);
	if (text_blank(lines))
		return FAIL_FIELD(e, INVALID, "rows", "no row");
	for (size_t n = 1; str_split(&rest, '\n', &line); n++) {
		line = str_trim(line);
		if (n > EVENT_LINES_MAX)
			return FAIL_FIELD(e, TOO_LARGE, "rows", "at most %d rows at once", EVENT_LINES_MAX);
		if (line.n)
			TRY(line_take(tx, d, &row, sheet, n, line, ret, e));
	}
	return access_note(tx, d, "event_sheet", "event", event, sheet, e);
}

/* ---- By hand ---- */

static enum status may_count(struct tx *tx, const struct outreach_entry_get_row *was, const char *who, const struct event_group *group, struct err *e)
{
	struct outreach_entry_of_invite_row mine;
	bool found = false;
	if (text_blank(who))
		return FAIL_FIELD(e, INVALID, "name", "the name of who it was");
	if (!group)
		return FAIL_FIELD(e, INVALID, "group", "no such group");
	if (was->invite)
		TRY(outreach_entry_of_invite(tx, was->invite, &found, &mine, e));
	return found ? FAIL_FIELD(e, CONFLICT, "entry", "this invitation is counted already") : OK;
}

enum status event_decide(struct tx *tx, const struct desk *d, int64_t event, const struct event_verdict *v, struct err *e)
{
	struct outreach_get_row row;
	struct outreach_entry_get_row was;
	bool found;
	TRY(event_of(tx, d, event, &row, e));
	TRY(outreach_entry_get(tx, v->entry, event, &found, &was, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no such entry");
	if (text_blank(v->reason) || strlen(v->reason) > EVENT_TITLE_MAX)
		return FAIL_FIELD(e, INVALID, "reason", "a reason of at most %d bytes", EVENT_TITLE_MAX);
	if (v->counts == text_eq(was.state, "counted"))
		return FAIL_FIELD(e, CONFLICT, "entry", "it stands so already");
	bool named = !text_blank(was.name);
	const char *name = named ? was.name : v->name, *unit = named ? was.unit : v->unit, *who = event_who(tx->arena, name);
	const struct event_group *group = event_group_of(named && was.grp[0] ? was.grp : v->group);
	if (strlen(name) > EVENT_NAME_MAX || strlen(unit) > EVENT_NAME_MAX)
		return FAIL_FIELD(e, INVALID, "name", "at most %d bytes", EVENT_NAME_MAX);
	if (v->counts)
		TRY(may_count(tx, &was, who, group, e));
	TRY(outreach_entry_set(tx, was.id, v->counts ? "counted" : "dropped", name, group ? group->code : was.grp, unit, who, d->user, v->reason, e));
	return access_note(tx, d, v->counts ? "event_entry_counted" : "event_entry_dropped", "event", event, v->reason, e);
}
