/* intake.h -- people tell the office something: received whole, numbered, receipted, and talked over by code.
 *
 * Nothing that arrives is refused: late, foreign, unnamed, insulting and repeated reports are all registered
 * (Bawaslu Kota Pasuruan 2024; UU 1/2015 Ps 134, UU 7/2017 Ps 454). The only thing a report needs is text, a
 * link or a file. What it lacks is said on the receipt as help. intake_receive does everything in one WRITE
 * transaction: report, file of the docket with its review clock, number, evidence files, the sealed contact,
 * the outbox event; it returns when that is on disk, so a receipt that was shown is a report that exists.
 *
 * The reporter holds a code of 16 digits, shown once, kept here only as a keyed hash. The same secret reads
 * as six words. The code is drawn from the sender's random value by a keyed hash, so that the same form sent
 * twice (a lost answer, an impatient thumb) is one report and shows the same receipt.
 *
 * Invariants: report rows and their parts are append-only; every report has exactly one file of its own; the
 * stage a reporter sees is that of the file which carries the report on.
 */
#ifndef NETRA_DESK_INTAKE_INTAKE_H
#define NETRA_DESK_INTAKE_INTAKE_H

#include "core/photo/photo.h"
#include "desk/docket/docket.h"
#include "desk/evidence/evidence.h"
#include "desk/office.h"
#include "desk/review/review.h"
#include "intake_sql.h"

#define CODE_DIGITS        16
#define CODE_WORDS         6
#define WORDS_N            1024
#define INTAKE_LINKS_MAX   20
#define INTAKE_PERSONS_MAX 20
#define INTAKE_LINK_MAX    2000 /* bytes */
#define INTAKE_NAME_MAX    200  /* bytes of a name, a position */
#define INTAKE_PLACE_MAX   300  /* bytes */
#define INTAKE_CONTACT_MAX 500  /* bytes; sealed */
#define INTAKE_MESSAGE_MAX 8000 /* bytes of one message */
#define INTAKE_ONCE_MAX    200  /* bytes of the sender's random value */

struct intake_person {
	const char *role;            /* "terlapor", "saksi" */
	const char *name, *position; /* either may be "" */
};
struct intake_file {
	const char *name;
	struct str bytes;
	bool drop_place; /* the reporter asked us to take the place out of the photo before it is kept */
	const struct file_kept *kept; /* an upload in pieces: its bytes lie in evidence/ already, and @bytes is empty */
};
struct intake_form {
	const char *once;    /* random value of the form or Idempotency-Key; "" or NULL: a fresh one */
	const char *channel; /* a code of intake_channels */
	bool english;
	const char *text, *place, *contact; /* NULL or "": not given */
	struct day event_on, known_on;      /* DAY_NONE: not given */
	const char *said_when;              /* a date we could not read, as it was written */
	struct text_list links;
	const struct intake_person *persons;
	size_t n_persons;
	const struct intake_file *files;
	size_t n_files;
	size_t files_to_follow; /* sent after this, piece by piece: a report of files alone has nothing else yet */
	/* When it reached the office, if somebody keys it in later (a letter of yesterday): clocks and law count from then. */
	struct instant received_at; /* 0: now; never after now */
	bool received_day_only;     /* only the day is known */
	const char *received_how;   /* by what it is known: "cap pos masuk 3/11" */
	bool code_by_once; /* the code is drawn from @once alone, which nobody outside can make: it can be had again from it */
	/* What belongs to a new report and must stand or fall with it; NULL: nothing. */
	enum status (*also)(struct tx *tx, const struct desk *d, int64_t report, void *context, struct err *e);
	void *context;
};

/* The doors by which a report comes in. */
struct intake_channel {
	const char *code, *id, *en; /* "wa", "WhatsApp", "WhatsApp" */
	bool gateway;               /* brought by a file of a gateway (desk/intake/gateway.h) */
};
#define INTAKE_CHANNELS 9
extern const struct intake_channel intake_channels[INTAKE_CHANNELS];
const char *intake_channel_name(const char *code, enum lang lang); /* @code itself when it is none of ours */

