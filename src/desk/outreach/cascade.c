/* cascade.c -- a circular goes down: to whom, delivered, acknowledged, passed on, read by the people of a list. */
#include "desk/outreach/circular.h"

#include "base/need.h"
#include "desk/access/access.h"
#include "desk/evidence/evidence.h"

#define TOKEN_BYTES 10

static const char *const hows[] = {"hand", "post", "mail"};

/* ---- To whom ---- */

static enum status addressee_add(struct tx *tx, const struct desk *d, int64_t circular, int64_t parent, const struct circular_addressee_new *as, int64_t *ret,
				 struct err *e)
{
	*ret = id_new(d->now);
	return circular_addressee_add(tx, *ret, circular, parent, as->rung, as->name, as->agency, as->app_user, random_hex(tx->arena, TOKEN_BYTES),
				      random_hex(tx->arena, TOKEN_BYTES), d->now, d->user, e);
}

enum status circular_addressee_put(struct tx *tx, const struct desk *d, int64_t circular, const struct circular_addressee_new *as, int64_t *ret,
				   struct err *e)
{
	struct circular_get_row c;
	struct circular_addressee_named_row same;
	bool found;
	TRY(circular_of(tx, d, circular, &c, e));
	TRY(text_need("name", as->name, CIRCULAR_NAME_MAX, e));
	if (!text_eq(as->rung, "head") && !text_eq(as->rung, "unit"))
		return FAIL_FIELD(e, INVALID, "rung", "expected head or unit");
	TRY(circular_addressee_named(tx, circular, as->name, &found, &same, e));
	if (found)
		return FAIL_FIELD(e, CONFLICT, "name", "the letter is addressed to them already");
	TRY(addressee_add(tx, d, circular, 0, as, ret, e));
	return access_note(tx, d, "circular_addressee", "circular", circular, as->name, e);
}

/* An addressee of this circular, of this office. */
static enum status addressee_of(struct tx *tx, const struct desk *d, int64_t circular, int64_t id, struct circular_addressee_row *ret, struct err *e)
{
	bool found;
	TRY(circular_addressee(tx, id, &found, ret, e));
	return found && ret->circular == circular && ret->office == d->office->id ? OK : FAIL_FIELD(e, NOT_FOUND, "addressee", "no such addressee");
}

/* ---- Delivered ---- */

static enum status delivered_check(const struct desk *d, const struct circular_delivered *as, struct err *e)
{
	bool known = false;
	for (size_t i = 0; i < sizeof hows / sizeof *hows; i++)
		known |= text_eq(as->how, hows[i]);
	if (!known)
		return FAIL_FIELD(e, INVALID, "how", "expected hand, post or mail");
	TRY(text_need("received_by", as->received_by, CIRCULAR_NAME_MAX, e));
	if (day_is_none(as->on) || as->on.n > day_of_instant(d->now, d->office->zone).n)
		return FAIL_FIELD(e, INVALID, "received_on", "the day on which it was received, not after today");
	return as->file.n ? circular_file_check(as->file, e) : OK;
}

enum status circular_deliver(struct tx *tx, const struct desk *d, int64_t circular, const struct circular_delivered *as, struct err *e)
{
	struct circular_get_row c;
	struct circular_addressee_row to;
	struct circular_now_row now;
	int64_t file = 0;
	bool found;
	TRY(circular_of(tx, d, circular, &c, e));
	TRY(addressee_of(tx, d, circular, as->addressee, &to, e));
	TRY(delivered_check(d, as, e));
	TRY(circular_now(tx, circular, &found, &now, e));
	if (!found)
		return FAIL_FIELD(e, CONFLICT, "addressee", "the letter was withdrawn");
	if (as->on.n < now.dated_on.n)
		return FAIL_FIELD(e, INVALID, "received_on", "not before the day of the letter");
	struct file_new scan = {.bytes = as->file, .name = text_blank(as->file_name) ? "tanda-terima" : as->file_name, .origin = "letter"};
	if (as->file.n)
		TRY(evidence_file_add(tx, d, &scan, &file, e));
	TRY(circular_delivery_add(tx, id_new(d->now), now.version, to.id, as->how, as->received_by, as->on, file, d->now, d->user, e));
	return access_note(tx, d, "circular_delivered", "circular", circular, to.name, e);
}

