/* words.c -- the closed lists of hand-overs, and who receives what. */
#include "desk/forward/forward_internal.h"

#include <string.h>

const struct forward_word forward_returns[] = {
#define X(code, name_id, name_en) {code, name_id, name_en, 0},
	RETURN_MAP(X)
#undef X
};
const size_t forward_returns_n = sizeof forward_returns / sizeof *forward_returns;

const struct forward_word forward_outcomes[] = {
#define X(code, name_id, name_en, kind) {code, name_id, name_en, kind},
	OUTCOME_MAP(X)
#undef X
};
const size_t forward_outcomes_n = sizeof forward_outcomes / sizeof *forward_outcomes;

const char *forward_word_name(const char *code, enum lang lang)
{
	for (size_t i = 0; i < forward_returns_n; i++)
		if (text_eq(code, forward_returns[i].code))
			return lang == EN ? forward_returns[i].name_en : forward_returns[i].name_id;
	for (size_t i = 0; i < forward_outcomes_n; i++)
		if (text_eq(code, forward_outcomes[i].code))
			return lang == EN ? forward_outcomes[i].name_en : forward_outcomes[i].name_id;
	return "";
}

bool forward_is_sanction(const char *outcome)
{
	for (size_t i = 0; i < forward_outcomes_n; i++)
		if (text_eq(outcome, forward_outcomes[i].code))
			return forward_outcomes[i].kind == 's';
	return false;
}

/* The head of the contracting office by name: letters go to somebody, not to "the OPD". */
static enum status agency_head(struct tx *tx, const struct desk *d, const char *agency, const char **ret, struct err *e)
{
	if (text_blank(agency))
		return OK;
	bool found;
	struct forward_agency_head_row row;
	TRY(forward_agency_head(tx, d->office->id, agency, &found, &row, e));
	*ret = found && !text_blank(row.head) ? row.head : arena_printf(tx->arena, "Kepala %s", agency);
	return OK;
}

enum status forward_receiver_of(struct tx *tx, const struct desk *d, const struct law *law, const char *class,
				const char *agency, struct day day, bool crime, struct forward_receiver *ret, struct err *e)
{
	*ret = (struct forward_receiver){.route = law_route(law, class_of(class), day, crime)};
	if (!ret->route)
		return FAIL(e, NOT_LOADED, "the law has no receiver for class '%s' on this day", class);
	ret->name = ret->route->receiver_id;
	ret->copy = ret->route->copy_id ? ret->route->copy_id : "";
	return strcmp(ret->route->code, "OPD_HEAD") ? OK : agency_head(tx, d, agency, &ret->name, e);
}
