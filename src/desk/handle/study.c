/* study.c -- the study of a suspected violation: case in short, data, legal basis, facts, analysis per person and
 * act with the evidence that carries it, conclusions, recommendation (regulation.md C.6). Secret until decided.
 *
 * A file with nine persons has at least nine points; statements are quoted per person and never copied over.
 */
#include "desk/handle/handle_internal.h"

#include <string.h>

#define ELEMENT_MAX 4000 /* bytes of the reason of one element */

static enum status identity_words(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct case_people_row *p,
				  const char **ret, struct err *e)
{
	struct docket_identity id;
	TRY(docket_identity(tx, d, &PROOF_PERSON(p, f->row.event_on), ID, &id, e));
	*ret = docket_identity_words(tx->arena, &id, d->office->zone, ID);
	return OK;
}

static enum status draft_people(struct tx *tx, const struct desk *d, const struct handle_file *f, struct buf *b,
				const struct case_people_rows *people, struct err *e)
{
	for (size_t i = 0; i < people->n; i++) {
		const struct case_people_row *p = &people->items[i];
		const char *identity;
		if (!strcmp(p->role, "pelapor"))
			continue;
		TRY(identity_words(tx, d, f, p, &identity, e));
		buf_printf(b, "%lld. %s, %s: %s", (long long)p->number, handle_role_name(p->role, ID),
			   class_name(class_of(p->class), ID), p->name);
		buf_printf(b, "%s%s", p->position ? ", " : "", p->position ? p->position : "");
		buf_printf(b, "; identitas: %s\n", identity);
	}
	return OK;
}

static enum status draft_data(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct case_people_rows *people,
			      const char **ret, struct err *e)
{
	struct handle_exhibits_rows exhibits;
	TRY(handle_exhibits(tx, f->row.id, &exhibits, e));
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "Nomor: %s\nTanggal peristiwa: %s\nDiketahui: %s\n\n", f->number,
		   day_words(tx->arena, f->row.event_on), day_words(tx->arena, f->row.known_on));
	TRY(draft_people(tx, d, f, &b, people, e));
	buf_text(&b, "\nBukti:\n");
	for (size_t i = 0; i < exhibits.n; i++)
		buf_printf(&b, "B-%lld %s (sha256 %.12s)\n", (long long)exhibits.items[i].number,
			   exhibits.items[i].description, exhibits.items[i].sha256);
	*ret = buf_arena(tx->arena, &b);
	return OK;
}

/* The articles of the acts that are alleged, each once. */
static const char *draft_legal(struct tx *tx, const struct handle_file *f, const struct case_people_rows *people)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < people->n; i++) {
		const char *code = people->items[i].act_code;
		const struct law_act *act = code ? law_act(f->law, code) : NULL;
		bool seen = false;
		for (size_t k = 0; k < i; k++)
			seen |= code && text_eq(people->items[k].act_code, code);
		if (act && !seen)
			buf_printf(&b, "%s: %s. Dasar: %s.\n", act->code, act->title_id, act->row.basis);
	}
	return buf_arena(tx->arena, &b);
}

static const char *draft_facts(struct tx *tx, const struct case_people_rows *people)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < people->n; i++)
		if (!text_blank(people->items[i].statement))
			buf_printf(&b, "%lld. %s menerangkan: %s\n", (long long)people->items[i].number,
				   people->items[i].name, people->items[i].statement);
	return buf_arena(tx->arena, &b);
}

enum status handle_study_draft(struct tx *tx, const struct desk *d, const struct handle_file *f,
			       struct handle_study_text *ret, struct err *e)
{
	struct case_people_rows people;
	TRY(case_people(tx, f->row.id, &people, e));
	ret->position = f->row.summary;
	TRY(draft_data(tx, d, f, &people, &ret->data, e));
	ret->legal = draft_legal(tx, f, &people);
	ret->facts = draft_facts(tx, &people);
	ret->recommendation = "";
	return OK;
}

static enum status writable(struct tx *tx, const struct desk *d, const struct handle_file *f, struct err *e)
{
	static const char *const states[] = {"CLARIFYING", "EXTRA_INFO", "STUDY"};
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (!strcmp(f->row.state, states[i]))
			return OK;
	return not_yet(tx, d, f, "submit", "a study is written from the clarification on until it goes to the plenary", e);
}

static const char *some(const char *s) { return s ? s : ""; }

