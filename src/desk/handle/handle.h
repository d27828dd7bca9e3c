/* handle.h -- casework: from the initial review to the decision of the plenary.
 *
 * Every step of handling a file is one function here and one transaction: the records, the event of the docket
 * (state, clocks, timeline) and the paper stand or fall together, so that a refused event leaves nothing behind.
 * Which events a state allows is the law's business (core/cases); this desk establishes the facts that the law
 * asks for from its own records: marks of the initial review, invitations, clarifications, the signed study, votes.
 *
 * Words: an exhibit is a piece of evidence of the file (B-1, B-2); an invitation (summons) bears a one-time code
 * for the room, where the invited person reads what is alleged and answers; a hearing is one clarification of one
 * person, its lines are never changed, corrections stand beside them; a point of the study joins one person and one
 * act. Before the plenary everybody is "terlapor" and everything "dugaan".
 *
 * A file that is shut to its reader (conflict of interest, desk/access/conflict.h) does not open: FORBIDDEN, and the try is
 * noted; nor does such a member vote or count for the quorum.
 */
#ifndef NETRA_DESK_HANDLE_HANDLE_H
#define NETRA_DESK_HANDLE_HANDLE_H

#include "desk/access/conflict.h"
#include "desk/docket/docket.h"
#include "desk/docket/proof.h"
#include "desk/docket/redaction.h"
#include "handle_sql.h"

/* A file with the law by which it is judged and its contest. */
struct handle_file {
	struct case_get_row row;
	enum procedure procedure;
	const struct law *law;
	const char *number;        /* register number, else receipt number, else "" */
	const char *contest;       /* its title; "" when not known */
	struct day determined_on;  /* day on which the candidates were determined; DAY_NONE: not known */
	bool decided;              /* the plenary has decided: words change from then on */
};
/* NOT_FOUND for a file of another office, FORBIDDEN for a person of the file. */
MUST_CHECK enum status handle_open(struct tx *tx, const struct desk *d, int64_t case_file, struct handle_file *ret,
				   struct err *e);
/* The same in a transaction of its own that also writes who looked (access log). */
MUST_CHECK enum status handle_look(const struct desk *d, int64_t case_file, struct handle_file *ret, struct err *e);

/* Events. */

/* What the officer states on the form of an event; the rest of case_facts comes from the records. */
struct handle_said {
	bool reporter_signed, competent, already_handled, evidence_shown, quorum, majority, gakkumdu_agrees, in_time;
};
/* Where an event is done when it has a page of its own: "pleno" for decide_other_law; NULL: the plain form. */
const char *handle_event_page(const char *event);
/* Which statements an event's plain form must ask for: bits in the order of struct handle_said. */
unsigned handle_event_asks(const struct law_transition *t);
/* The facts of a file as its records show them. */
MUST_CHECK enum status handle_facts(struct tx *tx, const struct handle_file *f, const struct handle_said *said,
				    struct case_facts *ret, struct err *e);
/* Lets a plain event happen. INVALID for events that have a page of their own, and when the law does not allow it. */
MUST_CHECK enum status handle_event(const struct desk *d, int64_t case_file, const char *event,
				    const struct handle_said *said, const char *text, struct err *e);
/* The notice to the reporter (letter "status" and a message), stops its clock. FORBIDDEN to all but the chair and who stands in
 * for the chair (conflict_speaks). */
MUST_CHECK enum status handle_status_notice(const struct desk *d, int64_t case_file, const char *text,
					    struct letter_made *ret, struct err *e);
/* The notice of deficiency was handed over to the reporter on @day: their time to complete starts. @how: by post, at the
 * counter ... INVALID before the day of the notice or after today. */
MUST_CHECK enum status handle_notice_received(const struct desk *d, int64_t case_file, struct day day, const char *how,
					      struct err *e);
MUST_CHECK enum status handle_note(const struct desk *d, int64_t case_file, const char *text, struct err *e);

/* Title, summary, days, place, contest and owner; CONFLICT when @version is stale. */
MUST_CHECK enum status handle_facts_save(const struct desk *d, int64_t case_file, const struct docket_facts *as,
					 int64_t owner, int64_t version, struct err *e);

