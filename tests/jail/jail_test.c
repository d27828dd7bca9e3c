/* jail_test.c -- what the child can do (TRUST R22: pictures) and what it cannot (R25: nothing else).
 *
 * The program starts itself: as the picture child, and with --try=WHAT as a process that locks itself in and then
 * attempts one forbidden thing. A try that succeeded would end with 0. */
#define _GNU_SOURCE
#include "jail/jail_internal.h"

#include "jail/pictures.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cmocka.h>

/* Under AddressSanitizer everything takes longer and the memory it keeps for itself is no part of ours. */
#ifdef __SANITIZE_ADDRESS__
#define SLOWER 10
#else
#define SLOWER 1
#endif

/* -- R25 -- */

static void try_open(void) { _exit(open("/etc/passwd", O_RDONLY) < 0 ? 7 : 0); }
static void try_create(void) { _exit(open("/tmp/netra-jail-test", O_WRONLY | O_CREAT, 0600) < 0 ? 7 : 0); }
static void try_exec(void)
{
	execl("/bin/true", "true", (char *)NULL);
	_exit(7);
}
static void try_socket(void) { _exit(socket(AF_INET, SOCK_STREAM, 0) < 0 ? 7 : 0); }
static void try_connect(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(80), .sin_addr = {htonl(INADDR_LOOPBACK)}};
	_exit(connect(STDIN_FILENO, (struct sockaddr *)&to, sizeof to) < 0 ? 7 : 0);
}
static void try_fork(void) { _exit(syscall(SYS_fork) < 0 ? 7 : 0); }
static void try_kill(void) { _exit(syscall(SYS_kill, getppid(), 0) < 0 ? 7 : 0); }
static void try_ptrace(void) { _exit(syscall(SYS_ptrace, 16, 1, 0, 0) < 0 ? 7 : 0); }
static void try_run_memory(void) { _exit(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? 7 : 0); }
static void try_unlock(void)
{
	struct rlimit_ { unsigned long now, most; } more = {~0ul, ~0ul};
	_exit(syscall(SYS_prlimit64, 0, 9, &more, NULL) < 0 ? 7 : 0);
}
static void try_memory(void)
{
	static volatile char sum;
	for (int i = 0; i < 64; i++) {
		char *p = mmap(NULL, 16 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (p == MAP_FAILED)
			_exit(7);
		p[0] = 1;
		sum = (char)(sum + p[0]);
	}
	_exit(0); /* a gibibyte */
}
static void try_forever(void)
{
	for (volatile unsigned long i = 0;; i++)
		;
}

static const struct attempt {
	const char *what;
	void (*run)(void);
	int signal; /* that ends it; 0: it is refused and says so with 7 */
} attempts[] = {
	{"open", try_open, SIGSYS},       {"create", try_create, SIGSYS},     {"exec", try_exec, SIGSYS},
	{"socket", try_socket, SIGSYS},   {"connect", try_connect, SIGSYS},   {"fork", try_fork, SIGSYS},
	{"kill", try_kill, SIGSYS},       {"ptrace", try_ptrace, SIGSYS},     {"run-memory", try_run_memory, SIGSYS},
	{"unlock", try_unlock, SIGSYS},   {"memory", try_memory, 0},          {"forever", try_forever, SIGKILL},
};

static int attempt_main(const char *what)
{
	const char *why;
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
		if (!strcmp(attempts[i].what, what)) {
			if (!jail_lock(&why))
				return 9;
			attempts[i].run();
		}
	return 8;
}

static int attempt(const char *what)
{
	char argument[64];
	snprintf(argument, sizeof argument, "--try=%s", what);
	char *const args[] = {"jail_test", argument, NULL};
	int how = 0;
	pid_t pid;
	assert_int_equal(posix_spawn(&pid, "/proc/self/exe", NULL, NULL, args, environ), 0);
	assert_int_equal(waitpid(pid, &how, 0), pid);
	return how;
}

static void the_child_can_do_nothing_but_compute(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
		const struct attempt *a = &attempts[i];
		int how = attempt(a->what);
		if (a->signal && (!WIFSIGNALED(how) || WTERMSIG(how) != a->signal))
			fail_msg("%s: expected signal %d, got status %x", a->what, a->signal, how);
		if (!a->signal && (!WIFEXITED(how) || WEXITSTATUS(how) != 7))
			fail_msg("%s: expected a refusal, got status %x", a->what, how);
	}
}

