/* joint.c -- declarations of several institutions: made, their texts and signers, signed in order. */
#include "desk/pledge/joint.h"

#include "desk/access/access.h"
#include "desk/docket/docket.h"
#include "desk/evidence/evidence.h"

#include <string.h>

#define REGISTER "deklarasi_bersama" /* of number_seq */

static enum status need(const char *field, const char *s, bool may_lack, struct err *e)
{
	bool lacks = text_blank(s);
	if ((lacks && !may_lack) || (s && strlen(s) > PLEDGE_TITLE_MAX))
		return FAIL_FIELD(e, INVALID, field, "%s, at most %d bytes", may_lack ? "may be empty" : "needed", PLEDGE_TITLE_MAX);
	return OK;
}

static enum status text_check(struct arena *a, const char *text, struct err *e)
{
	struct pledge_points points = {0};
	pledge_points_of(a, text ? text : "", &points);
	if (!points.n || points.n > PLEDGE_POINTS_MAX || strlen(text) > PLEDGE_TEXT_MAX)
		return FAIL_FIELD(e, INVALID, "text", "one to %d points, one a line", PLEDGE_POINTS_MAX);
	return OK;
}

static enum status text_add(struct tx *tx, const struct desk *d, int64_t joint, const char *text, struct err *e)
{
	struct joint_text_last_row last;
	TRY(joint_text_last(tx, joint, &last, e));
	return joint_text_add(tx, id_new(d->now), joint, last.version + 1, text, hash_hex(tx->arena, hash_of(text, strlen(text))), d->now, d->user, e);
}

/* ---- Made ---- */

enum status pledge_number(struct tx *tx, const struct desk *d, const char *reg, const char *letters, const char **ret, struct err *e)
{
	struct number_raise_row raised;
	const struct office *o = d->office;
	int year, month, day;
	day_parts(day_of_instant(d->now, o->zone), &year, &month, &day);
	TRY(number_raise(tx, id_new(d->now), o->id, reg, year, &raised, e));
	*ret = arena_printf(tx->arena, "%03lld/%s/%s/%s/%s/%d", (long long)raised.last, letters, o->level, o->code, roman_month(month), year);
	return OK;
}

enum status pledge_joint_make(struct tx *tx, const struct desk *d, const struct pledge_joint_new *as, int64_t *ret, struct err *e)
{
	struct pledge_get_row p;
	const char *number;
	TRY(need("title", as->title, false, e));
	TRY(need("place", as->place, false, e));
	TRY(need("read_by", as->read_by, true, e));
	TRY(need("read_as", as->read_as, true, e));
	TRY(text_check(tx->arena, as->text, e));
	if (day_is_none(as->held_on))
		return FAIL_FIELD(e, INVALID, "held_on", "the day of the declaration");
	if (as->pledge)
		TRY(pledge_of(tx, d, as->pledge, &p, e));
	TRY(pledge_number(tx, d, REGISTER, "DB", &number, e));
	*ret = id_new(d->now);
	TRY(joint_add(tx, *ret, d->office->id, as->pledge, number, as->title, as->place, as->held_on, as->read_by ? as->read_by : "", as->read_as ? as->read_as : "",
		      random_hex(tx->arena, PLEDGE_CODE_BYTES), d->now, d->user, e));
	TRY(text_add(tx, d, *ret, as->text, e));
	return access_note(tx, d, "joint_made", "joint", *ret, number, e);
}

/* ---- Read ---- */

static void turn_put(struct pledge_joint *j)
{
	for (size_t i = 0; i < j->parties.n; i++) {
		const struct joint_parties_row *p = &j->parties.items[i];
		j->institutions += !p->witness;
		j->signs += p->sign != 0;
		if (!p->sign && !j->next)
			j->next = p->id;
	}
	j->ready = j->institutions >= 2 && instant_is_none(j->row.withdrawn_at);
	j->done = j->ready && !j->next;
	j->next = j->ready ? j->next : 0;
}

