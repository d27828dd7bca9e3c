/* redaction.c -- see redaction.h. */
#include "desk/docket/redaction.h"

#include <string.h>

static const char *const names[REDACT_REASON_N][3] = {
#define X(name, code, id, en) {code, id, en},
	REDACT_REASON_MAP(X)
#undef X
};

const char *redact_code(enum redact_reason r) { return names[r][0]; }
const char *redact_name(enum redact_reason r, enum lang lang) { return names[r][lang == EN ? 2 : 1]; }

bool redact_reason_of(const char *code, enum redact_reason *ret)
{
	for (size_t i = 0; i < REDACT_REASON_N; i++)
		if (text_eq(code, names[i][0])) {
			*ret = (enum redact_reason)i;
			return true;
		}
	return false;
}

const char *redact_words(const char *reason, const char *note, enum lang lang)
{
	enum redact_reason r;
	if (!redact_reason_of(reason, &r))
		return "";
	return r == REDACT_OTHER && !text_blank(note) ? note : redact_name(r, lang);
}

static void state_add(struct arena *a, enum lang lang, const struct redaction_states_row *row, struct exhibit_states *all)
{
	struct exhibit_state *last = all->n ? &all->items[all->n - 1] : NULL;
	if (!last || last->exhibit != row->exhibit) {
		struct exhibit_state s = {row->exhibit, row->version, strcmp(row->kind, "none") != 0, "", row->description};
		ARENA_PUSH(a, all, s);
		last = &all->items[all->n - 1];
	}
	if (row->reason)
		last->reasons = arena_printf(a, "%s%s%s", last->reasons, *last->reasons ? ", " : "", redact_words(row->reason, row->note, lang));
}

enum status exhibit_states(struct tx *tx, const struct desk *d, int64_t case_file, struct exhibit_states *ret, struct err *e)
{
	struct redaction_states_rows rows;
	*ret = (struct exhibit_states){0};
	TRY(redaction_states(tx, case_file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		state_add(d->arena, d->lang, &rows.items[i], ret);
	return OK;
}

const struct exhibit_state *exhibit_state_of(const struct exhibit_states *all, int64_t exhibit)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].exhibit == exhibit)
			return &all->items[i];
	return NULL;
}

/* Each reason once, in the order of the marks; words of "another reason" each. */
static enum status reasons_read(struct tx *tx, const struct desk *d, int64_t redaction, const char **ret, struct err *e)
{
	struct redaction_marks_rows marks;
	*ret = "";
	TRY(redaction_marks(tx, redaction, &marks, e));
	for (size_t i = 0; i < marks.n; i++) {
		const char *words = redact_words(marks.items[i].reason, marks.items[i].note, d->lang);
		bool known = false;
		for (size_t k = 0; k < i && !known; k++)
			known = !strcmp(words, redact_words(marks.items[k].reason, marks.items[k].note, d->lang));
		if (!known)
			*ret = arena_printf(tx->arena, "%s%s%s", *ret, **ret ? ", " : "", words);
	}
	return OK;
}

/* The latest copy, as it goes out. */
static enum status copy_of(struct tx *tx, const struct desk *d, const struct redaction_exhibit_row *x, const struct redaction_last_row *r,
			   enum exhibit_reader reader, struct exhibit_copy *ret, struct err *e)
{
	ret->version = r->version;
	ret->redacted = strcmp(r->kind, "none") != 0;
	if (!text_blank(r->description))
		ret->description = r->description;
	if (!ret->redacted && reader == READER_PACKAGE)
		return OK; /* nothing is hidden: the sealed bytes */
	ret->file = r->file;
	ret->sha256 = r->sha256, ret->type = r->type, ret->size = r->size;
	ret->original = r->file == x->file;
	return reasons_read(tx, d, r->id, &ret->reasons, e);
}

enum status exhibit_for(struct tx *tx, const struct desk *d, int64_t case_file, int64_t exhibit, enum exhibit_reader reader,
			struct exhibit_copy *ret, struct err *e)
{
	struct redaction_exhibit_row x;
	struct redaction_last_row last;
	bool found = false;
	TRY(redaction_exhibit(tx, case_file, exhibit, &x, e));
	*ret = (struct exhibit_copy){.file = x.file, .sha256 = x.sha256, .type = x.type, .description = x.description, .size = x.size,
				     .original = true, .reasons = ""};
	if (reader == READER_STAFF)
		return OK;
	TRY(redaction_last(tx, exhibit, &found, &last, e));
	if (found)
		return copy_of(tx, d, &x, &last, reader, ret, e);
	return reader == READER_PACKAGE ? OK : FAIL(e, NOT_FOUND, "nobody has looked yet what of this exhibit others may see");
}