/* The moment at which a day counts as the day of receipt: its counter's opening, or now when that is still to come. INVALID
 * (field "received_on") for a day to come or more than RECEIVED_DAYS ago. */
#define RECEIVED_DAYS 60
MUST_CHECK enum status intake_received(const struct desk *d, struct day day, struct instant *ret, struct err *e);

/* What strengthens a report, as the formal and material elements ask (regulation.md C.3). Help, never a
 * condition. */
struct intake_elements {
	bool text, place, date, in_window, proof, person, witness, identity;
	int have, of; /* 3 of 6: text, place and date, window, proof, witness, identity */
};

struct intake_receipt {
	int64_t report, case_file;
	const char *channel;
	const char *number,
		*code; /* code: 16 digits; "" when only its hash is left (a receipt looked up later) */
	const char *words[CODE_WORDS];
	struct instant at;
	struct instant received; /* when it reached the office; @at unless it was keyed in later */
	bool received_day_only;
	bool late, again;          /* again: the same had been sent before */
	struct instant window_end; /* INSTANT_NONE: could not be counted */
	const char *counter_note;  /* docket_counter_note of the window; "" when it is over, or the counter is open to its end */
	struct instant review_by;  /* INSTANT_NONE when no review clock runs */
	struct intake_elements elements;
	const char *check_code, *content, *line; /* line: the signed receipt as text */
	int64_t position; /* in the log of receipts; -1: from before it */
	size_t files;
};

/* INVALID names the field at fault: only "nothing at all" and sizes past the limits are faults. */
MUST_CHECK enum status intake_form_check(const struct office *o, const struct intake_form *form,
					 struct err *e);
/* The contest that a report of today most likely belongs to; id 0 and PILKADA when the office has none. */
struct intake_contest {
	int64_t id;
	enum procedure procedure;
	const char *election; /* "PILKADA-2024"; "" when there is none: it may have a rule pack of its own */
};
MUST_CHECK enum status intake_contest_now(struct tx *tx, const struct desk *d, struct intake_contest *ret,
					  struct err *e);
/* The report window: from the day the matter became known, else (the page says so) from the day of the event.
 * False when neither is given or the calendar does not reach. Never enforced. */
bool intake_window(const struct desk *d, const struct intake_contest *contest, struct day known_on, struct day event_on,
		   struct deadline *ret);
/* The first day that a matter may have become known on and still be reported in time; DAY_NONE: not counted. */
struct day intake_in_time_since(const struct desk *d, const struct intake_contest *contest);
struct intake_elements intake_elements_of(const struct desk *d, const struct intake_contest *contest,
					  const struct intake_form *form);

/* Receives a report: its own WRITE transaction, on disk when it returns. */
MUST_CHECK enum status intake_receive(const struct desk *d, const struct intake_form *form,
				      struct intake_receipt *ret, struct err *e);
/* The same in three steps, for a caller who does not wait for the disk: all that can be done before the store is asked;
 * what one WRITE transaction of the office does (again after a CONFLICT); and once that is committed the receipt. What
 * @d and @form name stays until the last step; they themselves are copied. */
struct arrival;
MUST_CHECK enum status intake_prepare(const struct desk *d, const struct intake_form *form, struct arrival **ret,
				      struct err *e);
MUST_CHECK enum status intake_write(struct tx *tx, struct arrival *in, struct err *e);
/* Without counter_note: programs are told the dates. */
MUST_CHECK enum status intake_receipt_read(const struct arrival *in, struct intake_receipt *ret, struct err *e);
/* Of a written one: a ticket for the page that shows its code. */
const char *intake_ticket(const struct arrival *in);
/* The receipt of a report again; @code "" leaves code and words empty. */
MUST_CHECK enum status intake_receipt_of(struct tx *tx, const struct desk *d, int64_t report,
					 const char *code, struct intake_receipt *ret, struct err *e);

/* 16 digits <-> six words. Spaces, dashes and letter case do not matter. NULL: neither a code nor six words
 * of the list with their check bits right. */
