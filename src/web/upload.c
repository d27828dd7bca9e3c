/* upload.c -- files in pieces over links that break: tus 1.0.0 (https://tus.io/protocols/resumable-upload) below /unggah.
 *
 *   POST    /unggah        opens an upload; Netra-Ticket says for which report
 *   HEAD    /unggah/{id}   how far it is
 *   PATCH   /unggah/{id}   the next piece; the last one makes the file part of the report
 *   DELETE  /unggah/{id}   takes an unfinished one back
 *   OPTIONS /unggah        what is spoken here
 *
 * Extensions: creation, creation-with-upload, expiration, termination, checksum (sha256, sha1). The phone's page and any
 * tus program use the same addresses.
 *
 * No form token is needed. The ticket and the id are themselves the right: nothing here reads a cookie, so a page of
 * another site can make a browser send nothing that the site does not know already, and a request with these headers
 * would first have to ask leave (OPTIONS), which no answer of ours gives to other origins. Forms of other sites are
 * refused beside that (answer.c).
 */
#include "web/upload.h"

#include "desk/intake/upload.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define VERSION       "1.0.0"
#define EXTENSIONS    "creation,creation-with-upload,expiration,termination,checksum"
#define ALGORITHMS    "sha256,sha1"
#define PIECE_TYPE    "application/offset+octet-stream"
#define OPEN_PER_HOUR 2000 /* uploads of one source; a village may share one address */
#define HTTP_CHECKSUM 460  /* tus 1.0.0, checksum: "460 Checksum Mismatch" */

/* -- headers -- */

static enum status fault(struct request *rq, int http, struct err *e, const char *field, const char *why)
{
	rq->http = http;
	return FAIL_FIELD(e, INVALID, field, "%s", why);
}

static bool number_read(const char *s, int64_t *ret)
{
	return s && *s && strspn(s, "0123456789") == strlen(s) && int_parse(s, 0, INT64_MAX, ret, NULL) == OK;
}

struct checksum {
	const EVP_MD *kind; /* NULL: none was sent */
	unsigned char sum[EVP_MAX_MD_SIZE];
};

/* "sha256 <base64>" */
static bool checksum_read(const char *header, struct checksum *ret)
{
	*ret = (struct checksum){0};
	if (!header)
		return true;
	bool sha256 = text_starts(header, "sha256 ") || text_starts(header, "sha-256 "), sha1 = text_starts(header, "sha1 ");
	const EVP_MD *kind = sha256 ? EVP_sha256() : sha1 ? EVP_sha1() : NULL;
	const char *base64 = strchr(header, ' ');
	size_t n;
	if (!kind || !base64 ||
	    sodium_base642bin(ret->sum, sizeof ret->sum, base64 + 1, strlen(base64 + 1), NULL, &n, NULL,
			      sodium_base64_VARIANT_ORIGINAL) ||
	    n != (size_t)EVP_MD_get_size(kind))
		return false;
	ret->kind = kind;
	return true;
}

static bool checksum_good(const struct checksum *c, struct str bytes)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	return !c->kind || (EVP_Digest(bytes.s, bytes.n, sum, NULL, c->kind, NULL) == 1 &&
			    bytes_equal(sum, c->sum, (size_t)EVP_MD_get_size(c->kind)));
}

static enum status patch_head_check(struct request *rq, struct err *e)
{
	int64_t offset;
	struct checksum sum;
	if (!rq->body_type || strcasecmp(rq->body_type, PIECE_TYPE) != 0)
		return fault(rq, 415, e, "Content-Type", "a piece is sent as " PIECE_TYPE);
	if (!number_read(rq->tus->offset, &offset))
		return fault(rq, 400, e, "Upload-Offset", "Upload-Offset is missing or no number");
	if (!checksum_read(rq->tus->checksum, &sum))
		return fault(rq, 400, e, "Upload-Checksum", "Upload-Checksum: expected sha256 or sha1 and the sum in base64");
	return OK;
}