/* Landlock alone, without seccomp before it: the second wall stands by itself (on kernels that have it). */
static void the_child_has_no_files_and_no_environment(void **state)
{
	(void)state;
	struct jail j;
	struct err e = {0};
	char path[64], bytes[4096];
	setenv("NETRA_JAIL_SECRET", "planted", 1);
	assert_int_equal(jail_start(&j, &e), OK);
	snprintf(path, sizeof path, "/proc/%d/environ", (int)j.pid);
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? 0 : read(fd, bytes, sizeof bytes);
	assert_true(n <= 0 || !memmem(bytes, (size_t)n, "planted", 7));
	if (fd >= 0)
		close(fd);
	snprintf(path, sizeof path, "/proc/%d/status", (int)j.pid);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	n = (ssize_t)fread(bytes, 1, sizeof bytes - 1, f);
	bytes[n] = 0;
	fclose(f);
	assert_non_null(strstr(bytes, "NoNewPrivs:\t1"));
	assert_non_null(strstr(bytes, "Seccomp:\t2"));
	jail_end(&j);
	unsetenv("NETRA_JAIL_SECRET");
}

/* -- pictures -- */

static struct str str_made(struct made m)
{
	return (struct str){(const char *)m.s, m.n};
}

static struct jail_picture opened(struct arena *a, struct made m)
{
	struct jail_picture p;
	struct err e = {0};
	if (jail_picture_open(a, str_made(m), &p, &e) != OK)
		fail_msg("%s", e.why);
	free(m.s);
	return p;
}

/* How far a JPEG of ours is from the scene it should show, as a mean over all colours. */
static double difference(struct str jpeg, struct scene scene)
{
	struct image image = {0};
	size_t width, height;
	double sum = 0;
	assert_int_equal(decode_jpeg(jpeg, &image, &width, &height), JAIL_READY);
	assert_int_equal(image.width, scene.width);
	assert_int_equal(image.height, scene.height);
	for (size_t i = 0; i < scene.width * scene.height * 3; i++)
		sum += abs(image.rgb[i] - scene.rgb[i]);
	free(image.rgb);
	return sum / (double)(scene.width * scene.height * 3);
}

static void check_seen(struct made m, struct scene scene, double most)
{
	struct arena a = {0};
	struct jail_picture p = opened(&a, m);
	assert_int_equal(p.end, JAIL_READY);
	assert_int_equal(p.width, scene.width);
	assert_int_equal(p.height, scene.height);
	double d = difference(p.copy, scene);
	if (d > most)
		fail_msg("the copy differs by %.2f", d);
	assert_memory_equal(p.thumb.s, "\xff\xd8\xff", 3);
	arena_free(&a);
}

static void every_kind_of_picture_is_seen_as_it_is(void **state)
{
	(void)state;
	struct scene s = scene_make(1, 203, 151);
	check_seen(picture_jpeg(s, 95, 0, NULL, 0), s, 2.5);
	check_seen(picture_jpeg(s, 95, PICTURE_PROGRESSIVE, NULL, 0), s, 2.5);
	check_seen(picture_jpeg(s, 95, PICTURE_CMYK, NULL, 0), s, 3);
	check_seen(picture_png(s, 8, false), s, 2.5);
	check_seen(picture_png(s, 16, false), s, 2.5);
	check_seen(picture_png(s, 8, true), s, 2.5);
	check_seen(picture_webp(s, 95), s, 4);
	check_seen(picture_webp(s, -1), s, 2.5);
	free(s.rgb);
}

/* 4 x 3 points: black and white columns, LZW codes written by hand: 3 bits each, clear = 4, end = 5.
 * 100 000 001 000 001 ... grows to 4 bits when the table reaches 8 entries, so clear comes again in time. */
