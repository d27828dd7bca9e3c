/* dropbox.h -- the folder into which a gateway drops messages, and out of which it takes the answers.
 *
 *	FOLDER/NAME.json      one message; NAME.ndjson: one a line; NAME.eml: a saved mail; beside them the media they name
 *	FOLDER/replies/       what to send: one file an answer, taken away by the gateway
 *	FOLDER/done/          a slip for each file that was taken: number and time, nothing of the sender
 *	FOLDER/rejected/      what could not be read, unchanged, and beside it NAME.why
 *
 * A message is read, committed, answered, and only then does its file go; whatever stops us in between, the next pass
 * finds the file again and the message is known. A gateway writes media first and the message last, by renaming it into
 * place. Files are opened without following links, by their plain names.
 */
#ifndef NETRA_CLI_DROPBOX_H
#define NETRA_CLI_DROPBOX_H

#include "cli/cli.h"
#include "desk/intake/gateway.h"

struct drop_file;
struct drop_item { /* one message of a file */
	struct drop_file *file;
	size_t line;     /* 1 for the first; 0: the file is one message */
	struct str raw;
	struct gateway_message m;
	bool bad, done, wait; /* bad: not taken, @field and @why say why; wait: try again later */
	const char *field, *why, *number;
	bool left[GATEWAY_MEDIA_MAX]; /* media that could not be kept and must not be thrown away */
};
struct drop_file {
	const char *name; /* within its folder */
	int folder;
	struct instant written;
	struct str bytes;
	struct drop_item *items;
	size_t n, cap;
};
/* Reads a file of messages: items that are good and items that are bad. UNAVAILABLE when it cannot be opened. */
MUST_CHECK enum status drop_read(struct arena *a, const struct office *o, int folder, const char *name, struct drop_file *ret,
				 struct err *e);

/* What one telling became. @from borrowed for the reply. */
typedef enum status (*drop_answer)(void *context, const struct gateway_message *first, const struct gateway_answer *answer,
				   struct err *e);
struct drop_count {
	size_t messages, reports, added, bad, waiting;
};
/* Takes the good items of @files, those of one sender together; @settle_s: senders who wrote just now wait so long. */
void drop_take(const struct desk *d, struct drop_file *files, size_t n, int64_t settle_s, drop_answer answer, void *context,
	       struct drop_count *count);
/* The answer as the file that a gateway sends. */
void drop_reply_json(const struct desk *d, struct buf *b, const struct gateway_message *to, const struct gateway_answer *answer);
/* Writes @folder/@name by way of a temporary file, synced. */
MUST_CHECK enum status drop_write(int folder, const char *name, const struct buf *b, unsigned mode, struct err *e);

/* One pass over a folder: all of the above, then the files go where they belong. */
MUST_CHECK enum status dropbox_pass(struct office *o, const char *folder, int64_t settle_s, struct drop_count *count,
				    struct err *e);

#endif
