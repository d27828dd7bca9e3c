/* docket.h -- the docket: every file (report, finding, preliminary information), the people in it, what has
 * happened, which legal clocks run, which papers went out.
 *
 * All desks along a file's life write here and only here, through events: docket_event asks core/cases for
 * the next state and carries out its effects (clocks started and stopped, the timeline written) in the
 * caller's transaction. States, events and clocks are rows of the law; this module invents none. All
 * functions run in the caller's WRITE transaction unless they only read.
 *
 * Invariants: a file's state is the `to` of its last state event; a running clock belongs to a state that the
 * law gives it; numbers of one register have no gaps.
 */
#ifndef NETRA_DESK_DOCKET_DOCKET_H
#define NETRA_DESK_DOCKET_DOCKET_H

#include "core/cases/cases.h"
#include "desk/office.h"
#include "docket_calendar_sql.h"
#include "docket_sql.h"

struct docket_new {
	const char *kind; /* "report", "finding", "info" */
	enum procedure procedure;
	int64_t contest; /* 0: not known yet */
	const char *title, *summary;
	struct day event_on, known_on; /* DAY_NONE: not known */
	const char *event_place;
	struct instant received_at; /* when it reached the office, if that was before now; else 0 or INSTANT_NONE */
	const char **ret_receipt;   /* not NULL: the file gets the number of its receipt at once, as by docket_receipt */
	struct instant *ret_review; /* not NULL: when its initial review is due, when that clock runs; else left as it is */
};

/* Opens a file with its first event ("report_received", "observation", "info_received"); clocks start. */
MUST_CHECK enum status docket_open(struct tx *tx, const struct desk *d, const struct docket_new *as,
				   const char *event, int64_t *ret_case, struct err *e);
/* Lets @event happen: checks it against the law, changes the state, starts and stops clocks, writes the
 * timeline. INVALID says in words why the law does not allow it now. */
MUST_CHECK enum status docket_event(struct tx *tx, const struct desk *d, int64_t case_file, const char *event,
				    const struct case_facts *facts, const char *text, struct err *e);
/* Whether @event may happen now: the same refusals, and nothing is written. */
MUST_CHECK enum status docket_event_may(struct tx *tx, const struct desk *d, int64_t case_file, const char *event,
					const struct case_facts *facts, struct err *e);
/* A line on the timeline that changes no state. @kind: note, letter, evidence, talk, clock. */
MUST_CHECK enum status docket_note(struct tx *tx, const struct desk *d, int64_t case_file, const char *kind,
				   const char *text, int64_t ref, struct err *e);

/* Starts a clock of the file's procedure ("HANDLE") or a downstream one ("DS-PPK"), for one person or the
 * file (@person 0). @start_day is used by clocks that count from a date. Also starts from the past. */
MUST_CHECK enum status docket_clock_start(struct tx *tx, const struct desk *d, int64_t case_file,
					  int64_t person, const char *clock, struct day start_day,
					  struct instant start, struct err *e);
MUST_CHECK enum status docket_clock_stop(struct tx *tx, const struct desk *d, int64_t case_file,
					 int64_t person, const char *clock, const char *reason,
					 struct err *e);

/* Something happened that the law gives a clock: starts those that @event, by which the file or the person's
 * hand-over stands where it is, promised for it, and stops those that are over (start_on, stop_on in
 * law/transitions.toml). INVALID when nothing was promised. */
struct docket_happening {
	int64_t person; /* 0: the file itself */
	const char *event;
	enum happening on;
	struct day day;
	struct instant at; /* INSTANT_NONE: @day alone */
	const char *skip;  /* a clock that does not start; NULL: none */
};
MUST_CHECK enum status docket_happens(struct tx *tx, const struct desk *d, int64_t case_file,
				      const struct docket_happening *as, struct err *e);

/* A report that was found incomplete, and what the reporter knows of it. */
struct docket_deficiency {
	bool asked;              /* the file waits for the reporter to complete it */
	bool received;           /* the notice reached them: the time to complete runs, or has run out */
	struct instant asked_at; /* INSTANT_NONE: not asked */
};
MUST_CHECK enum status docket_deficiency(struct tx *tx, const struct desk *d, int64_t case_file,
					 struct docket_deficiency *ret, struct err *e);
