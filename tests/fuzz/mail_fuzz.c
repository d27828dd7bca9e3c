/* mail_fuzz.c -- any bytes as a saved mail: refused, or clean text and files within the limits. */
#include "core/mail/mail.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct mail m;
	struct str bytes = {(const char *)data, size};
	char *text = mail_html_text(&a, bytes.s, bytes.n, 4096);
	assert(strlen(text) <= 4096 && text_valid(text, strlen(text)));
	if (mail_read(&a, bytes, &m, NULL) == OK) {
		assert(strlen(m.text) <= MAIL_TEXT_MAX && text_valid(m.text, strlen(m.text)));
		const char *lines[] = {m.id, m.from, m.name, m.subject};
		for (size_t i = 0; i < 4; i++)
			assert(strlen(lines[i]) <= MAIL_LINE_MAX && text_valid(lines[i], strlen(lines[i])) && !strchr(lines[i], '\n'));
		assert(m.n_files <= MAIL_FILES_MAX && m.n_answers <= MAIL_IDS_MAX);
		for (size_t i = 0; i < m.n_files; i++)
			assert(text_valid(m.files[i].name, strlen(m.files[i].name)));
	}
	arena_free(&a);
	return 0;
}
