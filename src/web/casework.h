/* casework.h -- what the pages of casework share: the head of a file, choices of a form, an edit that has gone stale.
 *
 * Every page below /kerja/perkara/{id} begins with the file; a POST that fails shows the same page again with what
 * was typed, and a stale edit shows field by field what is mine and what is theirs.
 */
#ifndef NETRA_WEB_CASEWORK_H
#define NETRA_WEB_CASEWORK_H

#include "desk/forward/forward.h"
#include "desk/handle/handle.h"
#include "web/views.h"
#include "web/web.h"

static inline const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

struct option {
	const char *value, *label;
	bool on;
};
struct option_list {
	struct option *items;
	size_t n, cap;
};
void option_put(const struct request *rq, struct option_list *list, const char *value, const char *label,
		const char *chosen);

#define TEXT_FIELD ((size_t)20000) /* bytes of a long text in a form */

/* A field that differs from what somebody else saved meanwhile, as both wrote it and as it was before: the reader chooses. */
struct clash {
	const char *name, *label;
	const char *mine, *theirs, *before; /* in words, for the page */
	const char *pick; /* what is chosen at first: "saya", or "mereka" where only they changed it */
	bool both;        /* both changed it */
};
struct clash_list {
	struct clash *items;
	size_t n, cap;
};
/* What a form carries along, hidden: a field as it was when the page was made, and as it is now when two have changed it. */
struct kept_field {
	const char *name, *was, *now;
	bool clash; /* @now counts */
};
struct kept_list {
	struct kept_field *items;
	size_t n, cap;
};

/* The top of each page of a file. */
struct file_head {
	int64_t id, version;
	const char *number, *kind, *title, *state, *state_code, *contest, *pack;
	bool decided, late;
	bool below; /* a page below the file: the way back leads to the file */
};
struct file_page { /* every view begins with one, called "f"; "_file.html" shows it */
	struct file_head head;
	struct fault fault;
	struct clash_list clashes;
	struct kept_list kept;
	bool locked; /* it cannot be saved any more: what was typed is shown, to be copied */
	struct handle_file file;
};
/* Optimistic editing, without a script. A page puts each field of its form, mine (typed) and stored; "_kept.html" stands in
 * the form, whose id is "ubah"; a POST begins with edit_picks, which lets the choices of the comparison count. */
void edit_put(const struct request *rq, struct file_page *f, const char *name, const char *label, const char *mine, const char *stored);
/* The same of a choice, whose words are in @list. */
void edit_put_choice(const struct request *rq, struct file_page *f, const char *name, const char *label, const struct option_list *list,
		     const char *mine, const char *stored);
void edit_picks(struct request *rq);
/* The version that stands hidden in the form as @name: the one that was read, also when the form comes back for a fault of its own;
 * only after a comparison the @stored one, or what somebody else saved in between would be written over unseen. */
int64_t edit_version(const struct request *rq, const char *name, int64_t stored);
/* Opens the file of segment 0, notes who looks, fills the top. */
MUST_CHECK enum status file_page_open(struct request *rq, struct file_page *ret, struct err *e);
MUST_CHECK enum status file_id(const struct request *rq, int64_t *ret, struct err *e);

/* What was typed, when the page is shown again; else what is stored. Never NULL. */
const char *typed(const struct request *rq, const char *name, const char *stored);
bool ticked(const struct request *rq, const char *name);
/* "2024-11-06" in @day_field and "10.00" or "10:00" in @time_field. */
MUST_CHECK enum status form_moment(const struct request *rq, const char *day_field, const char *time_field,
				   struct instant *ret, struct err *e);
const char *moment_text(const struct request *rq, struct instant t);
const char *day_text(const struct request *rq, struct day d);
const char *iso_text(const struct request *rq, struct day d); /* for <input type=date>; "" for none */
const char *form_name_of(const struct request *rq, const struct law *law, enum procedure p, const char *key);

/* Ends a POST: 303 to the page @to below the file, or the page again with its fault. */
typedef enum status (*page_again)(struct request *rq, const struct fault *fault, struct err *e);
enum status file_answer(struct request *rq, enum status done, const char *to, page_again show, struct err *e);

void acts_put(const struct request *rq, const struct handle_file *f, const char *class, const char *chosen,
	      struct option_list *ret);
/* Sends bytes of the docket: pictures and PDFs of ours in the page, all else as a download. */
enum status file_bytes(struct request *rq, struct str bytes, const char *type, const char *name);

/* Level of a person's identity in words, and whether an office outside has confirmed it (BKD, BKN, the register). */
enum status identity_level(struct request *rq, struct tx *tx, const struct case_people_row *person, struct day event_on, const char **ret,
			   bool *ret_confirmed, struct err *e);

/* The same of one of many persons of a file, whose confirmations were read at once. */
bool identity_words(struct request *rq, const struct docket_proofs *proofs, const struct case_people_row *person, struct day event_on,
		    const char **ret);

/* Handlers, by page. */
enum status people_page(struct request *rq, struct err *e);
enum status person_page(struct request *rq, struct err *e);
enum status person_take(struct request *rq, struct err *e);
enum status person_registry_take(struct request *rq, struct err *e);
enum status proof_take(struct request *rq, struct err *e);
enum status review_page(struct request *rq, struct err *e);
enum status review_take(struct request *rq, struct err *e);
enum status review_end_take(struct request *rq, struct err *e);
enum status invite_page(struct request *rq, struct err *e);
enum status invite_take(struct request *rq, struct err *e);
enum status absent_take(struct request *rq, struct err *e);
enum status move_take(struct request *rq, struct err *e);
enum status code_take(struct request *rq, struct err *e);
enum status hearings_page(struct request *rq, struct err *e);
enum status hearings_take(struct request *rq, struct err *e);
enum status hearing_page(struct request *rq, struct err *e);
enum status hearing_take(struct request *rq, struct err *e);
enum status study_page(struct request *rq, struct err *e);
enum status study_take(struct request *rq, struct err *e);
enum status point_take(struct request *rq, struct err *e);
enum status study_end_take(struct request *rq, struct err *e);
enum status quote_take(struct request *rq, struct err *e);
enum status plenary_page(struct request *rq, struct err *e);
enum status plenary_take(struct request *rq, struct err *e);
enum status room_door(struct request *rq, struct err *e);
enum status room_enter(struct request *rq, struct err *e);
enum status room_page(struct request *rq, struct err *e);
enum status room_take(struct request *rq, struct err *e);
enum status room_exhibit(struct request *rq, struct err *e);

#endif
