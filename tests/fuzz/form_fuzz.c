/* form_fuzz.c -- any bytes handed to the readers of web/: urlencoded and multipart bodies, cookies, addresses. What
 * they give is valid text within their limits, or nothing. The first byte chooses the reader. */
#include "web/router.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

static void check_form(const struct form *f, struct str body)
{
	assert(f->n <= FORM_FIELDS_MAX && f->uploads.n <= FORM_UPLOADS_MAX);
	for (size_t i = 0; i < f->n; i++) {
		assert(f->items[i].name[0] && strlen(f->items[i].name) <= FORM_NAME_MAX);
		assert(text_valid(f->items[i].value, strlen(f->items[i].value)));
	}
	for (size_t i = 0; i < f->uploads.n; i++) {
		const struct upload *u = &f->uploads.items[i];
		assert(!strchr(u->name, '/') && text_valid(u->name, strlen(u->name)));
		assert(u->bytes.s >= body.s && u->bytes.s + u->bytes.n <= body.s + body.n);
	}
}

static void check_address(const struct address *at)
{
	assert(at->path[0] == '/' && at->n_parts <= PATH_PARTS_MAX);
	for (size_t i = 0; i < at->n_parts; i++)
		assert(at->parts[i][0] && strcmp(at->parts[i], "..") && !strchr(at->parts[i], '/'));
}

static void read_one(struct arena *a, int which, struct str s)
{
	struct form f = {0};
	struct address at;
	struct err e;
	const char *text = arena_strndup(a, s.s, s.n);
	switch (which % 5) {
	case 0:
		if (form_urlencoded(a, s, false, &f, &e) == OK)
			check_form(&f, s);
		break;
	case 1:
		if (form_multipart(a, "multipart/form-data; boundary=x", s, true, &f, &e) == OK)
			check_form(&f, s);
		break;
	case 2:
		(void)cookie_value(a, text, "netra");
		break;
	case 3:
		if (address_read(a, text, &at, &e) == OK)
			check_address(&at);
		break;
	case 4: /* the boundary is a stranger's too */
		if (form_multipart(a, text, STR("--x\r\n\r\n--x--"), false, &f, &e) == OK)
			check_form(&f, s);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (!n)
		return 0;
	struct arena a = {0};
	char *exact = n > 1 ? arena_memdup(&a, bytes + 1, n - 1) : arena_strdup(&a, "");
	read_one(&a, bytes[0], (struct str){exact, n - 1});
	arena_free(&a);
	return 0;
}
