/* applies.c -- see applies.h. What the core finds becomes lines that people read: the acts of one conduct stand in one line with
 * all their articles, crimes apart, and each line says how sure we are of its source. */
#include "web/applies.h"

#include "desk/registry/registry.h"
#include "page_applies.h"

#include <stdlib.h>
#include <string.h>

#define PICTURE_WIDTH 1000
#define BAR_LEAST     6 /* a day of a year must still be seen */

static const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

/* ---- words ---- */

static const struct {
	const char *id, *en, *means_id, *means_en, *css;
} moments[MOMENT_N] = {
	[MOMENT_NONE] = {"Tidak ada pemilihan yang berjalan", "No election is running",
			 "Belum ada calon. Yang dilarang di bawah berlaku terhadap siapa pun yang digadang sebagai bakal calon.",
			 "There are no candidates yet. What is forbidden below holds for whoever is put forward as a prospective one.", "f3"},
	[MOMENT_BEFORE] = {"Tahapan berjalan, calon belum ditetapkan", "Stages run, candidates not yet determined",
			   "Dukungan kepada bakal calon dinilai sebagai pelanggaran kode etik; beberapa perbuatan sudah pelanggaran disiplin.",
			   "Support for prospective candidates is judged as a matter of ethics; some acts are already breaches of discipline.", "f3"},
	[MOMENT_DETERMINED] = {"Calon sudah ditetapkan, kampanye belum mulai", "Candidates determined, campaign not yet begun",
			       "Sejak hari penetapan, dukungan kepada calon dinilai sebagai pelanggaran disiplin.",
			       "From the day of determination on, support for candidates is judged as a breach of discipline.", "f4"},
	[MOMENT_CAMPAIGN] = {"Masa kampanye", "Campaign", "Dukungan kepada calon dinilai sebagai pelanggaran disiplin, di jalan maupun di media sosial.",
			     "Support for candidates is judged as a breach of discipline, in the street and on social media.", "f1"},
	[MOMENT_QUIET] = {"Masa tenang", "Quiet period", "Siapa pun tidak boleh berkampanye. Larangan bagi pegawai tetap berlaku.",
			  "Nobody may campaign. What employees may not do stays forbidden.", "f2"},
	[MOMENT_VOTING] = {"Hari pemungutan suara", "Voting day", "Silakan memilih: pilihan Anda rahasia. Larangan bagi pegawai tetap berlaku.",
			   "Go and vote: your choice is secret. What employees may not do stays forbidden.", "f5"},
	[MOMENT_AFTER] = {"Penghitungan dan rekapitulasi suara", "Counting and recapitulation",
			  "Pemungutan suara sudah lewat; larangan berlaku sampai hasilnya selesai direkap, juga untuk ucapan dan perayaan.",
			  "The vote is over; what is forbidden stays so until the results are counted, congratulations and parties included.", "f3"},
};

const char *applies_moment_name(enum applies_moment m, enum lang lang)
{
	return lang == EN ? moments[m].en : moments[m].id;
}

static const char *sure_words(const struct request *rq, enum confidence c)
{
	switch (c) {
	case SEEN: return "";
	case KNOWN: return say(rq, "kami ketahui, sumbernya belum kami lihat", "known to us, its source not seen");
	case UNSURE: return say(rq, "bacaan kami sendiri, belum pasti", "our own reading, not certain");
	}
	return "";
}

static const char *follows_words(const struct request *rq, const struct law_act *act)
{
	if (text_eq(act->kind, "criminal"))
		return say(rq, "dugaan tindak pidana, dinilai Sentra Gakkumdu", "a suspected crime, for Gakkumdu to weigh");
	if (text_eq(act->kind, "ethics"))
		return say(rq, "kode etik: sanksi moral", "ethics: moral sanction");
	if (text_eq(act->level, "severe"))
		return say(rq, "hukuman disiplin berat", "severe disciplinary punishment");
	if (text_eq(act->level, "moderate"))
		return say(rq, "hukuman disiplin sedang", "moderate disciplinary punishment");
	return text_eq(act->kind, "discipline") ? say(rq, "hukuman disiplin", "disciplinary punishment") : "";
}

