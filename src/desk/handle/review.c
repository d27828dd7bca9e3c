/* review.c -- the initial review: each formal and material element is looked at by itself, with a reason.
 *
 * Marks are never changed, only followed by newer ones, so that it stays visible who changed their mind. The
 * result follows from the marks: nobody can register a report whose elements are not met.
 */
#include "desk/handle/handle_internal.h"

#include <string.h>

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

/* The marks as a list on a paper; only the unmet ones for the notice of deficiency. */
static enum status marks_write(struct paper *p, bool unmet_only, struct err *e)
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

static enum status end_paper(struct tx *tx, const struct desk *d, int64_t case_file, size_t which, const char *text,
			     struct letter_made *ret, struct err *e)
{
	struct handle_file f; /* read again: it has its number and state now */
	TRY(handle_open(tx, d, case_file, &f, e));
	const struct law_state *state = law_state(f.law, f.row.state);
	struct paper p;
	TRY(paper_start(&p, tx, d, &f, e));
	paper_put(&p, "status", state ? state->name_id : f.row.state);
	paper_put(&p, "reason", text_blank(text) ? ends[which].told : text);
	TRY(marks_write(&p, !strcmp(ends[which].form, "deficiency"), e));
	const char *reg = strcmp(ends[which].form, "initial_review") ? "letter" : NULL;
	return paper_make(&p, ends[which].form, reg, ends[which].subject, ends[which].recipient, 0, ret, e);
}

/* What reporters read: the officer's words or ours, and element by element what is still missing. */
static enum status told_words(struct tx *tx, const struct handle_file *f, size_t which, const char *text, const char **ret,
			      struct err *e)
{
	struct handle_marks_rows marks;
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, text_blank(text) ? ends[which].told : text);
	TRY(handle_marks(tx, f->row.id, &marks, e));
	for (size_t i = 0; i < marks.n && !strcmp(ends[which].form, "deficiency"); i++) {
		const struct law_requirement *r = requirement_of(f, marks.items[i].element);
		if (!marks.items[i].met && r)
			buf_printf(&b, "\n- %s: %s", r->name_id, marks.items[i].reason);
	}
	*ret = buf_arena(tx->arena, &b);
	return OK;
}

enum status handle_review_end(const struct desk *d, int64_t case_file, const char *event, const char *text,
			      struct letter_made *ret, struct err *e)
{
	size_t which = 0;
	while (which < sizeof ends / sizeof *ends && strcmp(ends[which].event, event))
		which++;
	if (which == sizeof ends / sizeof *ends)
		return FAIL_FIELD(e, INVALID, "event", "'%s' does not end an initial review", event);
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	struct handle_said said = said_by(event);
	struct case_facts facts;
	TRY(handle_facts(&tx, &f, &said, &facts, e));
	TRY(docket_event(&tx, d, case_file, event, &facts, text, e));
	TRY(end_paper(&tx, d, case_file, which, text, ret, e));
	const char *told;
	TRY(told_words(&tx, &f, which, text, &told, e));
	TRY(tell(&tx, d, "status", case_file, event, told, e));
	return tx_commit(&tx, e);
}
