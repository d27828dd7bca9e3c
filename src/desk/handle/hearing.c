/* hearing.c -- one clarification of one person: oath, questions and answers, read-back, corrections, signature.
 *
 * Who declines the oath is heard without it (Perbawaslu 7/2022 Ps 28-30); who does not sign has made a choice, which
 * is recorded. A line once written is never changed: what the person corrects stands beside it (N20).
 */
#include "desk/handle/handle_internal.h"

#include <string.h>

static enum status hearing_of(struct tx *tx, const struct desk *d, int64_t id, struct handle_hearing_row *ret,
			      struct handle_file *ret_file, struct err *e)
{
	TRY(desk_begin(d, WRITE, tx, e));
	TRY(handle_hearing(tx, id, ret, e));
	return handle_open(tx, d, ret->case_file, ret_file, e);
}

enum status heard_now(struct tx *tx, const struct desk *d, const struct handle_file *f, struct err *e)
{
	if (strcmp(f->row.state, "CLARIFYING") && strcmp(f->row.state, "EXTRA_INFO"))
		return not_yet(tx, d, f, "heard", "people are heard after the file was registered and before its study", e);
	return OK;
}

/* Pressed twice, or by two officers, it would be two sets of minutes of one clarification. */
static enum status none_open(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person, struct err *e)
{
	struct handle_hearings_rows all;
	TRY(handle_hearings(tx, case_file, &all, e));
	for (size_t i = 0; i < all.n; i++)
		if (all.items[i].person == person && strcmp(all.items[i].state, "closed"))
			return FAIL_FIELD(e, CONFLICT, "person", "%s", d->lang == EN ? "The minutes of a clarification of this person are still open." : "Berita acara klarifikasi orang ini masih terbuka.");
	return OK;
}

enum status handle_hearing_start(const struct desk *d, const struct handle_hearing_new *as, int64_t *ret, struct err *e)
{
	TRY(need_text("place", as->place, 300, "the place", e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, as->case_file, &tx, &f, e));
	TRY(heard_now(&tx, d, &f, e));
	struct case_people_row person;
	TRY(person_of(&tx, as->case_file, as->person, &person, e));
	TRY(none_open(&tx, d, as->case_file, as->person, e));
	bool found;
	struct handle_summons_last_row last;
	TRY(handle_summons_last(&tx, as->person, &found, &last, e));
	*ret = id_new(d->now);
	TRY(handle_hearing_insert(&tx, *ret, as->case_file, as->person, found && !last.outcome ? last.id : 0, as->held_at,
				  as->place, as->online, as->oath_taken ? "taken" : "declined",
				  as->companion ? as->companion : "", d->user, e));
	return tx_commit(&tx, e);
}

