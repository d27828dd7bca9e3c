/* alike.h -- do two reports tell of the same thing? The same link, nearly the same words, the same picture.
 *
 * Words: a text is read as the set of its runs of three words (core/text folds them first). Two texts are as alike as
 * the share of runs they have in common (Jaccard). Its sketch is ten numbers, each made of three smallest hashes of
 * those runs (Broder 1997): texts that share at least ALIKE_SAME of their runs have a number in common in nine cases of
 * ten or more, texts about other things have none. A text of fewer than ALIKE_WORDS_MIN words has no sketch.
 *
 * Links: the same page has many addresses (m., www., who shared it, from where); one of them stands for all.
 *
 * The index keeps sketches, or PDQ hashes, and answers which are near without looking at all of them. For PDQ: 256 bits
 * in 16 parts; two hashes at most 31 bits apart agree in some part but for one bit (16 parts cannot hold two faults
 * each), so 17 look-ups in each of 16 parts, for each of the eight forms, find every one (multi-index hashing, Norouzi
 * 2012). Pure; not for sharing between threads.
 */
#ifndef NETRA_CORE_ALIKE_ALIKE_H
#define NETRA_CORE_ALIKE_ALIKE_H

#include "base/arena.h"
#include "base/str.h"
#include "core/photo/photo.h"

#define ALIKE_BANDS     10
#define ALIKE_WORDS_MIN 8
#define ALIKE_SAME      600 /* thousandths of the runs of two texts that must be common */

struct alike_sketch {
	uint32_t bands[ALIKE_BANDS];
};
bool alike_sketch_of(const char *text, struct alike_sketch *ret); /* false: too short to compare */
int alike_texts(const char *a, const char *b);                    /* 0 to 1000 */

/* The address that stands for all of its page's; NULL when it names no page (a bare site, no address at all). */
const char *alike_link(struct arena *a, const char *url);
/* The next address written in @text from *@at on, NULL: no more. */
const char *alike_link_in(struct arena *a, const char *text, size_t *at);

struct alike_index;
enum alike_kind { ALIKE_PICTURES, ALIKE_TEXTS };
struct alike_index *alike_index_new(enum alike_kind kind);
void alike_index_end(struct alike_index *ix); /* NULL is fine */
size_t alike_index_n(const struct alike_index *ix);
size_t alike_index_bytes(const struct alike_index *ix);
/* False: it was there already, or the index is full (ALIKE_MAX). */
#define ALIKE_MAX ((size_t)4 << 20)
bool alike_picture_add(struct alike_index *ix, struct pdq h);
bool alike_text_add(struct alike_index *ix, const struct alike_sketch *s);

struct alike_picture {
	struct pdq pdq;
	int distance; /* at most PDQ_SAME */
	enum pdq_form form; /* the way the asked picture must be turned to be this one */
};
/* At most @max, none twice. */
size_t alike_pictures_near(const struct alike_index *ix, const struct pdq_seen *seen, struct alike_picture *ret, size_t max);
size_t alike_texts_near(const struct alike_index *ix, const struct alike_sketch *s, struct alike_sketch *ret, size_t max);

#endif