static const char *contest_name(const struct request *rq, const struct applies_contest *c)
{
	if (!text_blank(c->title))
		return c->title;
	return c->election ? say(rq, c->election->name_id, c->election->name_en) : "";
}

/* "Pemilu 2024 (calon ditetapkan 3 Nov 2023)": only when a line does not hold for all that run. */
static const char *of_words(const struct request *rq, const struct applies_state *s, const struct applies_line *line)
{
	struct arena *a = rq->desk.arena;
	const char *words = "";
	char day[DAY_TEXT_MAX];
	if (line->contests == ((uint32_t)1 << s->n) - 1)
		return "";
	for (size_t i = 0; i < s->n; i++) {
		const struct applies_contest *c = &s->contests[i];
		if (!(line->contests >> i & 1))
			continue;
		const char *name = contest_name(rq, c);
		if (!day_is_none(c->determined))
			name = arena_printf(a, say(rq, "%s, penetapan %s", "%s, determination %s"), name, day_short(c->determined, rq->lang, day));
		words = *words ? arena_printf(a, "%s; %s", words, name) : name;
	}
	return words;
}

/* ---- lines ---- */

static const char *source_of(const struct law_row *row)
{
	for (size_t i = 0; i < row->sources.n; i++)
		if (text_starts(row->sources.items[i], "https://"))
			return row->sources.items[i];
	return "";
}

static struct applies_line_view line_view(const struct request *rq, const struct applies_state *s, const struct applies_line *l)
{
	const struct law_row *row = applies_row(l);
	const char *text = l->act ? say(rq, l->act->title_id, l->act->title_en) : say(rq, l->rule->text_id, l->rule->text_en);
	return (struct applies_line_view){.text = text, .basis = row->basis, .follows = l->act ? follows_words(rq, l->act) : "",
					  .of = of_words(rq, s, l), .href = source_of(row), .sure = sure_words(rq, row->confidence), .codes = applies_code(l), .crime = l->crime};
}

/* The same conduct under two regulations is one line for whoever must keep to it. */
static bool same_conduct(const struct applies_line *x, const struct applies_line *y)
{
	return x->act && y->act && !text_eq(x->act->conduct, "any") && text_eq(x->act->conduct, y->act->conduct) && x->crime == y->crime &&
	       x->contests == y->contests && x->act->phase == y->act->phase;
}

static bool said_before(const struct applies_lines *lines, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_conduct(&lines->items[i], &lines->items[at]))
			return true;
	return false;
}

/* The line with the articles of all that say the same. */
static struct applies_line_view line_joined(const struct request *rq, const struct applies_state *s, const struct applies_lines *lines, size_t at)
{
	struct applies_line_view v = line_view(rq, s, &lines->items[at]);
	for (size_t i = at + 1; i < lines->n; i++) {
		if (!same_conduct(&lines->items[at], &lines->items[i]))
			continue;
		v.basis = arena_printf(rq->desk.arena, "%s; %s", v.basis, lines->items[i].act->row.basis);
		v.codes = arena_printf(rq->desk.arena, "%s, %s", v.codes, lines->items[i].act->code);
	}
	return v;
}

static void lines_fill(const struct request *rq, const struct applies_state *s, const struct applies_lines *lines, struct applies_view *v)
{
	for (size_t i = 0; i < lines->n; i++) {
		const struct applies_line *l = &lines->items[i];
		struct applies_line_views *to = l->effect == EFFECT_ALLOWED ? &v->allowed : l->effect == EFFECT_NOTICE ? &v->notices
						: l->crime ? &v->crimes : &v->forbidden;
		if (!said_before(lines, i))
			ARENA_PUSH(rq->desk.arena, to, line_joined(rq, s, lines, i));
	}
}