static enum status create_head_check(struct request *rq, struct err *e)
{
	int64_t size;
	struct checksum sum;
	bool body = rq->body_length != 0;
	if (rq->tus->defer_length || rq->tus->concat)
		return fault(rq, 400, e, NULL, "deferred lengths and concatenation are not spoken here");
	if (!number_read(rq->tus->length, &size))
		return fault(rq, 400, e, "Upload-Length", "Upload-Length is missing or no number");
	if (body && (!rq->body_type || strcasecmp(rq->body_type, PIECE_TYPE) != 0))
		return fault(rq, 415, e, "Content-Type", "a first piece is sent as " PIECE_TYPE);
	if (!checksum_read(rq->tus->checksum, &sum))
		return fault(rq, 400, e, "Upload-Checksum", "Upload-Checksum: expected sha256 or sha1 and the sum in base64");
	return OK;
}

void upload_greet(struct request *rq)
{
	rq_header(rq, "Tus-Resumable", VERSION);
}

enum status upload_head_check(struct request *rq, struct err *e)
{
	if (rq->method == OPTIONS)
		return OK;
	if (!text_eq(rq->tus->resumable, VERSION)) {
		rq_header(rq, "Tus-Version", VERSION);
		return fault(rq, 412, e, "Tus-Resumable", "only tus " VERSION " is spoken here: send Tus-Resumable: " VERSION);
	}
	return rq->method == PATCH ? patch_head_check(rq, e) : rq->method == POST ? create_head_check(rq, e) : OK;
}

/* -- answers -- */

static const char *number_text(struct request *rq, int64_t n)
{
	return arena_printf(rq->desk.arena, "%lld", (long long)n);
}