/* A paper that an officer makes from the file, with words of their own (desk/docket/letters.h: by_hand). INVALID: the program
 * makes this one in its step; no words. @recipient may be empty where the template names one or needs none. */
MUST_CHECK enum status handle_letter_make(const struct desk *d, int64_t case_file, const char *form, const char *recipient,
					  const char *text, struct letter_made *ret, struct err *e);

/* Initial review. */

struct handle_mark {
	const char *element;
	bool met;
	const char *reason;
};
/* Writes marks that differ from those that count; INVALID when an unmet one bears no reason. */
MUST_CHECK enum status handle_review_mark(const struct desk *d, int64_t case_file, const struct handle_mark *marks,
					  size_t n, struct err *e);
/* Ends the review: requirements_met, requirements_missing, formal_fails_material_ok, other_level_competent,
 * same_event_handled. Makes the paper that belongs to it. @ret->id is 0 when the event has none. */
MUST_CHECK enum status handle_review_end(const struct desk *d, int64_t case_file, const char *event, const char *text,
					 struct letter_made *ret, struct err *e);
/* The same; @to: the office that receives a transfer, as the letter names it. */
MUST_CHECK enum status handle_review_end_to(const struct desk *d, int64_t case_file, const char *event, const char *text,
					    const char *to, struct letter_made *ret, struct err *e);

/* Which way the records of a report suggest, before it is registered, and why; a person decides. First the likeliest. */
struct handle_path {
	const char *event;           /* by which it would go that way; "" when there is nothing to press */
	const char *title, *reason;  /* in d->lang */
	const char *article;         /* of the transition */
	const char *to;              /* a transfer: the office that seems to be the right one; "" else */
};
struct handle_path_list {
	struct handle_path *items;
	size_t n, cap;
};
MUST_CHECK enum status handle_paths(struct tx *tx, const struct desk *d, const struct handle_file *f,
				    struct handle_path_list *ret, struct err *e);

/* @text without the names and numbers of the persons of a file, for lists. */
MUST_CHECK enum status handle_words_plain(struct tx *tx, int64_t case_file, const char *text, const char **ret, struct err *e);
/* Takes the persons of a file out of its title, which stands in lists (N22); in the caller's transaction. */
MUST_CHECK enum status handle_title_clear(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e);

/* People. */

struct handle_person {
	int64_t id, version; /* 0: a new person */
	struct docket_person as;
	struct docket_heard heard;
};
MUST_CHECK enum status handle_person_save(const struct desk *d, int64_t case_file, const struct handle_person *as,
					  int64_t *ret, struct err *e);
/* Confirms who the person is, or takes a confirmation back (desk/docket/proof.h). */
MUST_CHECK enum status handle_person_proof(const struct desk *d, int64_t case_file, int64_t person, const struct docket_proof *as,
					   struct err *e);
/* Employees whose name holds the words, or whose number begins so; at most 20. */
MUST_CHECK enum status handle_find(struct tx *tx, const struct desk *d, const char *search, struct handle_registry_rows *ret, struct err *e);
MUST_CHECK enum status handle_person_from_registry(const struct desk *d, int64_t case_file, int64_t employee,
						   const char *role, int64_t *ret, struct err *e);
/* Acts that fit class and phase on the day of the event, in force then; @phase_of says which phase it was. */
size_t handle_acts(const struct law *law, enum subject_class c, struct day event, struct day determined,
		   const struct law_act *ret[], size_t max);
/* The act the law pairs with another one for this day (before or after candidacy): a suggestion. NULL: none. */
const struct law_act *handle_act_hint(const struct law *law, const char *code, enum subject_class c,
				      struct day event, struct day determined);

/* Exhibits. */

struct handle_exhibit_new {
	struct file_name_bytes {
		struct str bytes;
		const char *name;
	} file;
	int64_t file_id; /* of a file that is stored already; else 0 and @file */
	const char *description, *origin; /* report, patrol, room, officer, minutes */
	int64_t person;                   /* whose counter-evidence; 0: of the file */
	bool showable; /* stated with it: nothing has to be hidden (redact.h) */
};
/* In the caller's transaction, for desks that bring evidence along. */
MUST_CHECK enum status handle_exhibit_put(struct tx *tx, const struct desk *d, int64_t case_file,
					  const struct handle_exhibit_new *as, int64_t *ret, struct err *e);
