/* event_quiz.c -- the event's link, an attendant's own page, the quiz, the check of a certificate; and practice for anybody.
 *
 * An attendant has no account: the code of the invitation, or the one given at the door, leads to a page with a long random
 * address. Wrong codes are limited by source, right ones raise the limit, because a whole hall may share one address. Of a quiz
 * only the number of right answers is kept. Practice keeps nothing: the answer is made from what was sent, and forgotten. */
#include "web/answer.h"
#include "web/event_views.h"

#include "page_event_certificate.h"
#include "page_event_invitation.h"
#include "page_event_mine.h"
#include "page_event_public.h"
#include "page_event_quiz.h"
#include "page_latihan.h"

#include <string.h>

#define WRONG_PER_SOURCE 30
#define WRONG_PER_RIGHT  3

/* ---- A question as pages show it ---- */

static const char *verdict_words(const struct request *rq, enum verdict v)
{
	switch (v) {
	case VERDICT_ALLOWED:
		return say(rq, "Boleh", "Allowed");
	case VERDICT_ETHICS:
		return say(rq, "Pelanggaran kode etik", "A breach of the code of ethics");
	case VERDICT_DISCIPLINE:
		return say(rq, "Pelanggaran disiplin", "A breach of discipline");
	case VERDICT_ADMINISTRATIVE:
		return say(rq, "Pelanggaran aturan lain (desa, kontrak, TNI/Polri)", "A breach of other rules (villages, contracts, army and police)");
	case VERDICT_CRIMINAL:
		return say(rq, "Dapat menjadi tindak pidana pemilihan", "It can be an election crime");
	case VERDICT_N:
		break;
	}
	return "";
}

static const char *phase_words(const struct request *rq, enum phase p)
{
	return p == BEFORE_CANDIDACY  ? say(rq, "sebelum calon ditetapkan", "before candidates are determined")
	       : p == AFTER_CANDIDACY ? say(rq, "sesudah calon ditetapkan", "once candidates are determined")
				      : say(rq, "kapan pun", "at any time");
}

/* @chosen: the answer that was given; @explained: with what is right and why. */
static struct event_asked asked_of(const struct request *rq, const struct event_question *q, const char *chosen, bool explained)
{
	const struct law_question *r = q->row;
	struct event_asked a = {.code = r->code, .situation = say(rq, r->situation_id, r->situation_en), .phase = phase_words(rq, r->phase),
				.class = class_name(r->class, rq->lang), .shown = explained};
	for (int v = 0; v < VERDICT_N; v++)
		option_put(rq, &a.answers, verdict_code((enum verdict)v), verdict_words(rq, (enum verdict)v), chosen ? chosen : "");
	if (!explained)
		return a;
	a.right = verdict_words(rq, r->verdict);
	a.correct = text_eq(chosen, verdict_code(r->verdict));
	a.why = say(rq, r->why_id, r->why_en);
	a.basis = r->row.basis;
	a.act = q->act ? arena_printf(rq->desk.arena, "%s: %s", q->act->code, say(rq, q->act->title_id, q->act->title_en)) : "";
	return a;
}

/* ---- The event's link ---- */

static enum status public_read(struct request *rq, struct event_public_view *v, struct err *e)
{
	*v = (struct event_public_view){.token = rq->segments[0], .code = typed(rq, "kode", "")};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(event_of_token(&tx, &rq->desk, v->token, &v->o, e));
	TRY(tx_commit(&tx, e));
	v->when = event_when(rq, &v->o);
	return OK;
}

static enum status public_page(struct request *rq, const struct event_public_view *v)
{
	struct page p = page_of(rq, "Sosialisasi", "Outreach event");
	page_event_public(rq->out, &p, v);
	return OK;
}

static enum status public_show(struct request *rq, struct err *e)
{
	struct event_public_view v;
	TRY(public_read(rq, &v, e));
	return public_page(rq, &v);
}

