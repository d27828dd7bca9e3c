/* mail.h -- an e-mail as it was saved (.eml, RFC 5322 and MIME) as text, files, and who sent it.
 *
 * Strangers write these bytes. What can be read is read, whatever else is broken: an unknown charset is read as UTF-8 or
 * Windows-1252, a fault of it becomes U+FFFD, HTML becomes text, a forwarded mail is unfolded with its subject and date
 * (not its addresses), "winmail.dat" stays a file. Limits are below; what is past them is dropped and counted, never
 * guessed at. Who sent it stands only in @from and @name: a caller that keeps the rest keeps no address that the mail
 * programs wrote. GMime does the parsing and is met only here.
 */
#ifndef NETRA_CORE_MAIL_MAIL_H
#define NETRA_CORE_MAIL_MAIL_H

#include "base/day.h"
#include "base/str.h"

#define MAIL_MAX       ((size_t)40 << 20) /* bytes of one mail */
#define MAIL_TEXT_MAX  ((size_t)256 << 10) /* bytes of its text */
#define MAIL_PARTS_MAX 200                /* parts of any kind */
#define MAIL_DEPTH_MAX 12                 /* parts within parts */
#define MAIL_FILES_MAX 50
#define MAIL_IDS_MAX   20                 /* mails that it answers */
#define MAIL_LINE_MAX  500                /* bytes of a subject, a name, an address, an id */

struct mail_file {
	const char *name; /* as the sender called it; "" when it has none */
	struct str bytes;
};
struct mail {
	const char *id, *from, *name, *subject, *text; /* never NULL; id without its brackets */
	const char *answers[MAIL_IDS_MAX];             /* ids of the mails that it answers, the nearest first */
	size_t n_answers;
	struct instant received; /* when the last server took it, by its own clock; INSTANT_NONE: it does not say */
	bool automatic;          /* written by a program (absence note, bounce, list): nobody to answer */
	struct mail_file *files;
	size_t n_files;
	int dropped; /* parts past the limits */
};

/* All of it lives in @a. INVALID when the bytes bear no mail header, TOO_LARGE past MAIL_MAX. */
MUST_CHECK enum status mail_read(struct arena *a, struct str bytes, struct mail *ret, struct err *e);

/* The words of an HTML text: no tags, no scripts, one line a paragraph; at most @max bytes. */
char *mail_html_text(struct arena *a, const char *html, size_t n, size_t max);
/* Bytes in @charset (NULL, "" or unknown: UTF-8 if they are, else Windows-1252) as clean UTF-8. */
char *mail_utf8(struct arena *a, const char *bytes, size_t n, const char *charset);

#endif
