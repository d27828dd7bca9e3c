/* review.c -- the initial review: each formal and material element is looked at by itself, with a reason.
 *
 * Marks are never changed, only followed by newer ones, so that it stays visible who changed their mind. The
 * result follows from the marks: nobody can register a report whose elements are not met.
 */
#include "desk/handle/handle_internal.h"

#include <string.h>

#define RECEIVER_MAX 200 /* bytes of the name of an office */

static const struct law_requirement *requirement_of(const struct handle_file *f, const char *code)
{
	for (size_t i = 0; i < f->law->requirements.n; i++) {
		const struct law_requirement *r = &f->law->requirements.items[i];
		if (r->procedure == f->procedure && !strcmp(r->code, code))
			return r;
	}
	return NULL;
}

static bool mark_stands(const struct handle_marks_rows *marks, const struct handle_mark *m)
{
	for (size_t i = 0; i < marks->n; i++)
		if (!strcmp(marks->items[i].element, m->element))
			return marks->items[i].met == m->met && text_eq(marks->items[i].reason, m->reason ? m->reason : "");
	return false;
}

static enum status mark_put(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct handle_mark *m,
			    struct err *e)
{
	const struct law_requirement *r = requirement_of(f, m->element);
	if (!r)
		return FAIL_FIELD(e, INVALID, m->element, "the law of this file has no element '%s'", m->element);
	if (!m->met && text_blank(m->reason))
		return FAIL_FIELD(e, INVALID, m->element, "%s (%s) is not met: say why", m->element, r->name_id);
	return handle_mark_insert(tx, id_new(d->now), f->row.id, m->element, m->met, m->reason ? m->reason : "", d->now,
				  d->user, e);
}

enum status handle_review_mark(const struct desk *d, int64_t case_file, const struct handle_mark *marks, size_t n,
			       struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	struct handle_marks_rows before;
	TRY(handle_marks(&tx, case_file, &before, e));
	for (size_t i = 0; i < n; i++)
		if (!mark_stands(&before, &marks[i]))
			TRY(mark_put(&tx, d, &f, &marks[i], e));
	return tx_commit(&tx, e);
}

enum status marks_write(struct paper *p, bool unmet_only, struct err *e)
{
	struct handle_marks_rows marks;
	TRY(handle_marks(p->tx, p->file->row.id, &marks, e));
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < marks.n; i++) {
		const struct handle_marks_row *m = &marks.items[i];
		const struct law_requirement *r = requirement_of(p->file, m->element);
		if (unmet_only && m->met)
			continue;
		buf_printf(&b, "- **%s %s**: %s", m->element, r ? r->name_id : "", m->met ? "terpenuhi. " : "belum terpenuhi. ");
		markdown_text(&b, m->reason);
		buf_char(&b, '\n');
	}
	paper_put_list(p, "elements", &b);
	return OK;
}

static const struct {
	const char *event, *form, *subject, *recipient, *told;
} ends[] = {
	{"requirements_met", "initial_review", "Kajian awal", "Berkas", "Syarat formal dan materiel terpenuhi; laporan diregistrasi."},
	{"requirements_missing", "deficiency", "Pemberitahuan kelengkapan laporan", "Pelapor", "Laporan perlu dilengkapi."},
	{"formal_fails_material_ok", "status", "Pemberitahuan status", "Pelapor", "Laporan dicatat sebagai informasi awal dan ditelusuri."},
	{"other_level_competent", "transfer", "Pelimpahan", "Pengawas yang berwenang", "Laporan dilimpahkan ke pengawas yang berwenang."},
	{"same_event_handled", "status", "Pemberitahuan status", "Pelapor", "Peristiwa yang sama sudah ditangani."},
};

/* What the event itself states is the officer's word; whether elements are met, the marks say. */
static struct handle_said said_by(const char *event)
{
	return (struct handle_said){.competent = strcmp(event, "other_level_competent") != 0,
				    .already_handled = !strcmp(event, "same_event_handled")};
}

/* The end of a review on its way. */
struct ending {
	struct tx *tx;
	const struct desk *d;
	struct handle_file f; /* read again after the event: it has its number and state */
	size_t which;
	const char *text, *to; /* the officer's words; who receives a transfer */
};

