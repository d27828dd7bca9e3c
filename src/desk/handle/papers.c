/* papers.c -- papers that hold what the file holds: who is in it, its evidence, its running clocks; and those that an
 * officer makes from the file's page with words of their own.
 */
#include "desk/docket/letters.h"
#include "desk/handle/handle_internal.h"

#include <string.h>

#define RECIPIENT_MAX 400 /* bytes */

static void person_write(struct arena *a, struct buf *b, const struct handle_file *f, const struct case_people_row *p)
{
	const struct law_act *act = p->act_code ? law_act(f->law, p->act_code) : NULL;
	buf_text(b, "- **");
	markdown_text(b, p->name);
	buf_printf(b, "**, %s", class_name(class_of(p->class), ID));
	if (!text_blank(p->position) || !text_blank(p->agency)) {
		buf_text(b, ", ");
		markdown_text(b, text_blank(p->position) ? p->agency : p->position);
		buf_text(b, text_blank(p->position) || text_blank(p->agency) ? "" : ", ");
		markdown_text(b, text_blank(p->position) || text_blank(p->agency) ? "" : p->agency);
	}
	if (act) {
		buf_text(b, f->decided && text_eq(p->outcome, "proven") ? ". Perbuatan: " : ". Dugaan: "); /* what is not proven nobody did */
		markdown_text(b, act->title_id);
	}
	if (f->decided && p->outcome)
		buf_printf(b, ". Putusan: %s", text_lower(a, handle_outcome_name(p->outcome, ID)));
	buf_char(b, '\n');
}

static enum status people_put(struct paper *p, struct err *e)
{
	struct case_people_rows rows;
	scoped(buf_free) struct buf b = {0};
	TRY(case_people(p->tx, p->file->row.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (!strcmp(rows.items[i].role, "terlapor"))
			person_write(p->tx->arena, &b, p->file, &rows.items[i]);
	if (!b.n)
		buf_text(&b, "Belum ada terlapor dalam berkas ini.\n");
	paper_put_list(p, "people", &b);
	return OK;
}

static enum status exhibits_put(struct paper *p, struct err *e)
{
	struct handle_exhibits_rows rows;
	scoped(buf_free) struct buf b = {0};
	TRY(handle_exhibits(p->tx, p->file->row.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		buf_printf(&b, "- **B\\-%lld** ", (long long)rows.items[i].number);
		markdown_text(&b, rows.items[i].description);
		buf_printf(&b, " `sha256 %.16s…`\n", rows.items[i].sha256);
	}
	if (!b.n)
		buf_text(&b, "Belum ada bukti yang tercatat.\n");
	paper_put_list(p, "exhibits", &b);
	return OK;
}

static enum status clocks_put(struct paper *p, struct err *e)
{
	struct case_clocks_rows rows;
	scoped(buf_free) struct buf b = {0};
	TRY(case_clocks(p->tx, p->file->row.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct law_clock *c = law_clock(p->file->law, rows.items[i].clock);
		if (!c || strcmp(rows.items[i].status, "running"))
			continue;
		buf_text(&b, "- ");
		markdown_text(&b, c->name_id);
		int article = (int)strcspn(c->row.basis, ";"); /* the first article; remarks follow it */
		buf_printf(&b, ": sampai %s (%.*s)\n", instant_words(p->tx->arena, p->d, rows.items[i].last_moment), article, c->row.basis);
	}
	if (!b.n)
		buf_text(&b, "Tidak ada jangka waktu yang berjalan.\n");
	paper_put_list(p, "clocks", &b);
	return OK;
}

enum status paper_put_file(struct paper *p, struct err *e)
{
	TRY(people_put(p, e));
	TRY(exhibits_put(p, e));
	return clocks_put(p, e);
}

enum status handle_letter_make(const struct desk *d, int64_t case_file, const char *form, const char *recipient,
			       const char *text, struct letter_made *ret, struct err *e)
{
	const struct letter_kind *kind = letter_kind_of(form);
	bool en = d->lang == EN;
	if (!kind || !kind->by_hand)
		return FAIL_FIELD(e, INVALID, "form", en ? "this paper is made by its own step" : "surat ini dibuat oleh langkahnya sendiri");
	if (text_blank(text))
		return FAIL_FIELD(e, INVALID, "text", en ? "write what the paper is to say" : "tulis apa yang dinyatakan surat ini");
	TRY(need_text("text", text, TEXT_MAX, "the paper", e));
	if (recipient && strlen(recipient) > RECIPIENT_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "recipient", en ? "at most %d bytes" : "paling banyak %d bita", RECIPIENT_MAX);
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct paper p;
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(paper_start(&p, &tx, d, &f, e));
	paper_put(&p, "reason", text);
	paper_put(&p, "isi", text);
	TRY(paper_put_file(&p, e));
	TRY(paper_make(&p, form, kind->reg, NULL, recipient ? recipient : "", 0, ret, e));
	return tx_commit(&tx, e);
}
