/* room.c -- the room of an invited person: entered once with a code, then kept by its own address.
 *
 * Shown: what is alleged against this person, by which article, the exhibits that staff allowed (as a copy in which is
 * hidden what concerns others: redact.h), dates and how they moved, rights. Never shown: other people, the reporter, the study, statements, an officer's own reason of a pause.
 * What is handed in goes to the file at once.
 */
#include "desk/forward/forward.h"
#include "desk/handle/code.h"
#include "desk/handle/handle_internal.h"
#include "desk/handle/redact.h"

#include <string.h>

#define ROOM_DAYS 60 /* how long the address of a room works after it was opened */
#define PRESSED_TWICE_US (10 * 60 * SECOND_US) /* the same form again: a second press, a reload, "back" */
#define ROOM_ITEMS_MAX 40 /* things one person may hand in: a limit against floods */
#define TOKEN_BYTES 24

static struct str hash_bytes(const struct hash *h) { return (struct str){(const char *)h->bytes, HASH_SIZE}; }

static enum status try_note(const struct desk *d, const unsigned char source[32], struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	int64_t changed;
	TRY(handle_room_tries_forget(&tx, (struct instant){d->now.us - DAY_US}, &changed, e));
	TRY(handle_room_try_insert(&tx, id_new(d->now), (struct str){(const char *)source, 32}, d->now, e));
	TRY(access_note(&tx, d, "room_code_wrong", "room", 0, "", e));
	return tx_commit(&tx, e);
}

static enum status tries_check(struct tx *tx, const struct desk *d, const unsigned char source[32], struct err *e)
{
	struct handle_room_tries_row tries;
	TRY(handle_room_tries(tx, (struct str){(const char *)source, 32}, (struct instant){d->now.us - HOUR_US}, &tries, e));
	if (tries.n >= ROOM_TRIES_AN_HOUR)
		return FAIL(e, TOO_MANY, "too many wrong codes; try again in an hour, or ask the office for help");
	return OK;
}

static enum status room_make(struct tx *tx, const struct desk *d, int64_t summons, const char **ret_token, struct err *e)
{
	*ret_token = random_hex(tx->arena, TOKEN_BYTES);
	struct hash token = token_hash(d->office, *ret_token);
	struct instant ends = {d->now.us + ROOM_DAYS * DAY_US};
	TRY(handle_room_insert(tx, id_new(d->now), summons, hash_bytes(&token), d->now, ends, e));
	return access_note(tx, d, "room_opened", "summons", summons, "", e);
}

/* OK with *ret_token NULL when no invitation has this code. */
static enum status code_take(const struct desk *d, const unsigned char source[32], const char *code,
			     const char **ret_token, struct err *e)
{
	*ret_token = NULL;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(tries_check(&tx, d, source, e));
	struct hash hash = code_hash(d->office, code);
	bool found;
	struct handle_code_take_row row;
	TRY(handle_code_take(&tx, hash_bytes(&hash), d->now, &found, &row, e));
	if (!found)
		return OK;
	TRY(room_make(&tx, d, row.id, ret_token, e));
	return tx_commit(&tx, e);
}

enum status handle_room_enter(const struct desk *d, const unsigned char source[32], const char *code,
			      const char **ret_token, struct err *e)
{
	TRY(need_text("code", code, 100, "the code on the slip of the invitation", e));
	TRY(code_take(d, source, code, ret_token, e));
	if (*ret_token)
		return OK;
	TRY(try_note(d, source, e));
	return FAIL_FIELD(e, NOT_FOUND, "code", "no open invitation has this code; it works once");
}

static enum status room_find(struct tx *tx, const struct desk *d, const char *token,
			     struct handle_room_by_token_row *ret, struct err *e)
{
	struct hash hash = token_hash(d->office, token);
	bool found;
	TRY(handle_room_by_token(tx, hash_bytes(&hash), d->now, &found, ret, e));
	return found ? OK : FAIL(e, NOT_FOUND, "there is no room at this address, or its time is over");
}

