/* vault.c -- see vault.h: asking, answering, looking. What opens a box is in hands.c. */
#include "desk/vault/hands.h"

#include "desk/access/access.h"

#include <string.h>

#define REASON_MIN 10 /* bytes: a word is not a reason */
#define REASON_MAX 1000

enum status vault_seal(struct tx *tx, const struct desk *d, int64_t report, const char *text, struct err *e)
{
	bool custody;
	struct vault_key_newest_row key;
	if (strlen(text) > VAULT_TEXT_MAX)
		return FAIL_FIELD(e, INVALID, "contact", "at most %d bytes", VAULT_TEXT_MAX);
	TRY(custody_key_now(tx, d, &custody, &key, e));
	const unsigned char *public = custody ? (const unsigned char *)key.public.s : d->office->vault_public;
	struct str box = vault_box_make(tx->arena, public, report, text);
	return box_add(tx, id_new(d->now), d->office->id, report, d->now, box, e);
}

static enum status reason_check(const char *field, const char *reason, struct err *e)
{
	size_t n = reason ? strlen(reason) : 0;
	if (text_blank(reason) || n < REASON_MIN || n > REASON_MAX)
		return FAIL_FIELD(e, INVALID, field, "write why, in %d to %d letters", REASON_MIN,
				  REASON_MAX);
	return OK;
}

enum status vault_ask(const struct desk *d, int64_t report, const char *reason, int64_t *ret_request,
		      struct err *e)
{
	TRY(reason_check("reason", reason, e));
	if (!role_may(d->role, RIGHT_CASE) && !role_may(d->role, RIGHT_VAULT))
		return FAIL(e, FORBIDDEN, "only those who work on files may ask for an identity");
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct boxes_of_rows boxes;
	TRY(boxes_of(&tx, d->office->id, report, &boxes, e));
	if (!boxes.n)
		return FAIL(e, NOT_FOUND, "this reporter left no identity");
	int64_t id = id_new(d->now);
	TRY(vault_request_add(&tx, id, d->office->id, report, d->user, d->now, reason, e));
	TRY(access_note(&tx, d, "identity_asked", "report", report, reason, e));
	TRY(tx_commit(&tx, e));
	*ret_request = id;
	return OK;
}

static struct instant opened_at(const struct vault_answers_rows *answers)
{
	size_t hands = 0;
	for (size_t i = 0; i < answers->n; i++)
		if (answers->items[i].approves && ++hands == CUSTODY_HANDS)
			return answers->items[i].at;
	return INSTANT_NONE;
}

static bool refused(const struct vault_answers_rows *answers)
{
	for (size_t i = 0; i < answers->n; i++)
		if (!answers->items[i].approves)
			return true;
	return false;
}

static void state_of(struct vault_status *s, struct instant now)
{
	struct instant opened = opened_at(&s->answers);
	s->until = INSTANT_NONE;
	if (refused(&s->answers))
		s->state = VAULT_REFUSED;
	else if (instant_is_none(opened))
		s->state = VAULT_WAITING;
	else {
		s->until = (struct instant){opened.us + VAULT_OPEN_US};
		s->state = now.us <= s->until.us ? VAULT_OPEN : VAULT_OVER;
	}
}

static enum status status_read(struct tx *tx, const struct desk *d, int64_t request, struct vault_status *ret,
			       struct err *e)
{
	TRY(vault_request_get(tx, d->office->id, request, &ret->request, e));
	TRY(vault_answers(tx, request, &ret->answers, e));
	TRY(vault_views(tx, request, &ret->views, e));
	state_of(ret, d->now);
	return OK;
}

enum status vault_status(const struct desk *d, int64_t request, struct vault_status *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(status_read(&tx, d, request, ret, e));
	return tx_commit(&tx, e);
}

/* May this person answer this request now? */
static enum status answer_check(const struct desk *d, const struct vault_status *now, struct err *e)
{
	if (now->request.asked_by == d->user)
		return FAIL(e, FORBIDDEN, "whoever asks cannot approve");
	if (now->state != VAULT_WAITING)
		return FAIL(e, CONFLICT, "%s", d->lang == EN ? "this request has been decided" : "permintaan ini sudah diputus");
	for (size_t i = 0; i < now->answers.n; i++)
		if (now->answers.items[i].app_user == d->user)
			return FAIL(e, CONFLICT, "%s", d->lang == EN ? "you have answered this request" : "Anda sudah menjawab permintaan ini");
	return OK;
}

/* The request and, where there is custody, what it is about; before anything slow is done. */
static enum status answer_prepare(const struct desk *d, int64_t request, struct vault_status *now, struct opening *o,
				  struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(status_read(&tx, d, request, now, e));
	TRY(answer_check(d, now, e));
	o->request = request;
	o->report = now->request.report;
	TRY(vault_keys(&tx, d->office->id, &o->keys, e));
	TRY(boxes_of(&tx, d->office->id, o->report, &o->boxes, e));
	return tx_commit(&tx, e);
}

