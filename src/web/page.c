/* page.c -- what the compiled pages call: values as people read them, and the frame around each page. */
#include "desk/vault/custody.h"
#include "web/assets.h"
#include "web/web.h"

#include <string.h>

void page_text(struct buf *out, const struct page *p, const char *s)
{
	buf_html(out, s);
}

void page_int(struct buf *out, const struct page *p, int64_t n)
{
	char text[32];
	buf_text(out, int_dots(n, p->lang == EN ? COMMAS : DOTS, text));
}

void page_size(struct buf *out, const struct page *p, size_t n)
{
	page_int(out, p, (int64_t)n);
}

void page_day(struct buf *out, const struct page *p, struct day d)
{
	char text[DAY_TEXT_MAX];
	if (!day_is_none(d))
		buf_text(out, day_long(d, p->lang, text));
}

void page_instant(struct buf *out, const struct page *p, struct instant t)
{
	char text[64];
	if (!instant_is_none(t))
		buf_text(out, instant_long(t, p->zone, p->lang, text));
}

void page_bool(struct buf *out, const struct page *p, bool yes)
{
	if (p->lang == EN)
		buf_text(out, yes ? "yes" : "no");
	else
		buf_text(out, yes ? "ya" : "tidak");
}

bool page_equal(const char *a, const char *b)
{
	return text_eq(a, b);
}

void page_filter_day_short(struct buf *out, const struct page *p, struct day d)
{
	char text[DAY_TEXT_MAX];
	if (!day_is_none(d))
		buf_text(out, day_short(d, p->lang, text));
}

void page_filter_iso(struct buf *out, const struct page *p, struct day d)
{
	char text[DAY_TEXT_MAX];
	buf_text(out, day_iso(d, text));
}

void page_filter_clock(struct buf *out, const struct page *p, struct instant t)
{
	char text[16];
	if (!instant_is_none(t))
		buf_text(out, instant_clock(t, p->zone, p->lang, text));
}

void page_filter_date(struct buf *out, const struct page *p, struct instant t)
{
	if (!instant_is_none(t))
		page_day(out, p, day_of_instant(t, p->zone));
}

void page_filter_date_short(struct buf *out, const struct page *p, struct instant t)
{
	if (!instant_is_none(t))
		page_filter_day_short(out, p, day_of_instant(t, p->zone));
}

/* An empty line parts paragraphs; a single line break stays one. */
void page_filter_lines(struct buf *out, const struct page *p, const char *s)
{
	if (text_blank(s))
		return;
	buf_text(out, "<p>");
	while (*s) {
		size_t n = strcspn(s, "\n");
		buf_html_n(out, s, n);
		s += n;
		size_t breaks = strspn(s, "\r\n");
		s += breaks;
		if (breaks && *s)
			buf_text(out, breaks > 1 ? "</p><p>" : "<br>");
	}
	buf_text(out, "</p>");
}

void page_filter_url(struct buf *out, const struct page *p, const char *s)
{
	buf_url(out, s);
}

void page_filter_id(struct buf *out, const struct page *p, int64_t id)
{
	buf_printf(out, "%lld", (long long)id);
}

/* In groups of four, as on a bank card. */
void page_filter_digits(struct buf *out, const struct page *p, const char *s)
{
	for (size_t i = 0; s && s[i]; i++) {
		if (i && i % 4 == 0)
			buf_char(out, ' ');
		buf_html_n(out, s + i, 1);
	}
}

void page_filter_svg(struct buf *out, const struct page *p, const char *s)
{
	buf_text(out, s);
}

/* A link given by somebody else leads to the web and nowhere else: no javascript:, no data:. */
void page_filter_href(struct buf *out, const struct page *p, const char *s)
{
	bool ours = s && s[0] == '/' && s[1] != '/' && s[1] != '\\';
	bool web = s && (text_starts(s, "https://") || text_starts(s, "http://"));
	buf_html(out, ours || web ? s : "#");
}

void page_filter_icon(struct buf *out, const struct page *p, const char *s)
{
	buf_text(out, "<svg class=\"i\" aria-hidden=\"true\" viewBox=\"0 0 24 24\"><use href=\"#");
	buf_html(out, s);
	buf_text(out, "\"/></svg>");
}

/* The same address in the other language; what a POST answers has none, so it leads to the plain address. */
static const char *other_lang(const struct request *rq)
{
	scoped(buf_free) struct buf b = {0};
	for (const char *at = rq->path; *at; at++)
		if (*at == '/')
			buf_char(&b, '/');
		else
			buf_url(&b, (const char[]){*at, 0});
	buf_text(&b, rq->lang == EN ? "?lang=id" : "?lang=en");
	for (size_t i = 0; rq->method == GET && i < rq->n_query; i++) {
		if (!strcmp(rq->query[i].name, "lang"))
			continue;
		buf_char(&b, '&');
		buf_url(&b, rq->query[i].name);
		buf_char(&b, '=');
		buf_url(&b, rq->query[i].value);
	}
	return buf_arena(rq->desk.arena, &b);
}

struct page page_of(const struct request *rq, const char *title_id, const char *title_en)
{
	const struct office *o = rq->desk.office;
	return (struct page){
		.office = o,
		.session = &rq->session,
		.lang = rq->lang,
		.zone = o->zone,
		.now = rq->desk.now,
		.title = rq->lang == EN ? title_en : title_id,
		.menu = rq->route && rq->route->menu ? rq->route->menu : "",
		.path = rq->path,
		.csrf = rq->session.csrf ? rq->session.csrf : "",
		.once = random_hex(rq->desk.arena, 16),
		.other_lang = other_lang(rq),
		.css = asset_address("netra.css"),
		.script = asset_address("netra.js"),
		.icon = asset_address("netra.svg"),
		.outbox_script = asset_address("outbox.js"),
		.report_script = asset_address("report.js"),
		.exit_script = asset_address("exit.js"),
		.redact_script = asset_address("redact.js"),
		.live_script = asset_address("live.js"),
		.door_script = asset_address("door.js"),
		.drill = o->drill,
		.staff = rq->session.user != 0,
		.vault_open = (role_may(rq->session.role, RIGHT_VAULT) || role_may(rq->session.role, RIGHT_ADMIN)) && custody_plain(o),
		.office_name = o->name,
		.office_city = o->city,
		.office_address = o->address,
		.office_phone = o->phone,
		.user_name = rq->session.name,
		.may_intake = role_may(rq->session.role, RIGHT_INTAKE),
		.may_triage = role_may(rq->session.role, RIGHT_TRIAGE),
		.may_case = role_may(rq->session.role, RIGHT_CASE),
		.may_vote = role_may(rq->session.role, RIGHT_VOTE),
		.may_vault = role_may(rq->session.role, RIGHT_VAULT),
		.may_admin = role_may(rq->session.role, RIGHT_ADMIN),
		.may_prevent = role_may(rq->session.role, RIGHT_SHARES),
		.partner = role_partner(rq->session.role),
		.may_calendar = role_may(rq->session.role, RIGHT_CALENDAR),
	};
}