static void a_gif_shows_its_first_picture(void **state)
{
	(void)state;
	static const unsigned char codes[] = {4, 0, 1, 4, 0, 1, 4, 0, 1, 4, 0, 1, 4, 0, 1, 4, 0, 1, 5};
	unsigned char gif[128] = "GIF89a\4\0\3\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\4\0\3\0\0\2";
	size_t n = 13 + 6 + 10 + 1, bit = 0;
	unsigned char packed[16] = {0};
	for (size_t i = 0; i < sizeof codes; i++)
		for (int k = 0; k < 3; k++, bit++)
			packed[bit / 8] |= (unsigned char)((codes[i] >> k & 1) << bit % 8);
	gif[n++] = (unsigned char)((bit + 7) / 8);
	memcpy(gif + n, packed, (bit + 7) / 8);
	n += (bit + 7) / 8;
	gif[n++] = 0;
	gif[n++] = ';';
	struct image image;
	size_t width, height;
	assert_int_equal(decode_gif((struct str){(char *)gif, n}, &image, &width, &height), JAIL_READY);
	assert_int_equal(width, 4);
	assert_int_equal(height, 3);
	for (size_t y = 0; y < 3; y++)
		for (size_t x = 0; x < 4; x++)
			assert_int_equal(image.rgb[3 * (4 * y + x)], x % 2 ? 255 : 0);
	free(image.rgb);
}

/* Exif in big-endian with one entry: the way up. */
static struct made jpeg_turned(struct scene s, int turn)
{
	unsigned char block[6 + 8 + 2 + 12 + 4] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
	block[6 + 8 + 2 + 9] = (unsigned char)turn;
	return picture_jpeg(s, 95, 0, block, sizeof block);
}

/* Where the camera's (u, v) is seen: worked by hand from the eight cases of Exif 3.1, 4.6.5. */
static void pictures_are_turned_upright(void **state)
{
	(void)state;
	struct scene s = scene_make(5, 60, 40);
	for (int turn = 1; turn <= 8; turn++) {
		size_t width = turn < 5 ? 60 : 40, height = turn < 5 ? 40 : 60;
		struct scene seen = {malloc(60 * 40 * 3), width, height};
		for (size_t y = 0; y < 40; y++)
			for (size_t x = 0; x < 60; x++) {
				size_t u = 59 - x, v = 39 - y;
				size_t to[9][2] = {{0, 0}, {x, y}, {u, y}, {u, v}, {x, v}, {y, x}, {v, x}, {v, u}, {y, u}};
				memcpy(seen.rgb + 3 * (to[turn][1] * width + to[turn][0]), s.rgb + 3 * (y * 60 + x), 3);
			}
		check_seen(jpeg_turned(s, turn), seen, 12); /* colours blur at this size; turned wrongly it would be above 30 */
		free(seen.rgb);
	}
	free(s.rgb);
}

static void large_pictures_become_small_ones(void **state)
{
	(void)state;
	struct arena a = {0};
	struct scene s = scene_make(2, 4100, 500), copy = scene_make(2, 2048, 250);
	struct jail_picture p = opened(&a, picture_jpeg(s, 90, 0, NULL, 0));
	assert_int_equal(p.end, JAIL_READY);
	assert_int_equal(p.width, 4100);
	assert_true(difference(p.copy, copy) < 3);
	struct scene thumb = scene_make(2, 320, 39);
	assert_true(difference(p.thumb, thumb) < 12);
	free(s.rgb), free(copy.rgb), free(thumb.rgb);
	arena_free(&a);
}

static struct pdq_seen pdq_made(struct made m)
{
	struct arena a = {0};
	struct jail_picture p = opened(&a, m);
	assert_int_equal(p.end, JAIL_READY);
	arena_free(&a);
	return p.pdq;
}

/* What people do to a picture before it comes in: send it through a messenger, shrink it, mirror it, save it anew. */
static void a_picture_is_known_again(void **state)
{
	(void)state;
	int worst = 0, nearest = 256;
	struct pdq_seen first[6];
	for (unsigned i = 0; i < 6; i++) {
		struct scene s = scene_make(40 + i, 800, 600), small = scene_make(40 + i, 301, 226), mirror = scene_mirror(s);
		first[i] = pdq_made(picture_jpeg(s, 92, 0, NULL, 0));
		struct pdq_seen same[] = {
			pdq_made(picture_jpeg(s, 25, 0, NULL, 0)), pdq_made(picture_jpeg(s, 60, PICTURE_PROGRESSIVE, NULL, 0)),
			pdq_made(picture_jpeg(small, 80, 0, NULL, 0)), pdq_made(picture_png(small, 8, false)),
			pdq_made(picture_webp(small, 40)), pdq_made(picture_jpeg(mirror, 70, 0, NULL, 0)),
		};
		for (size_t k = 0; k < sizeof same / sizeof *same; k++) {
			enum pdq_form form;
			int d = pdq_nearest(&same[k], first[i].forms[PDQ_ORIGINAL], &form);
			worst = d > worst ? d : worst;
			assert_int_equal(form, k == 5 ? PDQ_FLIP_X : PDQ_ORIGINAL);
		}
		for (unsigned k = 0; k < i; k++) {
			int d = pdq_nearest(&first[i], first[k].forms[PDQ_ORIGINAL], NULL);
			nearest = d < nearest ? d : nearest;
		}
		free(s.rgb), free(small.rgb), free(mirror.rgb);
	}
	print_message("the same picture: at most %d bits apart; another: at least %d\n", worst, nearest);
	assert_true(worst <= PDQ_SAME);
	assert_true(nearest > 70);
}

