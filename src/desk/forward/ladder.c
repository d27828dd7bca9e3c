/* ladder.c -- what comes of silence and of a returned package: rungs, each with a clock and a letter of its own.
 *
 * The rungs are rows of law/ladder.toml; no law gives their days, so settings may change them. A rung's clock runs for one
 * person like any other clock: it is on the page of today, with its sum. When it has run out the keeper writes the rung's
 * letter, once: that it was written stands in the hand-over's history, in the same transaction, and is asked before.
 * Once the hand-over leaves the states of a rung (the head has acted, the package went out again) its clock stops.
 */
#include "desk/docket/letters.h"
#include "desk/forward/forward_internal.h"
#include "desk/forward/mask.h"

#include <assert.h>
#include <string.h>

static bool has_state(const struct law_rung *rung, const char *state)
{
	for (size_t i = 0; i < rung->states.n; i++)
		if (!strcmp(rung->states.items[i], state))
			return true;
	return false;
}

/* The run of @clock that @person's hand-over has now; *ret_due INSTANT_NONE: none, or nobody can count it yet. */
static enum status run_of(struct tx *tx, int64_t case_file, int64_t person, const char *clock, bool *ret_runs, struct instant *ret_due,
			  struct err *e)
{
	struct case_clocks_rows rows;
	TRY(case_clocks(tx, case_file, &rows, e));
	*ret_runs = false;
	*ret_due = INSTANT_NONE;
	for (size_t i = 0; i < rows.n; i++) {
		const struct case_clocks_row *c = &rows.items[i];
		if (c->person != person || strcmp(c->clock, clock) || !instant_is_none(c->ended_at))
			continue;
		*ret_runs = true;
		if (strcmp(c->status, "uncounted"))
			*ret_due = c->last_moment;
	}
	return OK;
}

static enum status rung_start(struct tx *tx, const struct desk *d, const struct forward_get_row *h, const struct law_rung *rung,
			      struct err *e)
{
	return rung ? docket_clock_start(tx, d, h->case_file, h->person, rung->clock.code, DAY_NONE, d->now, e) : OK;
}

enum status ladder_follow(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
			  const char *event, const char *to_state, struct err *e)
{
	for (size_t i = 0; i < f->law->rungs.n; i++) {
		const struct law_rung *rung = &f->law->rungs.items[i];
		if (has_state(rung, h->state) && !has_state(rung, to_state))
			TRY(docket_clock_stop(tx, d, h->case_file, h->person, rung->clock.code, event, e));
	}
	return rung_start(tx, d, h, law_rung_after(f->law, event), e);
}

/* When our own task is due: as its clock says. A file of a pack without a ladder has a task without a clock. */
enum status ladder_task_due(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
			    const char *event, struct err *e)
{
	const struct law_rung *rung = law_rung_after(f->law, event);
	bool runs;
	struct instant due;
	int64_t changed;
	if (!rung || rung->form[0])
		return OK;
	TRY(run_of(tx, h->case_file, h->person, rung->clock.code, &runs, &due, e));
	return instant_is_none(due) ? OK : forward_task_due(tx, h->id, due, &changed, e);
}

/* ---- letters ---- */

#define PUT(key, text) (assert(n < sizeof fields / sizeof *fields), fields[n++] = (struct letter_field){.name = (key), .value = (text)})

static const char *day_words(struct arena *a, const struct desk *d, struct instant at)
{
	char text[DAY_TEXT_MAX];
	return arena_strdup(a, day_long(day_of_instant(at, d->office->zone), ID, text));
}

/* The letters that went before, as a sentence: "12/PP.00/..., 14 November 2024; ...". */
static enum status letters_before(struct tx *tx, const struct desk *d, int64_t person, const char **ret, struct err *e)
{
	struct forward_reminders_rows rows;
	TRY(forward_reminders(tx, person, &rows, e));
	*ret = rows.n ? "" : "tidak ada";
	for (size_t i = 0; i < rows.n; i++)
		*ret = arena_printf(tx->arena, "%s%s%s, %s", *ret, i ? "; " : "", rows.items[i].number ? rows.items[i].number : "tanpa nomor",
				    day_words(tx->arena, d, rows.items[i].made_at));
	return OK;
}

/* The receiver, or who took its place: a body that has ended (KASN) reads no letters. */
static enum status receiver_now(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
				const struct case_person_get_row *person, const char **ret, struct err *e)
{
	struct forward_receiver now;
	struct day today = day_of_instant(d->now, d->office->zone);
	*ret = h->receiver;
	if (recipient_open(f->law, h->route, today))
		return OK;
	TRY(forward_receiver_of(tx, d, f->law, person->class, person->agency, today, false, &now, e));
	*ret = now.name;
	return OK;
}

static enum status recipient_of(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
				const struct case_person_get_row *person, const char *to, const char **ret, struct err *e)
{
	*ret = h->copy_to;
	if (!strcmp(to, "superior"))
		*ret = settings_text(d->office->settings, "forward.superior");
	else if (!strcmp(to, "next_level"))
		return docket_office_above(tx, d->office, ret, e);
	else if (!strcmp(to, "recipient") || !*h->copy_to)
		return receiver_now(tx, d, f, h, person, ret, e);
	return OK;
}

/* The reason, if there is one, without the names of others. */
static enum status reason_masked(struct tx *tx, const struct desk *d, const struct forward_get_row *h, const char *own_name, const char *reason,
				 const char **ret, struct err *e)
{
	struct mask *mask;
	int64_t hidden = 0;
	*ret = NULL;
	if (!reason)
		return OK;
	TRY(forward_mask(tx, d, h->case_file, h->person, own_name, &mask, e));
	*ret = mask_text(mask, reason, &hidden);
	return OK;
}