/* The notice of deficiency reached the reporter @at: starts "COMPLETE", ends "NOTICE", with the line @how in the
 * timeline. Said again it changes nothing. INVALID when nobody was asked for anything. */
MUST_CHECK enum status docket_notice_received(struct tx *tx, const struct desk *d, int64_t case_file,
					      struct instant at, const char *how, struct err *e);

/* The next number of a register ("receipt", "report", "finding", "letter"), as the law's pattern writes it,
 * raised in this transaction: no gaps. */
MUST_CHECK enum status docket_number(struct tx *tx, const struct desk *d, enum procedure p, const char *reg,
				     const char *contest_kind, const char **ret, struct err *e);

/* Raises and stores the number of the receipt of a report ("006/PL/PW/Kota/99.01/X/2024"); once per file. */
MUST_CHECK enum status docket_receipt(struct tx *tx, const struct desk *d, int64_t case_file,
				      const char **ret, struct err *e);

/* The law by which a file is judged: the pack it started with. */
MUST_CHECK enum status docket_law(struct tx *tx, const struct desk *d, const char *rulepack,
				  const struct law **ret, struct err *e);

/* The same for lists, where a pack that cannot be read must not hide the row: then the law of today. */
const struct law *docket_law_of(struct tx *tx, const struct desk *d, const char *rulepack);

/* What the Today page and the lists need is in docket.sql; its typed functions may be called directly:
 * case_get, case_people, case_timeline, case_clocks, clocks_due, letters_of, ... Statements that
 * take a version change nothing when it is stale; these say CONFLICT then, and write the timeline. */
MUST_CHECK enum status docket_version_check(struct tx *tx, int64_t case_file, int64_t version, struct err *e);
MUST_CHECK enum status docket_owner_set(struct tx *tx, const struct desk *d, int64_t case_file, int64_t owner,
					int64_t version, struct err *e);
/* Lets go of this file and of those joined with it where their holder must not see them (conflict of interest). */
MUST_CHECK enum status docket_let_go(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e);
struct docket_facts {
	const char *title, *summary, *event_place;
	int64_t contest;
	struct day event_on, known_on;
};
MUST_CHECK enum status docket_facts_set(struct tx *tx, const struct desk *d, int64_t case_file,
					const struct docket_facts *as, int64_t version, struct err *e);
/* Carries @case_file on in @into (same event); @into 0 undoes it. */
MUST_CHECK enum status docket_join(struct tx *tx, const struct desk *d, int64_t case_file, int64_t into,
				   int64_t version, struct err *e);

struct docket_person {
	const char *role; /* terlapor, saksi, atasan, ahli, pelapor */
	int64_t employee; /* 0: not in the registry */
	const char *name, *nip, *class, *class_source, *agency, *position, *address,
		*act_code; /* NULL: not known */
};
MUST_CHECK enum status docket_person_add(struct tx *tx, const struct desk *d, int64_t case_file,
					 const struct docket_person *as, int64_t *ret, struct err *e);
MUST_CHECK enum status docket_person_set(struct tx *tx, const struct desk *d, int64_t person,
					 const struct docket_person *as, int64_t version, struct err *e);
struct docket_heard {
	const char *statement, *account_owned, *intent,
		*reach; /* account_owned: none, claimed, admitted, proven, disputed */
	struct day removed_on;
	bool repeated;
};
MUST_CHECK enum status docket_person_heard(struct tx *tx, const struct desk *d, int64_t person,
					   const struct docket_heard *as, int64_t version, struct err *e);
MUST_CHECK enum status docket_person_act(struct tx *tx, const struct desk *d, int64_t person,
					 const char *act_code, int64_t version, struct err *e);
/* @outcome: proven, not_proven, not_violation; NULL takes it back. */
MUST_CHECK enum status docket_person_outcome(struct tx *tx, const struct desk *d, int64_t person,
					     const char *outcome, int64_t version, struct err *e);

