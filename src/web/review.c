/* review.c -- triage of clusters and the list of reports (PRODUCT 3.2).
 *
 * Every decision is a plain button of one form; a letter key presses the button that shows it (netra.js). A decision is
 * stored at once and answers with the next cluster of the batch, which says what was done and how to undo it. What a
 * decision still lacks comes back on the same page with all that was typed.
 */
#include "page_laporan.h"
#include "page_triage.h"
#include "desk/evidence/pictures.h"
#include "desk/forward/mask.h"
#include "desk/intake/alike.h"
#include "web/review_views.h"

#include <string.h>

#define TITLE_MAX 160   /* bytes of a file's title */
#define PLACE_MAX 300
#define GROUPS_SHOWN 20 /* suggested groups on the page of reports */
#define REPORTS_SHOWN   100   /* newest of each list */
#define REPORTS_COUNTED 1000 /* nobody reads further: "1.000+" */
#define BODY_SHOWN 140  /* bytes of a report's text in a list */
#define BODY_READ  600  /* of these at most: names are looked for beyond what is shown, so that none is cut in two */

static const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

/* "2 hari lalu", "14 jam lalu" */
static const char *age(const struct request *rq, struct instant at)
{
	int64_t hours = (rq->desk.now.us - at.us) / HOUR_US;
	if (hours < 0)
		hours = 0;
	if (hours < 48)
		return arena_printf(rq->desk.arena, say(rq, "%lld jam lalu", "%lld hours ago"), (long long)hours);
	return arena_printf(rq->desk.arena, say(rq, "%lld hari lalu", "%lld days ago"), (long long)(hours / 24));
}

static void batch_rows(const struct request *rq, const struct review_batch *batch, int64_t here, struct triage_view *v)
{
	struct arena *a = rq->desk.arena;
	for (size_t i = 0; i < batch->clusters.n; i++) {
		const struct review_batch_of_row *row = &batch->clusters.items[i];
		const char *posts = arena_printf(a, say(rq, "%lld kiriman", row->posts == 1 ? "%lld post" : "%lld posts"), (long long)row->posts);
		struct triage_row out = {.place = row->place, .id = row->cluster, .title = row->title, .age = age(rq, row->first_at),
					 .here = row->cluster == here, .dealt = !text_blank(row->status)};
		out.more = arena_printf(a, "%s · %s", posts, out.age);
		if (out.dealt)
			out.more = arena_printf(a, "%s · %s", posts, say(rq, "sudah dibaca", "dealt with"));
		if (out.here) {
			v->place = row->place;
			v->previous = i ? batch->clusters.items[i - 1].cluster : 0;
			v->next = i + 1 < batch->clusters.n ? batch->clusters.items[i + 1].cluster : 0;
		}
		ARENA_PUSH(a, &v->batch, out);
	}
	v->of = (int64_t)batch->clusters.n;
	v->until = batch->until;
}

/* Acts that bind on the day; nine have a key, of the stage (before or after candidacy) to which the likely one belongs. */
static void acts(const struct request *rq, const struct review_cluster *c, const char *chosen, struct triage_view *v)
{
	const struct law *law = desk_law(&rq->desk);
	const struct law_act *likely = law_act(law, chosen ? chosen : "");
	int keys = 0;
	for (size_t i = 0; i < law->acts.n; i++) {
		const struct law_act *act = &law->acts.items[i];
		if (!text_starts(act->code, "SKB-"))
			continue;
		bool in_force = day_is_none(c->event_on) || ((day_is_none(act->row.from) || act->row.from.n <= c->event_on.n) &&
							    (day_is_none(act->row.to) || act->row.to.n >= c->event_on.n));
		struct triage_act out = {.code = act->code, .title = say(rq, act->title_id, act->title_en), .key = "",
					 .chosen = text_eq(act->code, chosen)};
		if (in_force && keys < 9 && (!likely || act->phase == likely->phase))
			out.key = arena_printf(rq->desk.arena, "%d", ++keys);
		if (in_force)
			ARENA_PUSH(rq->desk.arena, &v->acts, out);
	}
}