/* @mine NULL: a refusal, or an office without custody. */
static enum status answer_keep(const struct desk *d, struct opening *o, size_t answers, const struct hand *mine,
			       bool approves, const char *motive, struct look_key *ret_keys, struct err *e)
{
	struct vault_status now;
	int64_t dropped;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(status_read(&tx, d, o->request, &now, e));
	TRY(answer_check(d, &now, e));
	if (now.answers.n != answers)
		return FAIL(e, CONFLICT, "%s", d->lang == EN ? "somebody else answered at the same moment: look again"
							     : "orang lain menjawab pada saat yang sama: lihat lagi");
	TRY(vault_answer_add(&tx, id_new(d->now), o->request, d->user, approves, motive, d->now, e));
	if (mine && !answers)
		TRY(hand_first(&tx, d, o, mine, e));
	else if (mine)
		TRY(hand_second(&tx, o, mine, ret_keys, e));
	if (!approves || answers)
		TRY(parts_drop(&tx, o->request, &dropped, e));
	TRY(access_note(&tx, d, approves ? "identity_approved" : "identity_refused", "report", o->report, motive, e));
	return tx_commit(&tx, e);
}

enum status vault_answer(const struct desk *d, int64_t request, bool approves, const char *motive, const char *passphrase,
			 struct err *e)
{
	struct vault_status now;
	struct opening o;
	struct look_key keys[LOOK_BOXES];
	TRY(reason_check("motive", motive, e));
	if (!role_may(d->role, RIGHT_VAULT))
		return FAIL(e, FORBIDDEN, "only custodians answer");
	TRY(answer_prepare(d, request, &now, &o, e));
	scoped(hand_end) struct hand mine = hand_new();
	bool key = approves && o.keys.n;
	if (key)
		TRY(hand_of(d, passphrase ? passphrase : "", &mine, e));
	enum status status = answer_keep(d, &o, now.answers.n, key ? &mine : NULL, approves, motive, keys, e);
	if (status == OK && key && now.answers.n)
		look_put(request, keys, o.boxes.n < LOOK_BOXES ? o.boxes.n : LOOK_BOXES);
	sodium_memzero(keys, sizeof keys);
	return status;
}

/* The look is on disk before a byte is decrypted. */
static enum status view_log(const struct desk *d, int64_t request, struct opening *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct vault_status now;
	TRY(status_read(&tx, d, request, &now, e));
	if (now.request.asked_by != d->user)
		return FAIL(e, FORBIDDEN, "only the person who asked may look");
	if (now.state != VAULT_OPEN)
		return FAIL(e, FORBIDDEN,
			    "not open: two custodians must approve, and a look ends after 30 minutes");
	TRY(vault_view_add(&tx, id_new(d->now), request, d->user, d->now, e));
	TRY(access_note(&tx, d, "identity_viewed", "report", now.request.report, now.request.reason, e));
	TRY(boxes_of(&tx, d->office->id, now.request.report, &ret->boxes, e));
	TRY(vault_keys(&tx, d->office->id, &ret->keys, e));
	ret->request = request;
	ret->report = now.request.report;
	return tx_commit(&tx, e);
}

static enum status opened_with_keys(const struct desk *d, const struct opening *o, const char **ret, struct err *e)
{
	struct look_key keys[LOOK_BOXES];
	size_t n = look_get(o->request, keys);
	enum status status = n ? OK : FAIL(e, UNAVAILABLE, "%s",
		d->lang == EN ? "The program was started anew since the custodians approved; what they opened was only in memory. Please ask again."
			      : "Program dinyalakan ulang sejak pemegang kunci menyetujui; yang mereka buka hanya ada di memori. Silakan ajukan lagi.");
	for (size_t i = 0; i < n && status == OK; i++) {
		struct box box;
		const char *text;
		status = i < o->boxes.n && o->boxes.items[i].id == keys[i].box ? box_read(o->report, o->boxes.items[i].body, &box, e)
									       : FAIL(e, BROKEN, "the boxes of this report changed");
		if (status == OK)
			status = box_text(d->arena, o->report, &box, keys[i].key, &text, e);
		if (status == OK)
			*ret = arena_join(d->arena, *ret, **ret ? "\n" : "", text, NULL);
	}
	sodium_memzero(keys, sizeof keys);
	return status;
}

static enum status opened_plain(const struct desk *d, const struct opening *o, const char **ret, struct err *e)
{
	scoped(secret_end) struct secret secret = secret_new();
	TRY(plain_secret(d->office, &secret, e));
	for (size_t i = 0; i < o->boxes.n; i++) {
		const char *text;
		TRY(vault_box_open(d->arena, secret.key, o->report, o->boxes.items[i].body, &text, e));
		*ret = arena_join(d->arena, *ret, **ret ? "\n" : "", text, NULL);
	}
	return OK;
}

enum status vault_view(const struct desk *d, int64_t request, const char **ret, struct err *e)
{
	struct opening o;
	*ret = "";
	TRY(view_log(d, request, &o, e));
	return o.keys.n ? opened_with_keys(d, &o, ret, e) : opened_plain(d, &o, ret, e);
}

enum status vault_openings(const struct desk *d, struct instant since, struct instant until, int64_t max,
			   struct vault_openings *ret, struct err *e)
{
	struct openings_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(openings(&tx, d->office->id, since, until, max, &rows, e));
	*ret = (struct vault_openings){.items = arena_array(d->arena, struct vault_opening, rows.n + 1)};
	for (size_t i = 0; i < rows.n; i++) {
		struct vault_status s;
		TRY(status_read(&tx, d, rows.items[i].id, &s, e));
		ret->items[ret->n++] = (struct vault_opening){rows.items[i].number, rows.items[i].asker, rows.items[i].reason,
							      rows.items[i].at, s.state, s.answers, s.views};
	}
	return tx_commit(&tx, e);
}

enum status vault_sweep(struct tx *tx, const struct desk *d, struct err *e)
{
	int64_t dropped;
	vault_forget(false);
	return parts_drop_before(tx, (struct instant){d->now.us - VAULT_WAIT_US}, &dropped, e);
}
