/* check.h -- the self-check: may I post this? Nothing of it is kept. */
#ifndef NETRA_WEB_CHECK_H
#define NETRA_WEB_CHECK_H

#include "web/check_judge.h"
#include "web/classes.h"
#include "web/web.h"

struct check_sanction {
	const char *name, *basis;
};
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
	const char *instead;    /* what to do in its place */
	const char *phase;      /* what applies today: "Masa kampanye" */
	bool has_determined;
	struct day determined;
	struct check_sanctions {
		struct check_sanction *items;
		size_t n, cap;
	} sanctions;
	bool seen_person, seen_fingers, seen_props; /* ticked: what the asker sees in the picture */
	bool picture, place, known;                 /* there was one; its metadata hold a place; we know it */
	const char *picture_why, *picture_time, *picture_name, *picture_source;
	struct day today;
};

/* What follows from an act for a class: the kinds of sanction between its least and its most, as the law of the day lists
 * them; and what to do instead. */
void check_consequence(const struct request *rq, const struct law_act *act, enum subject_class class, struct day today, struct check_view *v);
/* Looks at the picture of the request, if there is one; nothing of it is kept. */
MUST_CHECK enum status check_picture(struct request *rq, struct check_view *v, struct err *e);
#define CHECK_PICTURE_MAX ((size_t)8 << 20) /* bytes */

enum status check_show(struct request *rq, struct err *e);
enum status check_take(struct request *rq, struct err *e);
enum status check_api(struct request *rq, struct err *e); /* POST /api/v1/check-text */

#endif
