/* harden.c -- see harden.h.
 *
 * glibc's M_PERTURB fills what is freed (and what is handed out). It passes over blocks of up to 1,032 bytes, which wait in
 * a cache of each thread; our own buffers begin above that (base/buf.c), arenas are larger, and jansson wipes for itself
 * (base/json.c). Two fills of a request's 16 to 50 KiB cost a few microseconds.
 */
#include "cli/harden.h"

#include "base/log.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define FILL 0x5A

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* The leak checker of a sanitized build reads the process from beside it, when all is over. */
static void let_in_again(void)
{
	prctl(PR_SET_DUMPABLE, 1);
}

void harden_start(void)
{
	const struct rlimit none = {0, 0};
	if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0)
		log_event(LOG_WARN, "harden", "a core could be written: %s", strerror(errno));
	if (SANITIZED)
		atexit(let_in_again);
	mallopt(M_PERTURB, FILL);
}
