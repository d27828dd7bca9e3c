/* law.h -- the law as the program knows it: one rule pack, read from JSON, looked up by code and date.
 *
 * The pack is built from law/ (TOML, a lawyer reads it) by tools/lawc.py, embedded in the binary and hashed; an
 * office may load a newer one. Every row carries its article, its source, a confidence (seen in the source,
 * known but not seen, unsure) and the days on which it is in force. The law in force on the day of the event
 * judges the event; a case keeps the pack, by hash, with which it started.
 *
 * One code may have several rows, one for each span of days; the pack is refused when two of them overlap or
 * leave days between them. A look-up `..._at(day)` gives the row in force on that day (DAY_NONE: the newest), the
 * look-up without a day the newest. A case asks for the day on which it was submitted (regulation.md C.1).
 *
 * Pure: values in, values out. All lists live in the arena given to law_read and are never changed.
 */
#ifndef NETRA_CORE_LAW_LAW_H
#define NETRA_CORE_LAW_LAW_H

#include "base/arena.h"
#include "base/day.h"
#include "base/id.h"
#include "base/json.h"

enum confidence { SEEN, KNOWN, UNSURE }; /* dossier marks S, K, ? */
enum procedure { PILKADA, PEMILU, DOWNSTREAM, PRIVACY };
enum phase { PHASE_ANY, BEFORE_CANDIDACY, AFTER_CANDIDACY }; /* before or after the determination of candidates */

/* Classes of reported persons (regulation.md A.1). */
#define SUBJECT_CLASS_MAP(X)                                                                       \
	X(CLASS_UNKNOWN, "") X(PNS, "PNS") X(CPNS, "CPNS") X(PPPK, "PPPK")                         \
	X(PPPK_PARUH_WAKTU, "PPPK_PARUH_WAKTU") X(THL, "THL") X(HONORER, "HONORER")                \
	X(NON_ASN, "NON_ASN") X(KEPALA_DESA, "KEPALA_DESA") X(PERANGKAT_DESA, "PERANGKAT_DESA")    \
	X(BPD, "BPD") X(LURAH, "LURAH") X(PERANGKAT_KELURAHAN, "PERANGKAT_KELURAHAN")              \
	X(PEJABAT_ASN, "PEJABAT_ASN") X(PEJABAT_NEGARA, "PEJABAT_NEGARA")                          \
	X(PEJABAT_DAERAH, "PEJABAT_DAERAH") X(KEPALA_DAERAH, "KEPALA_DAERAH")                      \
	X(PENJABAT, "PENJABAT") X(TNI, "TNI") X(POLRI, "POLRI") X(BUMN, "BUMN") X(BUMD, "BUMD")    \
	X(PENYELENGGARA, "PENYELENGGARA") X(MASYARAKAT, "MASYARAKAT")                              \
	X(PASANGAN_CALON, "PASANGAN_CALON")

enum subject_class {
#define X(name, code) name,
	SUBJECT_CLASS_MAP(X)
#undef X
	SUBJECT_CLASS_N
};
const char *class_code(enum subject_class c);                 /* "PPPK" */
enum subject_class class_of(const char *code);                /* CLASS_UNKNOWN when it is none of them */
bool class_is_asn(enum subject_class c);                      /* PNS, CPNS, PPPK, part-time PPPK, urban ward */
const char *class_name(enum subject_class c, enum lang lang); /* words for a page */

struct text_list {
	const char **items;
	size_t n;
};
struct class_list {
	enum subject_class *items;
	size_t n;
};

/* What every row of the law carries. */
struct law_row {
	const char *basis;        /* articles, joined with "; " */
	struct text_list sources; /* addresses or papers */
	enum confidence confidence;
	struct day from, to;      /* in force, both included; DAY_NONE: open */
	const char *note;         /* "" if none */
};

