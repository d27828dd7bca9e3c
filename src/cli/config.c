/* config.c -- `netra config check`: the settings as this installation has them, and what is wrong with them.
 *
 * The reader of settings refuses unknown keys; here each value is also tried against its kind, which the
 * default tells: a yes-or-no, a whole number, or a text with a rule of its own.
 */
#include "base/buf.h"
#include "base/day.h"
#include "cli/commands.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_yes_or_no(const char *v)
{
	static const char *const words[] = {"true", "false", "yes", "no", "1", "0"};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (!strcmp(v, words[i]))
			return true;
	return false;
}

/* "127.0.0.1:8080", "[::1]:8080" */
static bool is_address(const char *v)
{
	const char *colon = strrchr(v, ':');
	int64_t port;
	return colon && colon > v && int_parse(colon + 1, 0, 65535, &port, NULL) == OK;
}

static bool is_log_level(const char *v)
{
	return !strcmp(v, "error") || !strcmp(v, "warn") || !strcmp(v, "info") || !strcmp(v, "debug");
}

/* What the value should be; NULL when it is good. */
static const char *expected(const struct settings_key *key, const char *v)
{
	int64_t n;
	enum zone zone;
	struct instant t;
	if (!strcmp(key->otherwise, "true") || !strcmp(key->otherwise, "false"))
		return is_yes_or_no(v) ? NULL : "true or false";
	if (int_parse(key->otherwise, INT64_MIN, INT64_MAX, &n, NULL) == OK)
		return int_parse(v, 0, INT64_MAX, &n, NULL) == OK ? NULL : "a whole number, 0 or more";
	if (!strcmp(key->key, "log.level"))
		return is_log_level(v) ? NULL : "error, warn, info or debug";
	if (!strcmp(key->key, "serve.listen"))
		return is_address(v) ? NULL : "ADDRESS:PORT";
	if (!v[0])
		return NULL;
	if (!strcmp(key->key, "serve.admin"))
		return is_address(v) ? NULL : "ADDRESS:PORT or nothing";
	if (!strcmp(key->key, "office.zone"))
		return zone_parse(v, &zone, NULL) == OK ? NULL : "WIB, WITA, WIT or nothing";
	if (!strcmp(key->key, "clock.now"))
		return instant_parse(v, WIB, &t, NULL) == OK ? NULL
							     : "a moment such as 2024-10-01T08:00:00+07:00";
	return NULL;
}

/* A password in the address of a store is never shown, be it before the @ or among the parameters. */
static const char *shown(struct arena *a, const char *v)
{
	const char *scheme = strstr(v, "://"), *at = scheme ? strrchr(scheme, '@') : NULL;
	if (!scheme)
		return v;
	const char *rest = at ? at : scheme + 3, *more = strstr(rest, "password=");
	return arena_printf(a, "%.*s://%s%.*s%s", (int)(scheme - v), v, at ? "***" : "",
			    more ? (int)(more - rest) : (int)strlen(rest), rest, more ? "password=***" : "");
}

static void show(struct cli *cli, struct json_out *j, const struct settings_key *key, const char *fault)
{
	const char *v = shown(cli->arena, settings_text(cli->settings, key->key));
	if (cli->json)
		jout_put_text(j, key->key, v);
	else
		printf("%-36s %-24s %s\n", key->key, v, key->meaning);
	if (fault)
		fprintf(stderr, "netra config: %s: '%s', expected %s\n", key->key, v, fault);
}

int cmd_config(struct cli *cli, int argc, const char **argv)
{
	struct poptOption none[] = {POPT_TABLEEND};
	if (!cli_options(cli, argc, argv, none, "check"))
		return cli->code;
	if (cli->args_n != 1 || strcmp(cli->args[0], "check") != 0)
		return cli_usage(cli, "expected: netra config check");
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	int faults = 0;
	jout_object(&j);
	for (size_t i = 0; i < settings_keys_n; i++) {
		const char *fault =
			expected(&settings_keys[i], settings_text(cli->settings, settings_keys[i].key));
		show(cli, &j, &settings_keys[i], fault);
		faults += fault != NULL;
	}
	jout_end(&j, '}');
	if (cli->json)
		puts(b.s);
	if (access(arena_printf(cli->arena, "%s/keys/vault.key", cli->data), F_OK) == 0)
		fputs("netra config: keys/vault.key lies in the clear, one person can open every identity: netra keys custody LOGIN LOGIN\n", stderr);
	fprintf(stderr, "settings from %s: %d faults\n",
		cli->config ? cli->config : "defaults and environment", faults);
	return faults ? CLI_NO : CLI_YES;
}