static void signals(const struct request *rq, const struct review_cluster *c, struct triage_view *v)
{
	for (size_t i = 0; i < c->signals.n; i++) {
		const struct review_signal *s = &c->signals.items[i];
		struct triage_signal out = {say(rq, s->text_id, s->text_en), say(rq, s->weight_id, s->weight_en)};
		ARENA_PUSH(rq->desk.arena, &v->signals, out);
		v->finger_hint |= text_eq(s->code, "number");
	}
	v->two_agree = c->signals.counting >= REVIEW_SIGNALS_NEEDED;
	v->verdict = v->two_agree ? say(rq, "Dua tanda atau lebih, setuju", "Two signs or more agree")
				  : say(rq, "Belum dua tanda yang setuju", "Not yet two signs that agree");
}

/* "PNS · Seksi Pelayanan Umum, Kecamatan Randusari" */
static const char *about(const struct request *rq, const struct review_person *p)
{
	const char *class = text_blank(p->class) ? say(rq, "di luar daftar pegawai", "not in the registry")
						 : class_name(class_of(p->class), rq->lang);
	const char *text = class;
	if (!text_blank(p->position))
		text = arena_printf(rq->desk.arena, "%s · %s", text, p->position);
	return text_blank(p->agency) ? text : arena_printf(rq->desk.arena, "%s, %s", text, p->agency);
}

static const char *why(const struct request *rq, const struct review_person *p)
{
	if (text_eq(p->how, "account"))
		return say(rq, "akun tercatat", "account on record");
	if (!p->only_name)
		return say(rq, "nama bersama unit atau gelar", "name with unit or title");
	return arena_printf(rq->desk.arena, say(rq, "nama saja, %lld senama", "name alone, %lld namesakes"), (long long)p->namesakes);
}

static bool kept(const struct request *rq, const char *field, int64_t id)
{
	const char *values[REVIEW_PEOPLE_MAX];
	size_t n = rq_form_list(rq, field, values, REVIEW_PEOPLE_MAX);
	const char *text = arena_printf(rq->desk.arena, "%lld", (long long)id);
	for (size_t i = 0; i < n; i++)
		if (text_eq(values[i], text))
			return true;
	return false;
}

static void people(const struct request *rq, const struct review_cluster *c, struct triage_view *v)
{
	for (size_t i = 0; i < c->people.n; i++) {
		const struct review_person *p = &c->people.items[i];
		struct triage_person out = {p->alert, p->name, about(rq, p), why(rq, p), p->ticked || kept(rq, "person", p->alert),
					    kept(rq, "other_person", p->alert), p->employee && p->author ? p->author : ""};
		if (p->only_name)
			ARENA_PUSH(rq->desk.arena, &v->namesakes, out);
		else
			ARENA_PUSH(rq->desk.arena, &v->proposed, out);
	}
	v->n_proposed = c->people.proposed;
	v->n_asn = c->people.asn;
	v->n_others = c->people.proposed - c->people.asn;
	v->n_namesakes = c->people.only_name;
}

static void reports(const struct request *rq, const struct review_cluster *c, struct triage_view *v)
{
	for (size_t i = 0; i < c->reports.n; i++) {
		const struct review_reports_like_row *row = &c->reports.items[i];
		const char *reason = text_eq(row->why, "picture") ? say(rq, "gambar sama persis", "the very same picture")
				     : text_eq(row->why, "link") ? say(rq, "tautan sama", "same link")
								 : say(rq, "tempat dan tanggal sama", "same place and day");
		struct triage_report out = {row->id, row->number, reason, text_clip(rq->desk.arena, row->body, BODY_SHOWN)};
		ARENA_PUSH(rq->desk.arena, &v->reports, out);
	}
}

static void pasts(const struct request *rq, const struct review_cluster *c, struct triage_view *v)
{
	for (size_t i = 0; i < c->decisions.n; i++) {
		const struct review_decisions_of_row *row = &c->decisions.items[i];
		const struct review_kind *kind = review_kind_of(row->decision);
		struct triage_past out = {kind ? say(rq, kind->name_id, kind->name_en) : row->decision, row->user_name, row->reason, row->at};
		ARENA_PUSH(rq->desk.arena, &v->pasts, out);
	}
}

static const char *typed_or(const struct request *rq, const char *field, const char *otherwise)
{
	const char *typed = rq_form(rq, field);
	return typed ? typed : otherwise;
}

