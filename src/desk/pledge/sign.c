/* sign.c -- somebody signs, signs with a reservation, or declines; and what shows it afterwards. */
#include "desk/pledge/pledge.h"

#include <string.h>

static bool day_within(const struct desk *d, const struct pledge_get_row *p)
{
	struct day today = day_of_instant(d->now, d->office->zone);
	return today.n >= p->opens_on.n && today.n <= p->closes_on.n;
}

enum status pledge_door_of(struct tx *tx, const struct desk *d, const char *token, struct pledge_door *ret, struct err *e)
{
	struct pledge_of_token_row door;
	bool found;
	*ret = (struct pledge_door){.agency_name = ""};
	TRY(pledge_of_token(tx, token, &found, &door, e));
	if (!found || door.office != d->office->id)
		return FAIL(e, NOT_FOUND, "no campaign has that link");
	TRY(pledge_of(tx, d, door.pledge, &ret->pledge, e));
	TRY(pledge_now(tx, door.pledge, &ret->has_text, &ret->now, e));
	ret->open = day_within(d, &ret->pledge);
	ret->agency = door.agency;
	ret->agency_name = door.agency_name ? door.agency_name : "";
	return OK;
}

/* ---- The write: on the store's thread, a few statements ---- */

static enum status text_still(struct tx *tx, const struct desk *d, const struct pledge_press *press, struct pledge_now_row *ret, struct err *e)
{
	struct pledge_get_row p;
	bool found;
	TRY(pledge_of(tx, d, press->pledge, &p, e));
	if (!day_within(d, &p))
		return FAIL(e, TOO_LATE, "the campaign is signed from its first to its last day");
	TRY(pledge_now(tx, press->pledge, &found, ret, e));
	if (!found || ret->version != press->version)
		return FAIL_FIELD(e, CONFLICT, "version", "the text is not signed any more");
	return OK;
}

static enum status signature_add(struct tx *tx, const struct desk *d, const struct pledge_press *press, const char **ret_code, struct err *e)
{
	int64_t added;
	const struct roster_proved *who = &press->who;
	const char *way = press->kiosk ? "kiosk" : press->poster ? "poster" : "link";
	*ret_code = random_hex(tx->arena, PLEDGE_CODE_BYTES);
	if (text_eq(who->method, "code"))
		TRY(roster_code_use(tx, d, who->person, e));
	TRY(pledge_sign_add(tx, id_new(d->now), press->version, who->person, who->agency, d->now, who->method, press->kiosk, *ret_code, way, &added, e));
	if (!added)
		return FAIL(e, CONFLICT, "signed twice at once");
	TRY(pledge_tally_more(tx, id_new(d->now), press->version, e));
	return pledge_unit_more(tx, id_new(d->now), press->pledge, who->agency, who->counts, !who->counts, press->poster && !press->kiosk, press->kiosk, 0, e);
}

static enum status refusal_add(struct tx *tx, const struct desk *d, const struct pledge_press *press, struct err *e)
{
	int64_t added;
	if (text_blank(press->reason) || strlen(press->reason) > PLEDGE_REASON_MAX)
		return FAIL_FIELD(e, INVALID, "reason", "a reason of at most %d bytes", PLEDGE_REASON_MAX);
	return pledge_refusal_add(tx, id_new(d->now), press->version, press->who.person, press->act == PLEDGE_DECLINE ? "declined" : "reserved",
				  press->reason, d->now, &added, e);
}

enum status pledge_write(struct tx *tx, const struct desk *d, const struct pledge_press *press, const char **ret_code, struct err *e)
{
	struct pledge_now_row now;
	struct pledge_signed_by_row signed_by;
	bool already;
	*ret_code = "";
	TRY(text_still(tx, d, press, &now, e));
	TRY(pledge_signed_by(tx, press->pledge, press->who.person, now.since, &already, &signed_by, e));
	if (already) {
		*ret_code = signed_by.code;
		return OK;
	}
	if (press->act != PLEDGE_SIGN)
		TRY(refusal_add(tx, d, press, e));
	return press->act == PLEDGE_DECLINE ? OK : signature_add(tx, d, press, ret_code, e);
}

enum status pledge_evidence_of(struct tx *tx, const struct desk *d, const char *code, struct pledge_evidence_row *ret, struct err *e)
{
	bool found;
	TRY(pledge_evidence(tx, code, d->office->id, &found, ret, e));
	return found ? OK : FAIL(e, NOT_FOUND, "no signature has that code");
}
