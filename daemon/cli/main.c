/*
 * banyun: finds the command in the table, reads its options and runs it.
 */
#include "base/memory.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/pager.h"
#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GLOBAL_JSON    1000
#define GLOBAL_SOCKET  1001
#define GLOBAL_HELP    1002
#define GLOBAL_VERSION 1003
#define GLOBAL_PAGER   1004

static const struct option globals[] = {
	{"json", no_argument, NULL, GLOBAL_JSON},
	{"socket", required_argument, NULL, GLOBAL_SOCKET},
	{"help", no_argument, NULL, GLOBAL_HELP},
	{"version", no_argument, NULL, GLOBAL_VERSION},
	{"no-pager", no_argument, NULL, GLOBAL_PAGER},
};

#define GLOBALS (sizeof(globals) / sizeof(globals[0]))

const char *cli_option(const struct cli *cli, const char *name)
{
	for (unsigned i = 0; i < CLI_OPTIONS && cli->command->options[i].name; i++)
		if (text_equal(cli->command->options[i].name, name))
			return cli->values[i];
	return NULL;
}

static void help_command(const struct cli_command *command)
{
	printf("  banyun %s%s%s%s%s\n      %s\n", command->noun, *command->verb ? " " : "",
		command->verb, *command->arguments ? " " : "", command->arguments,
		_(command->help));
	for (unsigned i = 0; i < CLI_OPTIONS && command->options[i].name; i++) {
		const struct cli_option *option = &command->options[i];

		printf("        --%s%s%s  %s\n", option->name, option->value ? "=" : "",
			option->value ? option->value : "", _(option->help));
	}
}

static int help(const struct cli *cli, const char *noun)
{
	if (!cli->no_pager)
		pager_begin();
	puts(_("banyun carries systems onto the government cloud. Commands:"));
	for (const struct cli_command *command = cli_commands; command->noun; command++)
		if (!noun || text_equal(command->noun, noun))
			help_command(command);
	printf("%s", _("With every command:\n"
		       "        --json         print what programs read\n"
		       "        --socket=PATH  the daemon's socket (BANYUN_SOCKET, or "
		       "/run/banyun/banyun.sock)\n"
		       "        --no-pager     show long output without a pager (PAGER, or "
		       "less)\n"
		       "        --help         show this\n"
		       "        --version      show the version\n"
		       "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by a rule or "
		       "for want of an\n"
		       "approval, 4 waits for an operator, 5 the daemon cannot be reached.\n"));
	return 0;
}

static const struct cli_command *find_command(int argc, char **argv)
{
	for (const struct cli_command *command = cli_commands; command->noun; command++)
		if (argc > 1 && text_equal(command->noun, argv[1]) &&
			(!*command->verb || (argc > 2 && text_equal(command->verb, argv[2]))))
			return command;
	return NULL;
}

static bool is_noun(const char *word)
{
	for (const struct cli_command *command = cli_commands; command->noun; command++)
		if (text_equal(command->noun, word))
			return true;
	return false;
}

static int no_command(int argc, char **argv)
{
	const char *noun = argv[1], *verb = argc > 2 ? argv[2] : "";
	const char *space = argc > 2 ? " " : "";

	if (*noun == '-')
		fprintf(stderr,
			_("banyun: \"%s\" is no option before a command; see `banyun "
			  "--help`.\n"),
			noun);
	else if (is_noun(noun))
		fprintf(stderr,
			_("banyun: There is no command \"%s%s%s\"; `banyun %s --help` "
			  "lists those "
			  "of %s.\n"),
			noun, space, verb, noun, noun);
	else
		fprintf(stderr,
			_("banyun: There is no command \"%s%s%s\"; see `banyun --help`.\n"),
			noun, space, verb);
	return error_exit_code(ERROR_USAGE);
}

/* The options of getopt: the global ones, then the command's. */
static void list_options(
	const struct cli_command *command, struct option list[GLOBALS + CLI_OPTIONS + 1])
{
	unsigned count = GLOBALS;

	memcpy(list, globals, sizeof(globals));
	for (unsigned i = 0; i < CLI_OPTIONS && command->options[i].name; i++)
		list[count++] = (struct option){command->options[i].name,
			command->options[i].value ? required_argument : no_argument, NULL,
			(int)i};
	list[count] = (struct option){0};
}

static int wrong_count(const struct cli_command *command)
{
	fprintf(stderr, _("banyun: The command is: banyun %s %s %s\n"), command->noun,
		command->verb, command->arguments);
	return error_exit_code(ERROR_USAGE);
}