void code_words(const char *code, const char *ret[static CODE_WORDS]);
const char *code_read(struct arena *a, const char *typed);

/* The report of a code or its words; NOT_FOUND else. Limits are the caller's (web/limit.h). */
MUST_CHECK enum status intake_find(struct tx *tx, const struct desk *d, const char *typed,
				   int64_t *ret_report, const char **ret_code, struct err *e);

/* A short-lived ticket that carries a report (and, for the receipt page, its code) from one page to the next
 * without cookie or table: sealed, good for half an hour. */
#define TICKET_US (30 * 60 * SECOND_US)
const char *ticket_make(const struct desk *d, int64_t report, const char *code);
MUST_CHECK enum status ticket_read(const struct desk *d, const char *ticket, int64_t *ret_report,
				   const char **ret_code, struct err *e);

/* What the reporter may know: the stage of the file that carries the report, the next date, the talk. */
struct intake_stage {
	int64_t case_file;       /* where it stands now */
	const char *code, *name; /* state of the law, and its name for staff */
	const char *text;        /* what the law's table tells reporters; never empty */
	bool joined, terminal, may_complete;
	bool to_read; /* what is to be completed stands in the talk; nobody knows yet that the reporter saw it */
	const char *next; /* "Kajian awal: paling lambat Rabu, ..."; "" when no clock runs */
	struct instant next_at;
};
/* The reporter has the talk before them, with a stage that says @to_read: the notice has reached them, and from now
 * their time to complete runs. Its own WRITE transaction; nothing happens when it is not to be read. */
MUST_CHECK enum status intake_notice_read(const struct desk *d, int64_t report, struct err *e);
MUST_CHECK enum status intake_stage_of(struct tx *tx, const struct desk *d, int64_t report, enum lang lang,
				       struct intake_stage *ret, struct err *e);

/* Messages both ways. @kind: message, question (office), completion (reporter), files. From the office when
 * d->user is set. A completion also lets the file's event "completed" happen when its state allows it. "files" is what
 * uploads in pieces make, without words: those that follow one another within an hour are one message. */
struct intake_message {
	const char *kind, *text;
	const struct intake_file *files;
	size_t n_files;
	const char *once; /* random value of the form; the same sending with it again adds nothing. "" or NULL: none */
};
MUST_CHECK enum status intake_message_add(struct tx *tx, const struct desk *d, int64_t report,
					  const struct intake_message *as, struct err *e);

/* The reporter has these messages before them. @shown are those of the page; the caller's desk has no user. Opens a
 * transaction of its own only when there is something new. */
MUST_CHECK enum status intake_talk_seen(const struct desk *d, int64_t report, const struct messages_of_rows *shown,
					struct err *e);
MUST_CHECK enum status intake_seen_through(struct tx *tx, int64_t report, int64_t *ret_message, struct err *e);

/* Somebody used the code of @report. Counted by month of arrival without a trace of who or when (talk.c). */
MUST_CHECK enum status intake_came_back(const struct desk *d, int64_t report, struct err *e);
#define INTAKE_RETURN_MONTHS 24
struct intake_return {
	struct day month;          /* its first day */
	int64_t receipts, returned; /* reports of that month; how many of their codes were ever used: an estimate */
};
struct intake_returns { /* newest first; months without reports are left out */
	struct intake_return items[INTAKE_RETURN_MONTHS];
	size_t n;
};
MUST_CHECK enum status intake_returns(struct tx *tx, const struct desk *d, struct intake_returns *ret, struct err *e);

/* Numbers of earlier reports that a report names in its text: somebody who lost the code sends a second one. */
#define INTAKE_EARLIER_MAX 3
struct intake_earlier {
	struct report_named_row items[INTAKE_EARLIER_MAX];
	size_t n;
};
MUST_CHECK enum status intake_names_earlier(struct tx *tx, const struct desk *d, const struct report_get_row *report,
					    struct intake_earlier *ret, struct err *e);

