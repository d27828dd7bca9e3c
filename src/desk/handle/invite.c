/* invite.c -- invitations to a clarification: letter, one-time code for the room, second invitation, absence.
 *
 * The code is 12 characters of 32 (60 random bits); only its keyed hash is kept. It is therefore not printed on the
 * letter, which is stored, but on a slip that the page shows once. An invitation that goes out later than the law
 * wants ("at the latest one day before") is not refused: it bears a warning (PK-SUMMON: warning only).
 */
#include "desk/handle/code.h"
#include "desk/handle/handle_internal.h"

#include <string.h>

#define MINUTE_US (60 * SECOND_US)
#define PLACE_MAX 300 /* bytes */

static enum status late_warning(struct tx *tx, const struct desk *d, const struct handle_file *f, struct instant hear_at,
				const char **ret, struct err *e)
{
	*ret = NULL;
	const struct law_clock *clock = law_clock_of(f->law, f->procedure, "SUMMON");
	if (!clock)
		return OK;
	struct deadline due;
	struct err why = {0};
	enum status status = clock_due(tx->arena, f->law, clock, d->office->calendar,
				       day_of_instant(hear_at, d->office->zone), hear_at, d->office->zone, &due, &why);
	if (status == NOT_LOADED)
		*ret = "Kalender libur belum dimuat; batas undangan belum dapat dihitung.";
	else if (status != OK)
		return FAIL(e, status, "%s", why.why);
	else if (due.last.us < d->now.us)
		*ret = arena_printf(tx->arena, "Terlambat: menurut %s (%s) undangan paling lambat %s.", clock->code,
				    clock->row.basis, instant_words(tx->arena, d, due.last));
	return OK;
}

/* 1 for somebody never invited, 2 after an absence; a date that was moved keeps its number. */
static enum status attempt_of(struct tx *tx, int64_t person, int64_t *ret, struct err *e)
{
	bool found;
	struct handle_summons_last_row last;
	TRY(handle_summons_last(tx, person, &found, &last, e));
	*ret = found ? last.attempt : 1;
	if (!found || text_eq(last.outcome, "moved"))
		return OK;
	if (!last.outcome)
		return FAIL_FIELD(e, CONFLICT, "person", "an invitation of this person is still open");
	if (!text_eq(last.outcome, "absent") || last.attempt > 1)
		return FAIL_FIELD(e, INVALID, "person", "this person was heard already or stayed away twice");
	*ret = 2;
	return OK;
}

/* The person where they serve; the letter is delivered there, and the office must make sure that it arrived. */
static const char *addressee(struct arena *a, const struct case_people_row *p)
{
	bool both = !text_blank(p->position) && !text_blank(p->agency);
	const char *at = both ? arena_printf(a, "%s, %s", p->position, p->agency) : text_blank(p->position) ? p->agency : p->position;
	return text_blank(at) ? p->name : arena_printf(a, "%s\n%s\ndi tempat", p->name, at);
}

static enum status invitation_letter(struct tx *tx, const struct desk *d, const struct handle_file *f,
				     const struct handle_invitation *as, const struct case_people_row *person,
				     int64_t attempt, struct letter_made *ret, struct err *e)
{
	struct paper p;
	TRY(paper_start(&p, tx, d, f, e));
	paper_put_person(&p, person);
	paper_put(&p, "hear_at", instant_words(tx->arena, d, as->hear_at));
	paper_put(&p, "place", as->place);
	paper_put(&p, "how", as->online ? "daring" : "tatap muka");
	const char *subject = attempt > 1 ? "Undangan klarifikasi kedua" : "Undangan klarifikasi";
	return paper_make(&p, attempt > 1 ? "summons2" : "summons", "letter", subject, addressee(tx->arena, person), person->id, ret, e);
}

static enum status invite_one(struct tx *tx, const struct desk *d, const struct handle_file *f,
			      const struct handle_invitation *as, struct handle_invited *ret, struct err *e)
{
	struct case_people_row person;
	TRY(person_of(tx, f->row.id, as->person, &person, e));
	int64_t attempt, changed;
	TRY(attempt_of(tx, as->person, &attempt, e));
	TRY(late_warning(tx, d, f, as->hear_at, &ret->warning, e));
	ret->code = code_make(tx->arena);
	struct hash code = code_hash(d->office, ret->code);
	ret->summons = id_new(d->now);
	TRY(handle_summons_insert(tx, ret->summons, f->row.id, as->person, attempt, as->hear_at, as->place, as->online,
				  ret->warning, (struct str){(char *)code.bytes, HASH_SIZE}, d->now, d->user, e));
	TRY(invitation_letter(tx, d, f, as, &person, attempt, &ret->letter, e));
	return handle_summons_letter(tx, ret->summons, ret->letter.id, &changed, e);
}