enum status handle_study_save(const struct desk *d, int64_t case_file, const struct handle_study_text *as,
			      int64_t version, struct err *e)
{
	TRY(need_text("position", as->position, TEXT_MAX, "the case in short", e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(writable(&tx, d, &f, e));
	if (version) {
		int64_t changed;
		TRY(handle_study_update(&tx, case_file, version, as->position, some(as->data), some(as->legal),
					some(as->facts), some(as->recommendation), d->now, d->user, &changed, e));
		if (!changed)
			return FAIL(e, CONFLICT, "somebody else saved the study meanwhile, or it is signed");
	} else {
		TRY(handle_study_insert(&tx, id_new(d->now), case_file, as->position, some(as->data), some(as->legal),
					some(as->facts), some(as->recommendation), d->now, d->user, e));
	}
	return tx_commit(&tx, e);
}

enum status study_open(struct tx *tx, const struct desk *d, const struct handle_file *f, struct handle_study_row *ret, struct err *e)
{
	bool found;
	struct handle_study_row study;
	TRY(writable(tx, d, f, e));
	TRY(handle_study(tx, f->row.id, &found, &study, e));
	if (!found || !instant_is_none(study.signed_at))
		return FAIL(e, INVALID, found ? "the study is signed" : "save the study first");
	if (ret)
		*ret = study;
	return OK;
}

const struct handle_element_kind handle_element_kinds[] = {
	{"who", "Siapa", "Who", "subjek yang dilarang, pada hari itu", "somebody whom the rule binds, on that day"},
	{"act", "Perbuatan", "Act", "apa yang dilakukan sendiri", "what they did themselves"},
	{"when", "Kapan", "When", "waktu, dan tahapan saat itu", "the time, and the stage then"},
	{"where", "Di mana", "Where", "tempat atau akun", "the place or account"},
	{"intent", "Maksud dan konteks", "Intent and context", "sadar atau kebetulan, tugas, jangkauan", "on purpose or by chance, duty, reach"},
	{"rule", "Aturan", "Rule", "pasal yang dilanggar dan mengapa", "the article that is broken, and why"},
};
const size_t handle_element_kinds_n = sizeof handle_element_kinds / sizeof *handle_element_kinds;

static const struct handle_element_kind *element_kind(const char *code)
{
	for (size_t i = 0; i < handle_element_kinds_n; i++)
		if (text_eq(code, handle_element_kinds[i].code))
			return &handle_element_kinds[i];
	return NULL;
}

static enum status element_unmet(const struct desk *d, const struct handle_element_kind *k, struct err *e)
{
	bool en = d->lang == EN;
	return FAIL_FIELD(e, INVALID, "conclusion", en ? "'%s' is not met: this cannot be proven." : "Unsur '%s' tidak terpenuhi: belum dapat disimpulkan terbukti.",
			  !k ? "" : en ? k->name_en : k->name_id);
}

/* What is not met has its reason. */
static enum status elements_check(const struct desk *d, const struct handle_point *as, struct err *e)
{
	bool en = d->lang == EN;
	for (size_t i = 0; i < as->n_elements; i++) {
		const struct handle_element *x = &as->elements[i];
		const struct handle_element_kind *k = element_kind(x->code);
		if (!k)
			return FAIL_FIELD(e, INVALID, "element", "there is no element '%s'", x->code ? x->code : "");
		const char *name = en ? k->name_en : k->name_id;
		if (x->reason && strlen(x->reason) > ELEMENT_MAX)
			return FAIL_FIELD(e, TOO_LARGE, "element", "at most %d bytes", ELEMENT_MAX);
		if (!x->met && text_blank(x->reason))
			return FAIL_FIELD(e, INVALID, "element", en ? "Write why '%s' is not met." : "Tulis mengapa unsur '%s' tidak terpenuhi.", name);
	}
	return OK;
}

static bool outcome_known(const char *outcome)
{
	return text_eq(outcome, "proven") || text_eq(outcome, "not_proven") || text_eq(outcome, "not_violation");
}

static enum status point_check(const struct handle_file *f, const struct handle_point *as, struct err *e)
{
	TRY(need_text("analysis", as->analysis, TEXT_MAX, "the analysis", e));
	if (!as->act || !law_act(f->law, as->act))
		return FAIL_FIELD(e, INVALID, "act", "the law of this file has no act '%s'", some(as->act));
	if (!outcome_known(as->conclusion))
		return FAIL_FIELD(e, INVALID, "conclusion", "choose proven, not_proven or not_violation");
	return OK;
}

static enum status elements_write(struct tx *tx, const struct desk *d, const struct handle_point *as, int64_t point, struct err *e)
{
	for (size_t i = 0; i < as->n_elements; i++)
		TRY(handle_element_put(tx, id_new(d->now), point, as->elements[i].code, as->elements[i].met, some(as->elements[i].reason), e));
	return OK;
}

/* An element that was judged before counts too when this form says nothing of it. */
static enum status proven_is_met(struct tx *tx, const struct desk *d, int64_t case_file, int64_t point, struct err *e)
{
	struct handle_elements_rows all;
	TRY(handle_elements(tx, case_file, &all, e));
	for (size_t i = 0; i < all.n; i++)
		if (all.items[i].point == point && !all.items[i].met)
			return element_unmet(d, element_kind(all.items[i].element), e);
	return OK;
}

static enum status point_put(struct tx *tx, const struct desk *d, int64_t study, const struct handle_point *as, int64_t *ret, struct err *e)
{
	struct handle_point_put_row point;
	bool fresh;
	TRY(handle_point_put(tx, id_new(d->now), study, as->person, as->act, as->analysis, some(as->quotes), as->conclusion, as->version,
			     &fresh, &point, e));
	if (!fresh)
		return FAIL(e, CONFLICT, "%s", d->lang == EN ? "Somebody else has just saved this point." : "Orang lain baru saja menyimpan butir ini.");
	*ret = point.id;
	return OK;
}

enum status handle_point_save(const struct desk *d, int64_t case_file, const struct handle_point *as, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	struct handle_study_row study;
	int64_t point;
	TRY(study_open(&tx, d, &f, &study, e));
	TRY(point_check(&f, as, e));
	TRY(elements_check(d, as, e));
	struct case_people_row person;
	TRY(person_of(&tx, case_file, as->person, &person, e));
	if (strcmp(person.role, "terlapor"))
		return FAIL_FIELD(e, INVALID, "person", "only a reported person is judged");
	TRY(point_put(&tx, d, study.id, as, &point, e));
	TRY(elements_write(&tx, d, as, point, e));
	if (text_eq(as->conclusion, "proven"))
		TRY(proven_is_met(&tx, d, case_file, point, e));
	return tx_commit(&tx, e);
}

static enum status everybody_judged(struct tx *tx, int64_t case_file, const struct handle_points_rows *points,
				    struct err *e)
{
	struct case_people_rows people;
	TRY(case_people(tx, case_file, &people, e));
	size_t reported = 0;
	for (size_t i = 0; i < people.n; i++) {
		bool judged = strcmp(people.items[i].role, "terlapor") != 0;
		reported += !judged;
		for (size_t k = 0; k < points->n; k++)
			judged |= points->items[k].person == people.items[i].id;
		if (!judged)
			return FAIL_FIELD(e, INVALID, "point", "reported person number %lld has no analysis yet",
					  (long long)people.items[i].number);
	}
	return reported ? OK : FAIL(e, INVALID, "there is no reported person in the file");
}

static const char *identity_of(const struct case_people_rows *people, const char *const *words, int64_t person)
{
	for (size_t i = 0; i < people->n; i++)
		if (people->items[i].id == person)
			return words[i];
	return proof_level_name(PROOF_NONE, ID);
}

static void elements_print(struct buf *b, const struct handle_elements_rows *elements, int64_t point)
{
	for (size_t i = 0; i < elements->n; i++) {
		const struct handle_elements_row *x = &elements->items[i];
		const struct handle_element_kind *k = element_kind(x->element);
		if (x->point != point)
			continue;
		buf_printf(b, "- %s: **%s**. ", k ? k->name_id : x->element, x->met ? "terpenuhi" : "tidak terpenuhi");
		markdown_text(b, x->reason);
		buf_char(b, '\n');
	}
	buf_char(b, '\n');
}

/* "kata-kata" (B-2, sha256 0123456789ab); of an item as a whole: B-2 (sha256 0123456789ab) */
static void quotes_print(struct buf *b, const struct handle_quotes_rows *quotes, const struct handle_points_row *q)
{
	size_t n = 0;
	for (size_t i = 0; i < quotes->n; i++) {
		const struct handle_quotes_row *k = &quotes->items[i];
		if (k->point != q->id)
			continue;
		buf_text(b, n++ ? "; " : "");
		if (*k->words) {
			buf_text(b, "“");
			markdown_text(b, k->words);
			buf_text(b, "” (");
		}
		markdown_text(b, k->label);
		buf_printf(b, "%ssha256 %.12s)", *k->words ? ", " : " (", k->sha256);
	}
	buf_text(b, n && *q->quotes ? ". " : "");
	markdown_text(b, *q->quotes || n ? q->quotes : "tidak ada");
}

/* Who, which act in the law's words, and on which articles. */
static void point_head(struct buf *b, const struct law *law, size_t number, const struct handle_points_row *q)
{
	const struct law_act *act = law_act(law, q->act_code);
	buf_printf(b, "### %zu. ", number);
	markdown_text(b, q->name);
	buf_text(b, "\n\n*Perbuatan yang diduga:* ");
	if (act)
		markdown_text(b, act->title_id);
	buf_printf(b, " (%s). ", q->act_code);
	if (act) {
		buf_text(b, "*Dasar:* ");
		markdown_text(b, act->row.basis);
		buf_text(b, ".");
	}
}

/* Of a study the outcome is a proposal: nothing is proven before the plenary. */
static const char *proposal(struct arena *a, const char *outcome)
{
	return arena_printf(a, "diusulkan %s", text_lower(a, handle_outcome_name(outcome, ID)));
}

static void conclusions_write(struct paper *p, const struct handle_points_rows *points)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < points->n; i++) {
		const struct handle_points_row *q = &points->items[i];
		buf_printf(&b, "%zu. ", i + 1); /* a list counts by itself: so do the headings, also where one person has two acts */
		markdown_text(&b, q->name);
		buf_printf(&b, ", %s: **%s**.\n", q->act_code, proposal(p->tx->arena, q->conclusion));
	}
	paper_put_list(p, "conclusions", &b);
}

