/* review.h -- the review desk: people weigh what the machine and the public brought.
 *
 * Two things come to this desk. A *cluster* is a group of nearly equal posts that carried alerts (desk/stream); a
 * *report* is a file that a citizen opened (desk/intake). An officer takes a *batch* of ten clusters, lent for
 * half an hour so that nobody reads twice, and decides about each; every decision is stored at once, can be undone
 * for fifteen minutes and is never deleted.
 *
 * Rules that this desk keeps, whatever the page sends:
 *   - The machine hints, people decide. A person suggested by an alert enters a file only when the officer ticked
 *     that person, and the class is the registry's, not the alert's.
 *   - A finding needs two agreeing signals (review_signals; a name alone and a number alone never count) *and* a
 *     second reader who is somebody else than the first. The first reader's "finding" is therefore a candidate.
 *   - An undone decision that had opened a file closes that file by the law's own event, it does not vanish.
 */
#ifndef NETRA_DESK_REVIEW_REVIEW_H
#define NETRA_DESK_REVIEW_REVIEW_H

#include "desk/docket/docket.h"
#include "review_sql.h"

#define REVIEW_BATCH 10            /* clusters lent at once */
#define REVIEW_LEASE_MINUTES 30
#define REVIEW_UNDO_MINUTES 15
#define REVIEW_BUDGET_SECONDS 600  /* what a day's triage may cost the office (N2) */
#define REVIEW_SECONDS_MAX 300     /* longer than this nobody was reading: the telephone rang */
#define REVIEW_SIGNALS_NEEDED 2
#define REVIEW_PEOPLE_MAX 60
#define REVIEW_REASON_MAX 1000     /* bytes */

/* What can be decided; the key is the letter on the keyboard and the value of the button. */
struct review_kind {
	const char *code, *key, *name_id, *name_en, *done_id, *done_en;
};
extern const struct review_kind review_kinds[];
extern const size_t review_kinds_n;
const struct review_kind *review_kind_of(const char *code_or_key); /* NULL: none */

/* The batch of the desk's user: the one in force, or a new one of up to ten. */
struct review_batch {
	struct review_batch_of_rows clusters; /* in order; status "decided" and so on for those dealt with */
	struct instant until;                 /* INSTANT_NONE when nothing waits */
	int64_t next;                         /* the first that is not dealt with; 0: all done */
	int64_t waiting, second;              /* in the whole office */
};
MUST_CHECK enum status review_batch(const struct desk *d, struct review_batch *ret, struct err *e);
MUST_CHECK enum status review_release(const struct desk *d, struct err *e); /* gives the batch back */

/* Why a cluster is shown: hints of the machine and of people, with their weight in words. */
struct review_signal {
	const char *code;
	const char *text_id, *text_en;
	const char *weight_id, *weight_en; /* "kuat", "sedang", "lemah", "tidak dihitung" */
	bool counts;                       /* towards the two that a finding needs */
	bool seen;                         /* a person saw it */
};
struct review_signals {
	struct review_signal *items;
	size_t n, cap;
	int64_t counting;
};
/* What an officer may tick as seen with own eyes. */
struct review_seen {
	const char *code, *text_id, *text_en;
};
extern const struct review_seen review_seen[];
extern const size_t review_seen_n;

/* A person whom alerts of the cluster suggest; a hint, never a suspect. */
struct review_person {
	int64_t alert; /* the strongest that names the person: what the officer ticks */
	int64_t employee;
	const char *name, *nip, *class, *agency, *position, *act_code, *strength, *how;
	const char *author; /* by whose account or name; NULL: not said */
	int64_t namesakes, alerts;
	bool ticked;   /* by the first reader */
	bool only_name; /* nothing but a name: shown, not proposed */
};
struct review_people {
	struct review_person *items;
	size_t n, cap;
	int64_t proposed, asn, only_name;
};

struct review_cluster {
	int64_t id;
	const char *title, *status; /* "waiting" when nobody has decided */
	int64_t posts, score;
	struct instant first_at, last_at, lent_until;
	const char *lent_to;        /* "" or the name of the officer who reads it now */
	bool mine;                  /* lent to the desk's user, or free */
	bool second;                /* waits for a second reader, and the user may be that reader */
	int64_t first_reader;
	const char *first_name, *first_reason;
	struct review_cluster_posts_rows items;
	struct review_cluster_media_rows media;
	struct review_signals signals;
	struct review_people people;
	struct review_decisions_of_rows decisions;
	struct review_namesakes_rows unmatched; /* found to be somebody else */
	struct review_cases_of_cluster_rows related;
	struct review_cases_open_rows cases;
	struct review_reports_like_rows reports; /* that seem to tell of the same */
	int64_t case_file;
	struct day event_on;        /* day of the first post: proposed as the day of the event */
	const char *place;
	const char *act_code;       /* the act that most alerts suggest */
};
/* All that the page shows. Marks the moment of opening in the user's loan. NOT_FOUND. */
MUST_CHECK enum status review_open(const struct desk *d, int64_t cluster, struct review_cluster *ret,
				   struct err *e);

struct review_choice {
	int64_t cluster;
	const char *decision;       /* code of review_kinds, not "undo" */
	const char *reason;         /* needed for not_relevant; up to REVIEW_REASON_MAX */
	const char *act_code;       /* the act the officer saw; NULL: as the alert suggests */
	int64_t case_file;          /* attach */
	int64_t other;              /* duplicate of this cluster */
	struct day until;           /* snooze: after today */
	const int64_t *people;      /* alerts ticked */
	size_t n_people;
	const int64_t *others;      /* alerts whose account is a namesake's: never again this employee by that account */
	size_t n_others;
	const char *const *seen;    /* codes of review_seen */
	size_t n_seen;
	const char *title, *place;  /* of the file to be opened; NULL: the cluster's title */
	struct day event_on;
};
struct review_done {
	const char *status;     /* of the cluster now */
	int64_t case_file;      /* opened or joined; 0 */
	int64_t people;         /* persons entered in the file */
	bool candidate;         /* a finding that now waits for the second reader */
};
/* INVALID says in words what is missing (field names as in the form); FORBIDDEN: the second reader is the first;
 * CONFLICT: somebody else holds the cluster or has decided. */
MUST_CHECK enum status review_decide(const struct desk *d, const struct review_choice *as,
				     struct review_done *ret, struct err *e);
/* Takes back the user's last decision, if it is not older than fifteen minutes; NOT_FOUND when there is none. Reports
 * that were attached to a file it opened are detached by the caller (desk/intake). */
struct review_undone {
	int64_t cluster, case_file; /* case_file: what it had opened or joined; 0 */
	const char *decision;
};
MUST_CHECK enum status review_undo(const struct desk *d, struct review_undone *ret, struct err *e);

/* What triage has cost today (N2). */
struct review_budget {
	int64_t seconds, minutes, minutes_allowed, decisions, median_seconds, undone, agreed, percent;
	int64_t waiting, second;
};
MUST_CHECK enum status review_budget(struct tx *tx, const struct desk *d, struct review_budget *ret, struct err *e);

/* Start of the initial review of a report, in the hands of the desk's user. Joining a report to a file about the same
 * event and parting them again is intake_attach and intake_detach. */
MUST_CHECK enum status review_report_start(const struct desk *d, int64_t case_file, struct err *e);

#endif
