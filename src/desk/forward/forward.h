/* forward.h -- hand-overs: what is proven goes to the body that may judge it, per person; then it is followed.
 *
 * One package per person: a letter (PDF), a machine file (JSON, docs/handover.md), the minutes, the evidence, and a signed
 * manifest that lists each with its SHA-256; one file, sealed to the recipient (parcels.h). Other persons of the file and
 * the reporter are left out. The receiver
 * follows from the person's class and the day of the hand-over (law/routes: KASN until 10 September 2024, then BKN).
 *
 * A hand-over has a state of its own, of the same law as the file: nine hand-overs may be at nine places. The file
 * stands where the least advanced of them stands. Silence is visible: when the receiver's clock runs out, the file
 * says so and a reminder is written.
 */
#ifndef NETRA_DESK_FORWARD_FORWARD_H
#define NETRA_DESK_FORWARD_FORWARD_H

#include "desk/docket/docket.h"
#include "desk/docket/proof.h"
#include "forward_sql.h"

/* Why a receiver sends a package back; a closed list, so that it can be counted. */
#define RETURN_MAP(X)                                                                              \
	X("nip_wrong", "Nomor pegawai keliru", "Personnel number is wrong")                        \
	X("class_wrong", "Golongan pegawai keliru", "Class of employment is wrong")                \
	X("agency_wrong", "Instansi keliru", "Agency is wrong")                                    \
	X("minutes_missing", "Berita acara klarifikasi tidak ada", "Minutes of clarification are missing") \
	X("evidence_missing", "Bukti tidak lengkap", "Evidence is incomplete")                     \
	X("not_competent", "Bukan kewenangan penerima", "The receiver is not competent")           \
	X("other", "Lainnya, lihat uraian", "Other, see text")

/* What became of a person; a closed list, so that the funnel adds up (N34). */
#define OUTCOME_MAP(X)                                                                             \
	X("moral_open", "Sanksi moral terbuka", "Open moral sanction", 's')                        \
	X("moral_closed", "Sanksi moral tertutup", "Closed moral sanction", 's')                   \
	X("light", "Hukuman disiplin ringan", "Light disciplinary sanction", 's')                  \
	X("moderate", "Hukuman disiplin sedang", "Moderate disciplinary sanction", 's')            \
	X("severe", "Hukuman disiplin berat", "Severe disciplinary sanction", 's')                 \
	X("warning", "Teguran", "Warning", 's')                                                    \
	X("contract_ended", "Pemutusan hubungan kerja", "Contract ended", 's')                     \
	X("left_service", "Sudah berhenti", "Left the service", 'n')                               \
	X("retired", "Sudah pensiun", "Retired", 'n')                                              \
	X("not_proven", "Tidak terbukti menurut penerima", "Not proven, says the receiver", 'n')   \
	X("cancelled", "Dibatalkan lewat upaya administratif", "Cancelled by a remedy", 'n')               \
	X("withdrawn", "Ditarik: tidak terbukti pada peninjauan", "Withdrawn: not proven on review", 'w')

struct forward_word {
	const char *code, *name_id, *name_en;
	char kind; /* outcomes: 's' a sanction, 'n' none, 'w' our own withdrawal (never chosen by hand); returns: 0 */
};
extern const struct forward_word forward_returns[], forward_outcomes[];
extern const size_t forward_returns_n, forward_outcomes_n;
const char *forward_word_name(const char *code, enum lang lang); /* of either list; "" when it is none */

/* Who would receive this person's case on @day. NOT_LOADED when the law has no route for the class. */
struct forward_receiver {
	const struct law_route *route;
	const char *name, *copy; /* with the person's agency filled in */
};
MUST_CHECK enum status forward_receiver_of(struct tx *tx, const struct desk *d, const struct law *law, const char *class,
					   const char *agency, struct day day, bool crime, struct forward_receiver *ret,
					   struct err *e);

/* The same for a person of a file that the plenary has decided on: what goes to KPU or DKPP goes there whatever the class. */
MUST_CHECK enum status forward_receiver_at(struct tx *tx, const struct desk *d, const struct law *law, const char *state,
					   const struct case_people_row *person, struct forward_receiver *ret, struct err *e);

