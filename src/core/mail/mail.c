/* mail.c -- see mail.h. */
#include "core/mail/mail.h"

#include "base/buf.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <iconv.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>

#define FALLBACK "WINDOWS-1252" /* what mail programs write that name no charset, or a wrong one */

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void mail_init(void)
{
	g_mime_init();
}

/* ---- charsets ---- */

static void iconv_end(iconv_t *c)
{
	if (*c != (iconv_t)-1)
		iconv_close(*c);
}

/* What cannot be read becomes U+FFFD and one byte is passed over. */
static char *convert(struct arena *a, iconv_t c, const char *bytes, size_t n)
{
	scoped(buf_free) struct buf b = {0};
	char *from = (char *)bytes, part[4096];
	while (n) {
		char *to = part;
		size_t room = sizeof part;
		size_t done = iconv(c, &from, &n, &to, &room);
		buf_raw(&b, part, sizeof part - room);
		if (done != (size_t)-1 || errno == E2BIG)
			continue;
		buf_text(&b, "\uFFFD");
		from++;
		n--;
	}
	return buf_arena(a, &b);
}

char *mail_utf8(struct arena *a, const char *bytes, size_t n, const char *charset)
{
	bool named = !text_blank(charset) && strcasecmp(charset, "utf-8") != 0 && strcasecmp(charset, "us-ascii") != 0;
	scoped(iconv_end) iconv_t c = named && strlen(charset) < 40 ? iconv_open("UTF-8", charset) : (iconv_t)-1;
	if (c == (iconv_t)-1 && text_valid_prefix(bytes, n) < n && !(charset && !strcasecmp(charset, "utf-8")))
		c = iconv_open("UTF-8", FALLBACK);
	const char *text = c == (iconv_t)-1 ? arena_strndup(a, bytes, n) : convert(a, c, bytes, n);
	return text_clean(a, text, strlen(text));
}

/* A header value: one line of clean text. */
static const char *line_of(struct arena *a, const char *s)
{
	if (!s)
		return "";
	char *line = text_clean(a, s, strlen(s));
	for (char *c = line; *c; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	return text_clip(a, line, MAIL_LINE_MAX);
}

/* ---- parts ---- */

struct reading {
	struct arena *a;
	struct mail *mail;
	struct buf text;
	int parts;
	size_t files_cap;
};

static void unref(void *object)
{
	void **o = object;
	if (*o)
		g_object_unref(*o);
}

/* The bytes of a part, decoded. False: it has none. */
static bool part_bytes(struct reading *r, GMimePart *part, struct str *ret)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	if (!content)
		return false;
	scoped(unref) GMimeStream *out = g_mime_stream_mem_new();
	if (g_mime_data_wrapper_write_to_stream(content, out) < 0)
		return false;
	GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out));
	*ret = (struct str){bytes->len ? arena_memdup(r->a, bytes->data, bytes->len) : "", bytes->len};
	return true;
}

static void text_add(struct reading *r, const char *text)
{
	if (text_blank(text))
		return;
	if (r->text.n)
		buf_text(&r->text, "\n\n");
	buf_text(&r->text, text_clip(r->a, text, MAIL_TEXT_MAX));
}

static void file_add(struct reading *r, const char *name, struct str bytes)
{
	if (r->mail->n_files == MAIL_FILES_MAX) {
		r->mail->dropped++;
		return;
	}
	if (!r->mail->files)
		r->mail->files = arena_array(r->a, struct mail_file, MAIL_FILES_MAX);
	r->mail->files[r->mail->n_files++] = (struct mail_file){line_of(r->a, name), bytes};
}

static bool is_type(GMimeObject *o, const char *type, const char *sub)
{
	return g_mime_content_type_is_type(g_mime_object_get_content_type(o), type, sub);
}

/* Text that stands in the mail, and is not hung on it as a file. */
static bool is_body(GMimeObject *o)
{
	const char *disposition = g_mime_object_get_disposition(o);
	bool attached = disposition && !strcasecmp(disposition, "attachment");
	bool named = g_mime_part_get_filename(GMIME_PART(o)) != NULL;
	return !attached && !named && (is_type(o, "text", "plain") || is_type(o, "text", "html"));
}

