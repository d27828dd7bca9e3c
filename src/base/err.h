/* err.h -- how a function says that it could not do its work.
 *
 * A function that can fail returns `enum status`; the first to fail fills `struct err` with FAIL, those
 * above pass it on with TRY, and the edge (web/, cli/) turns it into a page or an exit code and logs it
 * once. `assert` is for our own mistakes, `enum status` for the world's.
 */
#ifndef NETRA_BASE_ERR_H
#define NETRA_BASE_ERR_H

#include <stddef.h>

#define STATUS_MAP(X) /* name, HTTP status, what it means to the caller */                        \
	X(OK, 200, "done")                                                                         \
	X(INVALID, 422, "the input lacks something the law or the form requires")                  \
	X(NOT_FOUND, 404, "there is no such thing, or not for this reader")                        \
	X(FORBIDDEN, 403, "this reader may not do this")                                           \
	X(UNKNOWN_USER, 401, "log in first")                                                       \
	X(TOO_LATE, 409, "a legal deadline has passed")                                            \
	X(CONFLICT, 409, "the record changed meanwhile; the transaction is over")                  \
	X(TOO_LARGE, 413, "the input is larger than its limit")                                    \
	X(TOO_MANY, 429, "too many requests of this kind; try later")                              \
	X(NOT_LOADED, 503, "a legal table does not reach this date")                               \
	X(BROKEN, 500, "a file or record is damaged")                                              \
	X(UNAVAILABLE, 503, "the store, the disk or a legal table cannot answer")

enum status {
#define X(name, http, text) name,
	STATUS_MAP(X)
#undef X
	STATUS_N
};

struct err {
	enum status status;
	const char *where; /* function that failed first */
	const char *field; /* the input field or column at fault, static or arena; NULL if none */
	char why[400];     /* UTF-8, for the log and for officers; never holds a secret or message text */
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define scoped(end) __attribute__((cleanup(end)))

/* Expressions whose value is the status itself, so that the compiler sees that a failure is never OK. */
#define FAIL(e, s, ...) FAIL_FIELD(e, s, NULL, __VA_ARGS__)
#define FAIL_FIELD(e, s, field, ...)                                                               \
	({                                                                                         \
		const enum status fail_ = (s);                                                     \
		err_set((e), fail_, __func__, (field), __VA_ARGS__);                               \
		fail_;                                                                             \
	})
#define TRY(call)                                                                                  \
	do {                                                                                       \
		enum status try_ = (call);                                                         \
		if (try_ != OK)                                                                    \
			return try_;                                                               \
	} while (0)

/* Fills @e (may be NULL) and returns @status, so that `return FAIL(...)` reads as one thing. */
enum status err_set(struct err *e, enum status status, const char *where, const char *field,
		    const char *format, ...) PRINTF(5, 6);

int status_http(enum status s);         /* 200, 404, ... */
const char *status_name(enum status s); /* "NOT_FOUND" */
const char *status_text(enum status s); /* the sentence of STATUS_MAP */

#endif
