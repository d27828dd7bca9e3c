/* gateway_read.c -- a message as a gateway writes it: JSON with ten fields, or a saved mail. A fault is named by its field
 * and by what was expected; what stood there is not repeated, for it may be somebody's number. */
#include "desk/intake/gateway.h"

#include "base/json.h"

#include <string.h>

/* A text field of at most @max bytes. */
static enum status field(struct arena *a, const struct json *v, const char *key, size_t max, bool needed, const char **ret,
			 struct err *e)
{
	const struct json *f = json_get(v, key);
	*ret = "";
	if (!f)
		return needed ? FAIL_FIELD(e, INVALID, key, "is missing: expected text") : OK;
	if (f->kind == J_INT && needed) { /* ids as numbers (Telegram) */
		*ret = arena_printf(a, "%lld", (long long)f->i);
		return OK;
	}
	if (f->kind != J_TEXT)
		return FAIL_FIELD(e, INVALID, key, "expected text in quotes");
	if (f->text.n > max)
		return FAIL_FIELD(e, INVALID, key, "expected at most %zu bytes, there are %zu", max, f->text.n);
	*ret = text_clean(a, f->text.s, f->text.n);
	return needed && text_blank(*ret) ? FAIL_FIELD(e, INVALID, key, "is empty: expected text") : OK;
}

static enum status channel_read(struct arena *a, const struct json *v, struct gateway_message *m, struct err *e)
{
	TRY(field(a, v, "channel", 20, true, &m->channel, e));
	for (size_t i = 0; i < INTAKE_CHANNELS; i++)
		if (intake_channels[i].gateway && !strcmp(m->channel, intake_channels[i].code))
			return OK;
	return FAIL_FIELD(e, INVALID, "channel", "expected sms, wa, telegram or email");
}

static enum status at_read(struct arena *a, enum zone zone, const struct json *v, struct gateway_message *m, struct err *e)
{
	const char *text;
	m->at = INSTANT_NONE;
	TRY(field(a, v, "at", 60, false, &text, e));
	if (!text_blank(text) && instant_parse(text, zone, &m->at, NULL) != OK)
		return FAIL_FIELD(e, INVALID, "at", "expected a moment like 2024-11-04T08:59:00+07:00");
	return OK;
}

/* A plain name of a file beside the message; nothing that leads elsewhere, nothing hidden. */
static bool plain_name(const char *s)
{
	return !text_blank(s) && *s != '.' && !strchr(s, '/') && !strchr(s, '\\') && text_valid(s, strlen(s));
}

static enum status media_read(struct arena *a, const struct json *v, struct gateway_message *m, struct err *e)
{
	const struct json *list = json_get(v, "media");
	if (list && list->kind != J_ARRAY)
		return FAIL_FIELD(e, INVALID, "media", "expected a list, [\"foto.jpg\"]");
	if (list && list->n > GATEWAY_MEDIA_MAX)
		return FAIL_FIELD(e, INVALID, "media", "expected at most %d files", GATEWAY_MEDIA_MAX);
	for (size_t i = 0; list && i < list->n; i++) {
		const struct json *one = &list->items[i];
		struct gateway_media x = {0};
		x.file = one->kind == J_TEXT ? text_clean(a, one->text.s, one->text.n) : json_get_text(one, "file", "");
		x.name = one->kind == J_TEXT ? x.file : json_get_text(one, "name", x.file);
		if (!plain_name(x.file) || strlen(x.file) > 255)
			return FAIL_FIELD(e, INVALID, "media", "item %zu: expected the name of a file beside this one, without folder",
					  i + 1);
		x.name = text_clip(a, text_clean(a, x.name, strlen(x.name)), 200);
		m->media[m->n_media++] = x;
	}
	return OK;
}

enum status gateway_read_value(struct arena *a, enum zone zone, const struct json *v, struct gateway_message *ret, struct err *e)
{
	const char *lang;
	*ret = (struct gateway_message){0};
	if (v->kind != J_OBJECT)
		return FAIL_FIELD(e, INVALID, "(whole)", "expected an object, {\"id\": ...}");
	TRY(field(a, v, "id", GATEWAY_ID_MAX, true, &ret->id, e));
	TRY(channel_read(a, v, ret, e));
	TRY(field(a, v, "from", GATEWAY_ID_MAX, true, &ret->from, e));
	TRY(field(a, v, "name", GATEWAY_ID_MAX, false, &ret->name, e));
	TRY(field(a, v, "text", GATEWAY_TEXT_MAX, false, &ret->text, e));
	TRY(field(a, v, "reply_to", GATEWAY_ID_MAX, false, &ret->reply_to, e));
	TRY(field(a, v, "lang", 10, false, &lang, e));
	TRY(at_read(a, zone, v, ret, e));
	TRY(media_read(a, v, ret, e));
	ret->english = !strcmp(lang, "en");
	if (text_blank(ret->text) && !ret->n_media)
		return FAIL_FIELD(e, INVALID, "text", "expected text or media: there is neither");
	return OK;
}

enum status gateway_read(struct arena *a, enum zone zone, const char *json, size_t n, struct gateway_message *ret, struct err *e)
{
	const struct json *v;
	if (n > GATEWAY_LINE_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "(whole)", "expected at most %zu bytes, there are %zu", GATEWAY_LINE_MAX, n);
	struct err why = {0};
	if (json_read(a, "message", json, n, GATEWAY_LINE_MAX, &v, &why) != OK)
		return FAIL_FIELD(e, INVALID, "(whole)", "expected one object of JSON");
	return gateway_read_value(a, zone, v, ret, e);
}

enum status gateway_read_mail(struct arena *a, struct str bytes, struct gateway_message *ret, struct err *e)
{
	struct mail mail;
	TRY(mail_read(a, bytes, &mail, e));
	bool named = !text_blank(mail.id);
	*ret = (struct gateway_message){
		.channel = "email",
		.id = named ? mail.id : hash_hex(a, hash_of(bytes.s, bytes.n)),
		.from = text_blank(mail.from) ? "(tanpa alamat)" : mail.from,
		.name = mail.name,
		.reply_to = mail.n_answers ? mail.answers[0] : "",
		.at = mail.received,
		.automatic = mail.automatic || text_blank(mail.from),
		.missing = mail.dropped,
		.original = bytes,
	};
	ret->text = text_blank(mail.subject) ? mail.text : arena_printf(a, "%s\n\n%s", mail.subject, mail.text);
	struct intake_file *files = arena_array(a, struct intake_file, mail.n_files + 1);
	for (size_t i = 0; i < mail.n_files; i++)
		files[i] = (struct intake_file){.name = mail.files[i].name, .bytes = mail.files[i].bytes};
	ret->files = files;
	ret->n_files = mail.n_files;
	if (text_blank(ret->text) && !ret->n_files)
		return FAIL_FIELD(e, INVALID, "text", "expected text or an attachment: there is neither");
	return OK;
}