static bool tries_left(const struct request *rq)
{
	if (!rq->server)
		return true;
	struct limits *l = rq->server->limits;
	struct instant now = instant_now();
	return limits_count(l, rq->source, "event mine wrong", now) < WRONG_PER_SOURCE + WRONG_PER_RIGHT * limits_count(l, rq->source, "event mine right", now);
}

static void count_try(const struct request *rq, bool right)
{
	if (rq->server)
		limits_add(rq->server->limits, rq->source, right ? "event mine right" : "event mine wrong", instant_now());
}

static enum status public_again(struct request *rq, struct event_public_view *v, int http, const char *text)
{
	v->fault = (struct fault){"kode", text};
	rq->http = http;
	return public_page(rq, v);
}

static enum status public_take(struct request *rq, struct err *e)
{
	struct event_public_view v;
	struct outreach_entry_of_code_row row;
	bool found;
	TRY(public_read(rq, &v, e));
	if (!tries_left(rq))
		return public_again(rq, &v, 429, say(rq, "Terlalu banyak kode yang belum cocok. Tunggu satu jam, atau tanyakan kepada panitia.", "Too many codes that did not fit. Wait an hour, or ask the organisers."));
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&rq->desk, READ, &tx, e));
		TRY(outreach_entry_of_code(&tx, v.o.id, event_code_of(rq->desk.arena, v.code), &found, &row, e));
	}
	found = found && text_eq(row.state, "counted");
	count_try(rq, found);
	if (found)
		return rq_redirect(rq, "/sosialisasi/saya/%s", row.token);
	return public_again(rq, &v, 422, say(rq, "Kode ini belum tercatat hadir. Periksa angkanya; bila pintu sedang tanpa jaringan, coba lagi beberapa menit lagi.",
					     "This code is not noted as present yet. Check its digits; if the door has no signal just now, try again in some minutes."));
}

/* ---- An invitation on a phone ---- */

