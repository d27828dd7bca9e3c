/* api_forward.c -- hand-overs for programs: send what is proven, follow it, and say what became of it. */
#include "desk/forward/parcels.h"
#include "desk/handle/handle.h"
#include "web/api.h"

#define NAMED_MAX 200 /* persons of one file */
#define NEXT_MAX  16  /* events that a state of a hand-over allows */

static void put_words(struct request *rq, struct json_out *j, const struct forward_of_row *r)
{
	enum zone zone = rq->desk.office->zone;
	api_put_id(j, "id", r->id);
	api_put_id(j, "person", r->person);
	jout_put_int(j, "number", r->number);
	jout_put_text(j, "name", r->name);
	jout_put_text(j, "class", r->class);
	jout_put_text(j, "route", r->route);
	jout_put_text(j, "receiver", r->receiver);
	jout_put_text(j, "state", r->state);
	jout_put_text(j, "letter_number", r->letter_number);
	api_put_id(j, "letter", r->letter);
	jout_put_instant(j, "sent_at", r->sent_at, zone);
	jout_put_text(j, "receipt_number", r->receipt_number);
	jout_put_text(j, "task", r->task);
	jout_put_instant(j, "task_due", r->task_due, zone);
	jout_put_text(j, "outcome", r->outcome);
	jout_put_text(j, "decree_number", r->decree_number);
	jout_put_day(j, "decree_on", r->decree_on);
	jout_put_int(j, "version", r->version);
}

static void put_handover(struct request *rq, struct json_out *j, const struct forward_of_row *r)
{
	jout_object(j);
	put_words(rq, j, r);
	jout_end(j, '}');
}

/* The cursor of this short list is a place in it. */
static enum status handovers_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct forward_of_rows rows;
	struct api_page page;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(api_file_list(rq, &page, &f, &tx, e));
	TRY(forward_of(&tx, f.row.id, &rows, e));
	API_LIST(rq, page, rows, (int64_t)i + 1, put_handover(rq, &j, row));
	return OK;
}

/* {"receivers": [{"person": "...", "route": "BKN"}]}: whom the program has in mind; without them the law's. */
static enum status way_read(struct request *rq, struct forward_way *ret, struct err *e)
{
	struct api_in in;
	struct api_list list;
	if (!rq->body.n)
		return OK;
	TRY(API_READ(rq, &in, e, "way", "why", "receivers"));
	TRY(api_text(&in, "way", 20, false, &ret->way, e));
	TRY(api_text(&in, "why", API_SHORT, false, &ret->why, e));
	TRY(api_objects(&in, "receivers", NAMED_MAX, &list, e));
	struct forward_named *named = arena_array(rq->desk.arena, struct forward_named, list.n + 1);
	for (ret->named = named; ret->n_named < list.n; ret->n_named++) {
		TRY(api_id(&list.items[ret->n_named], "person", true, &named[ret->n_named].person, e));
		TRY(api_text(&list.items[ret->n_named], "route", 40, true, &named[ret->n_named].route, e));
	}
	return OK;
}

static enum status send_take(struct request *rq, struct err *e)
{
	int64_t id;
	struct forward_made made;
	struct forward_way way = {0};
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(way_read(rq, &way, e));
	TRY(forward_send(&rq->desk, id, &way, &made, e));
	struct json_out j = api_start(rq);
	jout_put_int(&j, "packages", made.packages);
	api_put_list(&j, "numbers");
	for (int i = 0; i < made.packages; i++)
		jout_text(&j, made.numbers[i]);
	jout_end(&j, ']');
	jout_end(&j, '}');
	rq->http = 201;
	return OK;
}

static enum status step_read(const struct api_in *in, struct forward_step *to, struct err *e)
{
	TRY(api_version(in, &to->version, e));
	TRY(api_text(in, "event", 60, true, &to->event, e));
	TRY(api_text(in, "text", API_LONG, false, &to->text, e));
	TRY(api_text(in, "reason", 40, false, &to->reason, e));
	TRY(api_text(in, "receipt_number", API_SHORT, false, &to->receipt_number, e));
	TRY(api_text(in, "outcome", 40, false, &to->outcome, e));
	TRY(api_text(in, "decree_number", API_SHORT, false, &to->decree_number, e));
	TRY(api_day(in, "decree_on", false, &to->decree_on, e));
	return api_bool(in, "in_time", &to->in_time, e);
}

/* Who is named in a file does not touch its hand-overs either; the try is noted. */
static enum status handover_look(struct request *rq, int64_t handover, struct handle_file *ret, struct err *e)
{
	struct forward_get_row h;
	{
		scoped(tx_rollback) struct tx tx = {0};
		bool found;
		struct forward_find_row row;
		TRY(desk_begin(&rq->desk, READ, &tx, e));
		TRY(forward_find(&tx, handover, &found, &row, e));
		if (!found)
			return FAIL(e, NOT_FOUND, "%s", rq->lang == EN ? "nothing was ever sent under that number; send the hand-over first"
								       : "tidak ada penerusan dengan nomor itu; kirim penerusannya dahulu");
		TRY(forward_get(&tx, handover, &h, e));
	}
	return handle_look(&rq->desk, h.case_file, ret, e);
}

/* ---------- one hand-over ---------- */

