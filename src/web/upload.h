/* upload.h -- what answer.c must know of the addresses below /unggah before a body is read. */
#ifndef NETRA_WEB_UPLOAD_H
#define NETRA_WEB_UPLOAD_H

#include "web/web.h"

#define UPLOAD_PATH        "/unggah"
#define UPLOAD_CHECKED_MAX MIB /* bytes of a piece with a checksum: it is looked at whole before any of it is kept */

/* Every answer below /unggah names the version, faults too. */
void upload_greet(struct request *rq);
/* What the head alone shows to be wrong; rq->http says how it is answered. */
MUST_CHECK enum status upload_head_check(struct request *rq, struct err *e);

#endif