struct law_act {
	const char *code; /* "SKB-B6" */
	const char *title_id, *title_en, *description_id;
	const char *kind;    /* ethics, discipline, dismissal, criminal, administrative, ... */
	const char *conduct; /* what was done, shared by the rows before and after candidacy: "online_support" */
	bool pilkada, pemilu; /* the elections to which the row applies */
	enum phase phase;
	const char *level;   /* light, moderate, severe, "" */
	struct class_list classes;
	const char *sanction_min, *sanction_max;
	struct text_list examples_id;
	const char *route; /* "" unless the act names its own receiver */
	const char *window; /* code of the clock that bounds it in time: "PK-APPOINT"; "" if none */
	struct law_row row;
};

enum clock_unit { CALENDAR_DAY, WORKING_DAY, HOUR, MONTH };

struct law_clock {
	const char *code; /* "PK-REPORT" */
	enum procedure procedure;
	const char *name_id, *name_en;
	int amount; /* > 0 */
	enum clock_unit unit;
	bool backwards;     /* counts back from the event: "at the latest N days before" */
	bool start_is_date; /* starts from a date on a form, not from a moment (R6) */
	bool effective;     /* the result is the first second of the last day, not its last (DS-EFFECT) */
	bool pausable;      /* an office may pause it, giving its reason: never a time that a law sets */
	const char *start_event, *owner, *on_expiry;
	struct law_row row;
};

struct law_state {
	const char *code; /* "REGISTERED" */
	const char *name_id, *name_en;
	const char *reporter_id; /* what the reporter is told; "" when nothing */
	bool terminal;
	struct text_list needs_clock; /* every event that leads here starts, keeps or promises these clocks */
	bool needs_document;          /* and names a paper: a decision or a notice exists in writing */
	struct law_row row;
};

/* What starts a clock later than the event that promises it. */
#define HAPPENING_MAP(X)                                                                           \
	X(HAPPENING_KNOWN, "known")                           /* the day on the reporter's form (R6) */ \
	X(HAPPENING_NOTICE_RECEIVED, "notice_received")       /* the reporter has the notice */        \
	X(HAPPENING_HEARING_SET, "hearing_set")               /* the day of a clarification is fixed */ \
	X(HAPPENING_SBT_ENTERED, "sbt_entered")               /* the report stands in BKN's SBT */     \
	X(HAPPENING_SATGAS_DONE, "satgas_done")               /* the Satgas hands it to Bawaslu */     \
	X(HAPPENING_FIRST_SUMMONS, "first_summons")           /* date of the superior's first summons */ \
	X(HAPPENING_EXAMINATION_MISSED, "examination_missed") /* the day on which the person did not come */ \
	X(HAPPENING_DECREE_ISSUED, "decree_issued")           /* date of the decree */                 \
	X(HAPPENING_DECREE_RECEIVED, "decree_received")       /* the person has the decree */          \
	X(HAPPENING_OBJECTION_RECEIVED, "objection_received") /* the PPK has the objection */          \
	X(HAPPENING_APPEAL_RECEIVED, "appeal_received")       /* BPASN has the appeal */
enum happening {
#define X(name, code) name,
	HAPPENING_MAP(X)
#undef X
	HAPPENING_N
};
const char *happening_code(enum happening h);                /* "decree_received" */
bool happening_of(const char *code, enum happening *ret); /* false when it is none */

struct law_promise {
	const char *clock; /* as in law_transition.start */
	enum happening on;
};
struct promise_list {
	struct law_promise *items;
	size_t n;
};

struct law_transition {
	const char *id; /* "T05" */
	bool pilkada, pemilu; /* both true for "both" and for downstream rows */
	struct text_list from; /* state codes; empty for the first event of a file */
	const char *event, *to;
	const char *guard;     /* name of a function of core/cases; "always" */
	const char *condition; /* the condition in words */
	struct text_list start, stop; /* clock codes without their prefix PK-/PM-: "HANDLE"; DS- clocks in full */
	struct text_list keep;        /* these run on; they start when they do not run yet */
	struct promise_list later;    /* these start when something happens: COMPLETE on notice_received */
	struct promise_list over;     /* and these stop: NOTICE on notice_received */
	struct text_list documents;   /* form keys that the event asks for: "registration" */
	const char *paper;            /* every paper in words, also those that come from outside; "" if none */
	const char *actor;
	struct law_row row;
};