/* ---- Doors ---- */

static enum status door_fill(struct tx *tx, const struct desk *d, int64_t addressee, struct circular_door *ret, struct err *e)
{
	struct circular_ack_of_row ack = {.at = INSTANT_NONE};
	struct circular_passed_row passed;
	bool found;
	TRY(circular_addressee(tx, addressee, &found, &ret->who, e));
	if (!found || ret->who.office != d->office->id)
		return FAIL(e, NOT_FOUND, "no letter has that link");
	TRY(circular_of(tx, d, ret->who.circular, &ret->circular, e));
	TRY(circular_now(tx, ret->who.circular, &ret->has_version, &ret->now, e));
	if (!ret->has_version)
		return OK;
	TRY(circular_ack_of(tx, ret->now.version, addressee, &ret->acked, &ack, e));
	TRY(circular_passed(tx, ret->now.version, addressee, 0, &ret->passed, &passed, e));
	ret->acked_at = ret->acked ? ack.at : INSTANT_NONE;
	ret->acked_by = ret->acked ? ack.by_name : "";
	return OK;
}

enum status circular_door_of(struct tx *tx, const struct desk *d, const char *token, struct circular_door *ret, struct err *e)
{
	struct circular_addressee_of_token_row row;
	bool found;
	*ret = (struct circular_door){.acked_by = "", .acked_at = INSTANT_NONE};
	TRY(circular_addressee_of_token(tx, token, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no letter has that link");
	ret->to_people = row.to_people;
	return door_fill(tx, d, row.id, ret, e);
}

enum status circular_own(struct tx *tx, const struct desk *d, int64_t circular, struct circular_door *ret, struct err *e)
{
	struct circular_addressee_of_user_row row;
	bool found = false;
	*ret = (struct circular_door){.acked_by = "", .acked_at = INSTANT_NONE, .by_login = true};
	if (d->user)
		TRY(circular_addressee_of_user(tx, circular, d->user, &found, &row, e));
	return found ? door_fill(tx, d, row.id, ret, e) : FAIL(e, NOT_FOUND, "no letter is addressed to you");
}

/* ---- Heads and units ---- */

/* Between the page and the press another version may have come. */
static enum status version_still(const struct circular_door *door, int64_t version, struct err *e)
{
	if (!door->has_version || door->now.version != version)
		return FAIL_FIELD(e, CONFLICT, "version", "the version does not count any more");
	return OK;
}

enum status circular_acknowledge(struct tx *tx, const struct desk *d, const struct circular_door *door, int64_t version, const char *by_name,
				 struct err *e)
{
	int64_t changed;
	TRY(version_still(door, version, e));
	if (door->acked)
		return OK;
	TRY(text_need("by_name", by_name, CIRCULAR_NAME_MAX, e));
	return circular_ack_add(tx, id_new(d->now), version, door->who.id, door->by_login ? "login" : "link", by_name, d->now,
				door->by_login ? d->user : 0, &changed, e);
}

static enum status pass_check(const struct circular_door *door, int64_t version, struct err *e)
{
	TRY(version_still(door, version, e));
	return door->acked ? OK : FAIL_FIELD(e, INVALID, "by_name", "first acknowledge the letter, then pass it on");
}

/* The version is passed on to @target; that is its delivery, too. */
static enum status passed_to(struct tx *tx, const struct desk *d, const struct circular_door *door, int64_t target, struct err *e)
{
	int64_t changed;
	TRY(circular_pass_add(tx, id_new(d->now), door->now.version, door->who.id, target, d->now, &changed, e));
	if (!changed || !target)
		return OK;
	const char *by = arena_printf(tx->arena, "diteruskan oleh %s", door->who.name);
	return circular_delivery_add(tx, id_new(d->now), door->now.version, target, "link", by, day_of_instant(d->now, d->office->zone), 0, d->now, d->user, e);
}

/* The agency that has exactly this name, so that the unit can pass the letter on to its people; 0: none. */
static enum status agency_of_name(struct tx *tx, const struct desk *d, const char *name, int64_t *ret, struct err *e)
{
	struct circular_agency_named_row row;
	bool found;
	TRY(circular_agency_named(tx, d->office->id, name, &found, &row, e));
	*ret = found ? row.id : 0;
	return OK;
}

static enum status unit_named(struct tx *tx, const struct desk *d, const struct circular_door *door, const char *name, int64_t *ret, struct err *e)
{
	struct circular_addressee_named_row same;
	struct circular_addressee_new as = {.rung = "unit", .name = name};
	bool found;
	TRY(text_need("units", name, CIRCULAR_NAME_MAX, e));
	TRY(circular_addressee_named(tx, door->who.circular, name, &found, &same, e));
	*ret = found ? same.id : 0;
	if (found)
		return *ret == door->who.id ? FAIL_FIELD(e, INVALID, "units", "a unit does not pass the letter on to itself") : OK;
	TRY(agency_of_name(tx, d, name, &as.agency, e));
	return addressee_add(tx, d, door->who.circular, door->who.id, &as, ret, e);
}

enum status circular_pass_units(struct tx *tx, const struct desk *d, const struct circular_door *door, int64_t version, const char *const *names, size_t n,
				int *ret_units, struct err *e)
{
	struct circular_below_rows below;
	int64_t unit;
	TRY(pass_check(door, version, e));
	TRY(circular_below(tx, door->who.id, &below, e));
	if (below.n + n > CIRCULAR_PASS_MAX)
		return FAIL_FIELD(e, INVALID, "units", "at most %d units", CIRCULAR_PASS_MAX);
	if (!(below.n + n))
		return FAIL_FIELD(e, INVALID, "units", "name at least one unit, one a line");
	for (size_t i = 0; i < below.n; i++)
		TRY(passed_to(tx, d, door, below.items[i].id, e));
	for (size_t i = 0; i < n; i++) {
		TRY(unit_named(tx, d, door, names[i], &unit, e));
		TRY(passed_to(tx, d, door, unit, e));
	}
	*ret_units = (int)(below.n + n);
	return OK;
}

enum status circular_pass_people(struct tx *tx, const struct desk *d, const struct circular_door *door, int64_t version, struct err *e)
{
	TRY(pass_check(door, version, e));
	if (!door->circular.roster || !door->who.agency)
		return FAIL_FIELD(e, INVALID, "people", "no people of the list belong to this addressee");
	return passed_to(tx, d, door, 0, e);
}

/* ---- The people: on the store's thread, a few statements ---- */

static enum status read_may(struct tx *tx, const struct circular_press *press, struct err *e)
{
	struct circular_now_row now;
	struct circular_passed_row passed;
	bool found;
	TRY(circular_now(tx, press->circular, &found, &now, e));
	if (!found || now.version != press->version)
		return FAIL_FIELD(e, CONFLICT, "version", "the version does not count any more");
	TRY(circular_passed(tx, press->version, press->addressee, 0, &found, &passed, e));
	return found ? OK : FAIL_FIELD(e, INVALID, "people", "the head of the unit has not passed this version on yet");
}

enum status circular_read_write(struct tx *tx, const struct desk *d, const struct circular_press *press, struct instant *ret_at, struct err *e)
{
	struct circular_read_of_row before;
	const struct roster_proved *who = &press->who;
	int64_t added;
	bool already;
	TRY(read_may(tx, press, e));
	TRY(circular_read_of(tx, press->version, who->person, &already, &before, e));
	*ret_at = already ? before.at : d->now;
	if (already)
		return OK;
	if (text_eq(who->method, "code"))
		TRY(roster_code_use(tx, d, who->person, e));
	TRY(circular_read_add(tx, id_new(d->now), press->version, who->person, who->agency, press->addressee, who->method, d->now, &added, e));
	if (!added)
		return FAIL(e, CONFLICT, "acknowledged twice at once");
	return circular_unit_more(tx, id_new(d->now), press->version, who->agency, who->counts, !who->counts, e);
}

enum status circular_recount_list(struct tx *tx, const struct desk *d, int64_t roster, struct err *e)
{
	struct circular_of_roster_rows all;
	TRY(circular_of_roster(tx, roster, &all, e));
	for (size_t i = 0; i < all.n; i++) {
		TRY(circular_unit_forget(tx, all.items[i].id, e));
		TRY(circular_unit_count(tx, all.items[i].id, id_block(d->now, 100000), e));
	}
	return OK;
}