static void leaf_read(struct reading *r, GMimeObject *o)
{
	struct str bytes;
	if (!part_bytes(r, GMIME_PART(o), &bytes))
		return;
	if (!is_body(o)) {
		file_add(r, g_mime_part_get_filename(GMIME_PART(o)), bytes);
		return;
	}
	const char *charset = g_mime_object_get_content_type_parameter(o, "charset");
	size_t n = bytes.n < 4 * MAIL_TEXT_MAX ? bytes.n : 4 * MAIL_TEXT_MAX;
	const char *text = mail_utf8(r->a, bytes.s, n, charset);
	text_add(r, is_type(o, "text", "html") ? mail_html_text(r->a, text, strlen(text), MAIL_TEXT_MAX) : text);
}

static void part_read(struct reading *r, GMimeObject *o, int depth);

/* Of the same text in several forms the plain one, else the last, which is the richest (RFC 2046 5.1.4). */
static void alternative_read(struct reading *r, GMimeMultipart *all, int depth)
{
	int n = g_mime_multipart_get_count(all), best = n - 1;
	for (int i = n - 1; i >= 0; i--)
		if (is_type(g_mime_multipart_get_part(all, i), "text", "plain"))
			best = i;
	size_t before = r->text.n;
	if (best >= 0)
		part_read(r, g_mime_multipart_get_part(all, best), depth + 1);
	if (r->text.n == before && best != n - 1) /* an empty plain form beside a full one */
		part_read(r, g_mime_multipart_get_part(all, n - 1), depth + 1);
}

/* A mail within the mail: its subject and its day, and what it says; its addresses stay in the sealed original. */
static void message_read(struct reading *r, GMimeMessage *m, int depth)
{
	if (!m)
		return;
	text_add(r, arena_printf(r->a, "--- Surat terusan: %s ---", line_of(r->a, g_mime_message_get_subject(m))));
	if (g_mime_message_get_mime_part(m))
		part_read(r, g_mime_message_get_mime_part(m), depth + 1);
}

static void part_read(struct reading *r, GMimeObject *o, int depth)
{
	if (++r->parts > MAIL_PARTS_MAX || depth > MAIL_DEPTH_MAX) {
		r->mail->dropped++;
		return;
	}
	if (GMIME_IS_MULTIPART(o) && is_type(o, "multipart", "alternative"))
		alternative_read(r, GMIME_MULTIPART(o), depth);
	else if (GMIME_IS_MULTIPART(o))
		for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(o)) && r->parts <= MAIL_PARTS_MAX; i++)
			part_read(r, g_mime_multipart_get_part(GMIME_MULTIPART(o), i), depth + 1);
	else if (GMIME_IS_MESSAGE_PART(o))
		message_read(r, g_mime_message_part_get_message(GMIME_MESSAGE_PART(o)), depth);
	else if (GMIME_IS_PART(o))
		leaf_read(r, o);
}

/* ---- headers ---- */

static const char *header(GMimeMessage *m, const char *name)
{
	return g_mime_object_get_header(GMIME_OBJECT(m), name);
}

