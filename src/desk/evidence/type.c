/* type.c -- what a file is, by its bytes: never by its name, never by what the sender says. */
#include "desk/evidence/evidence_internal.h"

#include <string.h>

static const struct {
	size_t at;
	const char *magic;
	size_t n;
	const char *type;
} types[] = {
	{0, "\xFF\xD8\xFF", 3, "image/jpeg"},
	{0, "\x89PNG\r\n\x1A\n", 8, "image/png"},
	{0, "GIF87a", 6, "image/gif"},
	{0, "GIF89a", 6, "image/gif"},
	{8, "WEBP", 4, "image/webp"}, /* after RIFF and a length */
	{8, "WAVE", 4, "audio/wav"},
	{4, "ftypheic", 8, "image/heic"},
	{4, "ftypheix", 8, "image/heic"},
	{4, "ftypmif1", 8, "image/heic"},
	{4, "ftyp3g", 6, "video/3gpp"},
	{4, "ftypM4A", 7, "audio/mp4"},
	{4, "ftypqt", 6, "video/quicktime"},
	{4, "ftyp", 4, "video/mp4"},
	{0, "\x1A\x45\xDF\xA3", 4, "video/webm"},
	{0, "OggS", 4, "audio/ogg"},
	{0, "ID3", 3, "audio/mpeg"},
	{0, "\xFF\xFB", 2, "audio/mpeg"},
	{0, "%PDF-", 5, "application/pdf"},
	{0, "PK\x03\x04", 4, "application/zip"},
};

static const char *type_by_magic(struct str b)
{
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (b.n >= types[i].at + types[i].n && !memcmp(b.s + types[i].at, types[i].magic, types[i].n) &&
		    (types[i].at != 8 || !memcmp(b.s, "RIFF", 4)))
			return types[i].type;
	return NULL;
}

void type_look_start(struct type_look *l)
{
	*l = (struct type_look){.text = true};
}

static size_t letter_size(unsigned char first)
{
	return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Bytes of @b that complete the letter that was cut; all of them when they are still too few. */
static size_t letter_complete(struct type_look *l, struct str b)
{
	size_t size = letter_size((unsigned char)l->cut[0]), taken = 0;
	while (l->cut_n < size && taken < b.n)
		l->cut[l->cut_n++] = b.s[taken++];
	if (l->cut_n == size) {
		l->text = l->text && text_valid(l->cut, size);
		l->cut_n = 0;
	}
	return taken;
}

void type_look_take(struct type_look *l, struct str b)
{
	size_t first = sizeof l->head - l->head_n < b.n ? sizeof l->head - l->head_n : b.n;
	memcpy(l->head + l->head_n, b.s, first);
	l->head_n += first;
	if (!l->text)
		return;
	size_t at = l->cut_n ? letter_complete(l, b) : 0;
	size_t rest = b.n - at, good = text_valid_prefix(b.s + at, rest);
	if (good < rest && rest - good < letter_size((unsigned char)b.s[at + good])) {
		l->cut_n = rest - good;
		memcpy(l->cut, b.s + at + good, l->cut_n);
	} else if (good < rest) {
		l->text = false;
	}
}

const char *type_look_end(const struct type_look *l)
{
	const char *magic = type_by_magic((struct str){l->head, l->head_n});
	return magic ? magic : l->head_n && l->text && !l->cut_n ? "text/plain" : "application/octet-stream";
}

const char *file_type_of(struct str b)
{
	const char *magic = type_by_magic(b);
	return magic ? magic : b.n && text_valid(b.s, b.n) ? "text/plain" : "application/octet-stream";
}