/* How much is left of a clock, in words of d->lang and as a state of the stylesheet. */
struct docket_left {
	const char *state; /* ample, near, today, past, paused, done */
	const char *name;  /* "Kajian awal" */
	const char *text;  /* "4 hari kalender lagi", "selesai pada hari ke-4 dari 5" */
	const char *until; /* "sampai Kamis, 7 November 2024, 23.59 WIB"; when done, the moment it ended */
	const char *note;  /* docket_counter_note */
	const char *owner; /* who must act: "pelapor", "PPK" */
	bool other;        /* somebody outside the office must act (reporter, PPK, BKN) */
	enum zone zone;    /* of the clock: its office's own */
	struct instant counter; /* when the counter closes for the last time; INSTANT_NONE: not known, or none */
};
/* Where a time ends when nobody is at the counter: "Batas hukum Sabtu 23.59; loket tutup sejak Jumat 16.30; laporan daring
 * tetap diterima."; "" where the counter is open on the last day. @online: of something that can be done online too. */
const char *docket_counter_note(const struct desk *d, bool online, struct instant counter, struct instant start,
				struct instant last, enum zone zone);
/* @sum may be NULL: then no note and no "hari ke-". The law of the file, or the office's. */
struct docket_left docket_left(const struct desk *d, const struct law *law, const char *clock,
			       const char *status, struct instant last, struct instant ended,
			       const char *sum);

/* A stored sum, read back for the page that explains a deadline day by day. */
struct docket_day {
	struct day day;
	bool counted;
	int number;      /* 1 for the first counted day; 0: not counted */
	const char *why; /* "Sabtu" */
	const char *basis; /* the decree of a holiday; "" where none was kept */
};
struct docket_sum {
	const char *clock, *name_id, *name_en, *basis, *unit, *calendar, *rulepack, *law_name, *owner,
		*on_expiry;
	int amount;
	struct day start_day;
	struct instant start, last, counter_closes; /* INSTANT_NONE: from a date; no counter */
	enum zone zone; /* of the office that owns the clock */
	struct docket_day *items;
	size_t n;
};
MUST_CHECK enum status docket_sum_read(struct arena *a, const char *json, struct docket_sum *ret,
				       struct err *e);
/* The sum as JSON; what clock_run.sum keeps (R11). */
char *docket_sum_text(struct arena *a, const struct law *law, const struct deadline *due);

/* The sum of a clock as an annex on paper (form "clock_sum"), day by day with its reasons. */
struct letter_made;
MUST_CHECK enum status docket_sum_letter(struct tx *tx, const struct desk *d, int64_t clock_run,
					 struct letter_made *ret, struct err *e);

/* ---- dates that move (recount.c, pauses.c) ---- */

enum { NOTICE_CHANGED = 1, NOTICE_EARLIER = 2 }; /* clock_run.notice: to be seen; to be confirmed before it expires */
struct docket_recounted {
	int64_t clocks;  /* whose result changed */
	int64_t earlier; /* of these: came earlier, or passed by the new count */
	int64_t counted; /* of these: could not be counted before */
};
/* Counts all open clocks of the office again by @cal in the caller's WRITE transaction; @version is the row of
 * calendar_version that says what @cal is, @because goes to the timeline ("SKB 1/2026"). Reporters whose own time
 * moved are told. */
MUST_CHECK enum status docket_recount(struct tx *tx, const struct desk *d, const struct calendar *cal, int64_t version,
				      const char *because, struct docket_recounted *ret, struct err *e);
/* Are there clocks that started after @version was made, yet were counted by another calendar? */
MUST_CHECK enum status docket_recount_stale(struct tx *tx, const struct desk *d, const struct calendar *cal,
					    int64_t version, bool *ret, struct err *e);
/* Takes days out of a clock, @to DAY_NONE while nobody knows how long. INVALID with the article when the law sets this
 * time (field "clock"), when the reason is missing, when pauses overlap or a day is out of reason. */
MUST_CHECK enum status docket_pause(struct tx *tx, const struct desk *d, int64_t clock_run, struct day from,
				    struct day to, const char *reason, struct err *e);
/* The clock runs again after @last, its last paused day (today or before). */
MUST_CHECK enum status docket_resume(struct tx *tx, const struct desk *d, int64_t clock_run, struct day last,
				     struct err *e);
/* Somebody who works on the file has seen the new date; of an earlier one this is the confirmation. */
MUST_CHECK enum status docket_date_seen(struct tx *tx, const struct desk *d, int64_t clock_run, struct err *e);
/* May this clock be paused? Else the words that say why not: "Pasal 134(5): penanganan tidak mengenal jeda". */
bool docket_pausable(struct arena *a, const struct law_clock *clock, const char **ret_why);