MUST_CHECK enum status handle_exhibit_add(const struct desk *d, int64_t case_file, const struct handle_exhibit_new *as,
					  int64_t *ret, struct err *e);
/* The minutes of a clarification become an exhibit, once, so that they can be cited, redacted and shown in the rooms like any
 * other. INVALID before they are closed, CONFLICT when they are one already. Packages take the minutes as such, never these. */
MUST_CHECK enum status handle_exhibit_of_hearing(const struct desk *d, int64_t hearing, int64_t *ret, struct err *e);
/* INVALID to show what nobody has looked at yet: redact.h. */
MUST_CHECK enum status handle_exhibit_allow(const struct desk *d, int64_t case_file, int64_t exhibit, bool showable,
					    struct err *e);
/* The sealed original, for officers of the file; who looks is noted. */
MUST_CHECK enum status handle_exhibit_read(const struct desk *d, int64_t case_file, int64_t exhibit, struct str *ret,
					   const char **ret_type, struct err *e);

/* Invitations. */

struct handle_invitation {
	int64_t case_file, person;
	struct instant hear_at;
	const char *place;
	bool online;
};
struct handle_invited {
	int64_t summons;
	const char *code;    /* "K7QM-2XPA-9RTD": shown once, only its keyed hash is kept */
	const char *warning; /* NULL: sent in time */
	struct letter_made letter;
};
/* First or second invitation, whichever the person's record asks for. */
MUST_CHECK enum status handle_invite(const struct desk *d, const struct handle_invitation *as,
				     struct handle_invited *ret, struct err *e);
/* All reported persons without an invitation yet, @minutes apart from @as->hear_at on; one transaction. */
struct handle_invited_list {
	struct handle_invited *items;
	size_t n, cap;
};
MUST_CHECK enum status handle_invite_all(const struct desk *d, const struct handle_invitation *as, int minutes,
					 struct handle_invited_list *ret, struct err *e);
/* The same invitation at another time, because the person asked or the office must: a new letter and a new code, the same
 * number of tries. A room that was opened shows the new time. @as->case_file and ->person are not read. CONFLICT when the
 * invitation has an outcome already. */
MUST_CHECK enum status handle_invitation_move(const struct desk *d, int64_t case_file, int64_t summons,
					      const struct handle_invitation *as, struct handle_invited *ret, struct err *e);
/* A new code for the room, when the first was lost; the old one no longer opens, and rooms that it opened end. */
MUST_CHECK enum status handle_code_renew(const struct desk *d, int64_t case_file, int64_t summons, const char **ret_code,
					 struct err *e);
/* The person did not come. After the second time: minutes of absence, and on to the study when nobody else is due. */
MUST_CHECK enum status handle_absent(const struct desk *d, int64_t case_file, int64_t summons, struct err *e);

/* The room. */

#define ROOM_TRIES_AN_HOUR 10 /* wrong codes from one source; 60 random bits need no more */
/* A date of the person that is not what it was. Why is told without an officer's own words: they may name others. */
struct handle_room_move {
	const char *clock;         /* of the pack */
	bool first;                /* it could be counted only now; @old_last says nothing */
	struct instant old_last, new_last, at;
	const char *decree;        /* "SKB 1/2026"; NULL: another reason */
	bool pause;                /* the office paused the count, or ended a pause */
	struct day paused_from, paused_to; /* of the latest pause; DAY_NONE: none, or its end is not known yet */
};
struct handle_room {
	int64_t person;
	struct instant hear_at, ends_at;
	const char *place, *letter_number, *kind;
	bool online, decided;
	struct day event_on;
	const struct law_act *act; /* NULL: none chosen yet */
	struct handle_exhibits_rows exhibits; /* only those that may be shown, called as outside, and the person's own */
	struct exhibit_states states;         /* what is hidden in them */
	struct handle_room_items_rows items;  /* what this person handed in */
	struct case_clocks_rows clocks;
	struct { struct handle_room_move *items; size_t n, cap; } moves; /* of open clocks, oldest first each */
	const struct law *law;
};
/* TOO_MANY after ROOM_TRIES_AN_HOUR wrong codes from @source; NOT_FOUND for a wrong or used code. */
MUST_CHECK enum status handle_room_enter(const struct desk *d, const unsigned char source[32], const char *code,
					 const char **ret_token, struct err *e);
