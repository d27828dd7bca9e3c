/* mail.h -- one plain mail with one attached text, handed to the office's mail server. libcurl is met only in this folder.
 *
 * Used for what is public anyway (the heads of the log of receipts, to witnesses): no report, name or code ever goes
 * through it. The caller brings retries (bus.h); here a mail is taken by the server or it is not.
 */
#ifndef NETRA_BUS_MAIL_H
#define NETRA_BUS_MAIL_H

#include "base/str.h"

struct bus_mail_server {
	const char *url;      /* "smtp://mail.example:587", "smtps://..." */
	const char *user;     /* "": none is named */
	const char *password; /* "" */
};
struct bus_mail {
	const char *from, *to, *subject; /* addresses without display names; the subject in any UTF-8 */
	const char *message_id;          /* the same again when the mail is sent again: "<...>" */
	const char *text;
	const char *file_name, *file; /* the attached text */
};
/* An address that we hand to a mail server: printable ASCII with one '@' inside, no spaces, quotes or brackets. */
bool bus_mail_address_good(const char *s);
/* UNAVAILABLE with the server's words when it was not taken; INVALID when addresses are none. At most 20 s. */
MUST_CHECK enum status bus_mail_send(const struct bus_mail_server *server, const struct bus_mail *m, struct err *e);

#endif
