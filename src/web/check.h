/* check.h -- the self-check: may I post this? Nothing of it is kept. */
#ifndef NETRA_WEB_CHECK_H
#define NETRA_WEB_CHECK_H

#include "web/check_judge.h"
#include "web/classes.h"
#include "web/web.h"

struct check_view {
	struct fault fault;
	const char *text; /* as typed */
	struct class_choices classes;
	bool shown;         /* there is an answer below */
	bool act, other;    /* an act fits; the same act is judged otherwise in the other phase */
	const char *advice; /* one sentence in plain words */
	const char *title, *basis, *kind;
	const char *other_title, *other_basis, *other_when;
	struct check_whys whys; /* what in the text speaks for it */
	struct day today;
};

enum status check_show(struct request *rq, struct err *e);
enum status check_take(struct request *rq, struct err *e);
enum status check_api(struct request *rq, struct err *e); /* POST /api/v1/check-text */

#endif
