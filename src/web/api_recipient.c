/* api_recipient.c -- keys of recipients for programs: which there are, a new one, one that no longer holds. A key counts
 * only with the fingerprint that the recipient read out (desk/forward/parcels.h); a program cannot leave that away. */
#include "desk/forward/parcels.h"
#include "web/api.h"

static const char *state_of(const struct recipient_keys_row *k, struct day today)
{
	if (!instant_is_none(k->revoked_at))
		return "revoked";
	if (k->valid_to.n < today.n)
		return "run_out";
	return k->valid_from.n > today.n ? "not_yet" : "holds";
}

static void put_key(struct request *rq, struct json_out *j, const struct recipient_keys_row *k)
{
	enum zone zone = rq->desk.office->zone;
	jout_object(j);
	api_put_id(j, "id", k->id);
	jout_put_text(j, "route", k->route);
	jout_put_text(j, "receiver", k->receiver);
	jout_put_text(j, "print", k->print);
	jout_put_text(j, "state", state_of(k, day_of_instant(rq->desk.now, zone)));
	jout_put_text(j, "checked_with", k->checked_with);
	jout_put_text(j, "checked_by", k->checked_name);
	jout_put_instant(j, "registered_at", k->registered_at, zone);
	jout_put_day(j, "from", k->valid_from);
	jout_put_day(j, "to", k->valid_to);
	jout_put_instant(j, "revoked_at", k->revoked_at, zone);
	jout_put_text(j, "revoked_why", k->revoked_why);
	jout_end(j, '}');
}

/* By recipient, the newest first of each; the cursor of this short list is a place in it. */
static enum status keys_show(struct request *rq, struct err *e)
{
	struct api_page page;
	struct recipient_keys_rows rows;
	TRY(api_page(rq, &page, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(recipient_keys(&tx, rq->desk.office->id, &rows, e));
	API_LIST(rq, page, rows, (int64_t)i + 1, put_key(rq, &j, row));
	return OK;
}

static enum status key_take(struct request *rq, struct err *e)
{
	struct api_in in;
	struct recipient_new as = {0};
	const char *key;
	int64_t id;
	TRY(API_READ(rq, &in, e, "receiver", "key", "print", "checked_with", "from", "to"));
	TRY(api_text(&in, "receiver", 300, true, &as.receiver, e));
	TRY(api_text(&in, "key", PARCEL_KEY_MAX, true, &key, e));
	TRY(api_text(&in, "print", 100, true, &as.print, e));
	TRY(api_text(&in, "checked_with", 300, true, &as.checked_with, e));
	TRY(api_day(&in, "from", true, &as.from, e));
	TRY(api_day(&in, "to", true, &as.to, e));
	as.key = str_of(key);
	TRY(recipient_add(&rq->desk, &as, &id, e));
	api_made(rq, "id", id, NULL);
	return OK;
}

static enum status revoke_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t key;
	const char *why;
	TRY(rq_segment_id(rq, 0, &key, e));
	TRY(API_READ(rq, &in, e, "why"));
	TRY(api_text(&in, "why", 300, true, &why, e));
	TRY(recipient_revoke(&rq->desk, key, why, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", key);
	jout_put_text(&j, "state", "revoked");
	jout_end(&j, '}');
	return OK;
}

static const struct route routes[] = {
	{GET, "/api/v1/recipient-keys", RIGHT_CASE, keys_show, 0, NULL},
	{POST, "/api/v1/recipient-keys", RIGHT_SIGN, key_take, 32 * KIB, NULL},
	{POST, "/api/v1/recipient-keys/{key}/revoke", RIGHT_SIGN, revoke_take, 8 * KIB, NULL},
};
const struct route_list api_recipient_routes = {routes, sizeof routes / sizeof *routes};