/* -- R22 -- */

static struct made copy_of(const void *s, size_t n)
{
	struct made m = {malloc(n + 1), n};
	memcpy(m.s, s, n);
	return m;
}
#define COPY(literal) copy_of(literal, sizeof(literal) - 1)

static uint32_t crc_of(const unsigned char *p, size_t n)
{
	uint32_t v = 0xffffffff;
	for (size_t i = 0; i < n; i++) {
		v ^= p[i];
		for (int k = 0; k < 8; k++)
			v = v >> 1 ^ (v & 1 ? 0xedb88320 : 0);
	}
	return ~v;
}

/* A PNG whose header says @side x @side; its picture data is that of a small one. */
static struct made png_claims(uint32_t side)
{
	struct scene s = scene_make(9, 8, 8);
	struct made m = picture_png(s, 8, false);
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 4; k++)
			m.s[16 + 4 * i + k] = (unsigned char)(side >> (24 - 8 * k));
	uint32_t crc = crc_of(m.s + 12, 17);
	for (int k = 0; k < 4; k++)
		m.s[29 + k] = (unsigned char)(crc >> (24 - 8 * k));
	free(s.rgb);
	return m;
}

static void check_end(struct made m, enum jail_end expected)
{
	struct arena a = {0};
	struct jail_picture p = opened(&a, m);
	if (p.end != expected)
		fail_msg("expected '%s', got '%s'", jail_word(expected), jail_word(p.end));
	arena_free(&a);
}

static void what_is_no_picture_is_not_opened(void **state)
{
	(void)state;
	check_end(COPY(""), JAIL_NO_PICTURE);
	check_end(COPY("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"), JAIL_NO_PICTURE);
	check_end(COPY("<!doctype html><script>alert(1)</script>"), JAIL_NO_PICTURE);
	check_end(COPY("%PDF-1.4\n1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert(1))>>>>"), JAIL_NO_PICTURE);
	check_end(COPY("PK\3\4\24\0\0\0\0\0word/vbaProject.bin"), JAIL_NO_PICTURE);
	check_end(COPY("BM\x46\0\0\0\0\0\0\0\x36\0\0\0"), JAIL_NO_PICTURE);
	check_end(COPY("\xff\xd8\xff"), JAIL_NO_PICTURE);
	check_end(COPY("\xff\xd8\xff\xe0\0\x10JFIF\0"), JAIL_DAMAGED);
	check_end(COPY("\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82"), JAIL_DAMAGED);
	check_end(COPY("RIFF\x10\0\0\0WEBPVP8 \4\0\0\0abcd"), JAIL_DAMAGED);
	check_end(COPY("GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\1\0\0;"), JAIL_DAMAGED);
}

static void claimed_sizes_are_looked_at_before_memory_is_taken(void **state)
{
	(void)state;
	check_end(png_claims(65535), JAIL_TOO_LARGE);
	check_end(png_claims(7072), JAIL_TOO_LARGE); /* 50,013,184 */
	check_end(png_claims(0x7fffffff), JAIL_DAMAGED); /* libpng's own limit comes first */
	struct scene s = scene_make(9, 16, 16);
	struct made m = picture_jpeg(s, 80, 0, NULL, 0);
	for (size_t i = 2; i + 9 < m.n; i++) /* the frame header: 65,500 x 65,500 */
		if (m.s[i] == 0xff && m.s[i + 1] == 0xc0) {
			m.s[i + 5] = m.s[i + 7] = 0xff;
			m.s[i + 6] = m.s[i + 8] = 0xdc;
			break;
		}
	check_end(m, JAIL_TOO_LARGE);
	check_end(COPY("GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\2\1\0\0;"), JAIL_TOO_LARGE);
	free(s.rgb);
}

