/* web.h -- how people and machines reach the desks: requests, routes, pages.
 *
 * A handler has three steps: read the form, ask the desk, show the answer. It runs on a worker thread and may wait
 * for the store; the event loops never do. What the public sends by the thousand (reports) does not even wait on a
 * worker: it is left to the store's thread (rq_later). libmicrohttpd is met only in http.c. Every page goes out with a strict
 * content security policy; every form that changes something carries the session's CSRF token (staff) or a
 * form token (public), checked before the handler runs.
 */
#ifndef NETRA_WEB_WEB_H
#define NETRA_WEB_WEB_H

#include "base/buf.h"
#include "desk/access/access.h"
#include "desk/office.h"

/* A HEAD of an address without a route of its own is its GET without the body. */
enum method { GET, POST, HEAD, PATCH, DELETE, OPTIONS };
#define METHODS_N 6
extern const char *const method_names[METHODS_N];

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)
/* In a route's body_limit: `64 * KIB | BODY_LISTS` lets a field come more than once (checkboxes). */
#define BODY_LISTS ((size_t)1 << 62)
/* Speaks tus 1.0.0 (web/upload.c): the body is bytes of any kind, every answer names the version, faults are problem
 * documents as below /api/. Of a PATCH the bytes come in parts: the handler is called for each PART_BYTES of the body,
 * and once more, without a reader, for what had come when the connection broke. */
#define ROUTE_TUS  ((size_t)1 << 61)
/* A form that makes something new: pressed twice, or sent again by a reload, it is done once, and the second answer leads
 * where the first one did (web/api_once.c). */
#define ROUTE_ONCE ((size_t)1 << 60)
#define BODY_FLAGS (BODY_LISTS | ROUTE_TUS | ROUTE_ONCE)
#define PART_BYTES (256 * KIB)

struct field { /* one field of a form or query, in the order in which it came */
	const char *name, *value; /* valid UTF-8, control characters refused; value without white space at its ends */
};
struct upload { /* one file of a form; its bytes lie in memory up to the route's limit */
	const char *field, *name, *type; /* as the sender says; never believed, never a path */
	struct str bytes;
};

/* Headers of tus 1.0.0, as they came; NULL when absent, each at most once. */
struct tus_head {
	const char *resumable, *length, *defer_length, *offset, *metadata, *checksum, *concat, *ticket;
};

struct answer_header { /* name and value live as long as the request */
	const char *name, *value;
};
#define RQ_HEADERS_MAX 12

struct request;
struct live_ear;
typedef enum status (*rq_write)(struct tx *tx, struct request *rq, void *work, struct err *e);
typedef enum status (*rq_answer)(struct request *rq, void *work, enum status outcome, struct err *e);
struct rq_later {
	rq_write write; /* NULL: nothing was left */
	rq_answer answer;
	void *work;
	int tries;
};

struct request {
	enum method method;
	const char *path;
	struct desk desk;        /* office, arena, now, user, role: handed on to the desks */
	struct session session;  /* of staff; user 0 for the public */
	enum lang lang;
	const struct field *query, *form; /* what stood after '?', and the body */
	size_t n_query, n_form;
	const struct upload *uploads;
	size_t n_uploads;
	const char *segments[4]; /* the parts of the path that the route names {like_this}, in order */
	size_t n_segments;
	struct str body;         /* of JSON requests; of ROUTE_TUS, this part of it */
	const struct tus_head *tus;
	const char *body_type;   /* Content-Type as it came */
	int64_t body_length;     /* Content-Length; -1 when it was not announced */
	int64_t part_at;         /* bytes of this request's body that came in parts before this one */
	const char *idempotency_key, *if_match, *if_none_match;
	bool wants_json;         /* address below /api/ */
	unsigned char source[32]; /* keyed hash of the address, for limits only; the key lives an hour, in memory */
	/* The answer: */
	struct buf *out;
	int http;                /* status; 0: 200 */
	const char *location;    /* for 303 */
	const char *content_type; /* NULL: text/html; charset=utf-8 */
	const char *download;    /* file name for Content-Disposition: attachment */
	const char *policy;      /* another Content-Security-Policy than that of every answer; NULL: that one */
	bool foreign;            /* the bytes, or what they were made of, came from a stranger: sandboxed */
	const char *set_cookie;
	int retry_after;         /* seconds, with 429; 0: ten minutes */
	struct answer_header headers[RQ_HEADERS_MAX]; /* further ones, by rq_header; kept when the answer is a fault */
	size_t n_headers;
	const char *etag;        /* of JSON answers: "7", with its quotes */
	bool cacheable;          /* static files; everything else is no-store */
	bool revalidate;         /* may be kept by its reader, who asks with the etag before using it again */
	/* For the machinery of web/: */
	const struct route *route; /* NULL: no address of ours */
	struct server *server;
	bool takes_gzip;         /* the reader's browser said so */
	bool gzip;               /* what is sent is compressed already (squeeze.h) */
	const char *fixed;       /* static bytes instead of @out */
	size_t fixed_n;
	int fd;                  /* > 0: a file instead of @out; closed when it was sent */
	int64_t fd_n;
	struct live_ear *ear;    /* a stream instead of @out (live.h) */
	bool set_lang;           /* the reader used the language switch: remember it */
	struct rq_later later;   /* what the handler left to the store's thread (rq_later) */
};