/* Those that may be shown and that somebody has looked at, and the person's own; what they are called names nobody else. */
static void exhibits_keep(struct handle_exhibits_rows *rows, const struct exhibit_states *states, int64_t person, struct mask *mask)
{
	size_t n = 0;
	int64_t hidden = 0;
	for (size_t i = 0; i < rows->n; i++) {
		struct handle_exhibits_row x = rows->items[i];
		const struct exhibit_state *s = exhibit_state_of(states, x.id);
		if (x.person ? x.person != person : !x.showable || !s)
			continue;
		if (!x.person)
			x.description = mask_text(mask, text_blank(s->description) ? x.description : s->description, &hidden);
		rows->items[n++] = x;
	}
	rows->n = n;
}

/* Dates that a summoned person waits for: the person's own, and those on which the office must hear, decide and tell. */
static bool concerns(const struct law *law, const struct case_clocks_row *c, int64_t person)
{
	static const char *const families[] = {"SUMMON", "HANDLE", "HANDLE-X", "STATUS"};
	const char *family = strchr(c->clock, '-');
	if (!law_clock(law, c->clock) || !instant_is_none(c->ended_at) || (c->person && c->person != person))
		return false;
	for (size_t i = 0; !c->person && i < sizeof families / sizeof *families; i++)
		if (family && !strcmp(family + 1, families[i]))
			return true;
	return c->person == person;
}

/* The latest pause that was noted by @at. */
static const struct clock_pauses_row *pause_until(const struct clock_pauses_rows *pauses, struct instant at)
{
	const struct clock_pauses_row *last = NULL;
	for (size_t i = 0; i < pauses->n; i++) {
		const struct clock_pauses_row *p = &pauses->items[i];
		if (p->made_at.us <= at.us && (!last || p->made_at.us >= last->made_at.us))
			last = p;
	}
	return last;
}

static enum status run_moves(struct tx *tx, int64_t run, struct handle_room *ret, const char *clock, struct err *e)
{
	struct clock_moves_rows moves;
	struct clock_pauses_rows pauses;
	TRY(clock_moves(tx, run, &moves, e));
	TRY(clock_pauses(tx, run, &pauses, e));
	for (size_t i = 0; i < moves.n; i++) {
		const struct clock_moves_row *m = &moves.items[i];
		const struct clock_pauses_row *last = m->version ? NULL : pause_until(&pauses, m->at);
		struct handle_room_move move = {.clock = clock, .first = !strcmp(m->old_status, "uncounted"), .old_last = m->old_last,
						.new_last = m->new_last, .at = m->at, .decree = m->decree_number,
						.pause = last != NULL, .paused_from = DAY_NONE, .paused_to = DAY_NONE};
		if (move.pause) {
			move.paused_from = last->from_on;
			move.paused_to = last->to_on;
		}
		if (move.first || move.old_last.us != move.new_last.us)
			ARENA_PUSH(tx->arena, &ret->moves, move);
	}
	return OK;
}

static enum status moves_fill(struct tx *tx, struct handle_room *ret, struct err *e)
{
	for (size_t i = 0; i < ret->clocks.n; i++) {
		const struct case_clocks_row *c = &ret->clocks.items[i];
		if (concerns(ret->law, c, ret->person))
			TRY(run_moves(tx, c->id, ret, c->clock, e));
	}
	return OK;
}

static enum status room_fill(struct tx *tx, const struct desk *d, const struct handle_room_by_token_row *row,
			     struct handle_room *ret, struct err *e)
{
	struct handle_file f;
	TRY(handle_open(tx, d, row->case_file, &f, e));
	struct case_people_row person;
	struct mask *mask;
	TRY(person_of(tx, row->case_file, row->person, &person, e));
	TRY(forward_mask(tx, d, row->case_file, row->person, person.name, &mask, e));
	*ret = (struct handle_room){.person = row->person, .hear_at = row->hear_at, .ends_at = row->ends_at, .place = row->place,
				    .letter_number = row->letter_number, .kind = f.row.kind, .online = row->online, .decided = f.decided,
				    .event_on = f.row.event_on, .law = f.law};
	ret->act = person.act_code ? law_act(f.law, person.act_code) : NULL;
	TRY(handle_exhibits(tx, row->case_file, &ret->exhibits, e));
	TRY(exhibit_states(tx, d, row->case_file, &ret->states, e));
	exhibits_keep(&ret->exhibits, &ret->states, row->person, mask);
	TRY(handle_room_items(tx, row->case_file, row->person, &ret->items, e));
	TRY(case_clocks(tx, row->case_file, &ret->clocks, e));
	return moves_fill(tx, ret, e);
}