enum status handle_hearing_ask(const struct desk *d, int64_t hearing, const char *question, const char *answer,
			       struct err *e)
{
	TRY(need_text("question", question, TEXT_MAX, "the question", e));
	TRY(need_text("answer", answer, TEXT_MAX, "the answer", e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_hearing_row row;
	struct handle_file f;
	TRY(hearing_of(&tx, d, hearing, &row, &f, e));
	if (strcmp(row.state, "open"))
		return FAIL(e, INVALID, "the minutes were read back; only corrections can be added now");
	TRY(handle_line_insert(&tx, id_new(d->now), hearing, question, answer, d->now, e));
	return tx_commit(&tx, e);
}

enum status handle_hearing_read_back(const struct desk *d, int64_t hearing, int64_t version, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_hearing_row row;
	struct handle_file f;
	TRY(hearing_of(&tx, d, hearing, &row, &f, e));
	struct handle_lines_rows lines;
	TRY(handle_lines(&tx, hearing, &lines, e));
	if (!lines.n)
		return FAIL(e, INVALID, "there is nothing to read back yet");
	int64_t changed;
	TRY(handle_hearing_read(&tx, hearing, version, &changed, e));
	if (!changed)
		return FAIL(e, CONFLICT, "these minutes were changed meanwhile; look again");
	return tx_commit(&tx, e);
}

enum status handle_hearing_correct(const struct desk *d, int64_t hearing, int64_t line, const char *text, struct err *e)
{
	TRY(need_text("text", text, TEXT_MAX, "the correction", e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_hearing_row row;
	struct handle_file f;
	TRY(hearing_of(&tx, d, hearing, &row, &f, e));
	if (strcmp(row.state, "read_back"))
		return FAIL(e, INVALID, "corrections are made while the minutes are read back");
	struct handle_lines_rows lines;
	TRY(handle_lines(&tx, hearing, &lines, e));
	bool mine = false;
	for (size_t i = 0; i < lines.n; i++)
		mine |= lines.items[i].id == line;
	if (!mine)
		return FAIL_FIELD(e, NOT_FOUND, "line", "this answer is not in these minutes");
	TRY(handle_correction_insert(&tx, id_new(d->now), line, text, d->now, e));
	return tx_commit(&tx, e);
}

/* Questions, answers and, beside them, corrections. */
static enum status lines_write(struct paper *p, int64_t hearing, struct err *e)
{
	struct handle_lines_rows lines;
	struct handle_corrections_rows corrections;
	TRY(handle_lines(p->tx, hearing, &lines, e));
	TRY(handle_corrections(p->tx, hearing, &corrections, e));
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < lines.n; i++) {
		buf_printf(&b, "%lld. **", (long long)lines.items[i].number);
		markdown_text(&b, lines.items[i].question);
		buf_text(&b, "**  \n   ");
		markdown_text(&b, lines.items[i].answer);
		buf_text(&b, "\n");
		for (size_t k = 0; k < corrections.n; k++) {
			if (corrections.items[k].line != lines.items[i].id)
				continue;
			buf_text(&b, "   - *Perbaikan saat dibacakan:* ");
			markdown_text(&b, corrections.items[k].text);
			buf_text(&b, "\n");
		}
	}
	paper_put_list(p, "lines", &b);
	return OK;
}

static const char *signature_words(struct arena *a, const struct case_people_row *person, const struct handle_hearing_end *as)
{
	if (as->signed_)
		return arena_printf(a, "Ditandatangani oleh yang memberi keterangan, %s: ................................", person->name);
	return text_blank(as->reason) ? "Memilih tidak menandatangani. Dicatat."
				      : arena_printf(a, "Memilih tidak menandatangani, alasan: %s", as->reason);
}

static enum status oath_paper(struct tx *tx, const struct desk *d, const struct handle_file *f,
			      const struct handle_hearing_row *row, const struct case_people_row *person, struct err *e)
{
	if (strcmp(row->oath, "taken"))
		return OK;
	struct paper p;
	TRY(paper_start(&p, tx, d, f, e));
	paper_put_person(&p, person);
	paper_put(&p, "held_at", instant_words(tx->arena, d, row->held_at));
	paper_put(&p, "place", row->place);
	struct letter_made made;
	const char *form = strcmp(person->role, "ahli") ? "oath" : "oath_expert";
	return paper_make(&p, form, NULL, "Berita acara sumpah/janji", "Berkas", person->id, &made, e);
}

static enum status minutes_paper(struct tx *tx, const struct desk *d, const struct handle_file *f,
				 const struct handle_hearing_row *row, const struct case_people_row *person,
				 const struct handle_hearing_end *as, struct letter_made *ret, struct err *e)
{
	struct paper p;
	TRY(paper_start(&p, tx, d, f, e));
	paper_put_person(&p, person);
	paper_put(&p, "held_at", instant_words(tx->arena, d, row->held_at));
	paper_put(&p, "place", row->place);
	paper_put(&p, "how", row->online ? "daring, direkam suara dan gambar" : "tatap muka");
	paper_put(&p, "oath", strcmp(row->oath, "taken") ? "Tidak bersedia disumpah; klarifikasi dilanjutkan tanpa sumpah."
							 : "Bersedia dan telah mengucapkan sumpah/janji.");
	paper_put(&p, "companion", *row->companion ? row->companion : "tanpa pendamping");
	paper_put(&p, "signature", signature_words(tx->arena, person, as));
	TRY(lines_write(&p, row->id, e));
	return paper_make(&p, "minutes", NULL, "Berita acara klarifikasi", "Berkas", person->id, ret, e);
}

/* What the hearing found goes to this person's record and to nobody else's. */
static enum status heard_write(struct tx *tx, const struct desk *d, int64_t case_file, const struct case_people_row *person,
			       const struct handle_hearing_end *as, struct err *e)
{
	struct docket_heard heard = as->context;
	heard.statement = as->statement;
	heard.account_owned = heard.account_owned ? heard.account_owned : person->account_owned;
	heard.intent = heard.intent ? heard.intent : person->intent;
	heard.reach = heard.reach ? heard.reach : person->reach;
	if (day_is_none(heard.removed_on) || !heard.removed_on.n)
		heard.removed_on = person->removed_on;
	heard.repeated |= person->repeated;
	TRY(docket_person_heard(tx, d, person->id, &heard, person->version, e));
	return account_disputed(tx, d, case_file, person, heard.account_owned, e);
}

static enum status heard_event(struct tx *tx, const struct desk *d, const struct handle_file *f,
			       const struct case_people_row *person, struct err *e)
{
	const char *text = arena_printf(tx->arena, "Klarifikasi %s nomor %lld.", handle_role_name(person->role, ID),
					(long long)person->number);
	if (strcmp(f->row.state, "CLARIFYING"))
		return docket_note(tx, d, f->row.id, "talk", text, person->id, e);
	struct case_facts facts;
	TRY(handle_facts(tx, f, NULL, &facts, e));
	return docket_event(tx, d, f->row.id, "heard", &facts, text, e);
}

enum status handle_hearing_close(const struct desk *d, int64_t hearing, const struct handle_hearing_end *as,
				 struct letter_made *ret, struct err *e)
{
	TRY(need_text("statement", as->statement, 2000, "what the person said, in short", e));
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_hearing_row row;
	struct handle_file f;
	TRY(hearing_of(&tx, d, hearing, &row, &f, e));
	TRY(heard_now(&tx, d, &f, e));
	struct case_people_row person;
	TRY(person_of(&tx, row.case_file, row.person, &person, e));
	if (as->person_version && as->person_version != person.version)
		return FAIL(e, CONFLICT, "somebody else changed the person's record meanwhile");
	int64_t changed;
	TRY(handle_hearing_close_row(&tx, hearing, as->version, as->signed_ ? "signed" : "declined", as->reason, d->now,
				     &changed, e));
	if (!changed)
		return FAIL(e, CONFLICT, "read the minutes back first, or they were changed meanwhile");
	TRY(heard_write(&tx, d, f.row.id, &person, as, e));
	TRY(oath_paper(&tx, d, &f, &row, &person, e));
	TRY(minutes_paper(&tx, d, &f, &row, &person, as, ret, e));
	TRY(handle_hearing_letter(&tx, hearing, ret->id, &changed, e));
	if (row.summons)
		TRY(handle_summons_close(&tx, row.summons, "heard", d->now, &changed, e));
	TRY(heard_event(&tx, d, &f, &person, e));
	return tx_commit(&tx, e);
}
