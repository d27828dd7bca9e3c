/* cases.h -- all that may happen to a file, and what must follow: case_next(state, event, facts).
 *
 * The rows come from the rule pack (law/transitions.toml); the guards they name are functions here, or the pack
 * is refused. Pure: it changes nothing, it says what the next state is and which effects the caller must carry
 * out in the same transaction. An event that the state does not allow is INVALID with the reason in words.
 */
#ifndef NETRA_CORE_CASES_CASES_H
#define NETRA_CORE_CASES_CASES_H

#include "core/law/law.h"

/* What guards may ask. Each is something a person has established on the page, never a guess. */
struct case_facts {
	bool formal_met, material_met; /* the initial review, element by element */
	bool late;                     /* the report window had passed */
	bool already_handled;          /* same event, same person, registered or decided */
	bool competent;                /* the event belongs to this office */
	bool reporter_signed;          /* the withdrawal bears the reporter's signature */
	bool evidence_shown;           /* plenary: who, what, where, when and proof are there */
	bool study_signed;
	bool quorum;                   /* enough members are present */
	bool quorum_lost;              /* conflicts of interest leave too few members for any quorum */
	bool majority;                 /* and enough of them agree */
	bool first_clock_running;      /* the first handling clock has not ended */
	bool extended_expired;         /* the extended handling clock has ended */
	bool clock_expired;            /* the clock that the event speaks of has ended: COMPLETE, FIND, DS-PPK */
	bool route_is_bkn;             /* the receiver sends a recommendation to the PPK */
	bool gakkumdu_agrees;
	bool in_time;                  /* a remedy was filed within its clock */
	int heard, absent;             /* people heard; invitations that were not followed */
};

struct case_step {
	const struct law_transition *transition;
	const char *to;       /* state code */
	/* Effects, in the words of the pack: which clocks start and stop, which papers the event asks for. */
	struct text_list start, stop, documents;
};

/* @state: code, "" for a file that does not exist yet. @law_day: the day whose law the file keeps, that of its
 * submission (regulation.md C.1); DAY_NONE: the newest rows. */
MUST_CHECK enum status case_next_at(const struct law *law, enum procedure p, const char *state, const char *event,
				    struct day law_day, const struct case_facts *facts, struct case_step *ret,
				    struct err *e);
/* The same by the newest rows. */
MUST_CHECK enum status case_next(const struct law *law, enum procedure p, const char *state, const char *event,
				 const struct case_facts *facts, struct case_step *ret, struct err *e);
/* The events that the state allows, whatever the guards say; for menus. Returns how many. */
size_t case_events_at(const struct law *law, enum procedure p, const char *state, struct day law_day,
		      const struct law_transition *ret[], size_t max);
size_t case_events(const struct law *law, enum procedure p, const char *state,
		   const struct law_transition *ret[], size_t max);
bool case_guard_known(const char *guard);
/* Refuses a pack that names a guard which is no function here. Whoever opens a pack calls it after law_read. */
MUST_CHECK enum status cases_check(const struct law *law, struct err *e);
/* The same, every such row, added to what law_read_all found. */
void cases_faults(const struct law *law, struct law_faults *faults);
/* What a guard of the pack says to @facts: NULL it agrees, else the reason in words (Indonesian, for officers). */
const char *case_guard_says(const char *guard, const struct case_facts *facts);

#endif