/* RFC 9110 5.6.7, in the machine's time: a drill office's own clock means nothing to a program elsewhere. */
static const char *http_date(struct request *rq, struct instant t)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t seconds = (time_t)((t.us - rq->desk.now.us + instant_now().us) / SECOND_US);
	struct tm utc;
	gmtime_r(&seconds, &utc);
	return arena_printf(rq->desk.arena, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[utc.tm_wday], utc.tm_mday,
			    months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

static void state_show(struct request *rq, const struct upload_state *s)
{
	rq_header(rq, "Upload-Offset", number_text(rq, s->offset));
	if (!s->finished)
		rq_header(rq, "Upload-Expires", http_date(rq, s->expires));
}

/* What the desk could not do, as the protocol and HTTP name it. */
static enum status told(struct request *rq, enum status status, const struct err *e)
{
	if (status == OK || !e)
		return status;
	if (text_eq(e->field, UPLOAD_BUSY))
		rq->http = 423, rq_header(rq, "Retry-After", "1");
	else if (text_eq(e->field, UPLOAD_ENDED))
		rq->http = 410;
	else if (text_eq(e->field, UPLOAD_DISK))
		rq->http = 507;
	return status;
}

/* Uploads belong to the reporter, even where an officer is logged in beside it; what a piece needs of memory ends with it. */
static struct desk reporter(const struct request *rq, struct arena *scratch)
{
	struct desk d = rq->desk;
	d.user = 0;
	d.role = ROLE_NONE;
	d.user_name = "";
	d.arena = scratch;
	return d;
}

/* -- handlers -- */

static enum status piece_add(struct request *rq, const char *id, int64_t offset, struct upload_state *ret, struct err *e)
{
	scoped(arena_free) struct arena scratch = {0};
	struct desk d = reporter(rq, &scratch);
	struct checksum sum;
	if (!checksum_read(rq->tus->checksum, &sum) || !checksum_good(&sum, rq->body))
		return fault(rq, HTTP_CHECKSUM, e, "Upload-Checksum", "the piece was damaged on the way; send it again");
	int64_t rest = rq->body_length < 0 ? 0 : rq->body_length - rq->part_at;
	const struct upload_piece piece = {offset, rq->body, rest};
	enum status status = upload_append(&d, id, &piece, ret, e);
	ret->metadata = "";
	return told(rq, status, e);
}

static enum status upload_patch(struct request *rq, struct err *e)
{
	int64_t offset;
	struct upload_state state;
	if (!number_read(rq->tus->offset, &offset) || offset > INT64_MAX - rq->part_at)
		return fault(rq, 400, e, "Upload-Offset", "Upload-Offset is missing or no number");
	TRY(piece_add(rq, rq->segments[0], offset + rq->part_at, &state, e));
	state_show(rq, &state);
	rq->http = 204;
	return OK;
}

static enum status upload_head(struct request *rq, struct err *e)
{
	scoped(arena_free) struct arena scratch = {0};
	struct desk d = reporter(rq, &scratch);
	struct upload_state state;
	TRY(told(rq, upload_look(&d, rq->segments[0], &state, e), e));
	state_show(rq, &state);
	rq_header(rq, "Upload-Length", number_text(rq, state.size));
	if (*state.metadata)
		rq_header(rq, "Upload-Metadata", arena_strdup(rq->desk.arena, state.metadata));
	rq->http = 200;
	return OK;
}

static enum status upload_delete(struct request *rq, struct err *e)
{
	scoped(arena_free) struct arena scratch = {0};
	struct desk d = reporter(rq, &scratch);
	TRY(told(rq, upload_drop(&d, rq->segments[0], e), e));
	rq->http = 204;
	return OK;
}

static enum status opened(struct request *rq, const char *id, const struct upload_state *state)
{
	state_show(rq, state);
	rq->location = arena_printf(rq->desk.arena, UPLOAD_PATH "/%s", id);
	rq->http = 201;
	return OK;
}

static enum status upload_create(struct request *rq, struct err *e)
{
	scoped(arena_free) struct arena scratch = {0};
	struct desk d = reporter(rq, &scratch);
	struct upload_new as = {.once = rq->idempotency_key, .metadata = rq->tus->metadata};
	struct upload_state state;
	const char *id;
	struct err why = {0};
	if (upload_ticket_read(&d, rq->tus->ticket, &as.report, &why) != OK)
		return FAIL_FIELD(e, FORBIDDEN, "Netra-Ticket", "%s", rq->tus->ticket ? why.why : "Netra-Ticket is missing");
	if (!number_read(rq->tus->length, &as.size))
		return fault(rq, 400, e, "Upload-Length", "Upload-Length is missing or no number");
	TRY(rq_limit(rq, "upload", OPEN_PER_HOUR, e));
	struct checksum sum;
	if (!checksum_read(rq->tus->checksum, &sum) || !checksum_good(&sum, rq->body))
		return fault(rq, HTTP_CHECKSUM, e, "Upload-Checksum", "the first piece was damaged on the way; send it again");
	if ((int64_t)rq->body.n > as.size)
		return FAIL_FIELD(e, TOO_LARGE, "Content-Length", "more than the %lld bytes that were announced", (long long)as.size);
	enum status status = told(rq, upload_open(&d, &as, &id, &state, e), e);
	if (status == INVALID)
		rq->http = 400;
	TRY(status);
	if (rq->body.n && !state.offset)
		TRY(piece_add(rq, id, 0, &state, e));
	return opened(rq, id, &state);
}

static enum status upload_options(struct request *rq, struct err *e)
{
	const struct settings *s = rq->desk.office->settings;
	rq_header(rq, "Tus-Version", VERSION);
	rq_header(rq, "Tus-Extension", EXTENSIONS);
	rq_header(rq, "Tus-Checksum-Algorithm", ALGORITHMS);
	rq_header(rq, "Tus-Max-Size", number_text(rq, settings_int(s, "intake.file_max_mib") * (int64_t)MIB));
	rq->http = 204;
	return OK;
}

/* A PATCH may be as large as any file: it is stored part by part. A first piece comes whole. */
static const struct route routes[] = {
	{OPTIONS, "/unggah", RIGHT_NONE, upload_options, ROUTE_TUS, NULL},
	{POST, "/unggah", RIGHT_NONE, upload_create, UPLOAD_CHECKED_MAX | ROUTE_TUS, NULL},
	{OPTIONS, "/unggah/{id}", RIGHT_NONE, upload_options, ROUTE_TUS, NULL},
	{HEAD, "/unggah/{id}", RIGHT_NONE, upload_head, ROUTE_TUS, NULL},
	{PATCH, "/unggah/{id}", RIGHT_NONE, upload_patch, 1024 * MIB | ROUTE_TUS, NULL},
	{DELETE, "/unggah/{id}", RIGHT_NONE, upload_delete, ROUTE_TUS, NULL},
};
const struct route_list upload_routes = {routes, sizeof routes / sizeof routes[0]};
