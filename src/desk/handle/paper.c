/* paper.c -- the facts that papers are filled with, and small words for them. A name is typed once and flows into
 * every paper of the file (N5). */
#include "bus/bus.h"
#include "desk/handle/handle_internal.h"

#include <assert.h>
#include <string.h>

const char *instant_words(struct arena *a, const struct desk *d, struct instant t)
{
	char text[64];
	return instant_is_none(t) ? "" : arena_strdup(a, instant_long(t, d->office->zone, ID, text));
}

const char *day_words(struct arena *a, struct day day)
{
	char text[DAY_TEXT_MAX];
	return day_is_none(day) ? "" : arena_strdup(a, day_long(day, ID, text));
}

void markdown_text(struct buf *b, const char *s)
{
	for (; s && *s; s++) {
		if (*s == '\n')
			buf_text(b, "  \n");
		else if (strchr("\\`*_{}[]()<>#+-.!|&", *s))
			buf_printf(b, "\\%c", *s);
		else
			buf_char(b, *s);
	}
}

void paper_put(struct paper *p, const char *name, const char *value)
{
	assert(p->n < sizeof p->fields / sizeof *p->fields);
	p->fields[p->n++] = (struct letter_field){.name = name, .value = value};
}

void paper_put_list(struct paper *p, const char *name, const struct buf *markdown)
{
	paper_put(p, name, buf_arena(p->tx->arena, markdown));
	p->fields[p->n - 1].markdown = true;
}

/* "SKB-B6, mengunggah foto bersama calon": what is alleged, in the words of the law's table. */
static const char *act_words(const struct paper *p, const char *code)
{
	const struct law_act *act = code ? law_act(p->file->law, code) : NULL;
	return act ? arena_printf(p->tx->arena, "%s (%s)", act->title_id, act->code) : code;
}

void paper_put_person(struct paper *p, const struct case_people_row *person)
{
	const struct law_act *act = person->act_code ? law_act(p->file->law, person->act_code) : NULL;
	paper_put(p, "person_name", person->name);
	bool asn = class_is_asn(class_of(person->class)), reported = !strcmp(person->role, "terlapor");
	paper_put(p, "person_nip", person->nip ? person->nip : asn ? NULL : "tidak ada");
	paper_put(p, "person_class", class_name(class_of(person->class), ID));
	paper_put(p, "person_position", person->position);
	paper_put(p, "person_agency", person->agency);
	paper_put(p, "person_role", text_lower(p->tx->arena, handle_role_name(person->role, ID)));
	paper_put(p, "act", reported ? act_words(p, person->act_code) : "tidak ada dugaan terhadap Saudara/Saudari");
	paper_put(p, "act_basis", reported ? (act ? act->row.basis : NULL) : "tata cara penanganan pelanggaran");
}

enum status paper_start(struct paper *p, struct tx *tx, const struct desk *d, const struct handle_file *f, struct err *e)
{
	*p = (struct paper){.tx = tx, .d = d, .file = f};
	bool found;
	struct docket_chair_row chair;
	TRY(docket_chair(tx, d->office->id, f->row.id, &found, &chair, e));
	paper_put(p, "file_number", f->number);
	paper_put(p, "file_kind", docket_kind_name(f->row.kind));
	paper_put(p, "title", f->row.title);
	paper_put(p, "summary", f->row.summary);
	paper_put(p, "event_on", day_words(tx->arena, f->row.event_on));
	paper_put(p, "event_place", f->row.event_place);
	paper_put(p, "known_on", day_words(tx->arena, f->row.known_on));
	paper_put(p, "contest", f->contest);
	paper_put(p, "now", instant_words(tx->arena, d, d->now));
	paper_put(p, "office_name", d->office->name);
	paper_put(p, "office_address", d->office->address);
	paper_put(p, "chair_name", found ? chair.name : NULL);
	paper_put(p, "officer_name", d->user_name);
	return OK;
}

enum status paper_make(struct paper *p, const char *form, const char *reg, const char *subject, const char *recipient,
		       int64_t person, struct letter_made *ret, struct err *e)
{
	struct letter_new as = {.case_file = p->file->row.id, .person = person, .form = form, .reg = reg, .subject = subject,
				.recipient = recipient, .fields = p->fields, .n_fields = p->n};
	return docket_letter(p->tx, p->d, &as, ret, e);
}

void paper_put_next(struct paper *p, const char *form, const char *reason, const char *next)
{
	bool notice = !strcmp(form, "status") && !text_blank(next);
	paper_put(p, "reason", notice ? arena_printf(p->tx->arena, "%s\n\n%s", reason, next) : reason);
	paper_put(p, "next", next);
}

enum status need_text(const char *field, const char *s, size_t max, const char *what, struct err *e)
{
	if (text_blank(s))
		return FAIL_FIELD(e, INVALID, field, "%s is missing", what);
	if (strlen(s) > max)
		return FAIL_FIELD(e, TOO_LARGE, field, "%s: at most %zu bytes", what, max);
	return OK;
}

static enum status tell_both(struct tx *tx, const char *topic, int64_t case_file, const char *state, const char *text,
			     const char *next, const char *next_en, struct err *e)
{
	scoped(buf_free) struct buf b = {.limit = 64 * 1024};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_int(&j, "case_file", case_file);
	jout_put_text(&j, "state", state);
	jout_put_text(&j, "text", text);
	jout_put_text(&j, "next", next);
	jout_put_text(&j, "next_en", next_en);
	jout_end(&j, '}');
	TRY(buf_done(&b, e));
	return bus_publish(tx, topic, b.s, e);
}

enum status tell(struct tx *tx, const struct desk *d, const char *topic, int64_t case_file, const char *state,
		 const char *text, struct err *e)
{
	return tell_both(tx, topic, case_file, state, text, "", "", e);
}

enum status tell_next(struct tx *tx, const struct desk *d, const struct handle_file *f, const char *event, const char *to,
		      const char *text, struct err *e)
{
	const char *id, *en;
	TRY(next_words(tx, d, f, event, to, ID, &id, e));
	TRY(next_words(tx, d, f, event, to, EN, &en, e));
	return tell_both(tx, "status", f->row.id, event, text, id, en, e);
}

const char *handle_outcome_name(const char *outcome, enum lang lang)
{
	static const char *const names[][3] = {{"proven", "Terbukti", "Proven"},
					       {"not_proven", "Tidak terbukti", "Not proven"},
					       {"not_violation", "Bukan pelanggaran", "Not a violation"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_eq(outcome, names[i][0]))
			return names[i][lang == EN ? 2 : 1];
	return lang == EN ? "Not decided" : "Belum diputus";
}

const char *handle_role_name(const char *role, enum lang lang)
{
	static const char *const names[][3] = {{"terlapor", "Terlapor", "Reported person"}, {"saksi", "Saksi", "Witness"},
					       {"atasan", "Atasan", "Superior"}, {"ahli", "Ahli", "Expert"},
					       {"pelapor", "Pelapor", "Reporter"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_eq(role, names[i][0]))
			return names[i][lang == EN ? 2 : 1];
	return role ? role : "";
}