/* 49 million pixels of 16 bits and interlaced, a file of some 300 kB: it must stand whole, so it meets the limit of
 * memory; or it is small enough. Either way the child's end is an answer. */
static void a_bomb_hurts_nobody(void **state)
{
	(void)state;
	struct arena a = {0};
	struct jail_picture p;
	struct scene s = {calloc(7000 * 7000, 3), 7000, 7000};
	struct made m = picture_png(s, 8, true);
	assert_true(m.n < 2 << 20);
	struct err e = {0};
	assert_int_equal(jail_picture_open(&a, str_made(m), &p, &e), OK);
	print_message("a bomb of %zu kB for 49 million pixels: '%s'\n", m.n >> 10, jail_word(p.end));
	assert_true(p.end == JAIL_READY || p.end == JAIL_TOO_LARGE || p.end == JAIL_DIED);
	free(m.s);
	free(s.rgb);
	/* And the next picture is opened as if nothing had been. */
	s = scene_make(3, 64, 64);
	check_seen(picture_jpeg(s, 90, 0, NULL, 0), s, 12);
	free(s.rgb);
	arena_free(&a);
}

static void what_else_is_in_a_file_is_left_behind(void **state)
{
	(void)state;
	struct arena a = {0};
	struct scene s = scene_make(4, 320, 200);
	static const char script[] = "<script>alert(document.cookie)</script>";
	size_t giant_n = 40 * 65000;
	char *giant = malloc(giant_n);
	memset(giant, 'G', giant_n);
	memcpy(giant, "Exif\0\0II*\0\x08\0\0\0\xff\xff", 16); /* 65,535 entries */
	struct made polyglot = picture_jpeg(s, 90, 0, script, sizeof script);
	polyglot.s = realloc(polyglot.s, polyglot.n + 100);
	memcpy(polyglot.s + polyglot.n, "PK\3\4 META-INF/ <html>", 21);
	polyglot.n += 21;
	struct jail_picture p = opened(&a, polyglot), q = opened(&a, picture_jpeg(s, 90, 0, giant, giant_n));
	assert_int_equal(p.end, JAIL_READY);
	assert_int_equal(q.end, JAIL_READY);
	struct str all[] = {p.copy, p.thumb, q.copy, q.thumb};
	for (size_t i = 0; i < 4; i++) {
		assert_null(memmem(all[i].s, all[i].n, "script", 6));
		assert_null(memmem(all[i].s, all[i].n, "PK\3\4", 4));
		assert_null(memmem(all[i].s, all[i].n, "Exif", 4));
		assert_null(memmem(all[i].s, all[i].n, "GGGG", 4));
	}
	free(giant);
	free(s.rgb);
	arena_free(&a);
}

struct harm {
	size_t ready, refused, died;
};

/* Bits turned and ends cut off; a child that ended is started again, and that is counted. */
static void mutate(struct jail *j, const struct made *m, unsigned times, unsigned seed, struct harm *h)
{
	struct arena a = {0};
	for (unsigned i = 0; i < times; i++) {
		struct jail_picture p;
		struct err e = {0};
		struct made bad = copy_of(m->s, m->n);
		for (unsigned k = 0; k <= i % 8; k++)
			bad.s[(size_t)(scene_random(&seed) * (double)bad.n)] ^= (unsigned char)(1 << (unsigned)(scene_random(&seed) * 8));
		if (i % 5 == 0)
			bad.n = (size_t)(scene_random(&seed) * (double)bad.n);
		if (i % 20 == 0)
			jail_end(j); /* before its processor time is used up */
		if (j->socket < 0)
			assert_int_equal(jail_start(j, &e), OK);
		assert_int_equal(jail_ask(j, &a, str_made(bad), JAIL_WALL_MS, &p, &e), OK);
		*(p.end == JAIL_READY ? &h->ready : p.end <= JAIL_DAMAGED ? &h->refused : &h->died) += 1;
		if (p.end > JAIL_DAMAGED && h->died < 5)
			print_message("mutation %u: '%s', signal %d\n", i, jail_word(p.end), j->signal);
		free(bad.s);
		arena_reset(&a);
	}
	arena_free(&a);
}

