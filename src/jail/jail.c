/* jail.c -- the parent's side: starts a child, shows it a picture, waits no longer than it said, believes only shapes. */
#define _GNU_SOURCE
#include "jail/jail_internal.h"

#include "base/day.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define START_MS 20000 /* to load the program and lock itself in, on a busy machine */

const char *jail_word(enum jail_end end)
{
	static const char *const words[] = {
#define X(name, word) word,
		JAIL_END_MAP(X)
#undef X
	};
	return words[end];
}

static int64_t now_ms(void)
{
	return steady_us() / 1000;
}

/* Waits until the socket can do @what; false when the time is over. */
static bool wait_for(int fd, short what, int64_t until)
{
	struct pollfd p = {.fd = fd, .events = what};
	int64_t left;
	while ((left = until - now_ms()) > 0) {
		int n = poll(&p, 1, (int)left);
		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR)
			return false;
	}
	return false;
}

/* How an exchange went: all bytes, the other end is gone, or the time is over. */
enum talk { TALK_DONE, TALK_GONE, TALK_LATE };

static enum talk send_all(int fd, const void *bytes, size_t n, int64_t until)
{
	for (size_t done = 0; done < n;) {
		if (!wait_for(fd, POLLOUT, until))
			return TALK_LATE;
		ssize_t put = send(fd, (const char *)bytes + done, n - done, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (put < 0 && errno != EAGAIN && errno != EINTR)
			return TALK_GONE;
		done += put > 0 ? (size_t)put : 0;
	}
	return TALK_DONE;
}

static enum talk read_all(int fd, void *bytes, size_t n, int64_t until)
{
	for (size_t done = 0; done < n;) {
		if (!wait_for(fd, POLLIN, until))
			return TALK_LATE;
		ssize_t got = recv(fd, (char *)bytes + done, n - done, MSG_DONTWAIT);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
			return TALK_GONE;
		done += got > 0 ? (size_t)got : 0;
	}
	return TALK_DONE;
}

void jail_end(struct jail *j)
{
	if (j->socket >= 0)
		close(j->socket);
	j->socket = -1;
	if (j->pid > 0) {
		kill(j->pid, SIGKILL);
		while (waitpid(j->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	j->pid = 0;
}

/* The child ended by itself or by a wall: which? */
static enum jail_end died(struct jail *j)
{
	int how = 0;
	close(j->socket);
	j->socket = -1;
	while (waitpid(j->pid, &how, 0) < 0 && errno == EINTR)
		;
	j->pid = 0;
	j->signal = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
	return WIFEXITED(how) && WEXITSTATUS(how) == JAIL_EXIT_MEMORY ? JAIL_TOO_LARGE : JAIL_DIED;
}

/* The same program, with one end of a socket and nothing else: no files, no environment, no signal held back. */
static int spawn(pid_t *ret, int theirs)
{
	static char *const none[] = {NULL};
	char *const args[] = {"netra", JAIL_ARGUMENT, NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t all, empty;
	sigfillset(&all);
	sigemptyset(&empty);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, theirs, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
	posix_spawnattr_init(&how);
	posix_spawnattr_setsigdefault(&how, &all);
	posix_spawnattr_setsigmask(&how, &empty);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	int fault = posix_spawn(ret, "/proc/self/exe", &files, &how, args, none);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	return fault;
}

enum status jail_start(struct jail *j, struct err *e)
{
	int pair[2];
	uint32_t ready = 0;
	*j = (struct jail){.socket = -1};
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return FAIL(e, UNAVAILABLE, "the picture process: %s", strerror(errno));
	int fault = spawn(&j->pid, pair[1]);
	close(pair[1]);
	j->socket = pair[0];
	if (fault) {
		j->pid = 0;
		jail_end(j);
		return FAIL(e, UNAVAILABLE, "the picture process cannot be started: %s", strerror(fault));
	}
	if (read_all(j->socket, &ready, sizeof ready, now_ms() + START_MS) != TALK_DONE || ready != JAIL_MAGIC) {
		jail_end(j);
		return FAIL(e, UNAVAILABLE, "the picture process could not lock itself in");
	}
	return OK;
}

/* Nothing in an answer is believed that could hurt: sizes are limited, pictures begin as ours do. */
static bool answer_fits(const struct jail_answer *x)
{
	bool ready = x->end == JAIL_READY;
	return x->magic == JAIL_MAGIC && x->end <= JAIL_DAMAGED && x->copy_n <= JAIL_COPY_MAX && x->thumb_n <= JAIL_THUMB_MAX &&
	       ready == (x->copy_n > 0) && ready == (x->thumb_n > 0) && (!ready || pixels_fit(x->width, x->height)) && x->quality <= 100;
}

struct ask {
	struct str bytes;
	const struct photo_area *areas;
	size_t n;
};

static enum talk part_read(struct jail *j, struct arena *a, size_t n, int64_t until, struct str *ret)
{
	char *bytes = arena_alloc(a, n + 1);
	*ret = (struct str){bytes, n};
	return read_all(j->socket, bytes, n, until);
}

static enum talk exchange(struct jail *j, struct arena *a, const struct ask *ask, int64_t until, struct jail_answer *x, struct jail_picture *ret)
{
	struct jail_question question = {JAIL_MAGIC, (uint32_t)ask->bytes.n, (uint32_t)ask->n, 0};
	enum talk t = send_all(j->socket, &question, sizeof question, until);
	if (t == TALK_DONE)
		t = send_all(j->socket, ask->bytes.s, ask->bytes.n, until);
	if (t == TALK_DONE)
		t = send_all(j->socket, ask->areas, ask->n * sizeof *ask->areas, until);
	if (t != TALK_LATE) /* a child that hung up may have answered before */
		t = read_all(j->socket, x, sizeof *x, until);
	if (t != TALK_DONE)
		return t;
	if (!answer_fits(x))
		return TALK_GONE;
	t = part_read(j, a, x->copy_n, until, &ret->copy);
	return t == TALK_DONE ? part_read(j, a, x->thumb_n, until, &ret->thumb) : t;
}

static enum status put_to(struct jail *j, struct arena *a, const struct ask *ask, int wall_ms, struct jail_picture *ret, struct err *e)
{
	struct jail_answer x = {0};
	*ret = (struct jail_picture){.end = JAIL_TOO_LARGE};
	if (ask->bytes.n > JAIL_FILE_MAX)
		return OK;
	if (j->socket < 0)
		return FAIL(e, UNAVAILABLE, "the picture process has ended");
	enum talk t = exchange(j, a, ask, now_ms() + wall_ms, &x, ret);
	bool strange = t == TALK_DONE && x.end == JAIL_READY && (!photo_is_jpeg(ret->copy) || !photo_is_jpeg(ret->thumb));
	if (t == TALK_LATE || strange) {
		jail_end(j);
		ret->end = t == TALK_LATE ? JAIL_TIME : JAIL_DIED;
		return OK;
	}
	if (t == TALK_GONE) {
		kill(j->pid, SIGKILL);
		ret->end = died(j);
		return OK;
	}
	ret->end = (enum jail_end)x.end;
	ret->width = (int)x.width, ret->height = (int)x.height;
	ret->pdq.quality = (int)x.quality;
	memcpy(ret->pdq.forms, x.forms, sizeof x.forms);
	return OK;
}

enum status jail_ask(struct jail *j, struct arena *a, struct str bytes, int wall_ms, struct jail_picture *ret, struct err *e)
{
	return put_to(j, a, &(struct ask){.bytes = bytes}, wall_ms, ret, e);
}

enum status jail_picture_paint(struct arena *a, struct str bytes, const struct photo_area *areas, size_t n,
			       struct jail_picture *ret, struct err *e)
{
	if (n > JAIL_AREAS_MAX)
		return FAIL(e, INVALID, "at most %d areas of one picture", JAIL_AREAS_MAX);
	for (size_t i = 0; i < n; i++)
		if (!photo_area_fits(areas[i]))
			return FAIL(e, INVALID, "area %zu is empty or outside of the picture", i + 1);
	scoped(jail_end) struct jail j;
	TRY(jail_start(&j, e));
	return put_to(&j, a, &(struct ask){bytes, areas, n}, JAIL_WALL_MS, ret, e);
}

enum status jail_picture_open(struct arena *a, struct str bytes, struct jail_picture *ret, struct err *e)
{
	scoped(jail_end) struct jail j;
	TRY(jail_start(&j, e));
	return jail_ask(&j, a, bytes, JAIL_WALL_MS, ret, e);
}
