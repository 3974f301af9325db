/* Running one command on the host. */
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "ssh/session_private.h"
#include <string.h>

#define WINDOW (256 * 1024)
#define PACKET (32 * 1024)

struct run {
	struct session *session;
	const struct session_command *command;
	struct session_ending *ending;
	LIBSSH2_CHANNEL *channel;
	const char *input[2];
	unsigned piece; /* of it, that is written now */
	size_t written; /* of that */
	bool sent;      /* nothing is left to write */
	size_t read;    /* bytes of both streams */
	size_t errors;  /* bytes kept in ending->errors */
};

static int open_channel(struct run *run, struct error *error)
{
	LIBSSH2_SESSION *library = run->session->library;

	while ((run->channel = libssh2_channel_open_ex(
			library, "session", 7, WINDOW, PACKET, NULL, 0)) == NULL) {
		if (libssh2_session_last_errno(library) != LIBSSH2_ERROR_EAGAIN)
			return session_failed(run->session, "opening a channel", error);
		if (session_pause(run->session, error) < 0)
			return -1;
	}
	return 0;
}

static int start_command(struct run *run, struct error *error)
{
	const char *command = run->command->command;
	int result;

	while ((result = libssh2_channel_process_startup(run->channel, "exec", 4, command,
			(unsigned)strlen(command))) == LIBSSH2_ERROR_EAGAIN)
		if (session_pause(run->session, error) < 0)
			return -1;
	return result == 0 ? 0 : session_failed(run->session, "starting a command", error);
}

/* The one that waits goes on. */
static int begin(struct run *run, struct error *error)
{
	run->input[0] = run->command->input[0];
	run->channel = mem_take(&run->session->waiting);
	run->input[1] = run->channel ? run->command->next : run->command->input[1];
	if (run->channel)
		return 0;
	return open_channel(run, error) < 0 ? -1 : start_command(run, error);
}

/* Nothing more of its answer comes. */
static bool is_whole(const struct run *run)
{
	return run->command->whole && run->sent && run->command->whole(run->command->argument);
}

/*
 * Each of the three below does a piece of the conversation: 1 when something moved, 0 when it
 * has to wait, -1 with an error.
 */
static ssize_t write_piece(struct run *run, const char *piece)
{
	ssize_t count = libssh2_channel_write(
		run->channel, piece + run->written, strlen(piece) - run->written);

	run->written += count > 0 ? (size_t)count : 0;
	if (piece[run->written] == '\0') {
		run->piece++;
		run->written = 0;
	}
	return count;
}

static ssize_t write_end(struct run *run)
{
	const struct session_command *command = run->command;

	run->sent = true;
	return command->hold_input || command->whole ? 0
						     : libssh2_channel_send_eof(run->channel);
}

static int write_some(struct run *run, struct error *error)
{
	bool left = run->piece < sizeof(run->input) / sizeof(run->input[0]);
	ssize_t count;

	if (run->sent)
		return 0;
	count = left ? write_piece(run, run->input[run->piece]) : write_end(run);
	if (count == LIBSSH2_ERROR_EAGAIN) {
		run->sent = false;
		return 0;
	}
	if (count == LIBSSH2_ERROR_CHANNEL_CLOSED || count == LIBSSH2_ERROR_CHANNEL_EOF_SENT)
		run->sent = true; /* it ended without reading all: its own words tell why */
	else if (count < 0 && left)
		return session_failed(run->session, "sending it the script", error);
	return 1;
}

static int count_bytes(struct run *run, ssize_t count, struct error *error)
{
	if (count < 0)
		return session_failed(run->session, "reading its answer", error);
	run->read += (size_t)count;
	if (run->read > run->command->limit)
		return error_set(error, ERROR_FAILED, run->session->host->name,
			"The host \"%s\" printed more than %zu bytes, and the connection was "
			"closed.",
			run->session->host->name, run->command->limit);
	return count > 0;
}

static int read_output(struct run *run, struct error *error)
{
	char buffer[4 * 1024];
	ssize_t count = libssh2_channel_read(run->channel, buffer, sizeof(buffer));

	if (count == LIBSSH2_ERROR_EAGAIN)
		return 0;
	int moved = count_bytes(run, count, error);
	if (moved <= 0)
		return moved;
	return run->command->output(run->command->argument, buffer, (size_t)count, error) < 0
		       ? -1
		       : 1;
}

/* The start of it is kept, fit to stand in a sentence. */
static int read_errors(struct run *run, struct error *error)
{
	char buffer[4 * 1024];
	ssize_t count = libssh2_channel_read_stderr(run->channel, buffer, sizeof(buffer));

	if (count == LIBSSH2_ERROR_EAGAIN)
		return 0;
	for (ssize_t i = 0; i < count && run->errors + 1 < sizeof(run->ending->errors); i++) {
		char byte = buffer[i] == '\n' || buffer[i] == '\t' ? ' ' : buffer[i];
		run->ending->errors[run->errors++] = byte >= ' ' && byte < 0x7f ? byte : '?';
	}
	return count_bytes(run, count, error);
}

static int talk(struct run *run, struct error *error)
{
	while (!is_whole(run) && !libssh2_channel_eof(run->channel)) {
		int written = write_some(run, error);
		int output = written < 0 ? -1 : read_output(run, error);
		int errors = output < 0 ? -1 : read_errors(run, error);
		if (errors < 0)
			return -1;
		if (written + output + errors == 0 && !libssh2_channel_eof(run->channel) &&
			session_pause(run->session, error) < 0)
			return -1;
	}
	return 0;
}

/*
 * The status comes before the host closes the channel, and may come after the end of the
 * output.
 */
static int read_status(struct run *run, struct error *error)
{
	char *signal = NULL;
	int result;

	while ((result = libssh2_channel_wait_closed(run->channel)) == LIBSSH2_ERROR_EAGAIN)
		if (session_pause(run->session, error) < 0)
			return -1;
	if (result < 0)
		return session_failed(run->session, "ending the command", error);
	libssh2_channel_get_exit_signal(run->channel, &signal, NULL, NULL, NULL, NULL, NULL);
	run->ending->status =
		signal != NULL ? -1 : libssh2_channel_get_exit_status(run->channel);
	if (signal != NULL)
		libssh2_free(run->session->library, signal);
	return 0;
}

static int free_channel(struct run *run, struct error *error)
{
	int result;

	while ((result = libssh2_channel_free(run->channel)) == LIBSSH2_ERROR_EAGAIN)
		if (session_pause(run->session, error) < 0)
			return -1;
	return result == 0 ? 0 : session_failed(run->session, "ending the command", error);
}

int session_run(struct session *session, const struct session_command *command,
	struct session_ending *ending, struct error *error)
{
	struct run run = {.session = session, .command = command, .ending = ending};

	*ending = (struct session_ending){.status = -1};
	session_allow(session, 2 * command->limit + SESSION_LOGIN_BYTES);
	if (begin(&run, error) < 0)
		return -1;
	ending->asked = clock_wall();
	if (talk(&run, error) < 0)
		return -1;
	while (run.errors > 0 && ending->errors[run.errors - 1] == ' ')
		ending->errors[--run.errors] = '\0';
	if (is_whole(&run)) {
		session->waiting = run.channel;
		ending->status = 0;
		return 0;
	}
	if (read_status(&run, error) < 0)
		return -1;
	return command->again ? free_channel(&run, error) : 0;
}

bool session_waits(const struct session *session)
{
	return session->waiting != NULL;
}