static void thousands_of_damaged_pictures_hurt_nobody(void **state)
{
	(void)state;
	struct scene s = scene_make(6, 48, 40);
	struct harm h = {0};
	struct jail j = {.socket = -1};
	struct made all[] = {
		picture_jpeg(s, 80, 0, NULL, 0), picture_jpeg(s, 80, PICTURE_PROGRESSIVE, NULL, 0), picture_png(s, 8, false),
		picture_png(s, 8, true), picture_webp(s, 70), picture_webp(s, -1),
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		mutate(&j, &all[i], 350, (unsigned)(77 + i), &h);
		free(all[i].s);
	}
	jail_end(&j);
	free(s.rgb);
	print_message("2,100 damaged pictures: %zu shown, %zu refused, %zu children ended\n", h.ready, h.refused, h.died);
	assert_int_equal(h.ready + h.refused + h.died, 2100);
	assert_true(h.refused > 100);
	assert_int_equal(h.died, 0);
}

static void a_child_that_hangs_is_ended_by_the_clock(void **state)
{
	(void)state;
	struct arena a = {0};
	struct jail j;
	struct err e = {0};
	struct jail_picture p;
	struct scene s = scene_make(8, 3000, 2000);
	struct made m = picture_png(s, 16, false);
	assert_int_equal(jail_start(&j, &e), OK);
	kill(j.pid, SIGSTOP);
	assert_int_equal(jail_ask(&j, &a, str_made(m), 300, &p, &e), OK);
	assert_int_equal(p.end, JAIL_TIME);
	assert_int_equal(j.pid, 0); /* gone, not a zombie */
	assert_int_equal(jail_ask(&j, &a, str_made(m), 300, &p, &e), UNAVAILABLE);
	assert_int_equal(jail_start(&j, &e), OK);
	assert_int_equal(jail_ask(&j, &a, str_made(m), JAIL_WALL_MS, &p, &e), OK);
	assert_int_equal(p.end, JAIL_READY);
	kill(j.pid, SIGKILL);
	assert_int_equal(jail_ask(&j, &a, str_made(m), JAIL_WALL_MS, &p, &e), OK);
	assert_int_equal(p.end, JAIL_DIED);
	free(m.s);
	free(s.rgb);
	arena_free(&a);
}

static struct image decoded(struct str jpeg)
{
	struct image image = {0};
	size_t width, height;
	assert_int_equal(decode_jpeg(jpeg, &image, &width, &height), JAIL_READY);
	return image;
}

/* How many pixels of the area have the colour of its first one. */
static size_t alike(const struct image *i, struct photo_area r, size_t *ret_all)
{
	size_t same = 0, left = r.x * i->width / PHOTO_SIDE, right = ((size_t)r.x + r.width) * i->width / PHOTO_SIDE;
	size_t top = r.y * i->height / PHOTO_SIDE, bottom = ((size_t)r.y + r.height) * i->height / PHOTO_SIDE;
	*ret_all = (right - left) * (bottom - top);
	for (size_t y = top; y < bottom; y++)
		for (size_t x = left; x < right; x++)
			same += !memcmp(i->rgb + 3 * (y * i->width + x), i->rgb + 3 * (top * i->width + left), 3);
	return same;
}

/* Turned ones too: an area is of the picture as it is seen. */
static void a_painted_area_is_one_colour_and_nothing_of_it_remains(void **state)
{
	(void)state;
	static const struct photo_area areas[] = {{1234, 2345, 1111, 777}, {0, 0, 500, 400}, {8765, 9000, 1235, 1000}};
	struct arena a = {0};
	for (int turn = 1; turn <= 8; turn += 5) {
		struct scene s = scene_make(12, 1001, 733);
		struct made m = jpeg_turned(s, turn);
		struct jail_picture p, q;
		struct err e = {0};
		assert_int_equal(jail_picture_paint(&a, str_made(m), areas, 3, &p, &e), OK);
		assert_int_equal(p.end, JAIL_READY);
		struct image seen = decoded(p.copy), before;
		assert_int_equal(seen.width, turn >= 5 ? 733 : 1001);
		for (size_t i = 0; i < 3; i++) {
			size_t all, same = alike(&seen, areas[i], &all);
			assert_int_equal(same, all);
			assert_true(all > 700);
			assert_int_equal(jail_picture_open(&a, str_made(m), &q, &e), OK);
			before = decoded(q.copy);
			same = alike(&before, areas[i], &all);
			assert_true(same < all); /* there was something to see */
			free(before.rgb);
		}
		assert_null(memmem(p.copy.s, p.copy.n, m.s + m.n / 2, 16)); /* bytes of its data */
		assert_null(memmem(p.copy.s, p.copy.n, "Exif", 4));
		free(seen.rgb);
		free(m.s);
		free(s.rgb);
	}
	arena_free(&a);
}

