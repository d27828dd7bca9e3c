/* casesteps.h -- views of the steps: people, initial review, invitations, clarification, study, plenary. */
#ifndef NETRA_WEB_CASESTEPS_H
#define NETRA_WEB_CASESTEPS_H

#include "web/votes.h"

struct people_view {
	struct file_page f;
	const char *search;
	struct handle_registry_rows found;
	bool searched;
};
/* Who confirmed that the person is who the file says, and what the number claims. */
struct proof_view {
	const char *level, *cls, *who, *reference, *fault, *claims; /* cls: the badge's colour */
	struct instant at;
	struct { struct proof_line *items; size_t n, cap; } lines;
	struct { struct proof_past { struct instant at; const char *what, *who, *reason; } *items; size_t n, cap; } history;
	struct { struct number_past { const char *what, *number, *place; } *items; size_t n, cap; } numbers;
	bool confirmed, changed, numbered;
};
struct person_view {
	struct file_page f;
	int64_t id, version;
	const char *name, *nip, *agency, *position, *address, *statement, *intent, *reach, *removed_on, *phase, *hint;
	struct option_list roles, classes, acts, accounts, levels, exhibits;
	struct proof_view proof;
	const char *proof_reference, *proof_reason;
	bool repeated, fresh, settled, correcting; /* correcting: the receiver sent the package back */
};
struct element_view {
	const char *code, *name, *reason, *met_field, *reason_field, *who;
	bool formal, met, unmet;
};
struct review_view {
	struct file_page f;
	struct { struct element_view *items; size_t n, cap; } elements;
	int64_t left, unmet; /* elements not looked at; not met */
	const char *text;
	bool open;  /* the file stands at the review */
	bool lapsed; /* it waits for the reporter, and the time is over */
	struct handle_path_list paths;
	struct option_list ends; /* how it may end, the suggested one first chosen */
	const char *to;          /* of a transfer */
};
struct invitation_view {
	int64_t id, number, attempt;
	const char *name, *place, *outcome, *warning, *letter;
	const char *asked; /* in the room, since this invitation: why another date and when; "" */
	struct instant hear_at;
	bool open, past, opened, online;
	int64_t letter_id;
};
struct slip_view { /* shown once */
	const char *name, *code, *warning, *number;
};
struct invite_view {
	struct file_page f;
	struct { struct invitation_view *items; size_t n, cap; } invitations;
	struct { struct slip_view *items; size_t n, cap; } slips;
	struct option_list people;
	const char *day, *time, *place, *minutes, *room;
	bool online;
};
struct hearings_view {
	struct file_page f;
	struct handle_hearings_rows rows;
	struct option_list people;
	const char *day, *time, *place, *companion;
};
struct line_view {
	int64_t id, number;
	const char *question, *answer;
	struct { struct correction_view { const char *text; } *items; size_t n; } corrections;
};
struct hearing_view {
	struct file_page f;
	int64_t id, version, person_version;
	const char *name, *role, *place, *held_at, *companion, *question, *answer, *statement, *reason, *intent, *reach, *removed_on, *letter;
	struct { struct line_view *items; size_t n, cap; } lines;
	struct option_list accounts;
	bool oath, open, read_back, closed, declined, repeated, chose_not; /* chose_not: as typed */
	int64_t letter_id, exhibit, exhibit_number; /* exhibit 0: the minutes are none */
};
struct study_element_view {
	const char *code, *name, *asks, *reason;
	bool met, unmet;
};
struct study_quote_view {
	int64_t id;
	const char *label, *words, *hash;
};
struct study_other {
	const char *label, *text;
};
struct study_point_view {
	int64_t id, person, number; /* id 0: not saved yet */
	int64_t version;            /* of the point of @base; 0: there is none */
	const char *base;           /* the act of which it was read */
	struct { struct study_other *items; size_t n, cap; } others; /* what somebody else saved meanwhile, where it differs from what was typed */
	struct { struct study_element_view *items; size_t n, cap; } elements;
	struct { struct study_quote_view *items; size_t n, cap; } quoted;
	const char *name, *class, *act, *analysis, *quotes, *conclusion, *statement, *identity;
	bool confirmed;
	struct option_list acts, conclusions;
};
/* What can be quoted: an exhibit, or text that was said or written. */
struct source_view {
	const char *value, *label, *text; /* value: "line_123"; text "": cited as a whole */
	int64_t exhibit;                  /* 0: none; else it opens by its own address */
	bool on;
};
struct reason_view {
	const char *text, *outcome, *number;
	struct instant at;
};
struct reasons_view { /* about one act */
	const char *act, *title;
	struct { struct reason_view *items; size_t n, cap; } items;
};
struct study_view {
	struct file_page f;
	struct { struct reasons_view *items; size_t n, cap; } reasons;
	struct { struct source_view *items; size_t n, cap; } sources;
	struct option_list quote_for; /* points that are saved */
	const char *words;
	size_t unjudged;              /* elements of saved points that nobody judged yet */
	int64_t version, letter_id;
	const char *position, *data, *legal, *facts, *recommendation;
	struct { struct study_point_view *items; size_t n, cap; } points;
	bool saved, done, missing;
};
struct verdict_view {
	int64_t person;
	const char *name, *act, *act_field, *outcome_field, *reason_field, *reason;
	int64_t number;
	struct option_list outcomes;
};
struct plenary_view {
	struct file_page f;
	const char *agenda, *day, *time, *place;
	int64_t quorum, majority; /* settings of the office */
	bool chair_breaks_tie;
	struct option_list events;
	struct member_list members;
	struct { struct verdict_view *items; size_t n, cap; } verdicts;
	struct handle_decisions_rows decisions;
	struct handle_plenaries_rows held;
	int64_t shut; /* members who do not decide: conflict of interest */
	int64_t sitting; /* on whose agenda the file stands; 0: none */
	const char *sitting_when, *sitting_number;
	bool sitting_open; /* it is decided there; else the sitting only is called */
	bool open, quorum_lost, may_vote;
};

#endif
