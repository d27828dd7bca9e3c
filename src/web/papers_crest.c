/* papers_crest.c -- the page of the letterhead: which crest prints, a form to set another, and all there were.
 *
 * Who works on files may look; the chair, whose name stands under the letters, changes it.
 */
#include "desk/access/access.h"
#include "desk/docket/crest.h"
#include "page_crest.h"
#include "web/casework.h"
#include "web/papers_views.h"

#include <string.h>

#define CREST_BODY (CREST_MAX + 64 * KIB) /* the picture and what a form puts around it */

static enum status lines_fill(struct request *rq, struct tx *tx, struct crest_view *v, struct err *e)
{
	struct crests_rows rows;
	struct arena *a = rq->desk.arena;
	TRY(crests(tx, rq->desk.office->id, &rows, e));
	v->own = !rows.n || !rows.items[0].original;
	for (size_t i = 0; i < rows.n; i++) {
		const struct crests_row *r = &rows.items[i];
		struct crest_line l = {.when = moment_text(rq, r->at), .who = r->user_name ? r->user_name : "", .reason = r->reason,
				       .name = r->name ? r->name : "", .now = i == 0,
				       .sha256 = r->sha256 ? arena_printf(a, "%.16s…", r->sha256) : "",
				       .size = arena_printf(a, "%lld × %lld", (long long)r->width, (long long)r->height)};
		ARENA_PUSH(a, &v->lines, l);
	}
	return OK;
}

static enum status crest_show(struct request *rq, const struct fault *fault, struct err *e)
{
	const struct office *o = rq->desk.office;
	struct crest_view v = {.office = o->name, .address = o->address, .reason = typed(rq, "reason", ""), .done = "",
			       .contact = arena_printf(rq->desk.arena, "%s · %s", o->phone, o->email),
			       .may = role_may(rq->desk.role, RIGHT_SIGN)};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(lines_fill(rq, &tx, &v, e));
	if (text_eq(rq_query(rq, "selesai"), "1"))
		v.done = rq->lang == EN ? "Saved. Letters made from now on have this head."
				       : "Tersimpan. Surat yang dibuat sejak sekarang memakai kop ini.";
	if (fault)
		v.fault = *fault;
	struct page p = page_of(rq, "Kop surat", "Letterhead");
	page_crest(rq->out, &p, &v);
	return OK;
}

static enum status crest_page(struct request *rq, struct err *e) { return crest_show(rq, NULL, e); }

static enum status crest_do(struct request *rq, struct err *e)
{
	struct crest_new as = {.name = "lambang"};
	TRY(rq_form_text(rq, "reason", 1000, false, &as.reason, e));
	if (text_eq(rq_form(rq, "do"), "own"))
		return docket_crest_set(&rq->desk, &as, e);
	if (rq->n_uploads) {
		as.bytes = rq->uploads[0].bytes;
		as.name = rq->uploads[0].name;
	}
	if (!as.bytes.n)
		return FAIL_FIELD(e, INVALID, "crest", rq->lang == EN ? "choose a picture" : "pilih gambarnya");
	return docket_crest_set(&rq->desk, &as, e);
}

static enum status crest_take(struct request *rq, struct err *e)
{
	enum status status = crest_do(rq, e);
	if (status == OK)
		return rq_redirect(rq, "/kerja/kop?selesai=1");
	if (status_http(status) >= 500)
		return status;
	struct fault fault = rq_fault(rq, e);
	return crest_show(rq, &fault, e);
}

/* The copy that the jail made anew, never the file that came. */
static enum status crest_picture(struct request *rq, struct err *e)
{
	const struct paper_crest *crest;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(docket_crest(&tx, &rq->desk, &crest, e));
	if (!crest)
		return FAIL(e, NOT_FOUND, "this office has set no crest");
	return file_bytes(rq, crest->jpeg, "image/jpeg", "lambang.jpg");
}

static const struct route routes[] = {
	/* method path                who         handler         body limit, menu */
	{GET, "/kerja/kop", RIGHT_CASE, crest_page, 0, "perkara"},
	{POST, "/kerja/kop", RIGHT_SIGN, crest_take, CREST_BODY, "perkara"},
	{GET, "/kerja/kop/lambang", RIGHT_CASE, crest_picture, 0, "perkara"},
};
const struct route_list crest_routes = {routes, sizeof routes / sizeof routes[0]};
