/* photo_internal.h -- what the files of this room share. */
#ifndef NETRA_CORE_PHOTO_INTERNAL_H
#define NETRA_CORE_PHOTO_INTERNAL_H

#include "core/photo/photo.h"

#include <string.h>

uint32_t photo_number(const unsigned char *p, int size, bool big);

static inline bool photo_is_jpeg(struct str b)
{
	return b.n > 4 && !memcmp(b.s, "\xff\xd8\xff", 3);
}

static inline bool photo_is_png(struct str b)
{
	return b.n > 20 && !memcmp(b.s, "\x89PNG\r\n\x1a\n", 8);
}

static inline bool photo_is_webp(struct str b)
{
	return b.n > 16 && !memcmp(b.s, "RIFF", 4) && !memcmp(b.s + 8, "WEBP", 4);
}

/* Also kinds that we cannot clean: HEIC and its like, TIFF. */
static inline bool photo_is_picture(struct str b)
{
	return photo_is_jpeg(b) || photo_is_png(b) || photo_is_webp(b) || (b.n > 12 && !memcmp(b.s + 4, "ftyp", 4));
}

#endif
