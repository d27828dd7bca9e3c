/* prove.c -- somebody of a list says who they are, without an account: number and birth day, or number and one-time code. */
#include "desk/registry/roster.h"

bool roster_takes_known(const char *takes) { return text_eq(takes, "code") || text_eq(takes, "birth") || text_eq(takes, "either"); }

static bool takes_this(const char *takes, const char *method) { return text_eq(takes, "either") || text_eq(takes, method); }

/* Nobody's row: a number that is in no list is answered at the cost of one that is. */
static struct roster_by_number_row nobody(void) { return (struct roster_by_number_row){.name = "", .class = "", .status = "", .excuse = ""}; }

static bool code_was(const struct desk *d, struct roster_by_number_row row, const char *code)
{
	row.code_used_at = INSTANT_NONE;
	return roster_code_fits(d, &row, code ? code : "");
}

enum status roster_prove(struct tx *tx, const struct desk *d, int64_t roster, const char *takes, const struct roster_proof *proof,
			 struct roster_proved *ret, struct err *e)
{
	struct roster_by_number_row row = nobody();
	bool found;
	TRY(roster_find(tx, d, roster, proof->number, &found, &row, e));
	if (!found)
		row = nobody();
	bool birth = roster_birth_fits(d, &row, proof->birth), code = code_was(d, row, proof->code);
	birth = birth && takes_this(takes, "birth");
	code = code && takes_this(takes, "code");
	if (!found || !(birth || code))
		return FAIL(e, NOT_FOUND, "number and proof do not belong together");
	*ret = (struct roster_proved){.person = row.id, .agency = row.agency, .counts = !row.excuse[0], .method = code ? "code" : "birth", .name = row.name};
	return OK;
}