MUST_CHECK enum status handle_room_view(const struct desk *d, const char *token, struct handle_room *ret, struct err *e);
/* @kind: answer, other_date, companion, evidence (with @file). The same once more within minutes is OK and stands once. */
MUST_CHECK enum status handle_room_put(const struct desk *d, const char *token, const char *kind, const char *text,
				       const struct file_name_bytes *file, struct err *e);
MUST_CHECK enum status handle_room_exhibit(const struct desk *d, const char *token, int64_t exhibit, struct str *ret,
					   const char **ret_type, struct err *e);

/* Clarification. */

struct handle_hearing_new {
	int64_t case_file, person;
	struct instant held_at;
	const char *place, *companion;
	bool online, oath_taken;
};
MUST_CHECK enum status handle_hearing_start(const struct desk *d, const struct handle_hearing_new *as, int64_t *ret,
					    struct err *e);
MUST_CHECK enum status handle_hearing_ask(const struct desk *d, int64_t hearing, const char *question,
					  const char *answer, struct err *e);
MUST_CHECK enum status handle_hearing_read_back(const struct desk *d, int64_t hearing, int64_t version, struct err *e);
MUST_CHECK enum status handle_hearing_correct(const struct desk *d, int64_t hearing, int64_t line, const char *text,
					      struct err *e);
struct handle_hearing_end {
	bool signed_;
	const char *reason;    /* of somebody who chose not to sign; may be "" */
	const char *statement; /* in short, for the file */
	struct docket_heard context; /* account, intent, reach, removed, repeated; its statement is not used */
	int64_t version;
	int64_t person_version; /* of the person's record when the page was made; 0: not asked */
};
MUST_CHECK enum status handle_hearing_close(const struct desk *d, int64_t hearing, const struct handle_hearing_end *as,
					    struct letter_made *ret, struct err *e);

/* Study. */

struct handle_study_text {
	const char *position, *data, *legal, *facts, *recommendation;
};
/* What the records of the file already say, as a first draft. */
MUST_CHECK enum status handle_study_draft(struct tx *tx, const struct desk *d, const struct handle_file *f,
					  struct handle_study_text *ret, struct err *e);
/* @version 0: there is none yet. CONFLICT when somebody else saved meanwhile. */
MUST_CHECK enum status handle_study_save(const struct desk *d, int64_t case_file, const struct handle_study_text *as,
					 int64_t version, struct err *e);
/* The general elements of an act; the law's table of acts names none of its own. */
struct handle_element_kind {
	const char *code, *name_id, *name_en, *asks_id, *asks_en;
};
extern const struct handle_element_kind handle_element_kinds[];
extern const size_t handle_element_kinds_n;
struct handle_element {
	const char *code;
	bool met;
	const char *reason;
};
struct handle_point {
	int64_t person;
	int64_t version; /* of the point of this person and act as it was read; 0: there was none */
	const char *act, *analysis, *quotes, *conclusion; /* proven, not_proven, not_violation */
	const struct handle_element *elements; /* those that were judged; the others stay as they are */
	size_t n_elements;
};
/* CONFLICT when somebody else saved the point meanwhile: nothing of either is lost. */
MUST_CHECK enum status handle_point_save(const struct desk *d, int64_t case_file, const struct handle_point *as,
					 struct err *e);
/* A quote carries a point by words of a sealed item: exhibit, line (an answer of the minutes), correction, answer (written,
 * in the room) or post. The words must stand in the item, white space apart, else INVALID; no words: the item as a whole. */
struct handle_quote_new {
	int64_t point, item;
	const char *kind, *words;
};
#define QUOTE_MAX 2000 /* bytes of the words */
MUST_CHECK enum status handle_quote_add(const struct desk *d, int64_t case_file, const struct handle_quote_new *as, int64_t *ret,
					struct err *e);