/* What a person can be punished with, kind by kind, as the law of the decree's day lists it. Two lists of moderate
 * kinds stand side by side (PP 94/2021 art 42): the PPK chooses. */
#define SANCTION_LEVEL_MAP(X) /* from mild to heavy within one class of persons */                \
	X(LEVEL_NONE, "") X(LEVEL_WARNING, "warning") X(LEVEL_MORAL, "moral") X(LEVEL_LIGHT, "light") \
	X(LEVEL_SERVICE, "service") X(LEVEL_MODERATE, "moderate") X(LEVEL_SUSPENSION, "suspension")  \
	X(LEVEL_SEVERE, "severe") X(LEVEL_CONTRACT, "contract") X(LEVEL_DISMISSAL, "dismissal")
enum sanction_level {
#define X(name, code) name,
	SANCTION_LEVEL_MAP(X)
#undef X
	SANCTION_LEVEL_N
};
const char *level_code(enum sanction_level l); /* "moderate" */

struct law_sanction {
	const char *code;      /* "PP94-8-2-A" */
	const char *catalogue; /* "PP94-2021", "PP53-2010", "PP42-2004", ... */
	const char *name_id, *name_en;
	enum sanction_level level;
	const char *outcome;   /* the code under which figures count it: "moderate" */
	struct class_list classes;
	struct law_row row;
};

/* What a punished person may still do. Until the time for it is over, or it is decided, a sanction is imposed but
 * not final; figures keep the two apart. */
struct law_remedy {
	const char *code; /* "objection", "appeal" */
	const char *name_id, *name_en, *body_id, *body_en;
	const char *file_clock, *answer_clock; /* codes: until when it may be filed, until when it is decided */
	enum happening on;                     /* what starts the answer clock */
	struct text_list levels;               /* codes of levels against which it is open */
	struct class_list classes;
	const char *next_id, *next_en; /* what comes after */
	struct law_row row;
};

/* What follows when a package comes back or nobody answers: no law's days but the office's, so they stand apart from the
 * clocks; law_clock finds the clock of a rung all the same. */
struct law_rung {
	struct law_clock clock;
	const char *after;       /* the event, or the code of the rung, that starts it */
	struct text_list states; /* where the hand-over stands meanwhile; once it leaves them the clock stops */
	const char *form, *to;   /* the letter when it has run out, and to whom; "" for a task of the office's own */
	struct law_row row;
};

/* A rule that binds whoever punishes: one breach one sanction, who may punish whom, the examining team. */
struct law_rule {
	const char *code; /* "PP94-35-1" */
	const char *text_id, *text_en;
	struct class_list classes;
	struct law_row row;
};

struct law_route {
	struct class_list classes; /* empty: any class */
	bool crime;                /* only for a suspected crime */
	const char *code;          /* "BKN", "KASN", "HEAD_OF_REGION", "OPD_HEAD", "GAKKUMDU", "DKPP", ... */
	const char *receiver_id, *receiver_en, *copy_id; /* who gets it; who gets a copy ("" if none) */
	struct law_row row;
};

struct law_form {
	const char *key;     /* "summons", "minutes", "receipt", ...: what the program calls it */
	enum procedure procedure;
	const char *code;    /* "B.9": printed on the paper; "" when none was verified */
	const char *name_id;
	struct law_row row;
};

struct law_number {
	const char *key;     /* "pilkada_receipt" */
	const char *pattern; /* "{seq3}/PL/{contest}/{level}/{area}/{roman_month}/{year}" */
	struct law_row row;
};

