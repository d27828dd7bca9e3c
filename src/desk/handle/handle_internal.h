/* handle_internal.h -- what the steps of handling share: the beginning of a step, and the facts of a paper. */
#ifndef NETRA_DESK_HANDLE_INTERNAL_H
#define NETRA_DESK_HANDLE_INTERNAL_H

#include "desk/access/conflict.h"
#include "desk/evidence/evidence.h"
#include "desk/forward/mask.h"
#include "desk/handle/handle.h"

/* Begins the transaction of a step on @case_file: the file, and the right of this user to work it. */
MUST_CHECK enum status step_begin(const struct desk *d, int64_t case_file, struct tx *tx, struct handle_file *ret,
				  struct err *e);

/* When a person newly says that the account was hijacked, or is not theirs: a task in the file to check whose it is (inside.c). */
MUST_CHECK enum status account_disputed(struct tx *tx, const struct desk *d, int64_t case_file, const struct case_people_row *before,
					const char *account_owned, struct err *e);

/* INVALID: which steps are missing until @event can happen, and by which rule; @else_why where the law would let it. */
MUST_CHECK enum status not_yet(struct tx *tx, const struct desk *d, const struct handle_file *f, const char *event, const char *else_why,
			       struct err *e);

/* A paper being written: its facts, with those that every paper of a file has. */
struct paper {
	struct tx *tx;
	const struct desk *d;
	const struct handle_file *file;
	struct letter_field fields[40];
	size_t n;
};
MUST_CHECK enum status paper_start(struct paper *p, struct tx *tx, const struct desk *d, const struct handle_file *f,
				   struct err *e);
void paper_put(struct paper *p, const char *name, const char *value);
void paper_put_list(struct paper *p, const char *name, const struct buf *markdown); /* made by us */
void paper_put_person(struct paper *p, const struct case_people_row *person);
/* Lists of what the file holds now: people, exhibits, clocks (papers.c). */
MUST_CHECK enum status paper_put_file(struct paper *p, struct err *e);
/* The reason, and what happens next: in a notice one text, in other papers two fields. */
void paper_put_next(struct paper *p, const char *form, const char *reason, const char *next);
MUST_CHECK enum status paper_make(struct paper *p, const char *form, const char *reg, const char *subject,
				  const char *recipient, int64_t person, struct letter_made *ret, struct err *e);

/* The marks of the initial review as a list on a paper; only the unmet ones for the notice of deficiency. */
MUST_CHECK enum status marks_write(struct paper *p, bool unmet_only, struct err *e);

/* The person @id of the file; NOT_FOUND when it is in another. */
MUST_CHECK enum status person_of(struct tx *tx, int64_t case_file, int64_t id, struct case_people_row *ret,
				 struct err *e);
/* INVALID when the file is not where people are heard (hearing.c). */
MUST_CHECK enum status heard_now(struct tx *tx, const struct desk *d, const struct handle_file *f, struct err *e);
/* Counts the votes of @as and says so in @facts; INVALID names the member at fault, or what is missing (votes.c). */
MUST_CHECK enum status votes_count(struct tx *tx, const struct desk *d, const struct handle_plenary_new *as, struct case_facts *facts,
				   struct err *e);
/* The same as a sentence for the minutes. */
const char *votes_words(struct arena *a, const struct office *o, const struct handle_vote *votes, size_t n);
/* The study of @f while it may be written: saved, not signed. @ret may be NULL (study.c). */
MUST_CHECK enum status study_open(struct tx *tx, const struct desk *d, const struct handle_file *f, struct handle_study_row *ret, struct err *e);
/* Text as Markdown: what somebody typed never becomes markup. */
void markdown_text(struct buf *b, const char *s);
/* A line for other desks to act on (bus/). */
MUST_CHECK enum status tell(struct tx *tx, const struct desk *d, const char *topic, int64_t case_file,
			    const char *state, const char *text, struct err *e);
/* The same with what happens next, said to each reporter in their language. */
MUST_CHECK enum status tell_next(struct tx *tx, const struct desk *d, const struct handle_file *f, const char *event,
				 const char *to, const char *text, struct err *e);
/* What happens next and by when, in plain words (next.c); @to: who receives it, "" else. "" when nothing is to be said. */
MUST_CHECK enum status next_words(struct tx *tx, const struct desk *d, const struct handle_file *f, const char *event,
				  const char *to, enum lang lang, const char **ret, struct err *e);
MUST_CHECK enum status need_text(const char *field, const char *s, size_t max, const char *what, struct err *e);
const char *instant_words(struct arena *a, const struct desk *d, struct instant t);
const char *day_words(struct arena *a, struct day day);

/* INVALID (field held_at) when a meeting that is said to be over lies ahead; what lies ahead is planned as a sitting. */
MUST_CHECK enum status need_held(const struct desk *d, struct instant held_at, struct err *e);

#define TEXT_MAX 20000 /* bytes of one field; the study of a large file has several */

/* A letter of repair; and the evidence of this file never brings this person up again, hints that rest on it fall silent. */
struct repair {
	const char *outcome, *reason;
	struct instant held_at; /* of the plenary */
};
MUST_CHECK enum status repair_name(struct tx *tx, const struct desk *d, const struct handle_file *f, const struct case_people_row *person,
				   const struct repair *as, struct err *e);

#endif