/* What may be said of it now: events that move it, and dated happenings that start a clock where it stands. */
static void put_next(struct json_out *j, const struct handle_file *f, const struct forward_of_row *r)
{
	const struct law_transition *next[NEXT_MAX];
	enum happening can[HAPPENING_N];
	size_t n = forward_events_of(f->law, f->procedure, r->state, r->route, next, NEXT_MAX);
	api_put_list(j, "events");
	for (size_t i = 0; i < n; i++) {
		jout_object(j);
		jout_put_text(j, "event", next[i]->event);
		jout_put_text(j, "to", next[i]->to);
		jout_put_text(j, "basis", next[i]->row.basis);
		jout_put_bool(j, "needs_decree", forward_asks_sanction(next[i]->event));
		jout_end(j, '}');
	}
	jout_end(j, ']');
	n = forward_happenings(f->law, r->state, r->route, can, HAPPENING_N);
	api_put_list(j, "happenings");
	for (size_t i = 0; i < n; i++)
		jout_text(j, happening_code(can[i]));
	jout_end(j, ']');
}

static enum status put_history(struct request *rq, struct tx *tx, struct json_out *j, int64_t handover, struct err *e)
{
	struct forward_events_rows rows;
	TRY(forward_events(tx, handover, &rows, e));
	api_put_list(j, "history");
	for (size_t i = rows.n; i-- > 0;) { /* the statement has the newest first */
		const struct forward_events_row *h = &rows.items[i];
		jout_object(j);
		jout_put_instant(j, "at", h->at, rq->desk.office->zone);
		jout_put_text(j, "by", h->who);
		jout_put_text(j, "event", h->event);
		jout_put_text(j, "from", h->from_state);
		jout_put_text(j, "to", h->to_state);
		jout_put_text(j, "reason", h->reason);
		jout_put_text(j, "text", h->text);
		jout_end(j, '}');
	}
	jout_end(j, ']');
	return OK;
}

/* How the last package travelled, and what is in it; null for those of the time before packages were one file. */
static enum status put_package(struct request *rq, struct tx *tx, struct json_out *j, int64_t handover, struct err *e)
{
	bool found;
	struct parcel_last_row row;
	struct parcel_files_rows files = {0};
	TRY(parcel_last(tx, handover, &found, &row, e));
	jout_key(j, "package");
	if (!found) {
		jout_null(j);
		return OK;
	}
	TRY(parcel_files(tx, row.id, &files, e));
	jout_object(j);
	jout_put_instant(j, "at", row.at, rq->desk.office->zone);
	jout_put_text(j, "way", row.way);
	jout_put_text(j, "why", row.why);
	api_put_id(j, "key", row.recipient_key);
	jout_put_int(j, "masked", row.masked);
	api_put_list(j, "files");
	for (size_t i = 0; i < files.n; i++) {
		jout_object(j);
		jout_put_text(j, "name", files.items[i].name);
		jout_put_int(j, "size", files.items[i].size);
		jout_put_text(j, "sha256", files.items[i].sha256);
		jout_end(j, '}');
	}
	jout_end(j, ']');
	jout_end(j, '}');
	return OK;
}

static enum status handover_row(struct tx *tx, int64_t case_file, int64_t handover, struct forward_of_row *ret, struct err *e)
{
	struct forward_of_rows rows;
	TRY(forward_of(tx, case_file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.items[i].id == handover) {
			*ret = rows.items[i];
			return OK;
		}
	return FAIL(e, NOT_FOUND, "this hand-over is not of this file");
}

static enum status handover_show(struct request *rq, struct err *e)
{
	int64_t id;
	struct handle_file f;
	struct forward_of_row row;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(handover_look(rq, id, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(handover_row(&tx, f.row.id, id, &row, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "case", f.row.id);
	put_words(rq, &j, &row);
	put_next(&j, &f, &row);
	TRY(put_history(rq, &tx, &j, id, e));
	TRY(put_package(rq, &tx, &j, id, e));
	jout_end(&j, '}');
	api_etag(rq, row.version);
	return OK;
}

static enum status step_take(struct request *rq, struct err *e)
{
	struct api_in in;
	struct forward_step as = {0};
	struct handle_file f;
	struct forward_get_row row;
	TRY(rq_segment_id(rq, 0, &as.handover, e));
	TRY(API_READ(rq, &in, e, "event", "text", "reason", "receipt_number", "outcome", "decree_number", "decree_on", "in_time",
		     "version"));
	TRY(step_read(&in, &as, e));
	TRY(handover_look(rq, as.handover, &f, e));
	TRY(api_stale(rq, forward_step(&rq->desk, &as, e)));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(forward_get(&tx, as.handover, &row, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", row.id);
	api_put_id(&j, "case", row.case_file);
	jout_put_text(&j, "state", row.state);
	jout_put_text(&j, "task", row.task);
	jout_put_instant(&j, "task_due", row.task_due, rq->desk.office->zone);
	jout_put_text(&j, "outcome", row.outcome);
	jout_put_int(&j, "version", row.version);
	jout_end(&j, '}');
	api_etag(rq, row.version);
	return OK;
}

static const struct route routes[] = {
	{GET, "/api/v1/cases/{id}/handovers", RIGHT_CASE, handovers_show, 0, NULL},
	{POST, "/api/v1/cases/{id}/handovers", RIGHT_VOTE, send_take, 4 * KIB, NULL},
	{GET, "/api/v1/handovers/{id}", RIGHT_CASE, handover_show, 0, NULL},
	{POST, "/api/v1/handovers/{id}/steps", RIGHT_CASE, step_take, API_BODY, NULL},
};
const struct route_list api_forward_routes = {routes, sizeof routes / sizeof *routes};