/* Marks the clocks that ran out, with a line on the timeline, and counts those that had no calendar when they
 * started. The periodic job calls it in its own WRITE transaction. */
MUST_CHECK enum status docket_expire(struct tx *tx, const struct desk *d, int *ret_expired, struct err *e);

/* What the Today page shows, soonest first in each list. */
struct docket_job {
	int64_t case_file, clock, person;
	const char *what;          /* "Kajian awal laporan 038" */
	const char *until;         /* "sampai Kamis 16.00 WITA (batas hukum 23.59)"; "" when past or not counted */
	struct instant last, binds; /* by law; by law or counter, whichever comes first */
	const char *number;        /* of the file; "" before it has one */
	const char *title, *owner; /* owner "" when nobody holds it */
bool mine;
	int notice; /* NOTICE_CHANGED, NOTICE_EARLIER: its date changed and nobody has seen it yet; 0: no */
	struct docket_left left;
};
struct docket_jobs {
	struct docket_job *items;
	size_t n, cap;
};
struct docket_today {
	struct docket_jobs past, today, tomorrow, later; /* later: within thirty days */
	struct docket_jobs others;                       /* waiting for somebody outside */
	struct cases_waiting_rows waiting;               /* sent on or with a silent PPK, no clock runs */
	struct cases_incoming_rows incoming;             /* since the last working day's counter closed */
	struct cases_unowned_rows unowned;
	struct instant since;
};
MUST_CHECK enum status docket_today(struct tx *tx, const struct desk *d, struct docket_today *ret,
				    struct err *e);

/* States in groups, for lists and filters: docket_group("handling") -> ",REGISTERED,CLARIFYING,..."; NULL:
 * none. */
const char *docket_group(const char *code);
/* The lower-case LIKE pattern for a search box; NULL when it is blank. */
const char *docket_pattern(struct arena *a, const char *search);
/* "Laporan", "Temuan", "Informasi awal"; the short number "038" of a long one. */
const char *docket_kind_name(const char *kind);
const char *docket_kind_name_in(const char *kind, enum lang lang);
/* "Laporan 038"; of a file that has no number yet what it is about: "Laporan: spanduk di kantor". */
const char *docket_file_name(struct arena *a, enum lang lang, const char *kind, const char *number, const char *title);
const char *docket_short_number(struct arena *a, const char *number);
/* What is to be done, without a name in it: "Kajian awal laporan 038"; @number NULL: "Kajian awal laporan". */
const char *docket_job_name(struct arena *a, enum lang lang, const char *clock, const char *kind, const char *number);
/* Who a line is about, outside the file: "orang ke-2", a place in the file and no name (N22). */
const char *docket_person_place(struct arena *a, enum lang lang, int64_t number);

/* Makes a paper: fills the template of @form (desk/<desk>/letters/<form>.md) with @fields, prints the PDF
 * with letterhead, number, check code and QR, stores it as an evidence file and enters it in the file's
 * timeline. */
struct letter_field {
	const char *name, *value; /* value NULL or "": the fact is missing and is marked on the paper */
	bool markdown;            /* value is Markdown made by us (lists, tables); else it is plain text */
};
struct letter_new {
	int64_t case_file, person; /* 0: none */
	const char *form;          /* "summons" */
	const char *reg;           /* number register, NULL: the paper bears no number of its own */
	const char *number;        /* raised before and shared with other papers; NULL: none */
	const char *sign_title, *sign_name; /* who signs, where it is not whom the template says; NULL: as it says */
	const char *subject, *recipient;
	const struct letter_field *fields;
	size_t n_fields;
};
struct letter_made {
	int64_t id;
	const char *number, *check_code, *sha256; /* number NULL when none */
	int missing;
};
MUST_CHECK enum status docket_letter(struct tx *tx, const struct desk *d, const struct letter_new *as,
				     struct letter_made *ret, struct err *e);

/* The office above, when the store knows it; else by its kind. "" above the highest. */
MUST_CHECK enum status docket_office_above(struct tx *tx, const struct office *o, const char **ret, struct err *e);

/* Where citizens find us on the net, for papers: "https://netra.example". */
const char *docket_public_address(struct arena *a, const struct office *o);

/* The procedure of a file's row. */
enum procedure docket_procedure(const char *code);

#endif
