/* advice_staff.c -- /kerja/tanya: officers of prevention answer, publish without names, look again when a rule has changed, and
 * keep the campaign pictures that the self-check knows. */
#include "web/advice.h"

#include "desk/intake/intake.h"
#include "page_gambar_kampanye.h"
#include "page_tanya_jawab.h"
#include "page_tanya_kerja.h"
#include "web/intake.h"

#include <stdlib.h>
#include <string.h>

#define WAITING_SHOWN 50
#define LATEST	      20
#define SPANS_MAX     (HINTS_MAX + ADVICE_SPANS_MAX)
#define PICTURE_BODY  (CAMPAIGN_PICTURE_MAX + 64 * KIB)

/* -- what could name somebody -- */

struct span {
	size_t at, n;
	bool number; /* a number or address; else perhaps a name */
};

static int by_place(const void *a, const void *b)
{
	const struct span *x = a, *y = b;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* What could name somebody, in the order of the text, without overlap. */
static size_t spans_find(const char *text, struct span ret[static SPANS_MAX])
{
	struct hint hints[HINTS_MAX];
	struct advice_span names[ADVICE_SPANS_MAX];
	size_t n = 0, kept = 0, hints_n = hints_find(text, hints), names_n = advice_names(text, names);
	for (size_t i = 0; i < hints_n; i++)
		if (hints[i].n)
			ret[n++] = (struct span){hints[i].at, hints[i].n, hints[i].kind != HINT_NAME};
	for (size_t i = 0; i < names_n; i++)
		ret[n++] = (struct span){names[i].at, names[i].n, false};
	qsort(ret, n, sizeof ret[0], by_place);
	for (size_t i = 0; i < n; i++)
		if (!kept || ret[i].at >= ret[kept - 1].at + ret[kept - 1].n)
			ret[kept++] = ret[i];
	return kept;
}

/* The text in parts for the page, and as a proposal without them. */
static void text_split(const struct request *rq, const char *text, struct reply_view *v)
{
	struct arena *a = rq->desk.arena;
	struct span spans[SPANS_MAX];
	scoped(buf_free) struct buf b = {0};
	size_t n = spans_find(text, spans), at = 0;
	for (size_t i = 0; i < n; at = spans[i].at + spans[i].n, i++) {
		ARENA_PUSH(a, &v->parts, ((struct text_part){arena_strndup(a, text + at, spans[i].at - at), false}));
		ARENA_PUSH(a, &v->parts, ((struct text_part){arena_strndup(a, text + spans[i].at, spans[i].n), true}));
		buf_raw(&b, text + at, spans[i].at - at);
		buf_text(&b, spans[i].number ? "[nomor]" : "[nama]");
	}
	ARENA_PUSH(a, &v->parts, ((struct text_part){arena_strdup(a, text + at), false}));
	buf_text(&b, text + at);
	v->marked = n;
	v->question = arena_strndup(a, b.s ? b.s : "", b.n);
}

/* -- the desk -- */

static enum status look_again(struct request *rq, struct tx *tx, struct desk_view *v, struct err *e)
{
	bool found;
	struct advice_rules_rows rows;
	struct advice_answer_get_row row;
	TRY(advice_rules(tx, rq->desk.office->id, &rows, e));
	v->published_n = (int64_t)rows.n;
	for (size_t i = 0; i < rows.n && v->look.n < LATEST; i++) {
		const struct advice_rules_row *r = &rows.items[i];
		if (advice_fresh(&rq->desk, r->act, r->pack, r->rule_hash) == ADVICE_FRESH)
			continue;
		TRY(advice_answer_get(tx, rq->desk.office->id, r->id, &found, &row, e));
		ARENA_PUSH(rq->desk.arena, &v->look, advice_line_of(rq, &row));
	}
	return OK;
}

static enum status latest_fill(struct request *rq, struct tx *tx, struct desk_view *v, struct err *e)
{
	bool found;
	struct advice_published_rows rows;
	struct advice_answer_get_row row;
	TRY(advice_published(tx, rq->desk.office->id, INT64_MAX, LATEST, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(advice_answer_get(tx, rq->desk.office->id, rows.items[i].id, &found, &row, e));
		if (found)
			ARENA_PUSH(rq->desk.arena, &v->latest, advice_line_of(rq, &row));
	}
	return OK;
}

static enum status desk_fill(struct request *rq, struct tx *tx, struct desk_view *v, struct err *e)
{
	struct advice_waiting_rows rows;
	struct advice_waiting_n_row n;
	struct campaign_pictures_rows pictures;
	struct arena *a = rq->desk.arena;
	TRY(advice_waiting(tx, rq->desk.office->id, WAITING_SHOWN, &rows, e));
	TRY(advice_waiting_n(tx, rq->desk.office->id, &n, e));
	TRY(campaign_pictures(tx, rq->desk.office->id, &pictures, e));
	v->waiting_n = n.n;
	v->pictures_n = (int64_t)pictures.n;
	for (size_t i = 0; i < rows.n; i++) {
		struct reply_view masked = {.id = 0};
		text_split(rq, rows.items[i].text, &masked);
		ARENA_PUSH(a, &v->waiting,
			   ((struct waiting_line){arena_printf(a, "/kerja/tanya/%lld", (long long)rows.items[i].id), text_clip(a, masked.question, 160),
						  rows.items[i].asked_at, rows.items[i].keep_until}));
	}
	TRY(look_again(rq, tx, v, e));
	return latest_fill(rq, tx, v, e);
}

static const char *done_words(const struct request *rq)
{
	const char *what = rq_query(rq, "selesai");
	if (text_eq(what, "pribadi"))
		return say(rq, "Jawaban tersimpan untuk penanya. Ia membacanya dengan kodenya.", "Answered to the asker, who reads it by the code.");
	if (text_eq(what, "terbit"))
		return say(rq, "Jawaban terbit. Kata-kata asli penanya sudah dihapus.", "Published. The asker's own words are gone.");
	if (text_eq(what, "ubah"))
		return say(rq, "Jawaban diperbarui.", "The answer is brought up to date.");
	if (text_eq(what, "tarik"))
		return say(rq, "Jawaban ditarik.", "The answer was withdrawn.");
	return "";
}

static enum status desk_page(struct request *rq, struct err *e)
{
	struct desk_view v = {.done = done_words(rq)};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(desk_fill(rq, &tx, &v, e));
	struct page p = page_of(rq, "Meja tanya", "Advice desk");
	page_tanya_kerja(rq->out, &p, &v);
	return tx_commit(&tx, e);
}

/* -- a question -- */

static const char *given(const struct request *rq, const char *name, const char *otherwise)
{
	const char *s = rq_form(rq, name);
	return s ? s : otherwise;
}

static void acts_fill(const struct request *rq, struct reply_view *v)
{
	const struct law *law = desk_law(&rq->desk);
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	for (size_t i = 0; i < law->acts.n; i++) {
		const struct law_act *act = &law->acts.items[i];
		if (law_in_force(&act->row, today))
			ARENA_PUSH(rq->desk.arena, &v->acts,
				   ((struct act_option){act->code, rq->lang == EN && !text_blank(act->title_en) ? act->title_en : act->title_id,
							act->row.basis, text_eq(act->code, v->act)}));
	}
}

static void typed_fill(const struct request *rq, struct reply_view *v)
{
	v->question = given(rq, "question", v->question);
	v->reply = given(rq, "reply", v->reply);
	v->basis = given(rq, "basis", v->basis);
	v->phase = given(rq, "phase", v->phase);
	v->act = given(rq, "act", v->act);
	v->reason = given(rq, "reason", "");
	acts_fill(rq, v);
}

static enum status question_fill(struct request *rq, struct reply_view *v, struct err *e)
{
	bool found;
	struct advice_likes likes;
	struct advice_question_get_row q;
	TRY(rq_segment_id(rq, 0, &v->id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(advice_question_get(&tx, rq->desk.office->id, v->id, &found, &q, e));
	if (!found || !text_eq(q.state, "waiting"))
		return FAIL(e, NOT_FOUND, "this question was answered, or its time is over");
	TRY(advice_like(&tx, &rq->desk, q.text, &likes, e));
	for (size_t i = 0; i < likes.n; i++)
		ARENA_PUSH(rq->desk.arena, &v->likes, advice_line_of(rq, &likes.items[i]));
	v->kind = "question";
	v->version = q.version;
	v->class = class_name(class_of(q.class), rq->lang);
	v->asked = q.asked_at;
	v->until = q.keep_until;
	text_split(rq, q.text, v);
	typed_fill(rq, v);
	return tx_commit(&tx, e);
}

static enum status reply_show(struct request *rq, struct reply_view *v)
{
	struct page p = page_of(rq, "Menjawab", "Answering");
	page_tanya_jawab(rq->out, &p, v);
	return OK;
}

static enum status question_page(struct request *rq, struct err *e)
{
	struct reply_view v = {.reply = "", .basis = "", .phase = "any", .act = ""};
	TRY(question_fill(rq, &v, e));
	return reply_show(rq, &v);
}

static enum status phase_read(const struct request *rq, enum phase *ret, struct err *e)
{
	for (enum phase p = PHASE_ANY; p <= AFTER_CANDIDACY; p++) {
		if (text_eq(rq_form(rq, "phase"), phase_code(p))) {
			*ret = p;
			return OK;
		}
	}
	return FAIL_FIELD(e, INVALID, "phase", "%s", say(rq, "Pilih tahapannya.", "Choose the stage."));
}

static enum status reply_read(struct request *rq, bool open, struct advice_reply *ret, int64_t *ret_version, struct err *e)
{
	*ret = (struct advice_reply){.question = "", .act = given(rq, "act", ""), .reason = given(rq, "reason", "")};
	TRY(rq_form_int(rq, "version", 1, INT64_MAX, ret_version, e));
	TRY(rq_form_text(rq, "question", ADVICE_TEXT_MAX, open, &ret->question, e));
	TRY(rq_form_text(rq, "reply", ADVICE_REPLY_MAX, true, &ret->reply, e));
	TRY(rq_form_text(rq, "basis", ADVICE_BASIS_MAX, text_blank(ret->act), &ret->basis, e));
	TRY(phase_read(rq, &ret->phase, e));
	if (open && !text_eq(rq_form(rq, "clean"), "1"))
		return FAIL_FIELD(e, INVALID, "clean", "%s", say(rq, "Periksa dulu: tidak ada nama atau nomor siapa pun.", "Look first: nobody's name or number stands in it."));
	return OK;
}

static enum status question_do(struct request *rq, int64_t id, bool open, struct err *e)
{
	int64_t version, answer;
	struct advice_reply as;
	TRY(reply_read(rq, open, &as, &version, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	if (open)
		TRY(advice_publish(&tx, &rq->desk, id, version, &as, &answer, e));
	else
		TRY(advice_answer_privately(&tx, &rq->desk, id, version, &as, e));
	return tx_commit(&tx, e);
}

/* What the desk found, in the words of the page. */
static struct fault reply_fault(struct request *rq, const struct err *e)
{
	struct fault f = rq_fault(rq, e);
	if (strstr(e->why, "could name somebody"))
		f.text = say(rq, "Masih ada nomor atau alamat surel di sini. Hapus sebelum terbit.", "A number or mail address still stands here. Remove it before publishing.");
	return f;
}

static enum status question_take(struct request *rq, struct err *e)
{
	int64_t id;
	bool open = text_eq(rq_form(rq, "how"), "publish");
	TRY(rq_segment_id(rq, 0, &id, e));
	enum status status = question_do(rq, id, open, e);
	if (status == OK)
		return rq_redirect(rq, "/kerja/tanya?selesai=%s", open ? "terbit" : "pribadi");
	if (status != INVALID)
		return status;
	struct reply_view v = {.fault = reply_fault(rq, e), .reply = "", .basis = "", .phase = "any", .act = ""};
	struct err gone = {0};
	if (question_fill(rq, &v, &gone) != OK)
		return status;
	return reply_show(rq, &v);
}

/* -- a published answer -- */

static enum status answer_fill(struct request *rq, struct reply_view *v, struct err *e)
{
	bool found;
	struct advice_answer_get_row row;
	TRY(rq_segment_id(rq, 0, &v->id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(advice_answer_get(&tx, rq->desk.office->id, v->id, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "there is no such answer");
	TRY(advice_editions(&tx, v->id, &v->editions, e));
	v->kind = "answer";
	v->line = advice_line_of(rq, &row);
	v->withdrawn = text_eq(row.state, "withdrawn");
	v->version = row.version;
	v->question = row.question;
	v->reply = row.reply;
	v->act = row.act;
	v->basis = text_blank(row.act) ? row.basis : "";
	v->phase = row.phase;
	typed_fill(rq, v);
	return tx_commit(&tx, e);
}

static enum status answer_edit_page(struct request *rq, struct err *e)
{
	struct reply_view v = {.class = ""};
	TRY(answer_fill(rq, &v, e));
	return reply_show(rq, &v);
}

static enum status answer_do(struct request *rq, int64_t id, bool withdraw, struct err *e)
{
	int64_t version;
	struct advice_reply as = {.reason = ""};
	if (withdraw)
		TRY(rq_form_int(rq, "version", 1, INT64_MAX, &version, e));
	else
		TRY(reply_read(rq, true, &as, &version, e));
	TRY(rq_form_text(rq, "reason", ADVICE_BASIS_MAX, true, &as.reason, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	if (withdraw)
		TRY(advice_withdraw(&tx, &rq->desk, id, version, as.reason, e));
	else
		TRY(advice_change(&tx, &rq->desk, id, version, &as, e));
	return tx_commit(&tx, e);
}

static enum status answer_take(struct request *rq, struct err *e)
{
	int64_t id;
	bool withdraw = text_eq(rq_form(rq, "do"), "tarik");
	TRY(rq_segment_id(rq, 0, &id, e));
	enum status status = answer_do(rq, id, withdraw, e);
	if (status == OK)
		return rq_redirect(rq, "/kerja/tanya?selesai=%s", withdraw ? "tarik" : "ubah");
	if (status != INVALID)
		return status;
	struct reply_view v = {.fault = reply_fault(rq, e), .class = ""};
	TRY(answer_fill(rq, &v, e));
	return reply_show(rq, &v);
}

/* -- campaign pictures -- */

static enum status pictures_show(struct request *rq, struct campaign_view *v, struct err *e)
{
	struct campaign_pictures_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(campaign_pictures(&tx, rq->desk.office->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		ARENA_PUSH(rq->desk.arena, &v->pictures,
			   ((struct picture_line){rows.items[i].id, rows.items[i].title, rows.items[i].source, rows.items[i].at}));
	v->title = given(rq, "title", "");
	v->source = given(rq, "source", "");
	struct page p = page_of(rq, "Gambar kampanye", "Campaign pictures");
	page_gambar_kampanye(rq->out, &p, v);
	return tx_commit(&tx, e);
}

static enum status pictures_page(struct request *rq, struct err *e)
{
	struct campaign_view v = {.done = text_eq(rq_query(rq, "selesai"), "1") ? say(rq, "Tersimpan.", "Saved.") : ""};
	return pictures_show(rq, &v, e);
}

static enum status picture_drop(struct request *rq, int64_t id, struct err *e)
{
	int64_t changed;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(campaign_picture_drop(&tx, rq->desk.office->id, id, rq->desk.now, &changed, e));
	TRY(access_note(&tx, &rq->desk, "campaign_picture_dropped", "campaign_picture", id, "", e));
	return tx_commit(&tx, e);
}

static enum status pictures_do(struct request *rq, struct err *e)
{
	int64_t id;
	struct campaign_new as = {.bytes = {0}};
	if (rq_form(rq, "drop")) {
		TRY(int_parse(rq_form(rq, "drop"), 1, INT64_MAX, &id, e));
		return picture_drop(rq, id, e);
	}
	TRY(rq_form_text(rq, "title", 200, true, &as.title, e));
	TRY(rq_form_text(rq, "source", 200, true, &as.source, e));
	if (rq->n_uploads)
		as.bytes = rq->uploads[0].bytes;
	return advice_picture_add(&rq->desk, &as, e);
}

static enum status pictures_take(struct request *rq, struct err *e)
{
	enum status status = pictures_do(rq, e);
	if (status == OK)
		return rq_redirect(rq, "/kerja/gambar-kampanye?selesai=1");
	if (status != INVALID && status != TOO_LARGE)
		return status;
	struct campaign_view v = {.fault = rq_fault(rq, e), .done = ""};
	return pictures_show(rq, &v, e);
}

static const struct route routes[] = {
	{GET, "/kerja/tanya", RIGHT_PREVENT, desk_page, 0, "pencegahan"},
	{GET, "/kerja/tanya/{question}", RIGHT_PREVENT, question_page, 0, "pencegahan"},
	{POST, "/kerja/tanya/{question}", RIGHT_PREVENT, question_take, 64 * KIB, "pencegahan"},
	{GET, "/kerja/tanya-jawab/{answer}", RIGHT_PREVENT, answer_edit_page, 0, "pencegahan"},
	{POST, "/kerja/tanya-jawab/{answer}", RIGHT_PREVENT, answer_take, 64 * KIB, "pencegahan"},
	{GET, "/kerja/gambar-kampanye", RIGHT_PREVENT, pictures_page, 0, "pencegahan"},
	{POST, "/kerja/gambar-kampanye", RIGHT_PREVENT, pictures_take, PICTURE_BODY, "pencegahan"},
};
const struct route_list advice_staff_routes = {routes, sizeof routes / sizeof routes[0]};