/* The procedure belongs to the election, not to the word "pilkada": which one the local election of 2031 will
 * follow is open (regulation.md E.2). */
struct law_election {
	const char *code; /* "PILKADA-2024" */
	const char *name_id, *name_en;
	bool open;                /* its procedure is not settled: no file may be opened for it */
	enum procedure procedure; /* PILKADA or PEMILU; says nothing while open */
	const char *regulation;   /* "PKPU 2/2024" */
	bool projected;           /* its dates are a projection */
	struct law_row row;
};

struct law_stage {
	const char *election, *code, *name_id, *name_en;
	struct day start, end; /* both included; DAY_NONE: open on that side */
	bool boundary;         /* its first day is the determination of candidates */
	struct law_row row;
};

struct law_holiday {
	struct day day;
	const char *kind; /* libur_nasional, cuti_bersama, hari_pemungutan_suara */
	const char *name_id;
	struct law_row row;
};

struct law_requirement {
	const char *code; /* "F1", "M2" */
	enum procedure procedure; /* PILKADA or PEMILU; material ones stand in both */
	const char *name_id;
	bool formal;
	struct law_row row;
};

/* A limit or pattern of personal numbers that is custom rather than law, for the user to correct; core/identity
 * knows what each code means. Both ends are within. */
struct law_identity {
	const char *code; /* "NIP-AGE" */
	const char *name_id, *name_en;
	int min, max;
	struct law_row row;
};

/* An area by its Kemendagri code; `until` in its row: the area is no more, numbers given there stay valid. */
struct law_area {
	const char *code; /* "35", "35.79" */
	const char *name_id;
	struct law_row row;
};

/* One field of a form of another body, in the order in which people key it; @fact says what fills it (desk/forward/sheet.c). */
struct law_field {
	const char *code; /* "SBT-03" */
	const char *form; /* "SBT" */
	const char *name_id, *name_en, *fact;
	const char *value; /* of the fact "fixed"; else "" */
	int position;      /* from 1 */
	struct law_row row;
};

/* What an indicator of the vulnerability index counts (desk/risk). */
#define RISK_FACT_MAP(X)                                                                           \
	X(FACT_INCUMBENT, "incumbent") /* the holder of the office stands again */                 \
	X(FACT_RELATIVE, "relative")   /* somebody's kin stands; typed by an officer */            \
	X(FACT_PAST_CASE, "past_case") /* persons whose breach the plenary held proven */          \
	X(FACT_MUTATION, "mutation")   /* officials replaced in the forbidden time; typed */       \
	X(FACT_PLEDGE, "pledge")       /* tenths of the people who have not signed */              \
	X(FACT_CIRCULAR, "circular")   /* tenths of the people who have not acknowledged */        \
	X(FACT_PATROL, "patrol")       /* clusters of posts that an officer held for relevant */
enum risk_fact {
#define X(name, code) name,
	RISK_FACT_MAP(X)
#undef X
	RISK_FACT_N
};
const char *risk_fact_code(enum risk_fact f); /* "past_case" */

/* One indicator of the index: events x weight of its level. */
struct law_indicator {
	const char *code; /* "KR-PETAHANA" */
	const char *name_id, *name_en;
	enum risk_fact fact;
	const char *level; /* "low", "medium", "high" */
	int weight;        /* of its level, >= 1 */
	int most;          /* events that count at most; 0: all */
	int days;          /* an event counts so long; 0: without end */
	const char *formula_id, *formula_en;
	struct law_row row;
};