enum status ladder_letter(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
			  const struct ladder_letter *as, struct letter_made *ret, struct err *e)
{
	struct case_person_get_row person;
	struct forward_letter_file_row before = {0};
	struct letter_field fields[16];
	size_t n = 0;
	const char *recipient, *reminders, *reason;
	TRY(case_person_get(tx, h->person, &person, e));
	if (h->letter)
		TRY(forward_letter_file(tx, h->letter, &before, e));
	TRY(recipient_of(tx, d, f, h, &person, as->to, &recipient, e));
	TRY(reason_masked(tx, d, h, person.name, as->reason, &reason, e));
	TRY(letters_before(tx, d, h->person, &reminders, e));
	PUT("file_number", f->number);
	PUT("receiver", h->receiver);
	PUT("copy", *h->copy_to ? h->copy_to : "tidak ada");
	PUT("letter_before", before.number);
	PUT("sent_on", day_words(tx->arena, d, h->sent_at));
	PUT("age", arena_printf(tx->arena, "%lld", (long long)((d->now.us - h->sent_at.us) / DAY_US)));
	PUT("reminders", reminders);
	PUT("person_name", person.name);
	PUT("person_nip", person.nip ? person.nip : class_is_asn(class_of(person.class)) ? NULL : "tidak ada (bukan ASN)");
	PUT("person_agency", person.agency);
	PUT("reason", reason);
	struct letter_new made = {.case_file = f->row.id, .person = h->person, .form = as->form, .reg = "letter", .subject = as->subject,
				  .recipient = recipient, .fields = fields, .n_fields = n};
	return docket_letter(tx, d, &made, ret, e);
}
#undef PUT

/* ---- the keeper ---- */

enum status ladder_silent(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
			  struct err *e)
{
	struct letter_made made;
	int64_t changed;
	struct ladder_letter as = {.form = "reminder", .to = "receiver", .subject = "Permintaan tindak lanjut"};
	TRY(ladder_letter(tx, d, f, h, &as, &made, e));
	return forward_escalated(tx, h->id, d->now, &changed, e);
}

static enum status rung_write(struct tx *tx, const struct desk *d, const struct forward_file *f, const struct forward_get_row *h,
			      const struct law_rung *rung, struct err *e)
{
	struct letter_made made;
	const char *code = rung->clock.code;
	const struct letter_kind *kind = letter_kind_of(rung->form);
	const struct law_form *form = law_form(f->law, f->procedure, rung->form);
	struct ladder_letter as = {.form = rung->form, .to = rung->to, .subject = form ? form->name_id : "Permintaan tindak lanjut"};
	TRY(ladder_letter(tx, d, f, h, &as, &made, e));
	const char *words = arena_printf(tx->arena, "%s %s: %s.", as.subject, made.number ? made.number : "", kind ? kind->when : "");
	TRY(forward_event_insert(tx, id_new(d->now), h->id, d->now, d->user, code, h->state, h->state, NULL, words, e));
	TRY(docket_note(tx, d, h->case_file, "letter", words, h->person, e));
	TRY(docket_clock_stop(tx, d, h->case_file, h->person, code, "surat dibuat", e));
	return rung_start(tx, d, h, law_rung_after(f->law, code), e);
}

/* One rung of one hand-over, if it still stands there and nobody has written the letter meanwhile. */
static enum status rung_take(const struct desk *d, const struct forward_rungs_due_row *row, const char *code, int *ret_letters,
			     struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct forward_file f;
	struct forward_get_row h;
	struct forward_rung_done_row done;
	const struct law_rung *rung = NULL;
	int64_t changed;
	TRY(forward_begin(d, row->case_file, &tx, &f, e));
	TRY(forward_get(&tx, row->id, &h, e));
	TRY(forward_rung_done(&tx, h.id, code, &done, e));
	for (size_t i = 0; i < f.law->rungs.n; i++)
		if (!strcmp(f.law->rungs.items[i].clock.code, code))
			rung = &f.law->rungs.items[i];
	if (!rung || done.n || !has_state(rung, h.state))
		return OK;
	TRY(forward_move(&tx, h.id, h.version, h.state, d->now, NULL, NULL, INSTANT_NONE, NULL, NULL, DAY_NONE, &changed, e));
	if (!changed)
		return OK; /* somebody is at it: the next round looks again */
	TRY(rung_write(&tx, d, &f, &h, rung, e));
	++*ret_letters;
	return tx_commit(&tx, e);
}

enum status watch_goes_on(enum status now, const struct err *why, enum status *first, struct err *e)
{
	if (now != OK && *first == OK) {
		*first = now;
		*e = *why;
	}
	return now == UNAVAILABLE ? now : OK;
}

enum status ladder_watch(const struct desk *d, int *ret_letters, struct err *e)
{
	const struct law *law = desk_law(d);
	enum status first = OK;
	for (size_t i = 0; i < law->rungs.n; i++) {
		const struct law_rung *rung = &law->rungs.items[i];
		struct forward_rungs_due_rows due = {0};
		if (rung->form[0]) {
			scoped(tx_rollback) struct tx tx = {0};
			TRY(desk_begin(d, READ, &tx, e));
			TRY(forward_rungs_due(&tx, d->office->id, rung->clock.code, d->now, &due, e));
		}
		for (size_t k = 0; k < due.n; k++) {
			struct err why = {0};
			enum status now = rung_take(d, &due.items[k], rung->clock.code, ret_letters, &why);
			TRY(watch_goes_on(now, &why, &first, e));
		}
	}
	return first;
}