static enum status points_write(struct paper *p, const struct handle_points_rows *points, struct err *e)
{
	struct case_people_rows people;
	struct handle_elements_rows elements;
	struct handle_quotes_rows quotes;
	TRY(case_people(p->tx, p->file->row.id, &people, e));
	TRY(handle_elements(p->tx, p->file->row.id, &elements, e));
	TRY(handle_quotes(p->tx, p->file->row.id, &quotes, e));
	const char **words = arena_array(p->tx->arena, const char *, people.n);
	for (size_t i = 0; i < people.n; i++)
		TRY(identity_words(p->tx, p->d, p->file, &people.items[i], &words[i], e));
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < points->n; i++) {
		const struct handle_points_row *q = &points->items[i];
		point_head(&b, p->file->law, i + 1, q);
		buf_text(&b, "\n\n*Identitas:* ");
		markdown_text(&b, identity_of(&people, words, q->person));
		buf_text(&b, "\n\n");
		elements_print(&b, &elements, q->id);
		markdown_text(&b, q->analysis);
		buf_text(&b, "\n\n*Bukti:* ");
		quotes_print(&b, &quotes, q);
		buf_printf(&b, "\n\n*Usul:* %s.\n\n", proposal(p->tx->arena, q->conclusion));
	}
	paper_put_list(p, "points", &b);
	return OK;
}