/* The last act of a handler of the public whose work is one write: @write runs on the store's thread, in a transaction
 * that it shares with others, and may be run again after a CONFLICT; then @answer runs on a worker and makes the answer.
 * @outcome is OK when what was written is on the disk; else nothing was written and @e says why, and @answer returns
 * either what it was told or OK with a page of its own. Both get @work, which lives in the request's arena. */
enum status rq_later(struct request *rq, rq_write write, rq_answer answer, void *work);

/* The single value of a field: NULL when absent; a field given twice is refused before the handler runs unless the
 * route allows lists. */
const char *rq_query(const struct request *rq, const char *name);
const char *rq_form(const struct request *rq, const char *name);
/* With what was expected, for the error beside the field. */
MUST_CHECK enum status rq_form_text(const struct request *rq, const char *name, size_t max_bytes, bool needed,
				    const char **ret, struct err *e);
MUST_CHECK enum status rq_form_day(const struct request *rq, const char *name, bool needed, struct day *ret,
				   struct err *e);
MUST_CHECK enum status rq_form_int(const struct request *rq, const char *name, int64_t min, int64_t max,
				   int64_t *ret, struct err *e);
MUST_CHECK enum status rq_segment_id(const struct request *rq, size_t which, int64_t *ret, struct err *e);
/* All values of a repeated field (checkboxes). */
size_t rq_form_list(const struct request *rq, const char *name, const char *ret[], size_t max);

/* At most @per_hour calls of this @kind from one source; TOO_MANY past that. Kept in memory only. */
MUST_CHECK enum status rq_limit(struct request *rq, const char *kind, int per_hour, struct err *e);
/* A form that is shown again: gives the answer the error's status, and the page what to say and where. A view with
 * `struct fault fault` can include "_fault.html" (summary on top, links to the field's id) and, under the field
 * itself, compare fault.field. */
struct fault {
	const char *field, *text; /* NULL: none; field "" when no single field is at fault */
};
struct fault rq_fault(struct request *rq, const struct err *e);

/* One more header of the answer; the same name again takes the place of the first. */
void rq_header(struct request *rq, const char *name, const char *value);

/* Where the public reaches us, for papers: "https://netra.example". */
const char *rq_public_address(const struct request *rq);

/* 303 to @format; the way to answer every POST that succeeded. */
enum status rq_redirect(struct request *rq, const char *format, ...) PRINTF(2, 3);

typedef enum status (*handler)(struct request *rq, struct err *e);

struct route {
	enum method method;
	const char *path;    /* "/perkara/{id}/peristiwa" */
	enum right right;    /* RIGHT_NONE: the public */
	handler handle;
	size_t body_limit;   /* bytes, | BODY_LISTS, ROUTE_ONCE or ROUTE_TUS; 0 for none */
	const char *menu;    /* which entry of the menu is "here": "hari-ini", "triase", "perkara", ...; NULL */
};
/* Every address Netra answers stands in one of these lists; routes.c joins them. */
struct route_list {
	const struct route *items;
	size_t n;
};
extern const struct route_list crest_routes, redact_routes, prevention_routes, risk_routes, warnings_routes, pledge_routes, pledge_sign_routes, pledge_paper_routes, pledge_sheet_routes,
	pledge_board_routes, pledge_remind_routes;
extern const struct route_list circular_routes, circular_door_routes, circular_paper_routes;
extern const struct route_list advice_routes, advice_staff_routes;
extern const struct route_list event_routes, event_people_routes, event_door_routes, event_quiz_routes, event_paper_routes;
extern const struct route_list papers_routes, decree_routes, vault_routes, api_dates_routes, public_routes, account_routes, intake_routes, upload_routes, staff_routes, review_routes, handle_routes,
	forward_routes, conflict_routes, sitting_routes, parcel_routes, figures_routes, rules_routes, feed_routes, log_routes, api_routes, api_docket_routes, api_case_routes, api_review_routes, api_handle_routes,
	api_forward_routes, api_law_routes, api_study_routes, api_conflict_routes, api_inside_routes, api_recipient_routes, api_decree_routes;