/* The first mailbox of the From line. */
static void sender_read(struct reading *r, GMimeMessage *m)
{
	InternetAddressList *from = g_mime_message_get_from(m);
	r->mail->from = r->mail->name = "";
	for (int i = 0; from && i < internet_address_list_length(from); i++) {
		InternetAddress *one = internet_address_list_get_address(from, i);
		if (!INTERNET_ADDRESS_IS_MAILBOX(one))
			continue;
		r->mail->name = line_of(r->a, internet_address_get_name(one));
		r->mail->from = line_of(r->a, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
		return;
	}
}

/* "<a@b> <c@d>": the ids within; those of In-Reply-To first, then those of References from the last one back. */
static void ids_read(struct reading *r, const char *s, bool backwards)
{
	const char *found[MAIL_IDS_MAX];
	size_t n = 0;
	for (const char *at = s; at && n < MAIL_IDS_MAX && (at = strchr(at, '<')); at++) {
		size_t length = strcspn(at + 1, ">< \t\r\n");
		if (at[1 + length] == '>' && length && length <= MAIL_LINE_MAX)
			found[n++] = text_clean(r->a, at + 1, length);
	}
	for (size_t i = 0; i < n && r->mail->n_answers < MAIL_IDS_MAX; i++)
		r->mail->answers[r->mail->n_answers++] = found[backwards ? n - 1 - i : i];
}

/* The topmost Received line is that of the server which took the mail last: the office's own. Those below may be invented. */
static struct instant received_of(GMimeMessage *m)
{
	GMimeHeaderList *all = g_mime_object_get_header_list(GMIME_OBJECT(m));
	for (int i = 0; i < g_mime_header_list_get_count(all); i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(all, i);
		const char *value = g_mime_header_get_value(h), *date = value ? strrchr(value, ';') : NULL;
		if (strcasecmp(g_mime_header_get_name(h), "Received") != 0)
			continue;
		GDateTime *at = date ? g_mime_utils_header_decode_date(date + 1) : NULL;
		struct instant t = at ? (struct instant){g_date_time_to_unix(at) * SECOND_US} : INSTANT_NONE;
		if (at)
			g_date_time_unref(at);
		return t;
	}
	return INSTANT_NONE;
}

/* Answering these would start an endless talk between two programs (RFC 3834). */
static bool automatic(GMimeMessage *m, const char *from)
{
	const char *sub = header(m, "Auto-Submitted"), *bulk = header(m, "Precedence"), *path = header(m, "Return-Path");
	return (sub && strcasecmp(sub, "no") != 0) || (bulk && !strcasecmp(bulk, "bulk")) || header(m, "List-Id") ||
	       (path && !strcmp(path, "<>")) || !strncasecmp(from, "mailer-daemon", 13);
}

static bool has_header(GMimeMessage *m)
{
	static const char *const any[] = {"From", "Date", "Message-Id", "Subject", "Received", "To"};
	for (size_t i = 0; i < sizeof any / sizeof *any; i++)
		if (header(m, any[i]))
			return true;
	return false;
}

static void headers_read(struct reading *r, GMimeMessage *m)
{
	struct mail *mail = r->mail;
	mail->id = line_of(r->a, g_mime_message_get_message_id(m));
	mail->subject = line_of(r->a, g_mime_message_get_subject(m));
	mail->received = received_of(m);
	sender_read(r, m);
	mail->automatic = automatic(m, mail->from);
	ids_read(r, header(m, "In-Reply-To"), false);
	ids_read(r, header(m, "References"), true);
}

static GMimeMessage *parse(struct str bytes)
{
	scoped(unref) GMimeStream *in = g_mime_stream_mem_new_with_buffer(bytes.s, bytes.n);
	scoped(unref) GMimeParser *parser = g_mime_parser_new_with_stream(in);
	return g_mime_parser_construct_message(parser, NULL);
}

enum status mail_read(struct arena *a, struct str bytes, struct mail *ret, struct err *e)
{
	if (bytes.n > MAIL_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "file", "a mail may have at most %zu MiB", MAIL_MAX >> 20);
	pthread_once(&once, mail_init);
	scoped(unref) GMimeMessage *m = bytes.n ? parse(bytes) : NULL;
	if (!m || !has_header(m))
		return FAIL_FIELD(e, INVALID, "From", "no mail: expected header lines like 'From: ...'");
	*ret = (struct mail){.received = INSTANT_NONE};
	struct reading r = {.a = a, .mail = ret, .text = {.limit = 2 * MAIL_TEXT_MAX}};
	headers_read(&r, m);
	if (g_mime_message_get_mime_part(m))
		part_read(&r, g_mime_message_get_mime_part(m), 0);
	ret->text = text_clip(a, buf_arena(a, &r.text), MAIL_TEXT_MAX);
	buf_free(&r.text);
	return OK;
}