/* A rule of early warning: when it fires, whom it tells, what to do. It binds nobody before an office switches it on. */
enum warning_on { ON_STAGE_START, ON_STAGE_END, ON_INDEX_OVER, ON_INDEX_JUMP, ON_COVERAGE_BELOW };
struct law_warning {
	const char *code; /* "PD-KAMPANYE" */
	const char *name_id, *name_en;
	enum warning_on on;
	const char *stage;     /* code of a stage, of any election; "" for rules about the index */
	int days;              /* stage rules: from its day on, negative before it; ON_INDEX_JUMP: within so many days */
	int points;            /* of 100: the score, the rise, the share */
	int least;             /* rules about the index: the sum must be so high too, as one small event makes a lone area the highest */
	const char *indicator; /* ON_COVERAGE_BELOW: whose share */
	struct text_list tell; /* codes of roles */
	const char *do_id, *do_en;
	struct law_row row;
};

/* What a stage lets people do, or not, beside the acts; core/law/applies.h shows them together. */
enum stage_effect { EFFECT_FORBIDDEN, EFFECT_ALLOWED, EFFECT_NOTICE };
struct law_stage_rule {
	const char *code; /* "TH-TENANG" */
	const char *text_id, *text_en;
	enum stage_effect effect;
	struct text_list stages; /* codes; empty: on every day */
	enum phase phase;
	bool pilkada, pemilu;
	struct class_list classes; /* empty: everybody */
	struct law_row row;
};

/* How a situation is answered: not forbidden, or by the kind of its act. */
#define VERDICT_MAP(X)                                                                             \
	X(VERDICT_ALLOWED, "allowed") X(VERDICT_ETHICS, "ethics") X(VERDICT_DISCIPLINE, "discipline") \
	X(VERDICT_ADMINISTRATIVE, "administrative") X(VERDICT_CRIMINAL, "criminal")
enum verdict {
#define X(name, code) name,
	VERDICT_MAP(X)
#undef X
	VERDICT_N
};
const char *verdict_code(enum verdict v); /* "ethics" */

/* A situation of the quiz (desk/outreach/quiz.c): what somebody of that class does in that phase, and the row of the acts
 * that answers it. Of a situation that is allowed, @act is the row that it stays just outside of. */
struct law_question {
	const char *code; /* "KUIS-01" */
	const char *act;
	enum subject_class class;
	enum phase phase;
	enum verdict verdict;
	const char *situation_id, *situation_en, *why_id, *why_en;
	struct law_row row; /* its articles all stand in the row of the act */
};

/* A point that a pledge's first text is filled with (desk/pledge). */
struct law_pledge_point {
	const char *code; /* "IKRAR-1" */
	int number;       /* its place among them */
	const char *text_id, *text_en;
	struct law_row row;
};

#define LAW_LIST(type) struct { type *items; size_t n; }
struct law {
	const char *name, *version; /* "Netra dasar", "2026.1" */
	int format;                 /* 1: packs of Netra 1.0, without elections; 2: this header */
	struct hash hash;           /* SHA-256 of the JSON text */
	LAW_LIST(struct law_election) elections;
	LAW_LIST(struct law_sanction) sanctions; /* the three lists are empty in a pack of format 1 */
	LAW_LIST(struct law_remedy) remedies;
	LAW_LIST(struct law_rule) rules;
	LAW_LIST(struct law_rung) rungs; /* empty in packs made before there was a ladder */
	LAW_LIST(struct law_act) acts;
	LAW_LIST(struct law_clock) clocks;
	LAW_LIST(struct law_state) states;
	LAW_LIST(struct law_transition) transitions;
	LAW_LIST(struct law_route) routes;
	LAW_LIST(struct law_form) forms;
	LAW_LIST(struct law_number) numbers;
	LAW_LIST(struct law_stage) stages;
	LAW_LIST(struct law_holiday) holidays; /* ascending by day */
	LAW_LIST(struct law_requirement) requirements;
	LAW_LIST(struct law_identity) identities; /* both empty in packs made before they were known */
	LAW_LIST(struct law_area) areas;
	LAW_LIST(struct law_field) fields; /* empty too in older packs */
	LAW_LIST(struct law_indicator) indicators; /* likewise */
	LAW_LIST(struct law_warning) warnings;
	LAW_LIST(struct law_stage_rule) stage_rules;
	LAW_LIST(struct law_question) questions;
	LAW_LIST(struct law_pledge_point) pledge_points;
	struct day holidays_from, holidays_to; /* the decrees reach from here to here */
	/* Counter hours, minutes after midnight: Monday to Thursday, Friday. */
	int counter_opens, counter_closes, counter_closes_friday;
	struct law_row calendar; /* where the reach of the calendar and the hours come from */
};