static void an_area_outside_of_the_picture_is_refused_before_a_child_starts(void **state)
{
	(void)state;
	static const struct photo_area bad[] = {{0, 0, 0, 10}, {0, 0, 10, 0}, {10000, 0, 1, 1}, {9999, 0, 2, 1}, {0, 5000, 1, 5001},
						{UINT32_MAX, 0, 2, 1}, {1, 1, UINT32_MAX, 1}};
	static struct photo_area many[JAIL_AREAS_MAX + 1];
	struct arena a = {0};
	struct jail_picture p;
	struct err e = {0};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(jail_picture_paint(&a, STR("x"), &bad[i], 1, &p, &e), INVALID);
	for (size_t i = 0; i <= JAIL_AREAS_MAX; i++)
		many[i] = (struct photo_area){0, 0, 1, 1};
	assert_int_equal(jail_picture_paint(&a, STR("x"), many, JAIL_AREAS_MAX + 1, &p, &e), INVALID);
	assert_int_equal(jail_picture_paint(&a, STR("x"), many, JAIL_AREAS_MAX, &p, &e), OK);
	assert_int_equal(p.end, JAIL_NO_PICTURE);
	arena_free(&a);
}

/* Processor time of children that have ended: what other programs do meanwhile does not count. */
static double children_ms(void)
{
	struct rusage u;
	assert_int_equal(getrusage(RUSAGE_CHILDREN, &u), 0);
	return 1000.0 * (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

static void twelve_million_pixels_take_a_moment(void **state)
{
	(void)state;
	struct arena a = {0};
	struct scene s = scene_make(11, 1000, 750), big = {malloc(4000 * 3000 * 3), 4000, 3000};
	for (size_t y = 0; y < 3000; y++)
		for (size_t x = 0; x < 4000; x++)
			memcpy(big.rgb + 3 * (y * 4000 + x), s.rgb + 3 * (y / 4 * 1000 + x / 4), 3);
	struct made m = picture_jpeg(big, 90, 0, NULL, 0);
	double before = children_ms();
	struct jail_picture p = opened(&a, m);
	double ms = children_ms() - before;
	print_message("a photo of 12 million pixels: %.0f ms of its own process\n", ms);
	assert_int_equal(p.end, JAIL_READY);
	assert_in_range((long)ms, 1, 1500L * SLOWER); /* some 300 on a quiet machine without sanitizers */
	free(s.rgb);
	free(big.rgb);
	arena_free(&a);
}

int main(int argc, char **argv)
{
	if (jail_asked(argc, argv))
		return jail_main();
	if (argc == 2 && !strncmp(argv[1], "--try=", 6))
		return attempt_main(argv[1] + 6);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_child_can_do_nothing_but_compute),
		cmocka_unit_test(the_child_has_no_files_and_no_environment),
		cmocka_unit_test(every_kind_of_picture_is_seen_as_it_is),
		cmocka_unit_test(a_gif_shows_its_first_picture),
		cmocka_unit_test(pictures_are_turned_upright),
		cmocka_unit_test(large_pictures_become_small_ones),
		cmocka_unit_test(a_picture_is_known_again),
		cmocka_unit_test(what_is_no_picture_is_not_opened),
		cmocka_unit_test(claimed_sizes_are_looked_at_before_memory_is_taken),
		cmocka_unit_test(a_bomb_hurts_nobody),
		cmocka_unit_test(what_else_is_in_a_file_is_left_behind),
		cmocka_unit_test(thousands_of_damaged_pictures_hurt_nobody),
		cmocka_unit_test(a_child_that_hangs_is_ended_by_the_clock),
		cmocka_unit_test(a_painted_area_is_one_colour_and_nothing_of_it_remains),
		cmocka_unit_test(an_area_outside_of_the_picture_is_refused_before_a_child_starts),
		cmocka_unit_test(twelve_million_pixels_take_a_moment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
