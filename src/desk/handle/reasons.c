/* reasons.c -- the library of reasons: how this office weighed the same act before, offered as words to begin with.
 *
 * Only files that the plenary has decided are in it (a study is secret until then), none that is shut to the reader, and
 * never a name: persons of the file are taken out as from a package (desk/forward/mask.h). Like cases are to be treated
 * alike; what is unlike is for whoever writes to see, so a text is offered and never put in by itself.
 */
#include "desk/handle/handle_internal.h"

#include <string.h>

#define REASONS_READ 60 /* decisions looked at: a file of many persons says the same many times */

static bool known(const struct handle_reason_list *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->items[i].text, text))
			return true;
	return false;
}

static void reason_put(struct tx *tx, const struct handle_reasons_row *r, struct mask *mask, const char *text, struct handle_reason_list *to)
{
	int64_t found = 0;
	if (text_blank(text))
		return;
	const char *masked = mask_text(mask, text, &found);
	if (to->n < REASONS_MAX && !known(to, masked)) {
		struct handle_reason one = {.text = masked, .outcome = r->outcome, .number = r->number ? r->number : "", .at = r->at};
		ARENA_PUSH(tx->arena, to, one);
	}
}

enum status handle_reasons_about(struct tx *tx, const struct desk *d, int64_t case_file, const char *act, struct handle_reason_list *ret,
				 struct err *e)
{
	struct handle_reasons_rows rows;
	struct mask *mask = NULL;
	*ret = (struct handle_reason_list){0};
	TRY(handle_reasons(tx, d->office->id, act, case_file, REASONS_READ, &rows, e));
	for (size_t i = 0; i < rows.n && ret->n < REASONS_MAX; i++) {
		const struct handle_reasons_row *r = &rows.items[i];
		if (!mask || r->case_file != rows.items[i - 1].case_file)
			TRY(people_mask(tx, r->case_file, &mask, e));
		reason_put(tx, r, mask, r->analysis, ret);
		reason_put(tx, r, mask, r->reason, ret);
	}
	return OK;
}
