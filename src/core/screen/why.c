/* why.c -- the reasons of a judgement in English. They are written in Indonesian where they are found: those of features and
 * rules with their English; those of lexicon/stance.csv and of cues that are turned round have theirs here. */
#include "core/screen/stance_parts.h"

#include <string.h>

static const struct { const char *id, *en; } words[] = {
	{"ajakan langsung", "a direct call"},
	{"ajakan mengingat", "a call to remember"},
	{"ajakan netral atau penyuluhan", "a neutral call, or one that explains the rules"},
	{"angka biasa", "an ordinary number"},
	{"atribut kampanye", "a thing of the campaign"},
	{"berfoto dengan calon", "a photo with a candidate"},
	{"berita atau pengumuman penyelenggara", "news, or a notice of those who hold the election"},
	{"celaan", "blame"},
	{"diteruskan", "passed on"},
	{"doa atau harapan menang", "a wish to win"},
	{"hadir di kegiatan kampanye", "attending the campaign"},
	{"kata ganti diri", "speaks of himself"},
	{"kutipan itu diamini", "agrees with what is quoted"},
	{"kutipan orang lain", "the words of somebody else"},
	{"memilih sambil menolak yang lain", "choosing one by refusing another"},
	{"menggerakkan bawahan atau warga", "steering subordinates or citizens"},
	{"menjalankan tugas", "on duty"},
	{"menolak", "refusing"},
	{"menyapa seseorang", "addresses somebody"},
	{"nada sindiran", "a mocking tone"},
	{"nada tertawa", "laughing"},
	{"nama itu dijagokan", "the name is favoured"},
	{"pengingkaran", "a negation"},
	{"penjelasan aturan atau pertanyaan", "explains a rule or asks about it"},
	{"penyangkalan", "a denial"},
	{"pujian", "praise"},
	{"semua pasangan disebut sama", "speaks of all pairs alike"},
	{"seruan memilih", "a call to vote"},
	{"soal pemilihan", "about the election"},
	{"tampaknya orang atau hal lain", "seems to be another person or thing"},
	{"tentang masa lalu", "about the past"},
	{"ucapan biasa", "an ordinary saying"},
	{"angka atau kata biasa", "an ordinary number or word"},
	{"berbalik arah", "turns about"},
	{"bertanya", "asks"},
	{"bertugas", "on duty"},
	{"kata ganti orang yang dibicarakan", "speaks of somebody as he or she"},
	{"kerabat calon sendiri", "the candidate's own family"},
	{"membandingkan", "compares"},
	{"membandingkan dua pihak", "compares two sides"},
	{"menolak lewat tagar", "refusing by a tag"},
	{"penegas", "stresses it"},
	{"pihak lain", "another side"},
	{"celaan untuk pihak lain", "blame of others"},
	{"kata yang lazim dalam nada ini", "a word that is usual in this tone"},
};

static bool is(const char *s, const char *why, size_t n) { return strlen(s) == n && !memcmp(s, why, n); }

static const char *english_of(const char *why, size_t n)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (is(words[i].id, why, n))
			return words[i].en;
	for (const struct stance_rule *r = stance_rules; r->name; r++)
		if (is(r->why, why, n))
			return r->why_en;
	for (unsigned f = FEATURE_bias; f < FEATURE_N; f++)
		if (is(feature_why(f, false), why, n))
			return feature_why(f, true);
	return NULL;
}

const char *screen_why_en(struct arena *a, const char *why)
{
	const char *en = english_of(why, strlen(why)), *language = strrchr(why, '('); /* "pujian (Bali)": of which language the word is */
	if (en)
		return en;
	if (language > why && (en = english_of(why, (size_t)(language - why) - (language[-1] == ' '))))
		return arena_printf(a, "%s %s", en, language);
	if (!text_starts(why, NAMES_CANDIDATE))
		return why;
	const char *pair = why + strlen(NAMES_CANDIDATE), *number = text_starts(pair, "nomor ") ? pair + strlen("nomor ") : NULL;
	return number ? arena_printf(a, "names candidate number %s", number) : arena_printf(a, "names candidate %s", pair);
}