/* How packages go whose recipient has no key that holds: said by an officer, with a reason, never assumed. */
struct forward_way {
	const char *way, *why; /* "paper", "carrier"; NULL: nothing was said */
	/* The receivers that somebody has in mind (what the page showed them, what a program asks for). Another one than the law
	 * names on the day is refused: a body that has ended cannot receive. */
	const struct forward_named {
		int64_t person;
		const char *route; /* "BKN" */
	} *named;
	size_t n_named;
};
/* What takes everybody else of the file out of a text about @person (mask.h), in whatever role, with their numbers and accounts,
 * and the words that an officer hid from outside; @person 0: everybody. */
struct mask;
MUST_CHECK enum status forward_mask(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person, const char *own_name,
				    struct mask **ret, struct err *e);
/* Names and numbers alone: for one line of a list. */
MUST_CHECK enum status forward_mask_names(struct tx *tx, int64_t case_file, int64_t person, const char *own_name, struct mask **ret,
					  struct err *e);
/* Makes the packages of all persons who are proven, and lets the file be forwarded. All or nothing. Each is sealed to its
 * recipient's key (parcels.h); where there is none, INVALID (field "way") unless @way says how. @way may be NULL. FORBIDDEN to
 * all but the chair and who stands in for the chair (conflict_speaks). */
struct forward_made {
	int packages;
	const char **numbers; /* of the letters, in the order of the persons */
};
MUST_CHECK enum status forward_send(const struct desk *d, int64_t case_file, const struct forward_way *way, struct forward_made *ret,
				    struct err *e);

/* The catalogue of sanctions for a class on a day; @law is the file's. Returns how many. */
size_t forward_sanctions(const struct desk *d, const struct law *law, const char *class, struct day day,
			 const struct law_sanction *ret[], size_t max);
bool forward_is_sanction(const char *outcome);   /* a word of OUTCOME_MAP that is a sanction */
bool forward_asks_sanction(const char *event);   /* "sanction", "late_sanction", "sanction_by_head" */
/* What may still happen to a hand-over that starts a clock without moving it: the receipt of the decree, ... Recorded by
 * forward_step with the happening's code as its event and its day in decree_on. */
size_t forward_happenings(const struct law *law, const char *state, const char *route, enum happening ret[], size_t max);
const char *forward_happening_name(enum happening on, enum lang lang);

/* What happened to a hand-over: an event of the law's downstream rows (ack, returned, resend, recommend, sanction,
 * no_sanction, overdue, control, late_sanction, remedy, remedy_decided, close, sanction_by_head, ...). */
struct forward_step {
	int64_t handover, version;
	int64_t case_file; /* 0, or the file of which it must be: NOT_FOUND when it is not */
	const char *event;
	const char *text;           /* in words */
	const char *reason;         /* returned: a code of RETURN_MAP */
	const char *receipt_number; /* ack */
	const char *outcome;        /* sanction...: a code of OUTCOME_MAP, or of the law's catalogue of sanctions */
	const char *decree_number;
	struct day decree_on;
	bool in_time;               /* remedy: it was filed within its clock */
};
/* INVALID when the law does not allow it now, CONFLICT when the version is stale. */
MUST_CHECK enum status forward_step(const struct desk *d, const struct forward_step *as, struct err *e);
/* The events that a hand-over's state allows. */
size_t forward_events_of(const struct law *law, enum procedure p, const char *state, const char *route,
			 const struct law_transition *ret[], size_t max);
/* Takes a person's hand-over back in the caller's transaction, with a letter to its receiver (withdraw.c). *ret_letter 0: there
 * was none. */
MUST_CHECK enum status forward_withdraw(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person, const char *reason,
					int64_t *ret_letter, struct err *e);
/* Receivers whose clock has run out: event "overdue" and a reminder; then the rungs of law/ladder.toml, each letter once.
 * *ret_overdue: letters written. The periodic job calls it. */
MUST_CHECK enum status forward_watch(const struct desk *d, int *ret_overdue, struct err *e);

/* The follow-up of @route goes through BKN (or what came before and after it) to the personnel authority: only there the law
 * has a clock for silence, and so a ladder. */
bool forward_by_bkn(const char *route);

#endif