enum status handle_room_view(const struct desk *d, const char *token, struct handle_room *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	struct handle_room_by_token_row row;
	TRY(room_find(&tx, d, token, &row, e));
	return room_fill(&tx, d, &row, ret, e);
}

/* What is done; who does it is the role of the invited person. */
static const char *item_words(const char *kind)
{
	if (!strcmp(kind, "answer"))
		return "menjawab tertulis lewat ruang klarifikasi.";
	if (!strcmp(kind, "other_date"))
		return "meminta waktu lain.";
	if (!strcmp(kind, "companion"))
		return "memberi tahu pendampingnya.";
	return strcmp(kind, "evidence") ? NULL : "menyerahkan bukti.";
}

static enum status item_file(struct tx *tx, const struct desk *d, const struct handle_room_by_token_row *row,
			     const char *text, const struct file_name_bytes *file, int64_t *ret, struct err *e)
{
	if (!file || !file->bytes.n)
		return FAIL_FIELD(e, INVALID, "file", "choose a file");
	struct handle_exhibit_new as = {.file = *file, .description = text, .origin = "room", .person = row->person};
	int64_t exhibit;
	TRY(handle_exhibit_put(tx, d, row->case_file, &as, &exhibit, e));
	struct handle_exhibit_row put;
	TRY(handle_exhibit(tx, row->case_file, exhibit, &put, e));
	*ret = put.file;
	return OK;
}

/* A second press or a reload of the form brings the same thing again: it stands once. */
static enum status brought_before(struct tx *tx, const struct desk *d, const struct handle_room_by_token_row *row, const char *kind,
				  const char *text, const struct file_name_bytes *file, bool *ret, struct err *e)
{
	struct handle_room_item_same_row same;
	bool sealed = !strcmp(kind, "evidence") && file && file->bytes.n;
	const char *sha256 = sealed ? hash_hex(tx->arena, hash_of(file->bytes.s, file->bytes.n)) : NULL;
	struct instant since = {d->now.us - PRESSED_TWICE_US};
	TRY(handle_room_item_same(tx, row->case_file, row->person, kind, text, sha256, since, &same, e));
	*ret = same.n > 0;
	return OK;
}

enum status handle_room_put(const struct desk *d, const char *token, const char *kind, const char *text,
			    const struct file_name_bytes *file, struct err *e)
{
	const char *words = item_words(kind);
	if (!words)
		return FAIL_FIELD(e, INVALID, "kind", "unknown kind of answer");
	TRY(need_text("text", text, TEXT_MAX, "your words", e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct handle_room_by_token_row row;
	TRY(room_find(&tx, d, token, &row, e));
	struct handle_room_items_rows before;
	bool again;
	TRY(brought_before(&tx, d, &row, kind, text, file, &again, e));
	if (again)
		return OK;
	TRY(handle_room_items(&tx, row.case_file, row.person, &before, e));
	if (before.n >= ROOM_ITEMS_MAX)
		return FAIL(e, TOO_MANY, "the room holds %d things already; bring more to the clarification", ROOM_ITEMS_MAX);
	int64_t stored = 0;
	if (!strcmp(kind, "evidence"))
		TRY(item_file(&tx, d, &row, text, file, &stored, e));
	int64_t id = id_new(d->now);
	TRY(handle_room_item_insert(&tx, id, row.case_file, row.person, row.summons, kind, text, stored, d->now, e));
	struct case_people_row person;
	TRY(person_of(&tx, row.case_file, row.person, &person, e));
	TRY(docket_note(&tx, d, row.case_file, "talk", arena_printf(tx.arena, "%s %s", handle_role_name(person.role, ID), words), id, e));
	return tx_commit(&tx, e);
}

enum status handle_room_exhibit(const struct desk *d, const char *token, int64_t exhibit, struct str *ret,
				const char **ret_type, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	struct handle_room_by_token_row row;
	TRY(room_find(&tx, d, token, &row, e));
	struct handle_exhibit_row x;
	TRY(handle_exhibit(&tx, row.case_file, exhibit, &x, e));
	if (x.person ? x.person != row.person : !x.showable)
		return FAIL(e, NOT_FOUND, "there is no such evidence in this room");
	struct exhibit_copy copy;
	TRY(exhibit_bytes(&tx, d, row.case_file, exhibit, x.person ? READER_STAFF : READER_ROOM, &copy, ret, e));
	*ret_type = copy.type;
	return OK;
}
