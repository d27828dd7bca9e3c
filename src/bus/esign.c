/* esign.c -- see esign.h.
 *
 * The interface as others met it: POST {url}/api/sign/pdf, HTTP Basic, a multipart form with file, nik, passphrase and
 * tampilan=invisible; 200 with the PDF, else a JSON with "error" and "status_code" (2011 not registered, 2031 wrong
 * passphrase). Not every release has the same numbers, so words are read too. A server that redirects is not followed:
 * the passphrase goes where the setting says and nowhere else.
 */
#include "bus/esign.h"

#include "base/buf.h"
#include "base/json.h"

#include <ctype.h>
#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

#define ANSWER_MAX ((size_t)32 << 20)
#define REASON_MAX ((size_t)64 << 10) /* bytes of an answer that is no PDF */
#define CONNECT_S  5L

static const struct {
	const char *code, *id, *en;
} outcomes[] = {
#define X(name, code, id, en) {code, id, en},
	ESIGN_MAP(X)
#undef X
};

const char *esign_code(enum esign_outcome o)
{
	return outcomes[o].code;
}

const char *esign_words(enum esign_outcome o, bool english)
{
	return english ? outcomes[o].en : outcomes[o].id;
}

/* The words of a reason, small, whatever key they stand under. */
static const char *reason_words(struct arena *a, struct str body, int64_t *ret_code)
{
	const struct json *j;
	*ret_code = 0;
	const char *text = arena_strndup(a, body.s ? body.s : "", body.n);
	if (text_valid(text, strlen(text)) && json_read(a, "answer", text, strlen(text), REASON_MAX, &j, NULL) == OK) {
		*ret_code = json_get_int(j, "status_code", 0);
		text = json_get_text(j, "error", json_get_text(j, "message", text));
	}
	char *small = arena_strdup(a, text);
	for (char *s = small; *s; s++)
		*s = (char)tolower((unsigned char)*s);
	return small;
}

static bool says(const char *words, const char *const any[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(words, any[i]))
			return true;
	return false;
}

enum esign_outcome esign_read(struct arena *a, long http, struct str body)
{
	static const char *const unknown[] = {"tidak terdaftar", "belum terdaftar", "not registered", "not_registered", "not found"};
	static const char *const expired[] = {"expired", "kadaluarsa", "kedaluwarsa", "kadaluwarsa", "tidak berlaku", "revoked", "dicabut"};
	static const char *const wrong[] = {"passphrase"};
	if (http == 200 && body.n > 8 && !memcmp(body.s, "%PDF-", 5))
		return ESIGN_SIGNED;
	if (http == 200 && (!body.n || body.s[0] != '{'))
		return ESIGN_NOT_PDF;
	if (http == 401 || http == 403)
		return ESIGN_CREDENTIALS;
	if (body.n > REASON_MAX)
		return ESIGN_REFUSED;
	int64_t code;
	const char *words = reason_words(a, body, &code);
	if (code == 2011 || says(words, unknown, sizeof unknown / sizeof *unknown))
		return ESIGN_NOT_REGISTERED;
	if (says(words, expired, sizeof expired / sizeof *expired))
		return ESIGN_EXPIRED;
	if (code == 2031 || says(words, wrong, 1))
		return ESIGN_PASSPHRASE;
	return http == 504 || http == 408 ? ESIGN_TIMEOUT : ESIGN_REFUSED;
}

static size_t take(char *bytes, size_t one, size_t n, void *to)
{
	struct buf *b = to;
	buf_raw(b, bytes, one * n);
	return b->n > ANSWER_MAX ? 0 : one * n; /* 0 ends the transfer */
}

static void field(curl_mime *form, const char *name, const char *value)
{
	curl_mimepart *part = curl_mime_addpart(form);
	curl_mime_name(part, name);
	curl_mime_data(part, value, CURL_ZERO_TERMINATED);
}

static curl_mime *form_of(CURL *c, const struct esign_ask *ask)
{
	curl_mime *form = curl_mime_init(c);
	curl_mimepart *file = curl_mime_addpart(form);
	curl_mime_name(file, "file");
	curl_mime_data(file, ask->pdf.s, ask->pdf.n);
	curl_mime_filename(file, ask->name);
	curl_mime_type(file, "application/pdf");
	field(form, "nik", ask->nik);
	field(form, "passphrase", ask->passphrase);
	field(form, "tampilan", "invisible");
	return form;
}

static void server_set(CURL *c, const struct esign_server *s, const char *url)
{
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_PROXY, ""); /* nobody in between sees a passphrase */
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)s->timeout_s);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, s->timeout_s < CONNECT_S ? (long)s->timeout_s : CONNECT_S);
	if (*s->user) {
		curl_easy_setopt(c, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(c, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, s->password);
	}
}

static void start_once(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

enum status esign_sign(struct arena *a, const struct esign_server *server, const struct esign_ask *ask, enum esign_outcome *ret,
		       struct str *ret_pdf, struct err *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	if (!text_starts(server->url, "http://") && !text_starts(server->url, "https://"))
		return FAIL(e, INVALID, "sign.url is no http:// or https:// address");
	pthread_once(&once, start_once);
	CURL *c = curl_easy_init();
	if (!c)
		return FAIL(e, UNAVAILABLE, "libcurl could not be started");
	scoped(buf_free) struct buf answer = {0};
	curl_mime *form = form_of(c, ask);
	server_set(c, server, arena_printf(a, "%s/api/sign/pdf", server->url));
	curl_easy_setopt(c, CURLOPT_MIMEPOST, form);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, &answer);
	long http = 0;
	CURLcode code = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &http);
	curl_easy_cleanup(c);
	curl_mime_free(form);
	*ret = code == CURLE_OK			    ? esign_read(a, http, (struct str){answer.s, answer.n})
	       : code == CURLE_OPERATION_TIMEDOUT ? ESIGN_TIMEOUT
	       : code == CURLE_WRITE_ERROR	    ? ESIGN_NOT_PDF
						    : ESIGN_UNREACHABLE;
	if (*ret == ESIGN_SIGNED)
		*ret_pdf = (struct str){arena_memdup(a, answer.s, answer.n), answer.n};
	return OK;
}
