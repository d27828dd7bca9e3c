/* arena.h -- memory for one request, job or command, freed as a whole.
 *
 * Blocks grow as needed; what an arena gives is zeroed and lives until arena_free or arena_reset. Under
 * AddressSanitizer the unused rest of a block is poisoned, so overruns are caught. When memory runs out
 * the process stops (its supervisor restarts it): limits on every input keep that out of a stranger's reach.
 * Not for sharing between threads.
 */
#ifndef NETRA_BASE_ARENA_H
#define NETRA_BASE_ARENA_H

#include "base/err.h"

#include <stddef.h>

struct arena {
	struct arena_block *first; /* newest block; NULL in an empty arena */
	size_t used;               /* bytes given out since the last reset */
};

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_calloc((a), (n), sizeof(type)))

void *arena_alloc(struct arena *a, size_t size_bytes); /* zeroed, aligned for any type, never NULL */
void *arena_calloc(struct arena *a, size_t n, size_t size_bytes); /* stops the process on overflow */
char *arena_strdup(struct arena *a, const char *s);               /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
void *arena_memdup(struct arena *a, const void *p, size_t n);
char *arena_printf(struct arena *a, const char *format, ...) PRINTF(2, 3);
char *arena_join(struct arena *a, const char *first, ...) __attribute__((sentinel)); /* up to eight strings in one; NULL ends them */
void arena_reset(struct arena *a); /* forgets everything, keeps one block */
void arena_free(struct arena *a);  /* gives all memory back; for use with scoped() */

/* For growing arrays in an arena: ARENA_PUSH(a, list, item) where list has items, n and cap. */
#define ARENA_PUSH(a, list, item)                                                                  \
	do {                                                                                       \
		if ((list)->n == (list)->cap) {                                                    \
			size_t cap_ = (list)->cap ? (list)->cap * 2 : 8;                           \
			__typeof__((list)->items) new_ = arena_calloc((a), cap_, sizeof *new_);    \
			if ((list)->n)                                                             \
				__builtin_memcpy(new_, (list)->items, (list)->n * sizeof *new_);   \
			(list)->items = new_;                                                      \
			(list)->cap = cap_;                                                        \
		}                                                                                  \
		(list)->items[(list)->n++] = (item);                                               \
	} while (0)

#endif