/* Prints the receipt form (A.3, B.3) of a report into its file, for wet ink; the code is not on it. */
MUST_CHECK enum status intake_paper(struct tx *tx, const struct desk *d, int64_t report,
				    struct letter_made *ret, struct err *e);

/* Tells reporters what handling and forwarding left for them on the bus: a message in every report that the file carries.
 * Topic "status" waits for office hours, "status_now" does not. The periodic job calls it; it opens its own transactions. */
MUST_CHECK enum status intake_notices(const struct desk *d, int *ret_told, struct err *e);

/* Staff: a report with all that belongs to it. The caller writes access_note. */
struct intake_view {
	struct report_get_row row;
	bool keyed_later; /* it came before it was keyed in: @arrival says when */
	struct report_arrival_of_row arrival;
	struct report_persons_rows persons;
	struct report_links_rows links;
	struct report_files_rows files;
	struct messages_of_rows messages;
	int64_t seen_through; /* the last message of the office that the reporter has read; 0: none */
	struct intake_earlier earlier;     /* reports it names */
	struct contacts_beside_rows beside; /* reports of the same file with a sealed identity */
	struct intake_stage stage;
};
MUST_CHECK enum status intake_view(struct tx *tx, const struct desk *d, int64_t report,
				   struct intake_view *ret, struct err *e);
/* The reports a file carries: reports_of_case(tx, case_file, &rows, e) from intake.sql. */
/* Joins a report's own file to @case_file, or (detach) restores its own path; the history is kept. */
MUST_CHECK enum status intake_attach(struct tx *tx, const struct desk *d, int64_t report, int64_t case_file,
				     const char *reason, struct err *e);
MUST_CHECK enum status intake_detach(struct tx *tx, const struct desk *d, int64_t report, const char *reason,
				     struct err *e);
/* After triage, in one transaction: @reports tell of the event that @case_file is about (0: nothing was opened). */
MUST_CHECK enum status intake_attach_triaged(const struct desk *d, int64_t case_file, const int64_t *reports, size_t n,
					     struct err *e);
/* After a decision of triage was undone: the reports of a file that it opened go their own ways again. */
MUST_CHECK enum status intake_detach_undone(const struct desk *d, const struct review_undone *undone, struct err *e);

/* Files of a form that comes back to its sender once more (danger hint, slowed): kept two hours by @once. */
MUST_CHECK enum status intake_hold(const struct desk *d, const char *once, const struct intake_file *files,
				   size_t n, struct err *e);
MUST_CHECK enum status intake_held(const struct desk *d, const char *once, struct held_files_rows *ret,
				   struct err *e);

/* Danger hints: what in the text could tell who the reporter is. Pure. */
enum hint_kind { HINT_PHONE, HINT_EMAIL, HINT_NIP, HINT_NIK, HINT_NAME, HINT_PLACE, HINT_N };
struct hint {
	enum hint_kind kind;
	size_t at, n; /* bytes in the text; 0, 0 for HINT_PLACE */
};
#define HINTS_MAX 20
size_t hints_find(const char *text, struct hint ret[static HINTS_MAX]);
const char *hint_code(enum hint_kind k); /* "phone" */
/* The text without the spans of @kind. */
const char *hints_drop(struct arena *a, const char *text, enum hint_kind kind);

/* On the list of types that we know how to show or store; others are kept as they are and only downloaded. */
bool file_type_known(const char *type);

/* Checks a paper or receipt for anybody, without its content. */
struct paper_check {
	const char *kind; /* "receipt", "letter" */
	const char *name, *number, *office, *sha256;
	struct instant at, signed_at; /* signed_at INSTANT_NONE: not yet */
	bool drill, good;             /* receipts: signature right and the record still in the register */
	const char *line, *check_code;
	int64_t position;             /* receipts: in the log of receipts; -1: from before it, or a letter */
};
MUST_CHECK enum status intake_check_code(struct tx *tx, const struct desk *d, const char *check_code,
					 struct paper_check *ret, struct err *e);
MUST_CHECK enum status intake_check_line(struct tx *tx, const struct desk *d, const char *line,
					 struct paper_check *ret, struct err *e);

#endif
