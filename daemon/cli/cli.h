/*
 * The command line: a thin client of the API. One table of commands (cli/commands.c) says what
 * there is; help, completion and the manual page are compared with it. Each command is a small
 * function that asks and shows; tables are for people, --json gives the API's answer as it is.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/error.h"
#include "base/json.h"
#include "base/language.h"
#include "cli/table.h"
#include <stdbool.h>

#define CLI_OPTIONS 12

struct cli;

struct cli_option {
	const char *name;  /* "department" for --department */
	const char *value; /* "NAME", or NULL for one that takes none */
	const char *help;
};

struct cli_command {
	const char *noun, *verb;
	const char *arguments; /* "NAME", "FILE...", "[SNAPSHOT]"; "" for none */
	int low, high;         /* how many arguments; high -1: any number */
	const char *help;
	/*
	 * Returns 0, or -1 with an error; may set cli->exit_code for an outcome that is no
	 * error.
	 */
	int (*run)(struct cli *cli, struct error *error);
	struct cli_option options[CLI_OPTIONS];
	bool live; /* it draws on the terminal while it runs: no pager */
};

extern const struct cli_command cli_commands[]; /* ended by a NULL noun */

struct cli {
	const struct cli_command *command;
	const char *socket;
	bool json, no_pager;
	char **arguments; /* of the command */
	int argument_count;
	const char *values[CLI_OPTIONS]; /* of its options; "" for a flag that was given */
	int exit_code;
};

/* The value of an option of this command, or NULL. */
const char *cli_option(const struct cli *cli, const char *name);

/* --- asking (client.c) --- */

/*
 * Asks the daemon; `body` (taken, may be NULL) makes it a POST unless `method` says else. On
 * 2xx `*answer` is the tree. A problem becomes the error that the daemon meant;
 * ERROR_UNREACHABLE when there is no daemon.
 */
int cli_ask(struct json_object **answer, const struct cli *cli, const char *method,
	const char *path, struct json_object *body, struct error *error);

/* The same for bytes: appends to `out`. */
struct text;
int cli_fetch(struct text *out, const struct cli *cli, const char *path, struct error *error);

/*
 * From now on Ctrl-C breaks off what is being asked, with an error, instead of the process; the
 * second one does both.
 */
void cli_break_on_interrupt(void);
/* Whether it was pressed since then. */
bool cli_interrupted(void);

/* The text as it stands in a part of a path. The caller frees. */
char *cli_escape(const char *text);
/* "/v1/runs/NAME" and what follows; whatever `name` is, it stays one part. The caller frees. */
char *cli_path(const char *collection, const char *name, const char *rest);
/* Adds the parameter to the query of a path; nothing when `value` is NULL. */
void cli_add_parameter(struct text *path, const char *name, const char *value);

/*
 * Asks for a job and waits for its end with a progress line on a terminal; interrupting cancels
 * it. `*result` is the job's result.
 */
int cli_ask_job(struct json_object **result, const struct cli *cli, const char *path,
	struct json_object *body, struct error *error);

/* --- showing (show.c) --- */

/* Tells on standard error what went wrong, where and why, and returns the exit code for it. */
int cli_complain(const struct error *error);

/* Prints the tree as JSON when --json was given and returns true. */
bool cli_show_json(const struct cli *cli, struct json_object *tree);

/* "1.5 GiB" and "200 Mbit/s" into `out` (48 bytes). Returns `out`. */
char *cli_bytes(int64_t bytes, char out[48]);
char *cli_rate(int64_t bits, char out[48]);
/* "1 min 20 s" into `out` (48 bytes). Returns `out`. */
char *cli_seconds(int64_t seconds, char out[48]);
/* "800 ms", and of more than ten seconds as cli_seconds() has it. */
char *cli_milliseconds(int64_t milliseconds, char out[48]);
/*
 * What banyund tells as this member, in the person's language; it takes the member's place in
 * the tree. NULL when there is none.
 */
const char *cli_said(struct json_object *tree, const char *member);

/* A line of its own; on a terminal without what steers it, as text_tame() writes that. */
void cli_show_text(const char *text);

/* The first 12 digits of a digest, as tables show it, into `out` (13 bytes). */
char *cli_short(const char *digest, char out[13]);

/*
 * A line of bars from 0 to `most`, so that an even load is an even line; a value below 0 is a
 * gap. New text.
 */
char *cli_sparkline(const int64_t *values, size_t count, int64_t most);

/* A bar of `width` cells, filled to done/total, into `out` (4 * width + 1 bytes). */
char *cli_bar(int64_t done, int64_t total, unsigned width, char *out);

/*
 * The longest part that is not wider than so many columns of a terminal, with a mark where
 * something was cut. The caller frees.
 */
char *cli_fit(const char *text, size_t columns);
/* The columns of the terminal; 100 where there is none. */
unsigned cli_width(void);
/* Its rows; 24 where there is none. */
unsigned cli_height(void);

#endif