/* Bans and what else changes, without those that only pass from ethics to discipline told twice. */
static void part_fill(const struct request *rq, const struct applies_state *s, const struct applies_lines *lines, struct applies_line_views *to)
{
	for (size_t i = 0; i < lines->n; i++)
		if (!said_before(lines, i))
			ARENA_PUSH(rq->desk.arena, to, line_joined(rq, s, lines, i));
}

/* ---- changes ---- */

static const char *ahead_words(const struct request *rq, int days)
{
	return days == 1 ? say(rq, "besok", "tomorrow") : arena_printf(rq->desk.arena, say(rq, "%d hari lagi", "in %d days"), days);
}

static const char *sum_words(const struct request *rq, const struct applies_change_view *v)
{
	struct arena *a = rq->desk.arena;
	if (v->begin.n && v->end.n)
		return arena_printf(a, say(rq, "%zu aturan mulai berlaku, %zu tidak berlaku lagi", "%zu rules begin, %zu end"), v->begin.n, v->end.n);
	if (v->begin.n)
		return arena_printf(a, say(rq, "%zu aturan mulai berlaku", "%zu rules begin"), v->begin.n);
	return v->end.n ? arena_printf(a, say(rq, "%zu aturan tidak berlaku lagi", "%zu rules end"), v->end.n) : "";
}

static struct applies_change_view change_view(const struct request *rq, const struct applies_state *before, const struct applies_change *c, struct day day)
{
	struct applies_change_view v = {.day = c->state.day, .ahead = ahead_words(rq, c->state.day.n - day.n),
					.moment = applies_moment_name(c->state.contests[0].moment, rq->lang)};
	part_fill(rq, &c->state, &c->begin, &v.begin);
	part_fill(rq, before, &c->end, &v.end);
	v.sum = sum_words(rq, &v);
	return v;
}

/* ---- the card ---- */

/* What people ask about most stands first; the rest is on the page. */
static size_t asked_about(const struct applies_line *l)
{
	static const char *const first[] = {"online_support", "photo", "attend_campaign"};
	size_t at = 0;
	while (at < sizeof first / sizeof *first && !(l->act && text_eq(l->act->conduct, first[at])))
		at++;
	return l->crime || l->effect != EFFECT_FORBIDDEN ? SIZE_MAX : at;
}

static void card_lines(const struct request *rq, const struct applies_state *s, struct applies_card *card)
{
	size_t bans = 0;
	for (size_t i = 0; i < s->lines.n; i++)
		bans += asked_about(&s->lines.items[i]) != SIZE_MAX && !said_before(&s->lines, i);
	for (size_t rank = 0; rank <= APPLIES_CARD_LINES && card->lines.n < APPLIES_CARD_LINES; rank++)
		for (size_t i = 0; i < s->lines.n && card->lines.n < APPLIES_CARD_LINES; i++)
			if (asked_about(&s->lines.items[i]) == rank && !said_before(&s->lines, i))
				ARENA_PUSH(rq->desk.arena, &card->lines, line_joined(rq, s, &s->lines, i));
	for (size_t i = 0; i < card->lines.n; i++) /* where each was read stands on the page */
		card->lines.items[i].href = "";
	card->more = bans - card->lines.n;
}

static void card_of(const struct request *rq, const struct applies *all, struct day day, struct applies_card *ret)
{
	const struct applies_contest *c = &all->now.contests[0];
	*ret = (struct applies_card){.moment = applies_moment_name(c->moment, rq->lang), .meaning = say(rq, moments[c->moment].means_id, moments[c->moment].means_en),
				     .election = c->election ? c->election->code : NULL, .changes = all->n > 0};
	card_lines(rq, &all->now, ret);
	if (all->n)
		ret->next = change_view(rq, &all->now, &all->changes[0], day);
}