enum status pledge_joint_of(struct tx *tx, const struct desk *d, int64_t joint, struct pledge_joint *ret, struct err *e)
{
	bool found;
	*ret = (struct pledge_joint){0};
	TRY(joint_get(tx, joint, d->office->id, &found, &ret->row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no such declaration");
	TRY(joint_text_now(tx, joint, &ret->text, e));
	TRY(joint_parties(tx, joint, &ret->parties, e));
	pledge_points_of(tx->arena, ret->text.text, &ret->points);
	turn_put(ret);
	return OK;
}

enum status pledge_joint_checked(struct tx *tx, const struct desk *d, const char *code, struct pledge_joint *ret, struct err *e)
{
	struct joint_of_code_row row;
	bool found;
	TRY(joint_of_code(tx, code, d->office->id, &found, &row, e));
	return found ? pledge_joint_of(tx, d, row.id, ret, e) : FAIL(e, NOT_FOUND, "no declaration has that code");
}

/* ---- Changed, while nobody has signed ---- */

static enum status open_need(struct tx *tx, const struct desk *d, int64_t joint, const char *field, struct pledge_joint *ret, struct err *e)
{
	TRY(pledge_joint_of(tx, d, joint, ret, e));
	if (!instant_is_none(ret->row.withdrawn_at))
		return FAIL_FIELD(e, CONFLICT, "joint", "the declaration was withdrawn");
	return ret->signs ? FAIL_FIELD(e, CONFLICT, field, "somebody has signed already") : OK;
}

enum status pledge_joint_text(struct tx *tx, const struct desk *d, int64_t joint, const char *text, struct err *e)
{
	struct pledge_joint j;
	TRY(open_need(tx, d, joint, "text", &j, e));
	TRY(text_check(tx->arena, text, e));
	TRY(text_add(tx, d, joint, text, e));
	return access_note(tx, d, "joint_text", "joint", joint, NULL, e);
}

static enum status user_named(struct tx *tx, const struct desk *d, const char *login, int64_t *ret, struct err *e)
{
	struct joint_user_row row;
	bool found;
	*ret = 0;
	if (text_blank(login))
		return OK;
	TRY(joint_user(tx, d->office->id, login, &found, &row, e));
	*ret = found ? row.id : 0;
	return found ? OK : FAIL_FIELD(e, INVALID, "login", "nobody here logs in as '%s'", login);
}

enum status pledge_joint_party_add(struct tx *tx, const struct desk *d, int64_t joint, const struct pledge_joint_party *as, struct err *e)
{
	struct pledge_joint j;
	struct joint_party_last_row last;
	int64_t user;
	TRY(open_need(tx, d, joint, "party", &j, e));
	TRY(need("institution", as->institution, false, e));
	TRY(need("signer", as->signer, false, e));
	TRY(need("position", as->position, false, e));
	TRY(user_named(tx, d, as->login, &user, e));
	TRY(joint_party_last(tx, joint, &last, e));
	if (last.n >= JOINT_PARTIES_MAX)
		return FAIL_FIELD(e, INVALID, "institution", "at most %d sign", JOINT_PARTIES_MAX);
	TRY(joint_party_add(tx, id_new(d->now), joint, last.place + 1, as->witness, as->institution, as->signer, as->position, user, e));
	return access_note(tx, d, "joint_party", "joint", joint, as->institution, e);
}

enum status pledge_joint_party_remove(struct tx *tx, const struct desk *d, int64_t joint, int64_t party, struct err *e)
{
	struct pledge_joint j;
	int64_t changed;
	TRY(open_need(tx, d, joint, "party", &j, e));
	TRY(joint_party_remove(tx, joint, party, &changed, e));
	if (!changed)
		return FAIL(e, NOT_FOUND, "nobody of this declaration");
	return access_note(tx, d, "joint_party_removed", "joint", joint, NULL, e);
}

enum status pledge_joint_withdraw(struct tx *tx, const struct desk *d, int64_t joint, const char *reason, struct err *e)
{
	struct pledge_joint j;
	int64_t changed;
	TRY(pledge_joint_of(tx, d, joint, &j, e));
	if (text_blank(reason) || strlen(reason) > PLEDGE_REASON_MAX)
		return FAIL_FIELD(e, INVALID, "reason", "a reason of at most %d bytes", PLEDGE_REASON_MAX);
	TRY(joint_withdraw(tx, joint, d->now, reason, &changed, e));
	if (!changed)
		return FAIL_FIELD(e, CONFLICT, "joint", "the declaration was withdrawn already");
	return access_note(tx, d, "joint_withdrawn", "joint", joint, reason, e);
}

/* ---- Links ---- */

static const struct joint_parties_row *party_of(const struct pledge_joint *j, int64_t id)
{
	for (size_t i = 0; i < j->parties.n; i++)
		if (j->parties.items[i].id == id)
			return &j->parties.items[i];
	return NULL;
}

static struct str link_hash(const struct desk *d, struct arena *a, const char *token)
{
	const char *whole = arena_printf(a, "joint link:%s", token);
	struct hash h = hash_keyed(d->office->lookup_key, whole, strlen(whole));
	return (struct str){arena_memdup(a, h.bytes, sizeof h.bytes), sizeof h.bytes};
}

enum status pledge_joint_link(struct tx *tx, const struct desk *d, int64_t joint, int64_t party, const char **ret_token, struct err *e)
{
	struct pledge_joint j;
	TRY(pledge_joint_of(tx, d, joint, &j, e));
	const struct joint_parties_row *p = party_of(&j, party);
	if (!p)
		return FAIL(e, NOT_FOUND, "nobody of this declaration");
	if (p->sign || !instant_is_none(j.row.withdrawn_at))
		return FAIL_FIELD(e, CONFLICT, "turn", "there is nothing to sign any more");
	*ret_token = random_hex(tx->arena, JOINT_TOKEN_BYTES);
	struct instant until = {d->now.us + JOINT_LINK_DAYS * DAY_US};
	TRY(joint_party_link(tx, party, link_hash(d, tx->arena, *ret_token), until, e));
	return access_note(tx, d, "joint_link", "joint", joint, p->institution, e);
}

enum status pledge_joint_door(struct tx *tx, const struct desk *d, const char *token, struct pledge_joint *ret, int64_t *ret_party, struct err *e)
{
	struct joint_of_link_row row;
	bool found;
	TRY(joint_of_link(tx, link_hash(d, tx->arena, token), d->now, d->office->id, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no such link, or its days are over");
	*ret_party = row.party;
	return pledge_joint_of(tx, d, row.joint, ret, e);
}

/* ---- Signed ---- */

static enum status turn_need(const struct pledge_joint *j, int64_t party, int64_t text, struct err *e)
{
	if (!j->ready)
		return FAIL_FIELD(e, CONFLICT, "joint", "the declaration is not open for signing");
	if (j->next != party)
		return FAIL_FIELD(e, CONFLICT, "turn", "somebody else is next");
	return j->text.id == text ? OK : FAIL_FIELD(e, CONFLICT, "text", "another text is signed now");
}

static enum status sign_put(struct tx *tx, const struct desk *d, const struct pledge_joint *j, const char *method, struct day on, int64_t file, struct err *e)
{
	TRY(joint_sign_add(tx, id_new(d->now), j->next, j->text.id, method, on, file, d->now, d->user, e));
	return access_note(tx, d, "joint_signed", "joint", j->row.id, method, e);
}

enum status pledge_joint_sign_link(struct tx *tx, const struct desk *d, const char *token, int64_t text, struct err *e)
{
	struct pledge_joint j;
	int64_t party;
	TRY(pledge_joint_door(tx, d, token, &j, &party, e));
	TRY(turn_need(&j, party, text, e));
	return sign_put(tx, d, &j, "link", day_of_instant(d->now, d->office->zone), 0, e);
}

enum status pledge_joint_sign_login(struct tx *tx, const struct desk *d, int64_t joint, int64_t text, struct err *e)
{
	struct pledge_joint j;
	TRY(pledge_joint_of(tx, d, joint, &j, e));
	TRY(turn_need(&j, j.next, text, e));
	const struct joint_parties_row *p = party_of(&j, j.next);
	if (!p)
		return FAIL_FIELD(e, CONFLICT, "turn", "all have signed");
	if (!d->user || p->app_user != d->user)
		return FAIL_FIELD(e, CONFLICT, "turn", "somebody else is next");
	return sign_put(tx, d, &j, "login", day_of_instant(d->now, d->office->zone), 0, e);
}

static enum status ink_check(const struct desk *d, const struct pledge_joint *j, const struct pledge_joint_ink *as, struct err *e)
{
	const char *type = file_type_of(as->bytes);
	struct day today = day_of_instant(d->now, d->office->zone), made = day_of_instant(j->row.made_at, d->office->zone);
	if (as->bytes.n > JOINT_SCAN_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "scan", "%zu bytes, at most %zu", as->bytes.n, JOINT_SCAN_MAX);
	if (!as->bytes.n || (strcmp(type, "application/pdf") && strcmp(type, "image/jpeg") && strcmp(type, "image/png")))
		return FAIL_FIELD(e, INVALID, "scan", "a scan is a PDF, JPEG or PNG");
	if (day_is_none(as->signed_on) || as->signed_on.n > today.n || as->signed_on.n < made.n)
		return FAIL_FIELD(e, INVALID, "signed_on", "a day from the declaration's making until today");
	return OK;
}

enum status pledge_joint_sign_ink(struct tx *tx, const struct desk *d, int64_t joint, int64_t party, const struct pledge_joint_ink *as, struct err *e)
{
	struct pledge_joint j;
	int64_t file;
	TRY(pledge_joint_of(tx, d, joint, &j, e));
	TRY(turn_need(&j, party, j.text.id, e));
	TRY(ink_check(d, &j, as, e));
	struct file_new new = {.bytes = as->bytes, .name = as->name, .origin = "import"};
	TRY(evidence_file_add(tx, d, &new, &file, e));
	return sign_put(tx, d, &j, "ink", as->signed_on, file, e);
}