static enum status invitation_check(const struct desk *d, const struct handle_invitation *as, struct err *e)
{
	TRY(need_text("place", as->place, PLACE_MAX, "the place", e));
	if (as->hear_at.us <= d->now.us)
		return FAIL_FIELD(e, INVALID, "hear_at", "the clarification must lie in the future");
	return OK;
}

/* The file is at the clarification, or goes there with its first invitation. */
static enum status clarifying(struct tx *tx, const struct desk *d, struct handle_file *f, struct err *e)
{
	if (!strcmp(f->row.state, "CLARIFYING") || !strcmp(f->row.state, "EXTRA_INFO"))
		return OK;
	struct case_facts facts;
	TRY(handle_facts(tx, f, NULL, &facts, e));
	return docket_event(tx, d, f->row.id, "invite", &facts, NULL, e);
}

enum status handle_invite(const struct desk *d, const struct handle_invitation *as, struct handle_invited *ret,
			  struct err *e)
{
	TRY(invitation_check(d, as, e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, as->case_file, &tx, &f, e));
	TRY(clarifying(&tx, d, &f, e));
	TRY(invite_one(&tx, d, &f, as, ret, e));
	return tx_commit(&tx, e);
}

static enum status invite_those_left(struct tx *tx, const struct desk *d, const struct handle_file *f,
				     const struct handle_invitation *as, int minutes, struct handle_invited_list *ret,
				     struct err *e)
{
	struct case_people_rows people;
	TRY(case_people(tx, f->row.id, &people, e));
	struct handle_invitation next = *as;
	for (size_t i = 0; i < people.n; i++) {
		bool found;
		struct handle_summons_last_row last;
		TRY(handle_summons_last(tx, people.items[i].id, &found, &last, e));
		if (found || strcmp(people.items[i].role, "terlapor"))
			continue;
		next.person = people.items[i].id;
		struct handle_invited made;
		TRY(invite_one(tx, d, f, &next, &made, e));
		ARENA_PUSH(d->arena, ret, made);
		next.hear_at.us += minutes * MINUTE_US;
	}
	return OK;
}

enum status handle_invite_all(const struct desk *d, const struct handle_invitation *as, int minutes,
			      struct handle_invited_list *ret, struct err *e)
{
	*ret = (struct handle_invited_list){0};
	TRY(invitation_check(d, as, e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, as->case_file, &tx, &f, e));
	TRY(clarifying(&tx, d, &f, e));
	TRY(invite_those_left(&tx, d, &f, as, minutes, ret, e));
	if (!ret->n)
		return FAIL(e, INVALID, "everybody in the file has an invitation already");
	return tx_commit(&tx, e);
}

/* The invitation @id of the file. */
static enum status summons_of(struct tx *tx, int64_t case_file, int64_t id, struct handle_summons_of_row *ret,
			      struct err *e)
{
	struct handle_summons_of_rows rows;
	TRY(handle_summons_of(tx, case_file, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.items[i].id != id)
			continue;
		*ret = rows.items[i];
		return OK;
	}
	return FAIL_FIELD(e, NOT_FOUND, "summons", "this invitation is not in the file");
}

enum status handle_code_renew(const struct desk *d, int64_t case_file, int64_t summons, const char **ret_code,
			      struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	struct handle_summons_of_row row;
	TRY(summons_of(&tx, case_file, summons, &row, e));
	*ret_code = code_make(tx.arena);
	struct hash code = code_hash(d->office, *ret_code);
	int64_t changed;
	TRY(handle_summons_code(&tx, summons, (struct str){(char *)code.bytes, HASH_SIZE}, &changed, e));
	TRY(handle_rooms_end(&tx, row.person, d->now, &changed, e)); /* who found the lost slip is shut out again */
	TRY(docket_note(&tx, d, case_file, "letter", "Kode baru untuk ruang klarifikasi dibuat.", summons, e));
	return tx_commit(&tx, e);
}

