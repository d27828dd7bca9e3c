/* serve.c -- `netra serve`: pages and API until SIGTERM or SIGINT. */
#include "base/log.h"
#include "desk/stream/stream.h"
#include "desk/vault/vault.h"
#include "cli/commands.h"
#include "cli/harden.h"
#include "cli/keeper.h"
#include "cli/sorter.h"

#include "web/web.h"

#include <stdio.h>

static void say_ready(void *context)
{
	const struct serve_options *o = context;
	printf("http://%s/\n", o->listen);
	fflush(stdout);
}

int cmd_serve(struct cli *cli, int argc, const char **argv)
{
	char *listen = NULL, *admin = NULL;
	struct poptOption own[] = {
		{"listen", 0, POPT_ARG_STRING, &listen, 0, "address of pages and API (serve.listen)", "ADDRESS:PORT"},
		{"admin", 0, POPT_ARG_STRING, &admin, 0, "address of /healthz and /metrics (serve.admin)", "ADDRESS:PORT"},
		POPT_TABLEEND,
	};
	struct err e = {0};
	if (!cli_options(cli, argc, argv, own, ""))
		return cli->code;
	if (cli->args_n)
		return cli_usage(cli, "'%s': serve takes no words", cli->args[0]);
	if (admin && settings_with(cli->arena, cli->settings, "serve.admin", admin, &cli->settings, &e) != OK)
		return cli_fail(cli, &e);
	harden_start();
	scoped(office_close_scoped) struct office *office = NULL;
	if (office_open(cli->data, cli->settings, &office, &e) != OK)
		return cli_fail(cli, &e);
	if (stream_index_open(office, &e) != OK) /* pages work without an index; patrol says that it is missing */
		log_err("index", &e);
	struct serve_options o = {
		.listen = listen ? listen : settings_text(cli->settings, "serve.listen"),
		.loops = (int)settings_int(cli->settings, "serve.loops"),
		.workers = (int)settings_int(cli->settings, "serve.workers"),
		.ready = say_ready,
		.context = &o,
	};
	struct keeper *keeper = keeper_start(office);
	struct sorter *sorter = sorter_start(office);
	enum status status = web_serve(office, &o, &e);
	sorter_stop(sorter);
	keeper_stop(keeper); /* it may just be taking a new index */
	stream_index_close(office);
	vault_forget(true);
	return status == OK ? CLI_YES : cli_fail(cli, &e);
}
