/* reasons.c -- the library of reasons: how this office weighed the same act before, offered as words to begin with.
 *
 * Only files that the plenary has decided are in it (a study is secret until then), no decision that a review changed, none
 * that is shut to the reader, and never a name: persons of the file are taken out as from a package (desk/forward/mask.h).
 * Like cases are to be treated alike; what is unlike is for whoever writes to see, so a text is offered and never put in by
 * itself.
 */
#include "desk/forward/forward.h"
#include "desk/handle/handle_internal.h"

#include <string.h>

#define REASONS_READ 60 /* decisions looked at: a file of many persons says the same many times */

/* The texts so far, the mask of the file that is being read, and what was read as it was written. */
struct library {
	struct tx *tx;
	const struct desk *d;
	struct mask *mask; /* of @case_file; made for the first text that needs it */
	int64_t case_file;
	const char *read[2 * REASONS_READ];
	size_t n_read;
	struct handle_reason_list *to;
};

static bool read_before(struct library *l, const char *text)
{
	for (size_t i = 0; i < l->n_read; i++)
		if (!strcmp(l->read[i], text))
			return true;
	l->read[l->n_read++] = text;
	return false;
}

static bool known(const struct handle_reason_list *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->items[i].text, text))
			return true;
	return false;
}

static enum status reason_put(struct library *l, const struct handle_reasons_row *r, const char *text, struct err *e)
{
	int64_t found = 0;
	if (text_blank(text) || l->to->n == REASONS_MAX || read_before(l, text))
		return OK;
	if (!l->mask || l->case_file != r->case_file)
		TRY(forward_mask(l->tx, l->d, r->case_file, 0, "", &l->mask, e));
	l->case_file = r->case_file;
	const char *masked = mask_text(l->mask, text, &found);
	if (!known(l->to, masked)) {
		struct handle_reason one = {.text = masked, .outcome = r->outcome, .number = r->number ? r->number : "", .at = r->at};
		ARENA_PUSH(l->tx->arena, l->to, one);
	}
	return OK;
}

enum status handle_reasons_about(struct tx *tx, const struct desk *d, int64_t case_file, const char *act, struct handle_reason_list *ret,
				 struct err *e)
{
	struct handle_reasons_rows rows;
	struct library l = {.tx = tx, .d = d, .to = ret};
	*ret = (struct handle_reason_list){0};
	TRY(handle_reasons(tx, d->office->id, act, case_file, REASONS_READ, &rows, e));
	for (size_t i = 0; i < rows.n && ret->n < REASONS_MAX; i++) {
		TRY(reason_put(&l, &rows.items[i], rows.items[i].analysis, e));
		TRY(reason_put(&l, &rows.items[i], rows.items[i].reason, e));
	}
	return OK;
}