static enum status invitation_show(struct request *rq, struct err *e)
{
	struct outreach_invite_of_token_row row;
	struct event_public_view v = {.token = rq->segments[0]};
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(outreach_invite_of_token(&tx, v.token, rq->desk.office->id, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no such invitation");
	TRY(event_of(&tx, &rq->desk, row.event, &v.o, e));
	TRY(tx_commit(&tx, e));
	v.when = event_when(rq, &v.o), v.name = row.name, v.group = event_group_name(rq, row.grp), v.code = row.code;
	TRY(event_qr(rq, arena_printf(rq->desk.arena, "%s/sosialisasi/undangan/%s#%s", rq_public_address(rq), v.token, row.code), say(rq, "Kode undangan", "Code of the invitation"), &v.qr, e));
	struct page p = page_of(rq, "Undangan", "Invitation");
	page_event_invitation(rq->out, &p, &v);
	return OK;
}

/* ---- An attendant's own page ---- */

static enum status mine_read(struct request *rq, struct tx *tx, struct outreach_get_row *ret_event, struct outreach_entry_of_token_row *ret, struct err *e)
{
	bool found;
	TRY(outreach_entry_of_token(tx, rq->segments[0], rq->desk.office->id, &found, ret, e));
	if (!found || !text_eq(ret->state, "counted"))
		return FAIL(e, NOT_FOUND, "nobody who was present has that link");
	return event_of(tx, &rq->desk, ret->event, ret_event, e);
}

static enum status score_put(struct request *rq, struct tx *tx, int64_t entry, const char *part, const char **ret, struct err *e)
{
	struct outreach_score_of_row row;
	bool found;
	TRY(outreach_score_of(tx, entry, part, &found, &row, e));
	*ret = found ? arena_printf(rq->desk.arena, say(rq, "%lld dari %lld benar", "%lld of %lld right"), (long long)row.score, (long long)row.asked) : "";
	return OK;
}

static enum status mine_show(struct request *rq, struct err *e)
{
	struct outreach_entry_of_token_row row;
	struct event_public_view v = {.token = rq->segments[0], .came = true};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(mine_read(rq, &tx, &v.o, &row, e));
	TRY(score_put(rq, &tx, row.id, "before", &v.score_before, e));
	TRY(score_put(rq, &tx, row.id, "after", &v.score_after, e));
	TRY(tx_commit(&tx, e));
	v.when = event_when(rq, &v.o), v.name = row.name, v.group = event_group_name(rq, row.grp), v.code = row.code, v.certificate = row.certificate;
	v.part = event_quiz_part(&v.o, rq->desk.now);
	if ((text_eq(v.part, "before") && v.score_before[0]) || (text_eq(v.part, "after") && v.score_after[0]))
		v.part = "";
	v.over = rq->desk.now.us > v.o.ends_at.us;
	struct page p = page_of(rq, "Kehadiran saya", "My attendance");
	page_event_mine(rq->out, &p, &v);
	return OK;
}

/* ---- The quiz ---- */

static enum status quiz_open(struct request *rq, struct event_quiz_view *v, struct outreach_entry_of_token_row *row, struct event_questions *asked, struct err *e)
{
	struct outreach_score_of_row score;
	*v = (struct event_quiz_view){.token = rq->segments[0]};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(mine_read(rq, &tx, &v->o, row, e));
	v->part = event_quiz_part(&v->o, rq->desk.now);
	TRY(outreach_score_of(&tx, row->id, v->part, &v->done, &score, e));
	TRY(tx_commit(&tx, e));
	event_questions_of(rq->desk.arena, desk_law(&rq->desk), v->o.questions, asked);
	return OK;
}

/* Each question's answer is a field of its code. */
static const char **answers_of(const struct request *rq, const struct event_questions *asked)
{
	const char **answers = arena_array(rq->desk.arena, const char *, asked->n + 1);
	for (size_t i = 0; i < asked->n; i++)
		answers[i] = rq_form(rq, asked->items[i].row->code);
	return answers;
}

static enum status quiz_page(struct request *rq, struct event_quiz_view *v, const struct event_questions *asked, const char *const *answers)
{
	for (size_t i = 0; i < asked->n; i++)
		ARENA_PUSH(rq->desk.arena, &v->questions, asked_of(rq, &asked->items[i], answers[i], v->explained));
	struct page p = page_of(rq, "Kuis", "Quiz");
	page_event_quiz(rq->out, &p, v);
	return OK;
}

static enum status quiz_show(struct request *rq, struct err *e)
{
	struct event_quiz_view v;
	struct outreach_entry_of_token_row row;
	struct event_questions asked;
	TRY(quiz_open(rq, &v, &row, &asked, e));
	if (v.done || !v.part[0])
		return rq_redirect(rq, "/sosialisasi/saya/%s", v.token);
	return quiz_page(rq, &v, &asked, answers_of(rq, &asked));
}

static enum status quiz_write(struct request *rq, const struct event_quiz_view *v, int64_t entry, const struct event_questions *asked,
			      const char *const *answers, int64_t *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(event_answer(&tx, &rq->desk, entry, v->part, asked, answers, ret, e));
	return tx_commit(&tx, e);
}

/* Right answers are told after the second time: told before, the two could not be compared. */
static enum status quiz_take(struct request *rq, struct err *e)
{
	struct event_quiz_view v;
	struct outreach_entry_of_token_row row;
	struct event_questions asked;
	int64_t score;
	TRY(quiz_open(rq, &v, &row, &asked, e));
	if (v.done || !v.part[0] || !text_eq(typed(rq, "bagian", ""), v.part))
		return rq_redirect(rq, "/sosialisasi/saya/%s", v.token);
	const char **answers = answers_of(rq, &asked);
	for (size_t i = 0; i < asked.n; i++)
		if (text_blank(answers[i])) {
			v.fault = (struct fault){asked.items[i].row->code, say(rq, "Jawab semua soal; bila ragu, pilih yang paling mungkin.", "Answer all questions; if in doubt, choose the likeliest.")};
			rq->http = 422;
			return quiz_page(rq, &v, &asked, answers);
		}
	enum status status = quiz_write(rq, &v, row.id, &asked, answers, &score, e);
	if (status == CONFLICT || text_eq(v.part, "before"))
		return status == OK || status == CONFLICT ? rq_redirect(rq, "/sosialisasi/saya/%s", v.token) : status;
	TRY(status);
	v.explained = v.done = true;
	v.score = arena_printf(rq->desk.arena, say(rq, "%lld dari %zu benar", "%lld of %zu right"), (long long)score, asked.n);
	return quiz_page(rq, &v, &asked, answers);
}

/* ---- Practice ---- */

static struct event_question question_at(const struct law *law, size_t at)
{
	const struct law_question *q = &law->questions.items[at];
	return (struct event_question){q, law_act(law, q->act)};
}

static size_t question_coded(const struct law *law, const char *code)
{
	size_t i = 0;
	while (i < law->questions.n && !text_eq(law->questions.items[i].code, code))
		i++;
	return i;
}

static enum status practice_page(struct request *rq, size_t at, const char *chosen, bool explained, struct err *e)
{
	struct event_quiz_view v = {.explained = explained, .field = "jawab"};
	const struct law *law = desk_law(&rq->desk);
	if (at >= law->questions.n)
		return FAIL(e, NOT_FOUND, "no such question");
	struct event_question q = question_at(law, at);
	ARENA_PUSH(rq->desk.arena, &v.questions, asked_of(rq, &q, chosen, explained));
	v.score = law->questions.items[(at + 1) % law->questions.n].code;
	struct page p = page_of(rq, "Latihan", "Practice");
	page_latihan(rq->out, &p, &v);
	return OK;
}

static enum status practice_show(struct request *rq, struct err *e)
{
	const struct law *law = desk_law(&rq->desk);
	const char *code = rq_query(rq, "soal");
	uint32_t chance;
	random_bytes(&chance, sizeof chance);
	return practice_page(rq, code ? question_coded(law, code) : law->questions.n ? chance % law->questions.n : 0, NULL, false, e);
}

static enum status practice_take(struct request *rq, struct err *e)
{
	const char *code = typed(rq, "soal", ""), *chosen = typed(rq, "jawab", "");
	return practice_page(rq, question_coded(desk_law(&rq->desk), code), chosen, !text_blank(chosen), e);
}

/* ---- Is a certificate real? ---- */

static enum status certificate_check(struct request *rq, struct err *e)
{
	struct outreach_entry_of_certificate_row row;
	struct event_public_view v = {.token = rq->segments[0]};
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(outreach_entry_of_certificate(&tx, v.token, rq->desk.office->id, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no certificate has that code");
	TRY(event_of(&tx, &rq->desk, row.event, &v.o, e));
	TRY(tx_commit(&tx, e));
	v.counted = text_eq(row.state, "counted") && rq->desk.now.us > v.o.ends_at.us;
	v.name = row.name, v.when = event_when(rq, &v.o);
	struct page p = page_of(rq, "Periksa sertifikat", "Check a certificate");
	page_event_certificate(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	{GET, "/sosialisasi/{event}", RIGHT_NONE, public_show, 0, NULL},
	{POST, "/sosialisasi/{event}", RIGHT_NONE, public_take, 4 * KIB, NULL},
	{GET, "/sosialisasi/undangan/{invite}", RIGHT_NONE, invitation_show, 0, NULL},
	{GET, "/sosialisasi/saya/{attendant}", RIGHT_NONE, mine_show, 0, NULL},
	{GET, "/sosialisasi/saya/{attendant}/kuis", RIGHT_NONE, quiz_show, 0, NULL},
	{POST, "/sosialisasi/saya/{attendant}/kuis", RIGHT_NONE, quiz_take, 16 * KIB, NULL},
	{GET, "/sosialisasi/bukti/{certificate}", RIGHT_NONE, certificate_check, 0, NULL},
	{GET, "/latihan", RIGHT_NONE, practice_show, 0, "latihan"},
	{POST, "/latihan", RIGHT_NONE, practice_take, 4 * KIB, "latihan"},
};
const struct route_list event_quiz_routes = {routes, sizeof routes / sizeof routes[0]};
