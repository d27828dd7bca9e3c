/* served.c -- see served.h. */
#define _GNU_SOURCE
#include "served.h"

#include "bare.h"
#include "crowd.h"
#include "measure.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void served_fail(struct served *s, const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	if (s->server > 0)
		kill(s->server, SIGKILL);
	exit(3);
}

static void files_unlimited(void)
{
	struct rlimit files = {0};
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}

void served_set_up(struct served *s, const char *program, const char *name)
{
	char self[PATH_MAX];
	snprintf(s->folder, sizeof s->folder, "./bench-%s-XXXXXX", name);
	if (!mkdtemp(s->folder) || !realpath(program, self))
		served_fail(s, "no folder");
	snprintf(s->data, sizeof s->data, "%s/data", s->folder);
	snprintf(s->netra, sizeof s->netra, "%s/netra", dirname(self));
	files_unlimited();
	setenv("NETRA_LOG_LEVEL", "error", 1);
	if (s->store)
		setenv("NETRA_STORE_URL", s->store, 1);
}

void served_clean(struct served *s)
{
	char command[128];
	snprintf(command, sizeof command, "rm -rf '%s'", s->folder);
	if (system(command))
		served_fail(s, "the folder stays");
}

/* ---- the program ---- */

static uint16_t free_port(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(fd, (struct sockaddr *)&at, n) || getsockname(fd, (struct sockaddr *)&at, &n))
		exit(3);
	close(fd);
	return ntohs(at.sin_port);
}

void served_run(struct served *s, const char *words)
{
	char command[PATH_MAX + 2048];
	snprintf(command, sizeof command, "'%s' --data '%s' %s >/dev/null", s->netra, s->data, words);
	if (system(command))
		served_fail(s, words);
}

void served_begin(struct served *s)
{
	char listen[32], admin[32];
	snprintf(listen, sizeof listen, "127.0.0.1:%u", s->port = free_port());
	snprintf(admin, sizeof admin, "127.0.0.1:%u", s->admin = free_port());
	double began = wall_s();
	fflush(stdout);
	s->server = fork();
	if (!s->server) {
		int log = open("/dev/null", O_WRONLY);
		dup2(log, 1), dup2(log, 2);
		execl(s->netra, s->netra, "--data", s->data, "serve", "--listen", listen, "--admin", admin, (char *)NULL);
		_exit(127);
	}
	while (crowd_one(s->port, "GET /lapor HTTP/1.1\r\nHost: x\r\n\r\n", NULL) != 200) {
		if (waitpid(s->server, NULL, WNOHANG) || wall_s() - began > 30)
			served_fail(s, "the server did not start");
		usleep(500);
	}
	s->start_s = wall_s() - began;
}

void served_end(struct served *s)
{
	int how = 0;
	kill(s->server, SIGTERM);
	waitpid(s->server, &how, 0);
	s->server = 0;
	if (!WIFEXITED(how) || WEXITSTATUS(how))
		served_fail(s, "the server did not end well");
}

void served_kill(struct served *s)
{
	kill(s->server, SIGKILL);
	waitpid(s->server, NULL, 0);
	s->server = 0;
}

void served_log_in(struct served *s, const char *login, const char *password, char *ret_cookie, size_t size)
{
	scoped(buf_free) struct buf body = {0}, ask = {0}, out = {0};
	buf_text(&body, "login=");
	buf_url(&body, login);
	buf_text(&body, "&password=");
	buf_url(&body, password);
	buf_printf(&ask, "POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s", body.n, body.s);
	int http = crowd_one(s->port, ask.s, &out);
	const char *at = http == 303 ? strstr(out.s, "Set-Cookie: ") : NULL;
	if (!at)
		served_fail(s, "nobody can log in");
	snprintf(ret_cookie, size, "%.*s", (int)strcspn(at + 12, ";\r"), at + 12);
}

/* ---- figures ---- */

double served_mb(const struct served *s)
{
	char path[64], line[256];
	long kb = 0;
	snprintf(path, sizeof path, "/proc/%d/status", (int)s->server);
	FILE *f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "VmRSS: %ld", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return (double)kb / 1024;
}

double served_metric(struct served *s, const char *name)
{
	scoped(buf_free) struct buf out = {0};
	char line[96];
	crowd_one(s->admin, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", &out);
	snprintf(line, sizeof line, "\n%s ", name);
	const char *at = out.n ? strstr(out.s, line) : NULL;
	return at ? atof(at + strlen(line)) : 0;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double served_median(double *x, size_t n)
{
	qsort(x, n, sizeof *x, by_size);
	return x[n / 2];
}

double served_bare(struct served *s, int64_t mark, double things, double group, size_t most, double *ret_rows, double *ret_bytes)
{
	char from[128], to[128], command[512];
	snprintf(from, sizeof from, "%s/netra.db", s->data);
	snprintf(to, sizeof to, "%s/bare.db", s->folder);
	struct bare *all = bare_read(from, mark, SIZE_MAX);
	if (!all)
		served_fail(s, "the store cannot be read");
	*ret_rows = (double)bare_rows(all) / things;
	*ret_bytes = (double)bare_bytes(all) / things;
	bare_free(all);
	struct bare *some = bare_read(from, mark, (size_t)((double)most * *ret_rows));
	double took = bare_write(some, to, (size_t)(group * *ret_rows + 0.5));
	double rate = took > 0 ? (double)bare_rows(some) / *ret_rows / took : 0;
	bare_free(some);
	snprintf(command, sizeof command, "rm -f '%s' '%s-wal' '%s-shm'", to, to, to);
	if (system(command))
		served_fail(s, "the bare program's file stays");
	return rate;
}