/* The pack that was built into the binary. */
extern const char law_embedded[];
extern const size_t law_embedded_n;

/* Reads and checks a pack. INVALID names the row and the reason (unknown code, missing article, gap or overlap
 * of dates, unreachable state, transition without target, unknown guard, ...). */
MUST_CHECK enum status law_read(struct arena *a, const char *json, size_t n, const struct law **ret,
				struct err *e);

/* What is wrong with a pack. @field of the row; "" where the whole row is meant. */
struct law_fault {
	const char *kind, *row, *field; /* "clock", "PK-HANDLE", "length" */
	const char *text;               /* "clock PK-HANDLE: length is missing or out of bounds" */
};
struct law_faults {
	struct arena *arena;
	struct law_fault *items;
	size_t n, max;
	bool more; /* there were more than @max */
};
/* The same as law_read, but goes on after a fault, up to @max of them. The rows come first; the pack as a whole is looked
 * once each row can be read; @ret is then there for further checks, else NULL. A pack with faults counts for nobody.
 * INVALID and TOO_LARGE: not even JSON of a pack's size. */
MUST_CHECK enum status law_read_all(struct arena *a, const char *json, size_t n, size_t max, const struct law **ret,
				    struct law_faults *ret_faults, struct err *e);
/* Another fault, unless the same was found before. For those who check more than law_read does. */
void law_fault_add(struct law_faults *f, const char *kind, const char *row, const char *field, const char *format, ...)
	PRINTF(5, 6);

#define LAW_FORMAT 2                   /* the newest that this program reads; 1 stays readable */
#define LAW_PACK_MAX ((size_t)8 << 20) /* bytes of a pack; ours has a quarter of one MiB */
#define LAW_TEXT_MAX 4000              /* bytes of one text in it */
#define LAW_ROWS_MAX 2000              /* rows of one kind, items of one list */

/* Look-ups; NULL when there is none in force. */
const struct law_act *law_act(const struct law *law, const char *code); /* the newest version */
const struct law_act *law_act_at(const struct law *law, const char *code, struct day at);
bool law_in_force(const struct law_row *row, struct day at); /* DAY_NONE: any day */
bool class_in(const struct class_list *list, enum subject_class c);
/* The act for a conduct on the day of the event: before or after @determined (the contest's own day), for
 * that class; the heaviest when several fit, the milder phase when it is not known. A class that has no row of
 * that conduct gets its row "any" (village officials, soldiers, workers who are not ASN). Criminal rows are never
 * picked: a suspected crime is for people and Gakkumdu to see. */
const struct law_act *law_act_pick(const struct law *law, const char *conduct, enum subject_class c,
				   struct day event, struct day determined);
/* What the same conduct on that day would be in the other phase than that of @act, which law_act_pick gave. */
const struct law_act *law_act_other_phase(const struct law *law, const char *conduct, enum subject_class c, struct day event,
					  const struct law_act *act);
