/* check_judge.h -- what core/screen says of a text, in plain values: its header and web.h both have a POST, so the
 * two meet only in check_judge.c. */
#ifndef NETRA_WEB_CHECK_JUDGE_H
#define NETRA_WEB_CHECK_JUDGE_H

#include "desk/office.h"

struct check_why {
	const char *text;
};
struct check_answer {
	const char *conduct; /* "" when the text is no act we know */
	const struct law_act *act, *other_phase; /* NULL: none */
	const char *advice_id, *advice_en;
	struct check_whys {
		struct check_why *items;
		size_t n;
	} whys;              /* what in the text speaks for it, each once, in the language asked for */
	const char *stance;  /* as JSON, CONTRACT 2.3b */
};
void check_judge(const struct office *o, struct arena *a, const char *text, enum subject_class class, enum lang lang,
		 struct day today, struct day determined, struct check_answer *ret);

#endif
