/* identity_fuzz.c -- any bytes as a number, and as two: the reader stays inside them, keeps its promises about what it
 * found, and says in no sentence the digits themselves. */
#include "core/identity/identity.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void words_hold(const struct law *law, const struct identity *id, struct day today)
{
	char words[IDENTITY_TEXT_MAX];
	for (int lang = ID; lang <= EN; lang++) {
		identity_fault_text(id->fault, (enum lang)lang, words);
		assert(strlen(words) < IDENTITY_TEXT_MAX && !strpbrk(words, "\n"));
		assert(strlen(id->digits) < 9 || !strstr(words, id->digits));
		for (unsigned bit = 1; bit && bit <= id->warnings; bit <<= 1)
			if (id->warnings & bit)
				assert(identity_warning_words(law, today, (enum identity_warning)bit, (enum lang)lang, words)[0]);
	}
}

static void promises_hold(const struct law *law, const struct identity *id, struct day today)
{
	words_hold(law, id, today);
	assert(strspn(id->digits, "0123456789") == strlen(id->digits));
	if (!identity_valid(id))
		return;
	assert(strlen(id->digits) == (id->kind == IDENTITY_NIK ? 16 : 18));
	assert(!day_is_none(id->birth) && id->birth.n <= today.n && id->sex != SEX_UNKNOWN && id->serial > 0);
	struct identity again; /* its own digits read as the same */
	identity_read(law, id->digits, today, &again);
	assert(again.kind == id->kind && again.birth.n == id->birth.n && again.warnings == id->warnings && again.sex == id->sex);
	struct identity_doubts none = {0};
	identity_against(id, &again, ID, &none);
	assert(none.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena lasting;
	static const struct law *law;
	struct err e;
	if (!law && law_read(&lasting, law_embedded, law_embedded_n, &law, &e) != OK)
		abort(); /* our own pack is always read */
	struct arena a = {0};
	struct day today = {(int32_t)(n ? bytes[0] * 200 : 0)}; /* 1970 to 2109 */
	char *first = arena_strndup(&a, (const char *)bytes, n), *second = strchr(first, '\n');
	if (second)
		*second++ = '\0';
	struct identity one, other;
	identity_read(law, first, today, &one);
	identity_read(law, second, today, &other);
	promises_hold(law, &one, today);
	promises_hold(law, &other, today);
	struct identity_doubts found = {0};
	identity_against(&one, &other, EN, &found);
	identity_against_stated(&one, today, SEX_MALE, ID, &found);
	identity_against_class(law, &one, (enum subject_class)(n % SUBJECT_CLASS_N), today, EN, &found);
	assert(found.n <= 5);
	identity_area_kind(law, first, today);
	arena_free(&a);
	return 0;
}