static struct day day_now(const struct request *rq)
{
	return day_of_instant(rq->desk.now, rq->desk.office->zone);
}

enum status applies_card_fill(const struct request *rq, enum subject_class class, struct applies_card *ret, struct err *e)
{
	struct applies_question q;
	struct applies all;
	TRY(registry_applies_question(&rq->desk, class, day_now(rq), &q, e));
	law_applies(rq->desk.arena, desk_law(&rq->desk), &q, &all);
	card_of(rq, &all, q.day, ret);
	return OK;
}

enum status applies_phase(const struct request *rq, struct day day, struct applies_contest *ret, struct err *e)
{
	struct applies_question q;
	struct applies_state state;
	TRY(registry_applies_question(&rq->desk, CLASS_UNKNOWN, day, &q, e));
	law_applies_on(rq->desk.arena, desk_law(&rq->desk), &q, &state);
	*ret = state.contests[0];
	return OK;
}

/* ---- the picture ---- */

static const char *span_words(const struct request *rq, struct day from, struct day to)
{
	char a[DAY_TEXT_MAX], b[DAY_TEXT_MAX];
	day_short(from, rq->lang, a);
	return from.n == to.n ? arena_strdup(rq->desk.arena, a) : arena_printf(rq->desk.arena, "%s – %s", a, day_short(to, rq->lang, b));
}

static void bar_add(const struct request *rq, struct applies_view *v, enum applies_moment m, struct day from, struct day to, struct day first, int32_t days)
{
	int x = (from.n - first.n) * PICTURE_WIDTH / days, width = (to.n - from.n + 1) * PICTURE_WIDTH / days;
	struct applies_bar bar = {.name = applies_moment_name(m, rq->lang), .days = span_words(rq, from, to), .css = moments[m].css, .x = x,
				  .width = width < BAR_LEAST ? BAR_LEAST : width,
				  .state = v->day.n < from.n ? "next" : v->day.n > to.n ? "past" : "now"};
	ARENA_PUSH(rq->desk.arena, &v->bars, bar);
}

/* The moments of one contest from its first stage to its last, as bars. */
static void picture_fill(const struct request *rq, const struct applies_contest *c, struct applies_view *v)
{
	const struct law *law = desk_law(&rq->desk);
	struct day first, last;
	v->picture = "";
	v->mark = -1;
	if (!c->election || !law_election_span(law, c->election->code, &first, &last))
		return;
	last = !day_is_none(c->voting) && c->voting.n > last.n ? c->voting : last;
	int32_t days = last.n - first.n + 1;
	struct day from = first;
	for (struct day day = first; day.n <= last.n; day.n++) {
		enum applies_moment m = law_applies_moment(law, c, day);
		if (day.n == last.n || law_applies_moment(law, c, day_add(day, 1)) != m) {
			bar_add(rq, v, m, from, day, first, days);
			from = day_add(day, 1);
		}
	}
	v->picture = contest_name(rq, c);
	v->mark = (v->day.n - first.n) * PICTURE_WIDTH / days;
}

/* ---- the page ---- */

static void contests_fill(const struct request *rq, const struct applies_state *s, struct applies_view *v)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct applies_contest *c = &s->contests[i];
		struct applies_contest_view row = {.name = contest_name(rq, c), .moment = applies_moment_name(c->moment, rq->lang),
						   .determined = c->determined, .voting = c->voting,
						   .has_determined = !day_is_none(c->determined), .has_voting = !day_is_none(c->voting)};
		if (c->election)
			ARENA_PUSH(rq->desk.arena, &v->contests, row);
	}
}