static void form_kept(const struct request *rq, struct triage_view *v)
{
	v->title = typed_or(rq, "title", v->c.title);
	v->place_text = typed_or(rq, "place", "");
	v->reason = typed_or(rq, "reason", "");
	v->event_on = v->c.event_on;
	v->snooze = day_add(day_of_instant(rq->desk.now, rq->desk.office->zone), 1);
	acts(rq, &v->c, typed_or(rq, "act", v->c.act_code), v);
	for (size_t i = 0; i < review_seen_n; i++) {
		const char *values[8];
		size_t n = rq_form_list(rq, "seen", values, 8);
		struct triage_seen out = {review_seen[i].code, say(rq, review_seen[i].text_id, review_seen[i].text_en), false};
		for (size_t k = 0; k < n; k++)
			out.chosen |= text_eq(values[k], out.code);
		ARENA_PUSH(rq->desk.arena, &v->seen, out);
	}
}

/* What was done with the cluster before: ?selesai=info&berkas=ID */
static void said_done(const struct request *rq, struct triage_view *v)
{
	const struct review_kind *kind = rq_query(rq, "selesai") ? review_kind_of(rq_query(rq, "selesai")) : NULL;
	if (!kind)
		return;
	v->done = say(rq, kind->done_id, kind->done_en);
	v->may_undo = strcmp(kind->code, "undo") != 0;
	int64_t id = 0;
	if (rq_query(rq, "berkas") && int_parse(rq_query(rq, "berkas"), 1, INT64_MAX, &id, NULL) == OK)
		v->done_case = id;
}

static enum status triage_page(struct request *rq, int64_t id, const struct err *fault, struct err *e)
{
	struct triage_view v = {.done = ""};
	if (fault)
		v.fault = rq_fault(rq, fault);
	struct review_batch batch;
	TRY(review_batch(&rq->desk, &batch, e));
	if (!id)
		id = batch.next;
	if (id) {
		TRY(review_open(&rq->desk, id, &v.c, e));
		v.any = true;
		v.locked = !v.c.mine || text_eq(v.c.status, "decided") ||
			   (text_eq(v.c.status, "second") && !v.c.second);
		signals(rq, &v.c, &v);
		people(rq, &v.c, &v);
		reports(rq, &v.c, &v);
		pasts(rq, &v.c, &v);
		form_kept(rq, &v);
	}
	batch_rows(rq, &batch, id, &v);
	said_done(rq, &v);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(review_budget(&tx, &rq->desk, &v.budget, e));
	struct page p = page_of(rq, "Triase", "Triage");
	page_triage(rq->out, &p, &v);
	return OK;
}

static enum status triage_show(struct request *rq, struct err *e)
{
	return triage_page(rq, 0, NULL, e);
}

static enum status triage_one(struct request *rq, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	return triage_page(rq, id, NULL, e);
}

/* A list of numbers from checkboxes. */
static enum status ids_read(struct request *rq, const char *field, int64_t *ret, size_t max, size_t *ret_n, struct err *e)
{
	const char **values = arena_array(rq->desk.arena, const char *, max);
	*ret_n = rq_form_list(rq, field, values, max);
	for (size_t i = 0; i < *ret_n; i++)
		TRY(int_parse(values[i], 1, INT64_MAX, &ret[i], e));
	return OK;
}

static enum status id_read(struct request *rq, const char *field, int64_t *ret, struct err *e)
{
	const char *typed = rq_form(rq, field);
	*ret = 0;
	return text_blank(typed) ? OK : rq_form_int(rq, field, 1, INT64_MAX, ret, e);
}