/* What is proven names the evidence that carries it: a quote of an item, or words about it. */
static enum status proven_carried(struct tx *tx, const struct desk *d, int64_t case_file, const struct handle_points_rows *points,
				  struct err *e)
{
	struct handle_quotes_rows quotes;
	TRY(handle_quotes(tx, case_file, &quotes, e));
	for (size_t i = 0; i < points->n; i++) {
		bool carried = strcmp(points->items[i].conclusion, "proven") || !text_blank(points->items[i].quotes);
		for (size_t k = 0; k < quotes.n; k++)
			carried |= quotes.items[k].point == points->items[i].id;
		if (!carried)
			return FAIL_FIELD(e, INVALID, "quotes", d->lang == EN ? "What is proven must name the evidence that carries it: %s." : "Yang terbukti harus menyebut buktinya: %s.",
					  points->items[i].name);
	}
	return OK;
}

static enum status study_paper(struct tx *tx, const struct desk *d, const struct handle_file *f,
			       const struct handle_study_row *study, const struct handle_points_rows *points,
			       struct letter_made *ret, struct err *e)
{
	struct paper p;
	TRY(paper_start(&p, tx, d, f, e));
	paper_put(&p, "position", study->position_text);
	paper_put(&p, "data", study->data_text);
	paper_put(&p, "legal", study->legal_text);
	paper_put(&p, "facts", study->facts_text);
	paper_put(&p, "recommendation", study->recommendation);
	conclusions_write(&p, points);
	TRY(points_write(&p, points, e));
	return paper_make(&p, "study", NULL, "Kajian dugaan pelanggaran", "Rapat pleno (rahasia)", 0, ret, e);
}

enum status handle_study_end(const struct desk *d, int64_t case_file, int64_t version, struct letter_made *ret,
			     struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	bool found;
	struct handle_study_row study;
	TRY(handle_study(&tx, case_file, &found, &study, e));
	if (!found)
		return FAIL(e, INVALID, "there is no study yet");
	struct handle_points_rows points;
	TRY(handle_points(&tx, case_file, &points, e));
	TRY(everybody_judged(&tx, case_file, &points, e));
	TRY(proven_carried(&tx, d, case_file, &points, e));
	int64_t changed;
	TRY(handle_study_sign(&tx, case_file, version, d->now, d->user, &changed, e));
	if (!changed)
		return FAIL(e, CONFLICT, "the study was changed meanwhile, or is signed already");
	struct case_facts facts;
	TRY(handle_facts(&tx, &f, NULL, &facts, e));
	TRY(docket_event(&tx, d, case_file, "submit", &facts, NULL, e));
	TRY(study_paper(&tx, d, &f, &study, &points, ret, e));
	TRY(handle_study_letter(&tx, case_file, ret->id, &changed, e));
	return tx_commit(&tx, e);
}
