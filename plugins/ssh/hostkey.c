#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "ssh/session_private.h"
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#define KEY_SIZE 512 /* bytes; an ECDSA key of 521 bits has 172 */

/*
 * The kinds of host key that are sound and that the library can check, in the library's own
 * order: libvirt, which cannot be told another, asks for the first that a host has, and must
 * find that one pinned.
 */
static const char *const kinds[] = {
	"ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-ed25519"};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

struct known_hosts {
	LIBSSH2_KNOWNHOSTS *list;
};

static void known_hosts_free(struct known_hosts *hosts)
{
	if (hosts->list != NULL)
		libssh2_knownhost_free(hosts->list);
}
#define AUTO_KNOWN_HOSTS __attribute__((cleanup(known_hosts_free)))

/* The host as known_hosts(5) writes it: the port only where it is not SSH's own. */
static char *known_name(const struct session_host *host)
{
	if (host->port == 22)
		return mem_string(host->address);
	return mem_format("[%s]:%d", host->address, host->port);
}

/* The kind stands in the key itself, behind its length. */
static const char *kind_of(const char *key, size_t size)
{
	for (size_t i = 0; i < KINDS; i++) {
		size_t length = strlen(kinds[i]);
		if (size > length + 4 && memcmp(key, "\0\0\0", 3) == 0 &&
			key[3] == (char)length && memcmp(key + 4, kinds[i], length) == 0)
			return kinds[i];
	}
	return NULL;
}

static void describe(struct session_key *key, const struct session_host *host, const char *kind,
	const char *blob, size_t size)
{
	AUTO_FREE char *name = known_name(host);
	unsigned char digest[DIGEST_SIZE], text[4 * KEY_SIZE / 3 + 8];

	digest_raw(blob, size, digest);
	EVP_EncodeBlock(text, digest, sizeof(digest));
	/* without the padding, as ssh-keygen(1) shows it */
	snprintf(key->fingerprint, sizeof(key->fingerprint), "SHA256:%.43s", (char *)text);
	EVP_EncodeBlock(text, (const unsigned char *)blob, (int)size);
	snprintf(key->type, sizeof(key->type), "%s", kind);
	snprintf(key->known_hosts, sizeof(key->known_hosts), "%s %s %s", name, kind,
		(char *)text);
}

int hostkey_read(struct session *session, struct session_key *key, struct error *error)
{
	size_t size = 0;
	int type = 0;
	const char *blob = libssh2_session_hostkey(session->library, &size, &type);
	const char *kind = blob != NULL && size <= KEY_SIZE ? kind_of(blob, size) : NULL;

	if (kind == NULL)
		return error_set(error, ERROR_FAILED, session->host->name,
			"The host \"%s\" shows no ed25519 or ECDSA key.", session->host->name);
	describe(key, session->host, kind, blob, size);
	return 0;
}

static bool is_entry(const char *line, size_t size)
{
	return size > 0 && line[0] != '#' && strspn(line, " \t\r") < size;
}

/* Calls for each line with an entry; the walk ends with the first answer below 0. */
static int each_entry(const char *text,
	int (*entry)(void *argument, const char *line, size_t size), void *argument)
{
	while (*text != '\0') {
		size_t size = strcspn(text, "\n");
		if (is_entry(text, size) && entry(argument, text, size) < 0)
			return -1;
		text += size + (text[size] == '\n');
	}
	return 0;
}

/*
 * Marks ("@revoked") mean more than the library understands, so they are no entries of ours.
 * The copy is for the library, which looks one byte behind the line and takes a line feed there
 * for its own.
 */
static int read_entry(void *argument, const char *line, size_t size)
{
	struct known_hosts *hosts = argument;
	AUTO_FREE char *copy = mem_bytes(line, size);

	if (line[strspn(line, " \t")] == '@')
		return -1;
	return libssh2_knownhost_readline(
		hosts->list, copy, size, LIBSSH2_KNOWNHOST_FILE_OPENSSH);
}