MUST_CHECK enum status handle_quote_remove(const struct desk *d, int64_t case_file, int64_t quote, struct err *e);
/* As the study prints it: "B-2"; "Berita acara Ratna, jawaban 3". */
const char *handle_source_label(struct arena *a, const struct handle_sources_row *r);
/* Where @words stand in @text, white space apart: bytes from and to. */
bool handle_quote_find(const char *text, const char *words, size_t *ret_from, size_t *ret_to);
/* The library of reasons: what decided files of this office said about an act, each text once, newest first, without the names,
 * numbers and accounts of anybody in the file it comes from. */
struct handle_reason {
	const char *text, *outcome, *number; /* number of the file it comes from; "" when it has none */
	struct instant at;                   /* of the decision */
};
struct handle_reason_list {
	struct handle_reason *items;
	size_t n, cap;
};
#define REASONS_MAX 8 /* texts about one act */
MUST_CHECK enum status handle_reasons_about(struct tx *tx, const struct desk *d, int64_t case_file, const char *act,
					    struct handle_reason_list *ret, struct err *e);
/* Signs, prints and hands to the plenary. INVALID names the first reported person without a point, or what is proven without
 * evidence. */
MUST_CHECK enum status handle_study_end(const struct desk *d, int64_t case_file, int64_t version,
					struct letter_made *ret, struct err *e);

/* Plenary. */

struct handle_vote {
	int64_t member;
	const char *vote, *opinion; /* agree, dissent, absent */
};
struct handle_decision {
	int64_t person;
	const char *act, *outcome, *reason;
};
struct handle_plenary_new {
	int64_t case_file;
	const char *agenda, *place, *event; /* decide_other_law, ... */
	struct instant held_at;
	const struct handle_vote *votes;
	size_t n_votes;
	const struct handle_decision *decisions;
	size_t n_decisions;
	bool gakkumdu_agrees;
};
struct handle_plenary_made {
	int64_t plenary;
	struct letter_made minutes;
	int repaired; /* letters that repair a name */
	int64_t sitting; /* in which it was decided (sitting.h); 0: a meeting for this file alone */
};
/* A file on the agenda of an open sitting is decided in it: day and place are the sitting's, and who is not there has no vote. */
MUST_CHECK enum status handle_plenary_hold(const struct desk *d, const struct handle_plenary_new *as,
					   struct handle_plenary_made *ret, struct err *e);

/* Conflict of interest (desk/access/conflict.h). */

/* States it, lets go of the file when the member holds it, and says so in the timeline. */
MUST_CHECK enum status handle_conflict_state(const struct desk *d, const struct conflict_new *as, int64_t *ret, struct err *e);
MUST_CHECK enum status handle_conflict_lift(const struct desk *d, int64_t case_file, int64_t conflict, const char *reason, struct err *e);

/* Who can still decide. */
struct handle_quorum {
	int64_t members, may, needed; /* of the office; of these without a conflict; how many a plenary needs */
	bool lost;                    /* conflicts alone are the reason that it cannot be reached */
	const char *higher;           /* the office above, as letters name it */
};
MUST_CHECK enum status handle_quorum(struct tx *tx, const struct desk *d, int64_t case_file, struct handle_quorum *ret, struct err *e);
/* Undecided files of the office whose quorum conflicts alone have taken away, the oldest first; also those that are shut to
 * d->user, of which the caller shows nothing but that they are there. */
struct handle_stuck {
	struct case_get_row row;
	int64_t may;          /* members who may decide it */
	bool shut, may_go_up; /* shut to d->user; the law knows the step to the office above from where it stands */
};
struct handle_stuck_list {
	struct handle_stuck *items;
	size_t n, cap;
	int64_t members, needed;
	const char *higher;
};
MUST_CHECK enum status handle_quorums_lost(struct tx *tx, const struct desk *d, struct handle_stuck_list *ret, struct err *e);
/* Hands the file to @to (blank: the office above) with a letter, because the quorum is lost; the reporter is told. INVALID
 * while it can be reached, or where the law knows no such step. */
MUST_CHECK enum status handle_quorum_lost(const struct desk *d, int64_t case_file, const char *to, struct letter_made *ret,
					  struct err *e);

const char *handle_outcome_name(const char *outcome, enum lang lang); /* "Tidak terbukti" */
const char *handle_role_name(const char *role, enum lang lang);       /* "atasan" -> "Atasan" */

#endif
