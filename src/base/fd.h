/* fd.h -- a file that closes itself: scoped(fd_close) int fd = open(...). */
#ifndef NETRA_BASE_FD_H
#define NETRA_BASE_FD_H

#include <unistd.h>

static inline void fd_close(int *fd) /* -1: there is none */
{
	if (*fd >= 0)
		close(*fd);
}

#endif
