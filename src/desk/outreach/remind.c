/* remind.c -- reminders of circular letters: a letter and its row in one transaction, at most two, in office hours only. */
#include "desk/outreach/circular.h"

#include "base/log.h"
#include "desk/access/access.h"
#include "desk/docket/docket.h"

#define LETTER_REGISTER "letter:PM.00.02" /* as circular.c */

static const char *long_day(struct arena *a, struct day d)
{
	char text[DAY_TEXT_MAX];
	return arena_strdup(a, day_long(d, ID, text));
}

static enum status letter_print(struct tx *tx, const struct desk *d, const struct circular_get_row *c, const struct circular_now_row *now,
				const struct circular_addressee_row *to, struct day received_on, int64_t number, struct letter_made *ret, struct err *e)
{
	struct arena *a = tx->arena;
	const struct letter_field fields[] = {
		{.name = "circular_subject", .value = c->subject},
		{.name = "circular_issuer", .value = c->issuer[0] ? c->issuer : "kami"},
		{.name = "circular_number", .value = now->letter_number},
		{.name = "circular_date", .value = long_day(a, now->dated_on)},
		{.name = "received_on", .value = long_day(a, received_on)},
		{.name = "link", .value = arena_printf(a, "%s/surat/%s", docket_public_address(a, d->office), to->token)},
		{.name = "reminder_number", .value = arena_printf(a, "%lld", (long long)number)},
	};
	struct letter_new as = {.form = "circular_reminder", .reg = LETTER_REGISTER, .recipient = to->name, .fields = fields, .n_fields = sizeof fields / sizeof *fields};
	return docket_letter(tx, d, &as, ret, e);
}

/* How an addressee stands with the version that counts. */
struct standing {
	struct circular_get_row c;
	struct circular_now_row now;
	struct circular_addressee_row to;
	struct day received_on; /* DAY_NONE: no proof of delivery */
	int64_t reminders;
	struct day last; /* DAY_NONE: none yet */
	bool acked;
};

static enum status standing_of(struct tx *tx, const struct desk *d, int64_t circular, int64_t addressee, struct standing *ret, struct err *e)
{
	struct circular_ack_of_row ack;
	struct circular_delivery_first_row delivered;
	struct circular_reminded_row reminded;
	bool found;
	TRY(circular_of(tx, d, circular, &ret->c, e));
	TRY(circular_addressee(tx, addressee, &found, &ret->to, e));
	if (!found || ret->to.circular != circular)
		return FAIL(e, NOT_FOUND, "no such addressee");
	TRY(circular_now(tx, circular, &found, &ret->now, e));
	if (!found)
		return FAIL_FIELD(e, CONFLICT, "remind", "the letter was withdrawn");
	TRY(circular_ack_of(tx, ret->now.version, addressee, &ret->acked, &ack, e));
	TRY(circular_delivery_first(tx, ret->now.version, addressee, &delivered, e));
	TRY(circular_reminded(tx, ret->now.version, addressee, &reminded, e));
	ret->received_on = delivered.on_day ? (struct day){(int32_t)delivered.on_day} : DAY_NONE;
	ret->reminders = reminded.n;
	ret->last = reminded.n ? (struct day){(int32_t)reminded.last_day} : DAY_NONE;
	return OK;
}

static enum status remind_may(const struct desk *d, const struct standing *s, struct err *e)
{
	struct day today = day_of_instant(d->now, d->office->zone);
	if (s->acked)
		return FAIL_FIELD(e, CONFLICT, "remind", "they have acknowledged it");
	if (day_is_none(s->received_on))
		return FAIL_FIELD(e, CONFLICT, "remind", "nothing proves that they have received it");
	if (s->reminders >= CIRCULAR_REMINDERS_MAX)
		return FAIL_FIELD(e, TOO_MANY, "remind", "two reminders went out already");
	if (!day_is_none(s->last) && s->last.n >= today.n)
		return FAIL_FIELD(e, CONFLICT, "day", "one went out today");
	return office_hours(d) ? OK : FAIL_FIELD(e, TOO_LATE, "remind", "the counter is shut");
}

enum status circular_remind(struct tx *tx, const struct desk *d, int64_t circular, int64_t addressee, struct err *e)
{
	struct standing s = {0};
	struct letter_made made;
	struct day today = day_of_instant(d->now, d->office->zone);
	TRY(standing_of(tx, d, circular, addressee, &s, e));
	TRY(remind_may(d, &s, e));
	TRY(letter_print(tx, d, &s.c, &s.now, &s.to, s.received_on, s.reminders + 1, &made, e));
	TRY(circular_reminder_add(tx, id_new(d->now), s.now.version, addressee, s.reminders + 1, today, made.id, d->now, d->user, e));
	return access_note(tx, d, "circular_reminded", "circular", circular, s.to.name, e);
}

/* ---- The keeper ---- */

/* Has the day of the next reminder come? Counted in working days from the delivery, then from the first reminder. */
static bool due(const struct desk *d, const struct circular_unanswered_row *row)
{
	struct day today = day_of_instant(d->now, d->office->zone);
	int64_t first = settings_int(d->office->settings, "circular.remind_days"), again = settings_int(d->office->settings, "circular.remind_again_days");
	if (row->reminders == 0)
		return first > 0 && office_working_days(d, (struct day){(int32_t)row->received_on}, today) >= first;
	return row->reminders < CIRCULAR_REMINDERS_MAX && again > 0 && office_working_days(d, (struct day){(int32_t)row->last_day}, today) >= again;
}

static enum status remind_one(const struct desk *d, const struct circular_unanswered_row *row, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(circular_remind(&tx, d, row->circular, row->addressee, e));
	return tx_commit(&tx, e);
}

/* One that cannot be written does not keep the others waiting; what another program did meanwhile is no fault. */
enum status circular_watch(const struct desk *d, struct err *e)
{
	struct circular_unanswered_rows rows = {0};
	if (!office_hours(d))
		return OK;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(d, READ, &tx, e));
		TRY(circular_unanswered(&tx, d->office->id, &rows, e));
	}
	for (size_t i = 0; i < rows.n; i++) {
		struct err why = {0};
		if (!due(d, &rows.items[i]))
			continue;
		enum status status = remind_one(d, &rows.items[i], &why);
		if (status == UNAVAILABLE) {
			*e = why;
			return status;
		}
		if (status != OK && status != CONFLICT)
			log_err("circular_reminder", &why);
	}
	return OK;
}
