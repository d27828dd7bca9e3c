/* stance_parts.h -- what the parts of the stance judge share: stance.c (the order of things), stance_objects.c (of whom),
 * stance_cues.c (in which words), stance_features.c (what these make together), stance_model.c (how much each counts).
 */
#ifndef NETRA_CORE_SCREEN_STANCE_PARTS_H
#define NETRA_CORE_SCREEN_STANCE_PARTS_H

#include "core/screen/screen_internal.h"

#define REASONS_MAX 24
#define NAMES_CANDIDATE "menyebut calon " /* how a reason begins that says which pair is named: why.c knows it by this */

const char *how_name(const struct found *f);
struct judge {
	struct screen_run *run;
	const struct screen *s; /* may be NULL */
	struct arena *a;
	const char *original;
	const char *region;
	enum post_kind kind;
	struct text *t;
	const struct phrase_hits *hits; /* the cues of the text */
	struct found found[OBJECTS_MAX];
	size_t found_n;
	size_t weak;            /* mentions that were too weak to count */
	size_t numbers;	        /* ballot-like numbers and fingers seen, whether they fit a pair or not */
	size_t fingers;
	uint64_t cues;          /* bits of the groups that were found */
	size_t first_negation;  /* of the hits */
	struct quotation {      /* the last one that was met, as tokens; @next was not looked at yet */
		uint32_t open, close, next;
		bool opened;    /* @open is of a later one, whose end was not met */
	} quotation;
	double sum[CUE_N];      /* weight of the cues, by group */
	double in_mention;      /* weight of cues that are made of a weak mention's own words: no company for it */
	double negated;	        /* choice or call under a negation */
	double praise_denied;   /* praise under a negation: "bukan sosok yang cocok" */
	double blame_denied;    /* blame under a negation: "tidak pernah bohong" */
	double quoted;          /* choice or call between quotation marks: somebody else's */
	size_t own_from;        /* token from which a sharer's own words start; SIZE_MAX: none */
	bool photo;	        /* "[foto: ...]" or media */
	bool splits;            /* good words for one pair, bad ones for another */
	bool inherits;          /* the objects come from the post that is answered, liked or shared */
	struct screen_stance *ret;
};

/* Objects. */
void find_terms(struct judge *j);
void find_numbers(struct judge *j);
void find_fingers(struct judge *j);
void drop_lonely(struct judge *j);
void find_in_tags(struct judge *j, const char *original); /* terms and numbers in hashtags read as words */
void weigh_tags(struct judge *j);
bool tag_words(const char *original, const struct token *k, struct text *ret); /* false: one word */
bool any_of(const struct token *k, const char *const *words);
bool mark_between(const struct text *t, uint32_t from, uint32_t to, const char *marks); /* does one of @marks part these tokens? */

/* Cues. */
void weigh_cues(struct judge *j); /* those of j->hits, which are of j->t */
void stance_reason(struct judge *j, uint32_t from, uint32_t to, const char *why);

#define CUE_BIT(name) ((uint64_t)1 << CUE_##name)

/* What lets a single name of a candidate of this place stand: whatever judges, asks or is there. */
#define WITH_A_NAME (CUE_BIT(praise) | CUE_BIT(critic) | CUE_BIT(self) | CUE_BIT(attribute) | CUE_BIT(attend) | CUE_BIT(photo) | CUE_BIT(kin) | CUE_BIT(compare) | \
		     CUE_BIT(than) | CUE_BIT(disclaim) | CUE_BIT(negate) | CUE_BIT(turn) | CUE_BIT(ask) | CUE_BIT(gesture))