static enum status choice_read(struct request *rq, int64_t cluster, struct review_choice *ret, struct err *e)
{
	struct arena *a = rq->desk.arena;
	const char *pressed;
	TRY(rq_form_text(rq, "decide", 20, true, &pressed, e));
	const struct review_kind *kind = review_kind_of(pressed);
	*ret = (struct review_choice){.cluster = cluster, .decision = kind ? kind->code : pressed, .until = DAY_NONE, .event_on = DAY_NONE};
	TRY(rq_form_text(rq, "reason", REVIEW_REASON_MAX, false, &ret->reason, e));
	TRY(rq_form_text(rq, "title", TITLE_MAX, false, &ret->title, e));
	TRY(rq_form_text(rq, "place", PLACE_MAX, false, &ret->place, e));
	TRY(rq_form_text(rq, "act", 40, false, &ret->act_code, e));
	TRY(rq_form_day(rq, "event_on", false, &ret->event_on, e));
	if (text_eq(ret->decision, "snooze"))
		TRY(rq_form_day(rq, "until", false, &ret->until, e));
	TRY(id_read(rq, "case", &ret->case_file, e));
	TRY(id_read(rq, "other", &ret->other, e));
	int64_t *alerts = arena_array(a, int64_t, REVIEW_PEOPLE_MAX);
	TRY(ids_read(rq, "person", alerts, REVIEW_PEOPLE_MAX, &ret->n_people, e));
	ret->people = alerts;
	int64_t *others = arena_array(a, int64_t, REVIEW_PEOPLE_MAX);
	TRY(ids_read(rq, "other_person", others, REVIEW_PEOPLE_MAX, &ret->n_others, e));
	ret->others = others;
	const char **seen = arena_array(a, const char *, 8);
	ret->n_seen = rq_form_list(rq, "seen", seen, 8);
	ret->seen = seen;
	return OK;
}

/* Reports that tell of the same are carried on in the file; each keeps its own code. */
static enum status reports_attach(struct request *rq, int64_t case_file, struct err *e)
{
	int64_t *ids = arena_array(rq->desk.arena, int64_t, REVIEW_PEOPLE_MAX);
	size_t n;
	TRY(ids_read(rq, "report", ids, REVIEW_PEOPLE_MAX, &n, e));
	return intake_attach_triaged(&rq->desk, case_file, ids, n, e);
}

static enum status undo(struct request *rq, struct err *e)
{
	struct review_undone undone;
	TRY(review_undo(&rq->desk, &undone, e));
	TRY(intake_detach_undone(&rq->desk, &undone, e));
	return rq_redirect(rq, "/kerja/triase/%lld?selesai=undo", (long long)undone.cluster);
}

static enum status decide(struct request *rq, int64_t cluster, struct err *e)
{
	struct review_choice choice;
	struct review_done done;
	TRY(choice_read(rq, cluster, &choice, e));
	TRY(review_decide(&rq->desk, &choice, &done, e));
	TRY(reports_attach(rq, done.case_file, e));
	const char *said = done.candidate ? "escalate" : choice.decision;
	if (done.case_file)
		return rq_redirect(rq, "/kerja/triase?selesai=%s&berkas=%lld", said, (long long)done.case_file);
	return rq_redirect(rq, "/kerja/triase?selesai=%s", said);
}

static enum status triage_decide(struct request *rq, struct err *e)
{
	int64_t cluster;
	TRY(rq_segment_id(rq, 0, &cluster, e));
	bool undoes = text_eq(rq_form(rq, "decide"), "u") || text_eq(rq_form(rq, "decide"), "undo");
	struct err fault = {0};
	enum status status = undoes ? undo(rq, &fault) : decide(rq, cluster, &fault);
	if (status == OK)
		return OK;
	if (status == INVALID || status == FORBIDDEN || status == CONFLICT || status == TOO_LARGE || status == NOT_FOUND)
		return triage_page(rq, cluster, &fault, e);
	*e = fault;
	return status;
}

static enum status triage_release(struct request *rq, struct err *e)
{
	TRY(review_release(&rq->desk, e));
	return rq_redirect(rq, "/kerja");
}