enum phase law_phase(struct day event, struct day determined); /* PHASE_ANY when either is unknown */
/* The day of determination nearest to @today, of any election of the pack: for whoever knows no contest. DAY_NONE: none. */
struct day law_determined_near(const struct law *law, struct day today);
const struct law_clock *law_clock(const struct law *law, const char *code); /* also of a rung of the ladder */
const struct law_clock *law_clock_at(const struct law *law, const char *code, struct day at);
/* "HANDLE" in PILKADA -> PK-HANDLE, "OBJECT" in DOWNSTREAM -> DS-OBJECT; whole codes are taken as they are. */
const struct law_clock *law_clock_of(const struct law *law, enum procedure p, const char *name);
const struct law_clock *law_clock_of_at(const struct law *law, enum procedure p, const char *name, struct day at);
const struct law_state *law_state(const struct law *law, const char *code);
const struct law_state *law_state_at(const struct law *law, const char *code, struct day at);
const struct law_route *law_route(const struct law *law, enum subject_class c, struct day at, bool crime);
const struct law_form *law_form(const struct law *law, enum procedure p, const char *key);
const struct law_form *law_form_at(const struct law *law, enum procedure p, const char *key, struct day at);
const struct law_number *law_number(const struct law *law, const char *key);
const struct law_number *law_number_at(const struct law *law, const char *key, struct day at);
const struct law_election *law_election(const struct law *law, const char *code);
const struct law_election *law_election_at(const struct law *law, const char *code, struct day at);
/* Why an act applies, or would: what people look at before they decide. */
struct act_choice {
	const struct law_act *act;
	enum phase phase; /* BEFORE_, AFTER_CANDIDACY: the phase for which it stands here; PHASE_ANY: in both */
	bool crime;       /* for Gakkumdu to weigh, apart from the others */
	bool heaviest;    /* of those that are not crimes, in its phase */
	const char *why_id, *why_en;
};
/* The sum of a question: when the phase is not known, rows of both phases stand here and @open is set. */
struct act_choices {
	struct act_choice *items;
	size_t n;
	enum phase phase;
	bool open;
	const struct law_rule *rule; /* only the heaviest is imposed: PP 94/2021 art 35(1); NULL: not for this class */
	const char *phase_id, *phase_en; /* the phase, with its reason */
};
struct act_question {
	const char *conduct; /* "online_support"; a code that no act has gives the rows for any conduct */
	enum subject_class class;
	struct day event, determined; /* DAY_NONE: not known */
	enum procedure procedure;     /* PILKADA or PEMILU; another: acts of both */
};
void law_act_choices(struct arena *a, const struct law *law, const struct act_question *q, struct act_choices *ret);

const struct law_sanction *law_sanction_at(const struct law *law, const char *code, struct day at);
/* The catalogue for a class on a day, as it stands in the pack; returns how many. @level LEVEL_NONE: all. */
size_t law_sanctions(const struct law *law, enum subject_class c, enum sanction_level level, struct day at,
		     const struct law_sanction *ret[], size_t max);
const struct law_remedy *law_remedy_at(const struct law *law, const char *code, struct day at);
/* The remedy open to a person of that class against that sanction on that day; NULL: none. */
const struct law_remedy *law_remedy_for(const struct law *law, enum subject_class c, enum sanction_level level,
					struct day at);
/* The rung that @after starts, an event or the code of the rung before; NULL: none. */
const struct law_rung *law_rung_after(const struct law *law, const char *after);
const struct law_rule *law_rule_at(const struct law *law, const char *code, struct day at);
/* Whether the event starts a clock for that happening. */
bool law_promises(const struct law_transition *t, enum happening on);
/* The stages of an election that run on @day, as "what applies today". */
size_t law_stages_on(const struct law *law, const char *election, struct day day,
		     const struct law_stage *ret[], size_t max);
/* Calls @visit for every row, kind by kind: "clock", "PK-REPORT"; "form", "pilkada receipt"; "holiday",
 * "2024-02-14". For listings and comparisons; @name lives until @visit returns. */
typedef void (*law_visit_fn)(void *arg, const char *kind, const char *name, const struct law_row *row);
void law_each_row(const struct law *law, law_visit_fn visit, void *arg);
const char *procedure_code(enum procedure p); /* "pilkada" */
bool procedure_of(const char *code, enum procedure *ret);
const char *phase_code(enum phase p); /* "before_candidacy", "after_candidacy", "any" */
const char *confidence_mark(enum confidence c); /* "S", "K", "?" */

#endif