/* Features beside the groups of cues: name, what it says in Indonesian, in English. All are 0..1. */
#define FEATURE_MAP(X)                                                                                                        \
	X(bias, "kecenderungan umum", "what is usual")                                                                        \
	X(several, "menyebut lebih dari satu pasangan", "names more than one pair")                                           \
	X(strong, "menyebut calon dengan nama, akun atau tagar yang jelas", "names the candidate clearly")                    \
	X(fair, "menyebut calon dengan cukup jelas", "names the candidate fairly clearly")                                    \
	X(hashtag, "memakai tagar calon", "uses the candidate's tag")                                                         \
	X(slogan, "memakai slogan calon", "uses the candidate's slogan")                                                      \
	X(account, "menyebut akun calon", "mentions the candidate's account")                                                 \
	X(acronym, "memakai singkatan pasangan", "uses the pair's acronym")                                                   \
	X(number_object, "menyebut nomor urut calon", "names the ballot number")                                              \
	X(finger_object, "isyarat jari sesuai nomor urut", "raised fingers fit the ballot number")                            \
	X(weak_mention, "kata yang bisa juga berarti lain", "a word that may mean something else")                            \
	X(numbers, "menyebut angka", "speaks of a number")                                                                    \
	X(fingers, "isyarat jari", "raised fingers")                                                                          \
	X(photo_there, "ada foto", "there is a photo")                                                                        \
	X(liked, "berupa tanda suka", "is a like")                                                                            \
	X(shared, "berupa bagikan ulang", "is a share")                                                                       \
	X(commented, "berupa komentar", "is a comment")                                                                       \
	X(negated, "pilihan yang diingkari", "a choice under a negation")                                                     \
	X(negated_object, "pengingkaran di depan nama calon", "a negation before the candidate")                              \
	X(quoted, "ajakan di dalam tanda kutip", "a call between quotation marks")                                            \
	X(quotes, "memuat kutipan", "holds a quotation")                                                                      \
	X(question, "berupa pertanyaan", "asks a question")                                                                   \
	X(exclaims, "memakai tanda seru", "exclaims")                                                                         \
	X(opens, "dibuka dengan nama calon", "opens with the candidate")                                                      \
	X(speaker, "dibuka seperti judul berita (\"KPU: ...\")", "opens like a headline")                                     \
	X(figures, "memuat beberapa angka", "holds several figures")                                                          \
	X(brief, "pendek", "is short")                                                                                        \
	X(lengthy, "panjang", "is long")                                                                                      \
	X(clock, "memuat jam", "holds a time of day")                                                                         \
	X(link, "memuat tautan", "holds a link")                                                                              \
	X(reply, "menyapa akun lain", "answers another account")                                                              \
	X(plain_object, "menyebut calon tanpa kata penilaian", "names the candidate without a word of judgement")             \
	X(critic_object, "celaan dan nama calon dalam satu kalimat", "blame and the candidate in one sentence")               \
	X(call_object, "ajakan dan nama calon dalam satu kalimat", "a call and the candidate in one sentence")                \
	X(call_self, "ajakan dengan kata ganti diri", "a call in the first person")                                           \
	X(praise_critic, "pujian bersama celaan", "praise together with blame")                                               \
	X(praise_sarcasm, "pujian bersama nada sindiran", "praise in a mocking tone")                                         \
	X(quote_critic, "kutipan diikuti celaan", "a quotation followed by blame")                                            \
	X(news_call, "gaya berita tetapi mengajak", "reads like news but calls")                                              \
	X(news_plain, "gaya berita tanpa ajakan", "reads like news and calls for nothing")                                    \
	X(scene_self, "hadir atau memakai atribut, dengan kata ganti diri", "is there himself, or wears it")                  \
	X(steer_call, "arahan bersama ajakan", "an instruction with a call")                                                  \
	X(duty_scene, "di lokasi karena tugas", "was there on duty")                                                          \
	X(single_name, "menyebut satu kata nama calon", "names the candidate by one name")                                    \
	X(praise_object, "pujian dan nama calon dalam satu kalimat", "praise and the candidate in one sentence")              \
	X(praise_denied, "pujian yang diingkari", "praise under a negation")                                                  \
	X(blame_denied, "celaan yang diingkari", "blame under a negation")                                                    \
	X(prefers, "lebih memilih satu daripada yang lain", "prefers one to another")                                         \
	X(asks_only, "bertanya tanpa menilai", "asks without judging")                                                        \
	X(own_voice, "menyukai atau membagikan ucapan calon sendiri", "likes or shares what the candidate says")              \
	X(trade_object, "nama diikuti pekerjaan atau urusan lain", "a trade or other business behind the name")               \
	X(turned_praise, "pujian yang berbalik", "praise that turns round")                                                   \
	X(kin_object, "kerabat calon mempromosikan", "promotes kin")                                                          \
	X(self_object, "kata ganti diri dan nama calon dalam satu kalimat", "the first person and the candidate in one sentence")    \
	X(leans_to, "kata baik paling dekat dengan nama calon", "good words nearest to the candidate")                       \
	X(leans_from, "kata buruk paling dekat dengan nama calon", "bad words nearest to the candidate")                      \
	X(splits, "baik untuk yang satu, buruk untuk yang lain", "good for one, bad for another")
enum feature { /* the groups of cues come first, at their own number */
	FEATURE_BEFORE = CUE_N - 1,
#define X(name, id, en) FEATURE_##name,
	FEATURE_MAP(X)
#undef X
	FEATURE_N
};
#define FEATURES_MAX (2 * FEATURE_N) /* the second half is used where no candidate is spoken of */
struct features {
	double v[FEATURE_N];
	uint8_t there[FEATURE_N]; /* which are more than 0, ascending; most are not */
	size_t n;
};
_Static_assert(FEATURE_N < 256, "a feature is one byte");
void features_read(struct judge *j, struct features *ret);
const char *feature_name(unsigned f);
const char *feature_why(unsigned f, bool english); /* of those beside the groups of cues */

/* Plain words (stance_words.c). */
#define STANCE_N (AGAINST + 1)
#define WORD_VALUE 0.25 /* of a word that is there: chosen on the folds; a word says less than a cue */
#define WORDS_SAID 64
struct words_said {
	struct word_said {
		const void *slot; /* its weights */
		uint32_t token;
	} items[WORDS_SAID];
	size_t n;
};
void words_read(const struct judge *j, struct words_said *ret); /* those that have weights */
const float *word_weights(const struct word_said *w, bool object); /* by stance, to be taken times WORD_VALUE */
void word_weight_set(const char *word, size_t n, bool object, enum stance stance, double weight);
size_t words_named(const struct judge *j, struct screen_feature *ret); /* all, for training: at most 60 */

/* The model: lexicon/model.csv, made by tools/train.py. Multiplies and adds. */
enum stance model_stance(const struct features *f, const struct words_said *words, bool object, double *ret_score);
/* How much word @w spoke for @stance against the average of the others. */
double model_word_share(const struct word_said *w, bool object, enum stance stance);
void model_ready(void); /* before all else of it, and words_read */
const char *model_act(const struct features *f, bool object);
/* How much a feature @f that is wholly there speaks for @stance against the average of the others. */
double model_share(unsigned f, bool object, enum stance stance);

/* What must hold by law or logic, whatever the model says; NULL: no rule speaks. */
struct stance_rule {
	const char *name;
	bool (*holds)(const struct judge *j, const double *cues);
	enum stance stance;
	const char *act; /* NULL: the model says */
	const char *why, *why_en;
};
extern const struct stance_rule stance_rules[]; /* the first that holds counts; ends with one without a name */
double lean_of(const struct judge *j, uint32_t pair);
bool worse_object(const struct judge *j, const struct found *f); /* "X daripada Y": is it Y? */
const struct stance_rule *rule_of(const struct judge *j);

#endif
