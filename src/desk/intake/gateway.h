/* gateway.h -- messages of other doors (SMS, WhatsApp, Telegram, e-mail), brought as files by a gateway.
 *
 * Netra speaks with no provider. A gateway, somebody's small program, drops each message as a file; here it becomes a
 * report with a receipt, or a message in the talk of a report, exactly once (by the gateway's id of the message), and a
 * text for the gateway to send back. The format is docs/gateway.md.
 *
 * What becomes of a message, in this order:
 *	1. it was taken before: the same answer again, nothing is written;
 *	2. it is a code and nothing else: the stage of that report;
 *	3. a code stands in it, or it answers a message of the same sender's report: a message in that report's talk, and a
 *	   completion when one was asked for;
 *	4. the same sender wrote within gateway.join_minutes: it belongs to that report (people tell in five messages and
 *	   three photos);
 *	5. else it is a report.
 *
 * The sender's address goes into the vault, sealed, and nowhere else: what is kept to know a sender again is a keyed
 * hash, thrown away after gateway.thread_days. Where the address or the sender's name stands in the text (a signature),
 * it is blanked. The receipt's code is in the answer only, in memory; it can be made again from the message itself.
 */
#ifndef NETRA_DESK_INTAKE_GATEWAY_H
#define NETRA_DESK_INTAKE_GATEWAY_H

#include "core/mail/mail.h"
#include "desk/intake/intake.h"

#define GATEWAY_LINE_MAX  ((size_t)1 << 20) /* bytes of one message as JSON */
#define GATEWAY_TEXT_MAX  ((size_t)256 << 10) /* bytes of its text */
#define GATEWAY_ID_MAX    500                 /* bytes of an id, an address, a name */
#define GATEWAY_MEDIA_MAX 50

struct gateway_media {
	const char *file, *name; /* file: beside the message's file, without folder; name: as the sender called it */
};
struct gateway_message {
	const char *channel, *id, *from, *name, *text, *reply_to; /* never NULL */
	bool english, automatic; /* automatic: a program wrote it, it is not answered */
	struct instant at;       /* when the gateway took it; INSTANT_NONE: now */
	const char *at_how;      /* how an officer knows that; NULL: the gateway says so */
	struct gateway_media media[GATEWAY_MEDIA_MAX];
	size_t n_media;
	/* The caller loads what the media name (at most GATEWAY_MEDIA_MAX). */
	const struct intake_file *files;
	size_t n_files;
	int missing;         /* media that were named and did not come */
	struct str original; /* of a mail: kept as evidence, sealed; else empty */
};

/* One message as JSON. INVALID names the field and what was expected; it never quotes what stood there. */
MUST_CHECK enum status gateway_read(struct arena *a, enum zone zone, const char *json, size_t n, struct gateway_message *ret,
				    struct err *e);
/* The same from a JSON value that is read already. */
struct json;
MUST_CHECK enum status gateway_read_value(struct arena *a, enum zone zone, const struct json *v, struct gateway_message *ret,
					  struct err *e);
/* A saved mail as a message of channel "email"; its attachments are its files. */
MUST_CHECK enum status gateway_read_mail(struct arena *a, struct str bytes, struct gateway_message *ret, struct err *e);

enum gateway_answer_kind { GATEWAY_RECEIPT, GATEWAY_ADDED, GATEWAY_STAGE };
struct gateway_answer {
	enum gateway_answer_kind kind;
	bool again;                     /* all of it had been taken before */
	int64_t report;
	const char *id;                 /* of the reply: the same whenever it is made again */
	const char *number;
	struct intake_receipt receipt;  /* RECEIPT */
	struct intake_stage stage;      /* STAGE, ADDED */
	int missing, dropped;           /* files that did not come; files past the limits of one report */
	const char *subject, *text;     /* what the gateway shall send; text "" when nobody is to be answered */
};

/* Takes messages of one sender, oldest first, as one telling. Its own transactions; on disk when it returns. */
MUST_CHECK enum status gateway_take(const struct desk *d, const struct gateway_message *messages, size_t n,
				    struct gateway_answer *ret, struct err *e);
/* The words of an answer, by channel and language. */
void gateway_words(const struct desk *d, const struct gateway_message *to, struct gateway_answer *answer);

/* A code, or its six words, somewhere in @text. NULL: none. @ret_alone: nothing else stands there. Pure; whether a report
 * has that code is for intake_find. */
const char *gateway_code(struct arena *a, const char *text, bool *ret_alone);
/* @text without the sender's address and name. */
const char *gateway_blank(struct arena *a, const char *text, const struct gateway_message *m);

#endif