/* A picture of a cluster, only as an image and only when it is one. */
static enum status triage_picture(struct request *rq, struct err *e)
{
	int64_t cluster, file;
	TRY(rq_segment_id(rq, 0, &cluster, e));
	TRY(rq_segment_id(rq, 1, &file, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	struct review_cluster_media_rows media;
	TRY(review_cluster_media(&tx, cluster, 4, &media, e));
	bool known = false;
	for (size_t i = 0; i < media.n; i++)
		known |= media.items[i].file == file;
	if (!known)
		return FAIL(e, NOT_FOUND, "the cluster has no such picture");
	/* The copy of the jail, never the bytes that came; made now when the sorter has not come to it. */
	struct str bytes;
	struct picture_of_row row;
	TRY(tx_commit(&tx, e));
	TRY(picture_open(&rq->desk, file, &row, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(picture_read(&tx, &rq->desk, file, false, &bytes, e));
	TRY(tx_commit(&tx, e));
	rq->content_type = "image/jpeg";
	rq->foreign = true;
	buf_raw(rq->out, bytes.s, bytes.n);
	return OK;
}

/* The two lists have the same columns and types of their own. */
#define LAPORAN_ROW(r)                                                                                                  \
	((struct laporan_row){.id = (r)->id, .case_file = (r)->case_file, .number = (r)->number, .at = (r)->at, .late = (r)->late, \
			      .state = (r)->state, .owner = (r)->owner_name, .body = (r)->body, .where = (r)->place,    \
			      .joined = (r)->joined_to != 0, .joined_to = (r)->joined_to, .joined_number = (r)->joined_number})

/* The first words of a report as lists show them: without those whom it names. Who opens the report reads them all. */
static const char *words_shown(struct arena *a, const struct review_reported_rows *named, int64_t report, const char *body)
{
	int64_t found = 0;
	struct mask *mask = mask_new(a, "");
	for (size_t i = 0; i < named->n; i++) {
		if (named->items[i].report != report)
			continue;
		mask_name(mask, named->items[i].name);
		mask_number(mask, named->items[i].number);
	}
	return text_clip(a, mask_text(mask, text_clip(a, body, BODY_READ), &found), BODY_SHOWN);
}

static void laporan_row_put(struct tx *tx, const struct request *rq, const struct review_reported_rows *named, struct laporan_view *v,
			    struct laporan_row row, const char *rulepack, int64_t files, int64_t links, int64_t persons)
{
	struct arena *a = rq->desk.arena;
	const struct law_state *state = law_state(docket_law_of(tx, &rq->desk, rulepack), row.state);
	row.may_start = text_eq(row.state, "SUBMITTED") && !row.joined_to;
	row.state = state ? say(rq, state->name_id, state->name_en) : row.state;
	row.body = words_shown(a, named, row.id, row.body);
	row.about = arena_printf(a, say(rq, "%lld berkas, %lld tautan, %lld nama", "%lld files, %lld links, %lld names"), (long long)files,
				 (long long)links, (long long)persons);
	ARENA_PUSH(a, &v->items, row);
}

static enum status laporan_rows(struct tx *tx, const struct request *rq, struct laporan_view *v, struct err *e)
{
	struct review_reports_list_rows all;
	struct review_reports_new_rows waiting;
	struct review_reported_rows named;
	bool every = text_eq(v->show, "semua");
	TRY(review_reported(tx, rq->desk.office->id, every ? "all" : "new", REPORTS_SHOWN, &named, e));
	if (every) {
		TRY(review_reports_list(tx, rq->desk.office->id, REPORTS_SHOWN, &all, e));
		for (size_t i = 0; i < all.n; i++)
			laporan_row_put(tx, rq, &named, v, LAPORAN_ROW(&all.items[i]), all.items[i].rulepack, all.items[i].files,
					all.items[i].links, all.items[i].persons);
		return OK;
	}
	TRY(review_reports_new(tx, rq->desk.office->id, REPORTS_SHOWN, &waiting, e));
	for (size_t i = 0; i < waiting.n; i++)
		laporan_row_put(tx, rq, &named, v, LAPORAN_ROW(&waiting.items[i]), waiting.items[i].rulepack, waiting.items[i].files,
				waiting.items[i].links, waiting.items[i].persons);
	return OK;
}

static enum status laporan_page(struct request *rq, const struct err *fault, struct err *e)
{
	struct laporan_view v = {.show = text_eq(rq_query(rq, "lihat"), "semua") ? "semua" : "menunggu"};
	if (fault)
		v.fault = rq_fault(rq, fault);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	struct review_reports_figures_row n;
	v.may_join = role_may(rq->desk.role, RIGHT_CASE);
	if (v.may_join) /* titles of files are for those who work on them */
		TRY(review_cases_open(&tx, rq->desk.office->id, 40, &v.cases, e));
	TRY(alike_groups_open(&tx, rq->desk.office->id, GROUPS_SHOWN, &v.groups, e));
	TRY(review_reports_figures(&tx, rq->desk.office->id, REPORTS_COUNTED, &n, e));
	TRY(alike_figures(&tx, rq->desk.office->id, REPORTS_COUNTED, &v.figures, e));
	TRY(laporan_rows(&tx, rq, &v, e));
	struct review_reported_rows named;
	TRY(review_reported(&tx, rq->desk.office->id, "groups", GROUPS_SHOWN, &named, e));
	for (size_t i = 0; i < v.groups.n; i++)
		v.groups.items[i].body = words_shown(rq->desk.arena, &named, v.groups.items[i].id, v.groups.items[i].body);
	v.n_all = n.reports;
	v.n_waiting = n.waiting;
	v.n_joined = n.joined;
	v.more_all = n.reports >= REPORTS_COUNTED;
	v.more_waiting = n.waiting >= REPORTS_COUNTED;
	v.more_joined = n.joined >= REPORTS_COUNTED;
	v.more_compared = v.figures.reports >= REPORTS_COUNTED;
	v.cut = (int64_t)v.items.n == REPORTS_SHOWN;
	struct page p = page_of(rq, "Laporan", "Reports");
	page_laporan(rq->out, &p, &v);
	return OK;
}

static enum status laporan_show(struct request *rq, struct err *e)
{
	return laporan_page(rq, NULL, e);
}

static enum status report_of(struct request *rq, struct tx *tx, struct report_get_row *ret, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	return report_get(tx, rq->desk.office->id, id, ret, e);
}

static enum status laporan_start(struct request *rq, struct err *e)
{
	struct report_get_row report;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&rq->desk, READ, &tx, e));
		TRY(report_of(rq, &tx, &report, e));
	}
	TRY(review_report_start(&rq->desk, report.case_file, e));
	return rq_redirect(rq, "/kerja/perkara/%lld", (long long)report.case_file);
}

static enum status attach_or_detach(struct request *rq, bool attach, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	struct report_get_row report;
	TRY(report_of(rq, &tx, &report, e));
	const char *reason;
	TRY(rq_form_text(rq, "reason", REVIEW_REASON_MAX, false, &reason, e));
	if (text_blank(reason))
		reason = attach ? "Menceritakan peristiwa yang sama." : "Ternyata peristiwa lain.";
	int64_t into = 0;
	if (attach)
		TRY(rq_form_int(rq, "into", 1, INT64_MAX, &into, e));
	TRY(attach ? intake_attach(&tx, &rq->desk, report.id, into, reason, e)
		   : intake_detach(&tx, &rq->desk, report.id, reason, e));
	if (!attach)
		TRY(alike_refuse(&tx, &rq->desk, report.id, e)); /* what an officer took out is not suggested again */
	return tx_commit(&tx, e);
}

static enum status laporan_attach(struct request *rq, struct err *e)
{
	struct err fault = {0};
	if (attach_or_detach(rq, true, &fault) != OK)
		return laporan_page(rq, &fault, e);
	return rq_redirect(rq, "/kerja/laporan-masuk?lihat=semua");
}

static enum status laporan_detach(struct request *rq, struct err *e)
{
	struct err fault = {0};
	if (attach_or_detach(rq, false, &fault) != OK)
		return laporan_page(rq, &fault, e);
	return rq_redirect(rq, "/kerja/laporan-masuk?lihat=semua");
}

static const struct route routes[] = {
	{GET, "/kerja/triase", RIGHT_TRIAGE, triage_show, 0, "triase"},
	{POST, "/kerja/triase/lepas", RIGHT_TRIAGE, triage_release, 4 * KIB, "triase"},
	{GET, "/kerja/triase/{cluster}", RIGHT_TRIAGE, triage_one, 0, "triase"},
	{POST, "/kerja/triase/{cluster}/putusan", RIGHT_TRIAGE, triage_decide, 64 * KIB | BODY_LISTS, "triase"},
	{GET, "/kerja/triase/{cluster}/gambar/{file}", RIGHT_TRIAGE, triage_picture, 0, "triase"},
	{GET, "/kerja/laporan-masuk", RIGHT_INTAKE, laporan_show, 0, "laporan"},
	{POST, "/kerja/laporan/{report}/mulai", RIGHT_CASE, laporan_start, 4 * KIB, "laporan"},
	{POST, "/kerja/laporan/{report}/gabung", RIGHT_CASE, laporan_attach, 8 * KIB, "laporan"},
	{POST, "/kerja/laporan/{report}/lepas", RIGHT_CASE, laporan_detach, 8 * KIB, "laporan"},
};
const struct route_list review_routes = {routes, sizeof routes / sizeof *routes};
