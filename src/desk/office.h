/* office.h -- what every desk is handed.
 *
 * One struct for the office at work: where it stores, by which law and calendar it counts, how it is set up,
 * and who is asking. It is made once by desk/office.c (office_open) and shared by all threads; what belongs to
 * one request (its arena, its user, its moment) is in `struct desk`.
 */
#ifndef NETRA_DESK_OFFICE_H
#define NETRA_DESK_OFFICE_H

#include "base/arena.h"
#include "base/settings.h"
#include "core/clock/clock.h"
#include "core/law/law.h"
#include "desk/packs.h"
#include "store/store.h"

enum role { /* what a person may do; rights are in desk/access */
	ROLE_NONE,      /* the public, the program itself */
	ROLE_INTAKE,    /* counter officer */
	ROLE_HANDLER,   /* violation-handling staff */
	ROLE_MEMBER,    /* member of the plenary (commissioner) */
	ROLE_CHAIR,     /* chair: signs, assigns */
	ROLE_PATROL,    /* patrol officer */
	ROLE_CUSTODIAN, /* keeps the identity vault */
	ROLE_ADMIN,     /* users and settings; sees no case */
	ROLE_PREVENTION, /* officer of prevention: campaigns, letters, events; sees no case */
	/* Partners: officials of the government, who are asked for help with prevention and see nothing else of the office. */
	ROLE_SECRETARY, /* regional secretary (Sekda): shares of each unit, never names */
	ROLE_PERSONNEL, /* head of the personnel board: lists of employees, who is excused, who declined */
	ROLE_UNIT,      /* head of a unit (OPD): names of the unit's own people */
	ROLE_N
};

struct office {
	struct arena arena; /* what lives as long as the office: law, calendar, names */
	int64_t id;
	const char *code, *name, *level, *region, *city, *address, *phone, *email; /* see schema */
	enum zone zone;
	bool drill; /* training data: said on every page and paper */
	struct store *store;
	const struct settings *settings;
	_Atomic(const struct law *) law; /* the pack in force in general; a desk asks desk_law, which holds still */
	_Atomic(const struct regime *) regime; /* which pack counts for whom (desk/packs.h) */
	struct packs *packs;             /* those that were read */
	/* Of the pack, the office's own days and the decrees in force (desk/decree). Read it once for one count: a new
	 * decree may take its place at any moment; the old one stays alive. */
	_Atomic(const struct calendar *) calendar;
	struct calendar_shelf *calendars; /* the memory of all of them */
	const char *data;                /* data folder: evidence/, keys/, index/ */
	unsigned char lookup_key[32];    /* keyed hashes of codes and tokens (keys/lookup.key) */
	unsigned char sign_public[32];   /* Ed25519 of receipts, letters and checkpoints */
	unsigned char sign_secret[64];   /* (keys/sign.key) */
	unsigned char vault_public[32];  /* X25519 of the identity vault (keys/vault.pub) */
	struct screen *screen;           /* the screening index in use, read by screen_take; NULL: none loaded (desk/stream) */
	uint64_t screen_file, screen_refused; /* which file it is, and which was found damaged (stream_index_follow) */
	void (*screen_end)(struct screen *s); /* how office_close lets go of it; set with it by desk/stream */
	int64_t clock_shift_us;          /* drill clock: shown moment minus machine moment */
};

/* The calendar as @tx sees the store; lives in @a. */
MUST_CHECK enum status office_calendar_read(struct tx *tx, const struct office *o, struct arena *a,
					    const struct calendar **ret, struct err *e);
/* Looks into the store (a READ transaction of its own) and takes what is there as office->calendar, when it differs.
 * Any thread may call it. */
MUST_CHECK enum status office_calendar_refresh(struct office *o, bool *ret_changed, struct err *e);

/* One request or job: who asks, when, and the memory that goes with it. */
struct desk {
	struct office *office;
	struct arena *arena;
	struct instant now; /* the office's clock (drill offices run on their own) */
	int64_t user;       /* app_user id; 0: the public or the program */
	enum role role;
	const char *user_name; /* "" for the public */
	const struct regime *regime; /* in force when the request began; NULL: the office's of this moment */
	enum lang lang;        /* of the reader of a page; papers and the timeline are always Indonesian */
};

/* Opens the data folder @data: store (settings "store.url", else data/netra.db), keys (made when missing),
 * the first office of the store, its law and calendar, and the sealing hook. NOT_FOUND with a hint when there
 * is no office yet (netra init or netra demo makes one). */
MUST_CHECK enum status office_open(const char *data, const struct settings *settings, struct office **ret,
				   struct err *e);
void office_close(struct office *o);
void office_close_scoped(struct office **o);
struct office_new {
	const char *code, *name, *level, *region, *city, *address, *phone, *email;
	bool drill;
	struct instant shows; /* the drill clock shows this moment now; INSTANT_NONE: the machine's clock */
};
/* Makes the data folder, keys, schema and the office row. CONFLICT when there is an office already. */
MUST_CHECK enum status office_make(const char *data, const struct settings *settings,
				   const struct office_new *as, struct err *e);
/* Drill offices only: from now on their clock shows @shows (a rehearsal is moved on, or sped up day by day).
 * INVALID for an office in earnest. */
MUST_CHECK enum status office_clock_set(struct office *o, struct instant shows, struct err *e);
struct desk;
/* Is the counter open: a working day, between its hours? What the program says by itself goes out only then. A day that no
 * calendar covers counts by its weekday. */
bool office_hours(const struct desk *d);
/* Working days after @from up to and with @to, the same way; 0 when @to is not after @from. */
int office_working_days(const struct desk *d, struct day from, struct day to);
struct instant office_now(const struct office *o); /* the machine's clock, the drill clock, or setting clock.now */

/* Begins a transaction for @d: arena, office, moment filled in. */
MUST_CHECK enum status desk_begin(const struct desk *d, enum tx_kind kind, struct tx *tx, struct err *e);

const char *role_code(enum role r); /* "handler" */
enum role role_of(const char *code);

#endif
