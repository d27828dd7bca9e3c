/* mail.c -- see mail.h. */
#include "bus/mail.h"

#include "base/buf.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#define WAIT_S    20L /* for all of it; the keeper has other duties */
#define CONNECT_S 8L
#define ADDRESS_MAX 254 /* RFC 5321, 4.5.3.1.3 */

bool bus_mail_address_good(const char *s)
{
	const char *at = s ? strchr(s, '@') : NULL;
	if (!at || at == s || !at[1] || strchr(at + 1, '@') || strlen(s) > ADDRESS_MAX)
		return false;
	for (; *s; s++)
		if (*s <= ' ' || *s >= 0x7F || strchr("\"<>()[],;:\\", *s))
			return false;
	return true;
}

static void start_once(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* =?UTF-8?Q?...?= (RFC 2047): letters and digits as they are, the rest as hexadecimal bytes. */
static void put_subject(struct buf *b, const char *subject)
{
	buf_text(b, "Subject: =?UTF-8?Q?");
	for (const unsigned char *s = (const unsigned char *)subject; *s; s++)
		if ((*s >= '0' && *s <= '9') || (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z') || *s == '.' || *s == '-')
			buf_char(b, (char)*s);
		else
			buf_printf(b, "=%02X", *s);
	buf_text(b, "?=");
}

/* RFC 5322, 3.3; in UTC, and in English whatever the locale. */
static void put_date(struct buf *b, time_t now)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct tm t;
	gmtime_r(&now, &t);
	buf_printf(b, "Date: %s, %02d %s %d %02d:%02d:%02d +0000", days[t.tm_wday], t.tm_mday, months[t.tm_mon],
		   t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

static struct curl_slist *headers_of(const struct bus_mail *m)
{
	scoped(buf_free) struct buf b = {0};
	struct curl_slist *list = NULL;
	const char *const named[][2] = {{"From", m->from}, {"To", m->to}, {"Message-ID", m->message_id}, {"Auto-Submitted", "auto-generated"}};
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		buf_clear(&b);
		buf_printf(&b, "%s: %s", named[i][0], named[i][1]);
		list = curl_slist_append(list, b.s);
	}
	buf_clear(&b);
	put_subject(&b, m->subject);
	list = curl_slist_append(list, b.s);
	buf_clear(&b);
	put_date(&b, time(NULL));
	return curl_slist_append(list, b.s);
}

/* The words in a form that any program shows, the file in one that no program on the way changes. */
static curl_mime *body_of(CURL *c, const struct bus_mail *m)
{
	curl_mime *body = curl_mime_init(c);
	curl_mimepart *part = curl_mime_addpart(body);
	curl_mime_data(part, m->text, CURL_ZERO_TERMINATED);
	curl_mime_type(part, "text/plain; charset=utf-8");
	curl_mime_encoder(part, "quoted-printable");
	part = curl_mime_addpart(body);
	curl_mime_data(part, m->file, CURL_ZERO_TERMINATED);
	curl_mime_type(part, "text/plain; charset=utf-8");
	curl_mime_filename(part, m->file_name);
	curl_mime_encoder(part, "base64");
	return body;
}

static void server_set(CURL *c, const struct bus_mail_server *s)
{
	curl_easy_setopt(c, CURLOPT_URL, s->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, WAIT_S);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
	/* What is sent is public, so a server without TLS will do; a password is never said to one. */
	curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(*s->user ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	if (*s->user) {
		curl_easy_setopt(c, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, s->password);
	}
}

static enum status perform(CURL *c, struct err *e)
{
	char why[CURL_ERROR_SIZE] = "";
	long answer = 0;
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, why);
	CURLcode code = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, NULL);
	if (code == CURLE_OK)
		return OK;
	return FAIL(e, UNAVAILABLE, "the mail server did not take it: %s (%ld)", *why ? why : curl_easy_strerror(code), answer);
}

enum status bus_mail_send(const struct bus_mail_server *server, const struct bus_mail *m, struct err *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	if (!bus_mail_address_good(m->from) || !bus_mail_address_good(m->to))
		return FAIL(e, INVALID, "not a mail address: from '%.80s' or to '%.80s'", m->from, m->to);
	pthread_once(&once, start_once);
	CURL *c = curl_easy_init();
	if (!c)
		return FAIL(e, UNAVAILABLE, "libcurl could not be started");
	struct curl_slist *headers = headers_of(m), *to = curl_slist_append(NULL, m->to);
	curl_mime *body = body_of(c, m);
	server_set(c, server);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, m->from);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(c, CURLOPT_MIMEPOST, body);
	enum status status = perform(c, e);
	curl_easy_cleanup(c);
	curl_mime_free(body);
	curl_slist_free_all(headers);
	curl_slist_free_all(to);
	return status;
}