static enum status move_check(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct handle_summons_of_row *row,
			      const struct handle_invitation *as, struct err *e)
{
	TRY(heard_now(tx, d, f, e));
	if (row->outcome)
		return FAIL(e, CONFLICT, "this invitation has an outcome already");
	if (row->hear_at.us == as->hear_at.us)
		return FAIL_FIELD(e, INVALID, "time", "this is the time that the invitation has already");
	return OK;
}

enum status handle_invitation_move(const struct desk *d, int64_t case_file, int64_t summons,
				   const struct handle_invitation *as, struct handle_invited *ret, struct err *e)
{
	TRY(invitation_check(d, as, e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	struct handle_summons_of_row row;
	TRY(summons_of(&tx, case_file, summons, &row, e));
	TRY(move_check(&tx, d, &f, &row, as, e));
	struct handle_invitation moved = *as;
	moved.case_file = case_file;
	moved.person = row.person;
	int64_t changed;
	TRY(handle_summons_close(&tx, summons, "moved", d->now, &changed, e));
	TRY(invite_one(&tx, d, &f, &moved, ret, e));
	const char *text = arena_printf(tx.arena, "Waktu klarifikasi dipindahkan dari %s ke %s.", instant_words(tx.arena, d, row.hear_at),
					instant_words(tx.arena, d, as->hear_at));
	TRY(docket_note(&tx, d, case_file, "talk", text, ret->summons, e));
	return tx_commit(&tx, e);
}

/* Nobody is left who may still come: all were heard, answered, or stayed away twice. */
static enum status nobody_left(struct tx *tx, const struct handle_file *f, bool *ret, struct err *e)
{
	struct case_people_rows people;
	TRY(case_people(tx, f->row.id, &people, e));
	*ret = true;
	for (size_t i = 0; i < people.n && *ret; i++) {
		bool found;
		struct handle_summons_last_row last;
		if (strcmp(people.items[i].role, "terlapor"))
			continue;
		TRY(handle_summons_last(tx, people.items[i].id, &found, &last, e));
		bool may_come = !found || !last.outcome || (!strcmp(last.outcome, "absent") && last.attempt < 2);
		*ret = !may_come;
	}
	return OK;
}

static enum status absence_minutes(struct tx *tx, const struct desk *d, const struct handle_file *f,
				   const struct handle_summons_of_row *row, struct err *e)
{
	struct case_people_row person;
	TRY(person_of(tx, f->row.id, row->person, &person, e));
	struct paper p;
	TRY(paper_start(&p, tx, d, f, e));
	paper_put_person(&p, &person);
	paper_put(&p, "hear_at", instant_words(tx->arena, d, row->hear_at));
	paper_put(&p, "place", row->place);
	struct letter_made made;
	return paper_make(&p, "absence", NULL, "Berita acara ketidakhadiran", "Berkas", person.id, &made, e);
}

static enum status absent_event(struct tx *tx, const struct desk *d, const struct handle_file *f, int64_t attempt,
				struct err *e)
{
	struct case_facts facts;
	bool last;
	TRY(handle_facts(tx, f, NULL, &facts, e));
	facts.absent = (int)attempt; /* of this person: the law speaks of one person's invitations */
	TRY(nobody_left(tx, f, &last, e));
	if (strcmp(f->row.state, "CLARIFYING") || (attempt > 1 && !last))
		return docket_note(tx, d, f->row.id, "talk", "Undangan tidak dipenuhi; dicatat.", 0, e);
	return docket_event(tx, d, f->row.id, attempt > 1 ? "absent_twice" : "absent", &facts, NULL, e);
}

enum status handle_absent(const struct desk *d, int64_t case_file, int64_t summons, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	struct handle_summons_of_row row;
	TRY(summons_of(&tx, case_file, summons, &row, e));
	if (row.hear_at.us > d->now.us)
		return FAIL(e, INVALID, "the clarification is still to come");
	int64_t changed;
	TRY(handle_summons_close(&tx, summons, "absent", d->now, &changed, e));
	if (!changed)
		return FAIL(e, CONFLICT, "this invitation has an outcome already");
	if (row.attempt > 1)
		TRY(absence_minutes(&tx, d, &f, &row, e));
	TRY(absent_event(&tx, d, &f, row.attempt, e));
	return tx_commit(&tx, e);
}
