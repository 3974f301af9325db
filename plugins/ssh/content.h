/*
 * The digest of what a guest sees of one disk, as content.sh computes it on a host: what that
 * script is given, and what its lines say. Pure; the lines are those of a hostile host.
 */
#ifndef SSH_CONTENT_H
#define SSH_CONTENT_H

#include "base/text.h"
#include "ssh/sections.h"
#include <stdint.h>

struct error;

/* One of `path` and `socket` is set. */
struct content_disk {
	const char *device;          /* "vda", for messages */
	const char *path, *format;   /* an image */
	const char *socket, *export; /* a frozen NBD export on a Unix socket */
	int64_t rate;                /* MiB a second; 0 is no limit */
};

/* What was read so far. Zero-initialised is the start; content_clear() at the end. */
struct content {
	struct text line;                   /* what came without its line feed yet */
	bool copied, counted, hashed, done; /* the parts that told their exit status */
	unsigned copy_status, count_status, hash_status;
	unsigned long long progress, bytes;
	char digest[72]; /* "sha256:...", set with `hashed` when its status is 0 */
};

/*
 * The lines of shell that set what content.sh is asked for, each value quoted. ERROR_INPUT when
 * a path or name cannot be given safely: not absolute, or with a control character.
 */
int content_assign(struct text *script, const struct content_disk *disk, struct error *error);

/*
 * Reads the next bytes of the answer. Lines without the boundary are noise of the login and
 * passed over. Returns 0, or -1 with ERROR_INPUT when the answer is malformed.
 */
int content_feed(struct content *content, const char *boundary, const char *data, size_t size,
	struct error *error);

/*
 * Whether the whole answer says that all parts of the pipe ended well; `errors` is what the
 * host's programs said. Returns 0, or -1 with ERROR_FAILED naming the part that failed, or
 * ERROR_INPUT.
 */
int content_verdict(const struct content *content, const char *errors, struct error *error);

void content_clear(struct content *content);
#define AUTO_CONTENT __attribute__((cleanup(content_clear)))

#endif