static const char *told_of(const struct ending *x)
{
	return text_blank(x->text) ? ends[x->which].told : x->text;
}

static enum status end_paper(struct ending *x, const char *form, const char *subject, const char *recipient, struct letter_made *ret,
			     struct err *e)
{
	const struct law_state *state = law_state(x->f.law, x->f.row.state);
	const char *next;
	struct paper p;
	TRY(paper_start(&p, x->tx, x->d, &x->f, e));
	TRY(next_words(x->tx, x->d, &x->f, ends[x->which].event, x->to, ID, &next, e));
	paper_put(&p, "status", state ? state->name_id : x->f.row.state);
	if (!strcmp(form, "transfer"))
		paper_put(&p, "because", "berada dalam wilayah atau tingkat kewenangan Saudara");
	paper_put_next(&p, form, told_of(x), next);
	TRY(marks_write(&p, !strcmp(form, "deficiency"), e));
	TRY(paper_put_file(&p, e));
	bool own = strcmp(form, "initial_review") && strcmp(form, "registration");
	const char *reg = own ? "letter" : NULL;
	return paper_make(&p, form, reg, subject, recipient, 0, ret, e);
}

/* The letter of a transfer goes to the other office; the reporter gets a letter that explains it. */
static enum status end_papers(struct ending *x, struct letter_made *ret, struct err *e)
{
	bool transfer = !strcmp(ends[x->which].form, "transfer");
	const char *recipient = transfer && !text_blank(x->to) ? x->to : ends[x->which].recipient;
	struct letter_made told;
	TRY(end_paper(x, ends[x->which].form, ends[x->which].subject, recipient, ret, e));
	if (!strcmp(ends[x->which].event, "requirements_met"))
		TRY(end_paper(x, "registration", "Kutipan buku registrasi", "Berkas", &told, e));
	return transfer ? end_paper(x, "status", "Pemberitahuan pelimpahan", "Pelapor", &told, e) : OK;
}

/* What reporters read: the officer's words or ours, and element by element what is still missing. */
static enum status told_words(struct ending *x, const char **ret, struct err *e)
{
	struct handle_marks_rows marks;
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, told_of(x));
	TRY(handle_marks(x->tx, x->f.row.id, &marks, e));
	for (size_t i = 0; i < marks.n && !strcmp(ends[x->which].form, "deficiency"); i++) {
		const struct law_requirement *r = requirement_of(&x->f, marks.items[i].element);
		if (!marks.items[i].met && r)
			buf_printf(&b, "\n- %s: %s", r->name_id, marks.items[i].reason);
	}
	*ret = buf_arena(x->tx->arena, &b);
	return OK;
}

static enum status end_event(struct ending *x, int64_t case_file, struct err *e)
{
	struct handle_said said = said_by(ends[x->which].event);
	struct case_facts facts;
	TRY(handle_facts(x->tx, &x->f, &said, &facts, e));
	TRY(docket_event(x->tx, x->d, case_file, ends[x->which].event, &facts, x->text, e));
	return handle_open(x->tx, x->d, case_file, &x->f, e);
}

enum status handle_review_end_to(const struct desk *d, int64_t case_file, const char *event, const char *text, const char *to,
				 struct letter_made *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct ending x = {.tx = &tx, .d = d, .text = text, .to = to};
	while (x.which < sizeof ends / sizeof *ends && strcmp(ends[x.which].event, event))
		x.which++;
	if (x.which == sizeof ends / sizeof *ends)
		return FAIL_FIELD(e, INVALID, "event", "'%s' does not end an initial review", event);
	if (to && strlen(to) > RECEIVER_MAX)
		return FAIL_FIELD(e, INVALID, "to", "at most %d bytes", RECEIVER_MAX);
	TRY(step_begin(d, case_file, &tx, &x.f, e));
	TRY(end_event(&x, case_file, e));
	TRY(end_papers(&x, ret, e));
	const char *told;
	TRY(told_words(&x, &told, e));
	TRY(tell_next(&tx, d, &x.f, event, to, told, e));
	return tx_commit(&tx, e);
}

enum status handle_review_end(const struct desk *d, int64_t case_file, const char *event, const char *text,
			      struct letter_made *ret, struct err *e)
{
	return handle_review_end_to(d, case_file, event, text, "", ret, e);
}
