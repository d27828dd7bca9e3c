/* photo_internal.h -- what the files of this room share. */
#ifndef NETRA_CORE_PHOTO_INTERNAL_H
#define NETRA_CORE_PHOTO_INTERNAL_H

#include "core/photo/photo.h"

/* Also kinds that we cannot clean: HEIC and its like, TIFF. */
static inline bool photo_is_picture(struct str b)
{
	return photo_is_jpeg(b) || photo_is_png(b) || photo_is_webp(b) || (b.n > 12 && !memcmp(b.s + 4, "ftyp", 4));
}

#endif
