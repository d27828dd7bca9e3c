/* check.c -- see check.h. The judging is core/screen's and the law's; the text lives as long as the request. */
#include "web/check.h"

#include "page_check.h"
#include "web/applies.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 5000 /* bytes; no post is longer */
#define PER_HOUR 120  /* per source; a village office shares one address */

/* The contest that stirs most today, and the day of determination by which is judged: without one a contest ahead is judged as one
 * whose day is still to come. */
static enum status contest_of_today(const struct request *rq, struct day today, struct applies_contest *ret, struct day *ret_determined, struct err *e)
{
	TRY(applies_phase(rq, today, ret, e));
	*ret_determined = day_is_none(ret->determined) && ret->phase == BEFORE_CANDIDACY ? day_add(today, 1) : ret->determined;
	return OK;
}

static struct day today_of(const struct request *rq) { return day_of_instant(rq->desk.now, rq->desk.office->zone); }

/* What a picture could be when its text is none: a campaign picture that is passed on, or what the asker sees in it. */
static const char *picture_conduct(const struct check_view *v)
{
	if (v->known)
		return "online_campaign";
	return v->seen_person || v->seen_fingers || v->seen_props ? "photo" : "";
}

static void judge_picture(const struct request *rq, const struct check_view *v, enum subject_class class, struct check_answer *c)
{
	const char *conduct = picture_conduct(v);
	const struct law *law = desk_law(&rq->desk);
	enum subject_class as = class == CLASS_UNKNOWN ? PNS : class;
	if (c->act || !conduct[0])
		return;
	c->conduct = conduct;
	c->act = law_act_pick(law, conduct, as, v->today, v->determined);
	c->other_phase = law_act_other_phase(law, conduct, as, v->today, c->act);
	c->advice_id = "Gambar ini dapat dinilai sebagai dukungan. Sebaiknya tidak diunggah, disukai, atau dibagikan.";
	c->advice_en = "This picture may be taken as support. Better not to post, like or share it.";
}

static const char *act_title(const struct law_act *act, enum lang lang)
{
	return lang == EN && !text_blank(act->title_en) ? act->title_en : act->title_id;
}

static void fill_answer(const struct request *rq, const struct check_answer *c, enum subject_class class, struct check_view *v)
{
	bool en = rq->lang == EN;
	v->shown = true;
	if (c->act)
		check_consequence(rq, c->act, class, v->today, v);
	v->advice = en && !text_blank(c->advice_en) ? c->advice_en : c->advice_id;
	v->act = c->act != NULL;
	if (c->act) {
		v->title = act_title(c->act, rq->lang);
		v->basis = c->act->row.basis;
	}
	v->other = c->act && c->other_phase && c->other_phase != c->act;
	if (v->other) {
		v->other_title = act_title(c->other_phase, rq->lang);
		v->other_basis = c->other_phase->row.basis;
		v->other_when = c->other_phase->phase == BEFORE_CANDIDACY
					? (en ? "Before the candidates are determined" : "Sebelum calon ditetapkan")
					: (en ? "Once the candidates are determined" : "Sesudah calon ditetapkan");
	}
	v->whys = c->whys;
}

static enum status show(struct request *rq, struct check_view *v, enum subject_class class)
{
	v->classes = classes_offered(rq, class);
	struct page p = page_of(rq, "Cek sebelum unggah", "Check before posting");
	page_check(rq->out, &p, v);
	return OK;
}

enum status check_show(struct request *rq, struct err *e)
{
	struct check_view v = {.text = "", .today = today_of(rq)};
	return show(rq, &v, PNS);
}

static bool ticked(const struct request *rq, const char *name) { return text_eq(rq_form(rq, name), "1"); }

static enum status check_do(struct request *rq, enum subject_class class, struct check_view *v, struct err *e)
{
	const char *text;
	struct applies_contest contest;
	struct check_answer c = {.conduct = "", .stance = "null"};
	TRY(rq_limit(rq, "check", PER_HOUR, e));
	TRY(check_picture(rq, v, e));
	TRY(rq_form_text(rq, "text", TEXT_MAX, !v->picture, &text, e));
	TRY(contest_of_today(rq, v->today, &contest, &v->determined, e));
	check_judge(rq->desk.office, rq->desk.arena, text ? text : "", class, rq->lang, v->today, v->determined, &c);
	judge_picture(rq, v, class, &c);
	v->phase = applies_moment_name(contest.moment, rq->lang);
	v->has_determined = !day_is_none(contest.determined);
	fill_answer(rq, &c, class, v);
	return OK;
}

enum status check_take(struct request *rq, struct err *e)
{
	const char *typed = rq_form(rq, "text"), *code = rq_form(rq, "class");
	enum subject_class class = code ? class_of(code) : PNS;
	struct check_view v = {.text = typed ? typed : "", .today = today_of(rq), .seen_person = ticked(rq, "seen_person"),
			       .seen_fingers = ticked(rq, "seen_fingers"), .seen_props = ticked(rq, "seen_props")};
	enum status status = check_do(rq, class, &v, e);
	if (status_http(status) >= 500)
		return status;
	if (status != OK)
		v.fault = rq_fault(rq, e);
	return show(rq, &v, class);
}

static void put_check(struct request *rq, const struct check_answer *c)
{
	struct json_out j = jout_start(rq->out);
	jout_object(&j);
	jout_put_text(&j, "conduct", c->conduct);
	jout_put_text(&j, "act", c->act ? c->act->code : NULL);
	jout_put_text(&j, "title", c->act ? act_title(c->act, rq->lang) : NULL);
	jout_put_text(&j, "basis", c->act ? c->act->row.basis : NULL);
	jout_put_text(&j, "other_phase", c->other_phase ? c->other_phase->code : NULL);
	jout_put_text(&j, "advice", rq->lang == EN ? c->advice_en : c->advice_id);
	jout_key(&j, "stance");
	jout_raw(&j, c->stance);
	jout_put_bool(&j, "hint_only", true);
	jout_end(&j, '}');
	rq->content_type = "application/json";
}

enum status check_api(struct request *rq, struct err *e)
{
	const struct json *body;
	struct check_answer check;
	TRY(rq_limit(rq, "check", PER_HOUR, e));
	TRY(json_read(rq->desk.arena, "body", rq->body.s ? rq->body.s : "", rq->body.n, 16 * KIB, &body, e));
	const char *text = json_get_text(body, "text", NULL);
	if (text_blank(text) || strlen(text) > TEXT_MAX)
		return FAIL_FIELD(e, INVALID, "text", "expected 1 to %d bytes of text", TEXT_MAX);
	struct day today = today_of(rq), determined;
	struct applies_contest contest;
	TRY(contest_of_today(rq, today, &contest, &determined, e));
	check_judge(rq->desk.office, rq->desk.arena, text, class_of(json_get_text(body, "class", "PNS")), rq->lang, today, determined, &check);
	put_check(rq, &check);
	return OK;
}