static int wrong_option(const struct cli_command *command, const char *word)
{
	fprintf(stderr, _("banyun: \"%s\" is no option of `banyun %s %s`; it has:"), word,
		command->noun, command->verb);
	for (unsigned i = 0; i < CLI_OPTIONS && command->options[i].name; i++)
		fprintf(stderr, " --%s%s%s", command->options[i].name,
			command->options[i].value ? "=" : "",
			command->options[i].value ? command->options[i].value : "");
	fputs(" --json --no-pager --socket=PATH --help --version\n", stderr);
	return error_exit_code(ERROR_USAGE);
}

static int no_value(const char *word)
{
	fprintf(stderr, _("banyun: The option %.*s needs a value.\n"), (int)strcspn(word, "="),
		word);
	return error_exit_code(ERROR_USAGE);
}

/* Returns -1 to go on, or the exit code. */
static int read_options(struct cli *cli, int argc, char **argv)
{
	struct option list[GLOBALS + CLI_OPTIONS + 1];
	int option;

	list_options(cli->command, list);
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", list, NULL)) != -1) {
		if (option == GLOBAL_HELP)
			return help(cli, cli->command->noun);
		if (option == GLOBAL_VERSION)
			return puts("banyun " PACKAGE_VERSION) < 0;
		if (option == '?')
			return wrong_option(cli->command, argv[optind - 1]);
		if (option == ':' || (optarg && !*optarg))
			return no_value(argv[optind - 1]);
		if (option == GLOBAL_JSON)
			cli->json = true;
		else if (option == GLOBAL_PAGER)
			cli->no_pager = true;
		else if (option == GLOBAL_SOCKET)
			cli->socket = optarg;
		else
			cli->values[option] = optarg ? optarg : "";
	}
	cli->arguments = argv + optind;
	cli->argument_count = argc - optind;
	if (cli->argument_count < cli->command->low ||
		(cli->command->high >= 0 && cli->argument_count > cli->command->high))
		return wrong_count(cli->command);
	return -1;
}

static int run(struct cli *cli, int argc, char **argv)
{
	int skip = *cli->command->verb ? 2 : 1, code;
	struct error error = {0};

	argv[skip] = argv[0];
	code = read_options(cli, argc - skip, argv + skip);
	if (code >= 0)
		return code;
	if (!cli->no_pager && !cli->command->live)
		pager_begin();
	if (cli->command->run(cli, &error) == 0)
		return cli->exit_code;
	pager_end(); /* what was printed stands before what went wrong */
	return cli_complain(&error);
}

/* What was to be shown is shown whole, or the exit code says that it is not. */
static int end_output(int code)
{
	struct error error = {0};
	bool whole = fflush(stdout) == 0;

	if (whole && !ferror(stdout))
		return code;
	error_set(&error, ERROR_FAILED, NULL,
		_("What was to be shown could not be written whole: %s."),
		whole ? _("some of it was lost") : strerror(errno));
	return cli_complain(&error);
}

/* Takes the global options that stand before the noun; returns how many words they are. */
static int read_globals(struct cli *cli, int argc, char **argv)
{
	int taken = 0;

	while (taken + 1 < argc) {
		const char *word = argv[taken + 1];

		if (text_equal(word, "--json"))
			cli->json = true;
		else if (text_equal(word, "--no-pager"))
			cli->no_pager = true;
		else if (text_starts(word, "--socket="))
			cli->socket = strchr(word, '=') + 1;
		else if (text_equal(word, "--socket") && taken + 2 < argc)
			cli->socket = argv[++taken + 1];
		else
			break;
		taken++;
	}
	return taken;
}

static int run_words(struct cli *cli, int argc, char **argv)
{
	int taken = read_globals(cli, argc, argv);

	argv[taken] = argv[0];
	argv += taken;
	argc -= taken;
	if (argc > 1 && text_equal(argv[1], "--version"))
		return puts("banyun " PACKAGE_VERSION) < 0;
	if (argc < 2 || text_equal(argv[1], "--help") || text_equal(argv[1], "help"))
		return help(cli, argc > 2 ? argv[2] : NULL);
	if (argc > 2 && text_equal(argv[2], "--help") && is_noun(argv[1]))
		return help(cli, argv[1]);
	cli->command = find_command(argc, argv);
	if (cli->command)
		return run(cli, argc, argv);
	return no_command(argc, argv);
}

int main(int argc, char **argv)
{
	struct cli cli = {.socket = getenv("BANYUN_SOCKET")};
	int code;

	language_start();
	if (!cli.socket)
		cli.socket = "/run/banyun/banyun.sock";
	code = run_words(&cli, argc, argv);
	pager_end();
	return end_output(code);
}