/* The nearest election ahead, when none runs. */
static const char *coming_words(const struct request *rq, struct day day)
{
	const struct law *law = desk_law(&rq->desk);
	const struct law_stage *next = NULL;
	for (size_t i = 0; i < law->stages.n; i++) {
		const struct law_stage *s = &law->stages.items[i];
		if (!day_is_none(s->start) && s->start.n > day.n && (!next || s->start.n < next->start.n))
			next = s;
	}
	const struct law_election *of = next ? law_election(law, next->election) : NULL;
	char text[DAY_TEXT_MAX];
	int year, month, d;
	if (!of)
		return "";
	day_parts(next->start, &year, &month, &d);
	if (of->projected)
		return arena_printf(rq->desk.arena, say(rq, "%s (%d); jadwalnya belum ditetapkan", "%s (%d); its days are not set yet"), say(rq, of->name_id, of->name_en), year);
	return arena_printf(rq->desk.arena, say(rq, "%s, mulai %s", "%s, from %s"), say(rq, of->name_id, of->name_en), day_long(next->start, rq->lang, text));
}

static const char *address_of(const struct request *rq, const struct applies_view *v, struct day day)
{
	char iso[DAY_TEXT_MAX];
	return arena_printf(rq->desk.arena, "/berlaku?hari=%s&golongan=%s", day_iso(day, iso), v->class_code);
}

static enum status view_fill(struct request *rq, enum subject_class class, struct applies_view *v, struct err *e)
{
	const struct law *law = desk_law(&rq->desk);
	struct applies_question q;
	struct applies all;
	TRY(registry_applies_question(&rq->desk, class, v->day, &q, e));
	law_applies(rq->desk.arena, law, &q, &all);
	card_of(rq, &all, v->day, &v->card);
	lines_fill(rq, &all.now, &all.now.lines, v);
	contests_fill(rq, &all.now, v);
	picture_fill(rq, &all.now.contests[0], v);
	for (size_t i = 0; i < all.n; i++) {
		struct applies_change_view c = change_view(rq, i ? &all.changes[i - 1].state : &all.now, &all.changes[i], v->day);
		ARENA_PUSH(rq->desk.arena, &v->changes, c);
	}
	v->later = all.n ? address_of(rq, v, all.changes[0].state.day) : "";
	v->coming = all.now.contests[0].election ? "" : coming_words(rq, v->day);
	v->pack = arena_printf(rq->desk.arena, "%s %s", law->name, law->version);
	return OK;
}

/* A day and a class of the address; a word that is neither is said, and today's page for PNS is shown. */
static enum status asked_read(struct request *rq, struct applies_view *v, enum subject_class *ret, struct err *e)
{
	const char *class = rq_query(rq, "golongan");
	v->typed = rq_query(rq, "hari");
	*ret = text_blank(class) ? PNS : class_of(class);
	if (*ret == CLASS_UNKNOWN) {
		*ret = PNS;
		return FAIL_FIELD(e, INVALID, "golongan", say(rq, "“%.40s” bukan golongan yang kami kenal.", "“%.40s” is no class we know."), class);
	}
	struct day day;
	if (text_blank(v->typed))
		return OK;
	if (day_parse(v->typed, &day, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "hari", say(rq, "“%.20s” bukan tanggal yang ada. Tulis seperti 31/12/2024.", "“%.20s” is no date. Write it as 31/12/2024."), v->typed);
	v->day = day;
	return OK;
}

enum status applies_show(struct request *rq, struct err *e)
{
	enum subject_class class;
	char iso[DAY_TEXT_MAX];
	struct applies_view v = {.today = day_now(rq)};
	v.day = v.today;
	if (asked_read(rq, &v, &class, e) != OK)
		v.fault = rq_fault(rq, e);
	v.typed = arena_strdup(rq->desk.arena, day_iso(v.day, iso));
	v.other_day = v.day.n != v.today.n;
	v.classes = classes_all(rq, class);
	v.class_name = class_name(class, rq->lang);
	v.class_code = class_code(class);
	TRY(view_fill(rq, class, &v, e));
	struct page p = page_of(rq, "Apa yang berlaku hari ini", "What applies today");
	page_applies(rq->out, &p, &v);
	return OK;
}
