/* child.c -- the process in the jail: a length and bytes come in, an answer and two pictures go out. */
#include "jail/jail_internal.h"

#include <errno.h>
#include <string.h>

#define SOCKET STDIN_FILENO /* the one thing the child is given */

bool jail_asked(int argc, char **argv)
{
	return argc == 2 && !strcmp(argv[1], JAIL_ARGUMENT);
}

static bool read_all(void *to, size_t n)
{
	for (size_t done = 0; done < n;) {
		ssize_t got = read(SOCKET, (char *)to + done, n - done);
		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		done += got > 0 ? (size_t)got : 0;
	}
	return true;
}

static bool write_all(const void *from, size_t n)
{
	for (size_t done = 0; done < n;) {
		ssize_t put = write(SOCKET, (const char *)from + done, n - done);
		if (put < 0 && errno != EINTR)
			return false;
		done += put > 0 ? (size_t)put : 0;
	}
	return true;
}

static bool answer_one(void)
{
	struct jail_question question;
	struct photo_area areas[JAIL_AREAS_MAX];
	struct picture_made made;
	if (!read_all(&question, sizeof question) || question.magic != JAIL_MAGIC || question.n > JAIL_FILE_MAX)
		return false;
	char *bytes = jail_room(1, question.n + 1);
	if (!read_all(bytes, question.n) || question.areas > JAIL_AREAS_MAX || !read_all(areas, question.areas * sizeof *areas))
		return false;
	picture_make((struct str){bytes, question.n}, areas, question.areas, &made);
	free(bytes);
	bool sent = write_all(&made.answer, sizeof made.answer) && write_all(made.copy, made.answer.copy_n) &&
		    write_all(made.thumb, made.answer.thumb_n);
	picture_drop(&made);
	return sent;
}

int jail_main(void)
{
	const char *why;
	if (!jail_lock(&why))
		_exit(JAIL_EXIT_LOCK);
	/* A first sign of life: locked in and ready. */
	uint32_t ready = JAIL_MAGIC;
	bool go_on = write_all(&ready, sizeof ready);
	while (go_on)
		go_on = answer_one();
	_exit(0);
}