static int read_known_hosts(struct session *session, struct known_hosts *hosts,
	const char *text, struct error *error)
{
	hosts->list = libssh2_knownhost_init(session->library);
	if (hosts->list == NULL)
		return error_set(error, ERROR_FAILED, session->host->name,
			"The SSH library has no memory for the trusted keys.");
	if (each_entry(text, read_entry, hosts) < 0)
		return error_set(error, ERROR_INPUT, session->host->name,
			"The trusted keys of the host \"%s\" cannot be read: lines of "
			"known_hosts(5) "
			"without marks such as @revoked are expected. Run: banyun host trust "
			"%s",
			session->host->name, session->host->name);
	return 0;
}

static int not_trusted(const struct session *session, const struct session_key *key,
	bool mismatch, struct error *error)
{
	const struct session_host *host = session->host;

	if (mismatch)
		return error_set(error, ERROR_REFUSED, host->name,
			"The host \"%s\" at %s port %d shows the %s key %s, which is not the "
			"one that "
			"was trusted. Either it was installed anew or somebody stands in "
			"between; nothing "
			"was sent to it. Compare the fingerprint on the host itself, and only "
			"when it is "
			"the same run: banyun host trust %s",
			host->name, host->address, host->port, key->type, key->fingerprint,
			host->name);
	return error_set(error, ERROR_REFUSED, host->name,
		"The host \"%s\" at %s port %d shows the %s key %s, and no key of it is "
		"trusted yet. "
		"Compare the fingerprint on the host itself, and when it is the same run: "
		"banyun host trust %s",
		host->name, host->address, host->port, key->type, key->fingerprint, host->name);
}

int hostkey_trusted(struct session *session, const char *known_hosts, struct error *error)
{
	AUTO_KNOWN_HOSTS struct known_hosts hosts = {0};
	AUTO_FREE char *name = known_name(session->host);
	struct session_key key;
	size_t size = 0;
	int type = 0;

	if (hostkey_read(session, &key, error) < 0 ||
		read_known_hosts(session, &hosts, known_hosts, error) < 0)
		return -1;
	const char *blob = libssh2_session_hostkey(session->library, &size, &type);
	switch (libssh2_knownhost_check(hosts.list, name, blob, size,
		LIBSSH2_KNOWNHOST_TYPE_PLAIN | LIBSSH2_KNOWNHOST_KEYENC_RAW, NULL)) {
	case LIBSSH2_KNOWNHOST_CHECK_MATCH:
		return 0;
	case LIBSSH2_KNOWNHOST_CHECK_NOTFOUND:
		return not_trusted(session, &key, false, error);
	case LIBSSH2_KNOWNHOST_CHECK_MISMATCH:
		return not_trusted(session, &key, true, error);
	}
	return error_set(error, ERROR_FAILED, session->host->name,
		"The %s key %s of the host \"%s\" could not be compared with the trusted ones.",
		key.type, key.fingerprint, session->host->name);
}

/* Which of the kinds occur as the second word of an entry. */
static int note_kind(void *argument, const char *line, size_t size)
{
	bool *found = argument;
	size_t start = strcspn(line, " \t");

	start += strspn(line + start, " \t");
	for (size_t i = 0; i < KINDS; i++) {
		size_t length = strlen(kinds[i]);
		if (start + length < size && strncmp(line + start, kinds[i], length) == 0 &&
			strchr(" \t", line[start + length]) != NULL)
			found[i] = true;
	}
	return 0;
}

int hostkey_prefer(struct session *session, const char *known_hosts, struct error *error)
{
	AUTO_TEXT struct text list = {0};
	bool found[KINDS] = {false};

	if (known_hosts != NULL)
		each_entry(known_hosts, note_kind, found);
	for (int wanted = 1; wanted >= 0; wanted--)
		for (size_t i = 0; i < KINDS; i++)
			if (found[i] == (wanted == 1))
				text_format(&list, "%s%s", list.size > 0 ? "," : "", kinds[i]);
	if (libssh2_session_method_pref(session->library, LIBSSH2_METHOD_HOSTKEY, list.data) !=
		0)
		return session_failed(session, "choosing the kind of its host key", error);
	return 0;
}
