/* api.h -- what the desks' JSON addresses have in common: reading a body field by field, paging, ids, versions.
 *
 * A reader of the API is known by a Bearer token only; cookies count for nothing here. Ids go out and come in as text,
 * because they have 63 bits and many programs read numbers as doubles (digits without quotes are taken too). A field
 * that is not known is refused: a misspelt one would otherwise be lost without a word. Every error about a field bears
 * its name, for lists with its place: "votes[1].vote".
 *
 * Lists are read with a cursor: ?since= is what the last answer called "next", ?max= at most 200 rows. "more" says that
 * another page waits. Ids are given when work begins and are seen when it is on disk, so a row may appear behind a later
 * one; therefore "next" of the last page stays some seconds behind the present, and a reader who comes back may see a
 * row twice but misses none.
 */
#ifndef NETRA_WEB_API_H
#define NETRA_WEB_API_H

#include "base/json.h"
#include "web/web.h"

#define API_BODY (256 * KIB)  /* the largest body of the desks' addresses */
#define API_ROWS_MAX 200
#define API_ROWS 50           /* when ?max= is not given */
#define API_SHORT 400         /* bytes of a name, a place, a title */
#define API_LONG (32 * KIB)   /* bytes of a text */
#define API_BEHIND_US (10 * SECOND_US)

struct api_in { /* an object of the body */
	struct request *rq;
	const struct json *j;
	const char *at; /* where it stands: "" or "votes[1]." */
};
struct api_list {
	struct api_in *items;
	size_t n;
};
/* The body, with the fields it may hold: API_READ(rq, &in, e, "text", "kind"). */
MUST_CHECK enum status api_body(struct request *rq, struct api_in *ret, const char *const *known, size_t n,
				struct err *e);
#define API_READ(rq, ret, e, ...)                                                                  \
	api_body((rq), (ret), (const char *const[]){__VA_ARGS__},                                  \
		 sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *), (e))
/* INVALID names the first field of @in that is none of @known. */
MUST_CHECK enum status api_known(const struct api_in *in, const char *const *known, size_t n, struct err *e);
#define API_KNOWN(in, e, ...)                                                                      \
	api_known((in), (const char *const[]){__VA_ARGS__},                                        \
		  sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *), (e))

/* One field each; null counts as absent. Absent and not needed: NULL, 0, false, DAY_NONE, INSTANT_NONE, no items. */
MUST_CHECK enum status api_text(const struct api_in *in, const char *name, size_t max_bytes, bool needed,
				const char **ret, struct err *e);
MUST_CHECK enum status api_bool(const struct api_in *in, const char *name, bool *ret, struct err *e);
MUST_CHECK enum status api_int(const struct api_in *in, const char *name, int64_t min, int64_t max, bool needed,
			       int64_t *ret, struct err *e);
MUST_CHECK enum status api_id(const struct api_in *in, const char *name, bool needed, int64_t *ret, struct err *e);
MUST_CHECK enum status api_day(const struct api_in *in, const char *name, bool needed, struct day *ret, struct err *e);
MUST_CHECK enum status api_instant(const struct api_in *in, const char *name, bool needed, struct instant *ret,
				   struct err *e);
MUST_CHECK enum status api_object(const struct api_in *in, const char *name, struct api_in *ret, struct err *e);
MUST_CHECK enum status api_objects(const struct api_in *in, const char *name, size_t max, struct api_list *ret,
				   struct err *e);
MUST_CHECK enum status api_ids(const struct api_in *in, const char *name, size_t max, int64_t **ret, size_t *ret_n,
			       struct err *e);
MUST_CHECK enum status api_texts(const struct api_in *in, const char *name, size_t max, const char ***ret, size_t *ret_n,
				 struct err *e);

/* "votes": [{"member", "vote", "opinion"}], of a plenary. */
struct handle_vote;
MUST_CHECK enum status api_votes(const struct api_in *in, const struct handle_vote **ret, size_t *ret_n, struct err *e);

/* The answer: an object is open when api_start returns; close it with jout_end. */
struct json_out api_start(struct request *rq);
void api_put_id(struct json_out *j, const char *key, int64_t id); /* null for 0 */
void api_put_list(struct json_out *j, const char *key);           /* "key":[ */
void api_put_json(struct json_out *j, const char *key, const char *json); /* as it was stored; null for "" */
struct letter_made;
void api_put_letter(struct json_out *j, const char *key, const struct letter_made *made);
void api_made(struct request *rq, const char *key, int64_t id, const struct letter_made *letter); /* 201: the id, and the paper unless NULL */

struct api_page { /* what the reader asked for, and how far the answer is */
	int64_t since, max;
	int64_t n, last; /* rows past @since so far, and the cursor of the last one shown; 0: none yet */
};
MUST_CHECK enum status api_page(const struct request *rq, struct api_page *ret, struct err *e);
/* Does the row with this cursor (its id, or its place in the list from 1) stand on the page? To be asked once for each
 * row, in the order of the cursors, and for one row past the last that has room: it is the "more". */
bool api_shows(struct api_page *page, int64_t cursor);
/* Closes the list, writes "next" and "more" and closes the object. */
void api_page_end(struct request *rq, struct json_out *j, const struct api_page *page);

/* The whole answer of a list: each of @rows (items, n) that stands on the page, written by @put, which may speak of `rq`,
 * `j` and `row`; @cursor likewise: row->id, or i + 1 for a short list, where it is a place in it. */
#define API_LIST(rq, page, rows, cursor, put)                                                      \
	do {                                                                                       \
		struct json_out j = api_start(rq);                                                 \
		api_put_list(&j, "items");                                                         \
		for (size_t i = 0; i < (rows).n; i++) {                                            \
			const __typeof__(*(rows).items) *row = &(rows).items[i];                   \
			if (api_shows(&(page), (cursor)))                                          \
				put;                                                               \
		}                                                                                  \
		api_page_end((rq), &j, &(page));                                                   \
	} while (0)

/* The file that the address begins with, for reading: handle_look notes who looked. */
struct handle_file;
MUST_CHECK enum status api_file(struct request *rq, struct handle_file *ret, struct err *e);
/* What the list of a file begins with: the page asked for, the file, a transaction to read its rows in. */
MUST_CHECK enum status api_file_list(struct request *rq, struct api_page *page, struct handle_file *f, struct tx *tx, struct err *e);

/* 412 when the request says If-Match and @version is not the one. */
MUST_CHECK enum status api_if_match(struct request *rq, int64_t version, struct err *e);
/* The version of an edit: If-Match, else the field "version". 412 or 409 follow from which of them was given. */
MUST_CHECK enum status api_version(const struct api_in *in, int64_t *ret, struct err *e);
enum status api_stale(struct request *rq, enum status status); /* CONFLICT of an edit that said If-Match: 412 */
void api_etag(struct request *rq, int64_t version);

/* A name as a reader without the right to files sees it: "B. S." */
const char *api_masked(struct arena *a, const char *name);
bool api_sees(const struct request *rq); /* names, numbers, statements */

/* Runs the route's handler; a POST of staff with an Idempotency-Key, or of a form that makes something new, counts once. */
enum status api_answer(struct request *rq, struct err *e);

#endif
