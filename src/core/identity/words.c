/* words.c -- what is said to people about a number: its kind, its faults, its warnings. */
#include "core/identity/identity.h"

#include <stdio.h>

static const struct {
	const char *code, *id, *en;
} kinds[] = {
	[IDENTITY_NONE] = {"none", "bukan nomor yang dikenal", "no known number"},
	[IDENTITY_NIP] = {"nip", "NIP", "NIP"},
	[IDENTITY_PPPK] = {"ni_pppk", "NI PPPK", "NI PPPK"},
	[IDENTITY_NIK] = {"nik", "NIK", "NIK"},
	[IDENTITY_OLD_NIP] = {"old_nip", "NIP lama", "old NIP"},
};

const char *identity_kind_name(enum identity_kind k, enum lang lang) { return lang == EN ? kinds[k].en : kinds[k].id; }
const char *identity_kind_code(enum identity_kind k) { return kinds[k].code; }

const char *identity_sex_name(enum sex s, enum lang lang)
{
	static const char *const names[][2] = {{"tidak diketahui", "not known"}, {"laki-laki", "male"}, {"perempuan", "female"}};
	return names[s][lang == EN];
}

static const struct {
	int first, last;
	const char *text[2];
} faults[] = {
#define X(name, first, last, id, en) [name] = {first, last, {id, en}},
	IDENTITY_FAULT_MAP(X)
#undef X
};

const char *identity_fault_text(enum identity_fault f, enum lang lang, char ret[static IDENTITY_TEXT_MAX])
{
	int first = faults[f].first, last = faults[f].last;
	const char *text = faults[f].text[lang == EN];
	if (!first)
		snprintf(ret, IDENTITY_TEXT_MAX, "%s", text);
	else if (first == last)
		snprintf(ret, IDENTITY_TEXT_MAX, lang == EN ? "digit %d: %s" : "angka ke-%d: %s", first, text);
	else
		snprintf(ret, IDENTITY_TEXT_MAX, lang == EN ? "digits %d to %d: %s" : "angka ke-%d sampai %d: %s", first, last, text);
	return ret;
}

static const struct {
	enum identity_warning bit;
	const char *limit, *text[2];
} warnings[] = {
#define X(name, bit, limit, id, en) {name, limit, {id, en}},
	IDENTITY_WARNING_MAP(X)
#undef X
};
#define WARNINGS_N (sizeof warnings / sizeof *warnings)

static size_t warning_at(enum identity_warning w)
{
	size_t i = 0;
	while (i < WARNINGS_N && warnings[i].bit != w)
		i++;
	return i;
}

const char *identity_warning_text(enum identity_warning w, enum lang lang)
{
	size_t i = warning_at(w);
	return i < WARNINGS_N ? warnings[i].text[lang == EN] : "";
}

const char *identity_warning_words(const struct law *law, struct day at, enum identity_warning w, enum lang lang,
				   char ret[static IDENTITY_TEXT_MAX])
{
	size_t i = warning_at(w);
	const struct law_identity *limit = i < WARNINGS_N ? identity_limit(law, warnings[i].limit, at) : NULL;
	int n = snprintf(ret, IDENTITY_TEXT_MAX, "%s", identity_warning_text(w, lang));
	if (limit)
		snprintf(ret + n, IDENTITY_TEXT_MAX - (size_t)n, " (%d-%d)", limit->min, limit->max);
	return ret;
}