extern const struct route_list *const route_lists[]; /* all of them, in the order in which they are asked */
extern const size_t route_lists_n;

/* What every page is handed beside its own view; layout.html uses it. Made by page_of. */
struct page {
	const struct office *office;
	const struct session *session; /* user 0 for the public */
	enum lang lang;
	enum zone zone;
	struct instant now;
	const char *title; /* neutral on public pages */
	const char *menu, *path;
	const char *csrf;       /* of the session; forms include "_token.html", which holds it */
	const char *once;       /* 32 hex digits, new on each page view: what makes a form count once */
	const char *other_lang; /* the same address in the other language */
	const char *css;        /* address of the style sheet, with its hash */
	const char *script;
	const char *icon;
	const char *outbox_script, *report_script, *exit_script, *redact_script, *live_script, *door_script; /* of the report form and its neighbours */
	bool drill, staff, vault_open; /* vault_open: the vault's key lies on the disk in the clear, and this reader can do something */
	/* Flat copies for templates, where only the first dot of a pointer is followed: */
	const char *office_name, *office_city, *office_address, *office_phone, *user_name;
	bool partner; /* of the government: nothing but prevention is in the menu */
	bool may_intake, may_triage, may_case, may_vote, may_vault, may_admin, may_calendar, may_prevent; /* what the menu offers this reader */
};
struct page page_of(const struct request *rq, const char *title_id, const char *title_en);

/* What templates call (tools/pagec.py writes the calls). */
void page_text(struct buf *out, const struct page *p, const char *s);
void page_int(struct buf *out, const struct page *p, int64_t n);      /* 1.684 / 1,684 */
void page_day(struct buf *out, const struct page *p, struct day d);   /* Kamis, 12 November 2026 */
void page_instant(struct buf *out, const struct page *p, struct instant t); /* with zone */
void page_bool(struct buf *out, const struct page *p, bool yes);      /* ya / tidak */
void page_size(struct buf *out, const struct page *p, size_t n);
#define page_put(out, p, value)                                                                    \
	_Generic((value), const char *: page_text, char *: page_text, struct day: page_day,        \
		 struct instant: page_instant, bool: page_bool, size_t: page_size, default: page_int)((out), (p), (value))
/* Truth of a value in {% if %}: a text that is there and not empty, a list with items, a number that is not 0. */
static inline bool page_true_text(const char *s) { return s && *s; }
static inline bool page_true_int(int64_t n) { return n != 0; }
static inline bool page_true_size(size_t n) { return n != 0; }
static inline bool page_true_day(struct day d) { return !day_is_none(d); }
static inline bool page_true_instant(struct instant t) { return !instant_is_none(t); }
#define page_true(value)                                                                           \
	_Generic((value), const char *: page_true_text, char *: page_true_text, struct day: page_true_day, \
		 struct instant: page_true_instant, size_t: page_true_size, default: page_true_int)(value)
bool page_equal(const char *a, const char *b);
/* Filters, for {{ value|day_short }} and so on. */
void page_filter_day_short(struct buf *out, const struct page *p, struct day d);
void page_filter_iso(struct buf *out, const struct page *p, struct day d);
void page_filter_clock(struct buf *out, const struct page *p, struct instant t);      /* 16.00 */
void page_filter_date(struct buf *out, const struct page *p, struct instant t);       /* its day, long */
void page_filter_date_short(struct buf *out, const struct page *p, struct instant t);
void page_filter_lines(struct buf *out, const struct page *p, const char *s);         /* paragraphs and breaks */
void page_filter_url(struct buf *out, const struct page *p, const char *s);           /* query value */
void page_filter_id(struct buf *out, const struct page *p, int64_t id);               /* no thousands marks */
void page_filter_digits(struct buf *out, const struct page *p, const char *s);        /* 1234 5678 9012 3456 */
void page_filter_svg(struct buf *out, const struct page *p, const char *s);           /* as it is: our own drawings only */

void page_filter_href(struct buf *out, const struct page *p, const char *s);          /* http, https or ours; else # */
void page_filter_icon(struct buf *out, const struct page *p, const char *s);          /* name of a symbol the page holds */

/* The pages of an error, with what was typed kept where a handler shows its own form again. */
enum status problem_show(struct request *rq, const struct err *e);

/* serve: listens until SIGTERM. @ready is called once the socket answers. */
struct serve_options {
	const char *listen; /* "127.0.0.1:8080" */
	int loops, workers;
	void (*ready)(void *context);
	void *context;
};
MUST_CHECK enum status web_serve(struct office *o, const struct serve_options *options, struct err *e);

#endif
