#include "uri.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include <libxml/uri.h>
#include <string.h>

static void uri_free_at(xmlURIPtr *uri)
{
	if (*uri)
		xmlFreeURI(*uri);
}

#define AUTO_URI __attribute__((cleanup(uri_free_at)))

static int check_transport(
	xmlURIPtr parts, const char *host, const char *uri, struct error *error)
{
	if (!text_equal(parts->scheme, "qemu+libssh2"))
		return error_set(error, ERROR_INPUT, host,
			"The address \"%s\" of %s must begin with qemu+libssh2://.", uri, host);
	if (!parts->server || !*parts->server)
		return error_set(error, ERROR_INPUT, host,
			"The address \"%s\" of %s names no host behind qemu+libssh2://.", uri,
			host);
	if (parts->user && strchr(parts->user, ':'))
		return error_set(error, ERROR_INPUT, host,
			"The address of %s holds a password; it must hold a user's name only.",
			host);
	return 0;
}

/* Only what says where libvirt's socket is may be written by people. */
static int check_query(const char *query, const char *host, struct error *error)
{
	static const char *const allowed[] = {"socket=", "mode=", "proxy=", "netcat="};

	for (const char *at = query; at && *at; at += strcspn(at, "&;"), at += *at ? 1 : 0) {
		bool known = false;

		for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
			known = known || text_starts(at, allowed[i]);
		if (!known)
			return error_set(error, ERROR_INPUT, host,
				"The address of %s holds the parameter \"%.*s\": keys and "
				"known hosts "
				"are given to banyun, and only socket, mode, proxy and netcat "
				"may be "
				"written in an address.",
				host, (int)strcspn(at, "=&;"), at);
	}
	return 0;
}

static int check_rest(xmlURIPtr parts, const char *host, struct error *error)
{
	if (parts->fragment)
		return error_set(error, ERROR_INPUT, host,
			"The address of %s has a part behind \"#\"; it must have none.", host);
	return check_query(parts->query_raw, host, error);
}

/* One's own machine: no server, and no transport but a socket of its own. */
static bool is_near(xmlURIPtr parts)
{
	const char *transport = parts->scheme ? strchr(parts->scheme, '+') : NULL;

	return parts->scheme && (!parts->server || !*parts->server) &&
	       (!transport || text_equal(transport, "+unix"));
}

int uri_build(char **full, const char *host, const char *uri, int key, int hosts, bool near,
	struct error *error)
{
	AUTO_URI xmlURIPtr parts = xmlParseURI(uri);

	if (!parts)
		return error_set(error, ERROR_INPUT, host,
			"The address \"%s\" of %s is no URI; expected "
			"qemu+libssh2://USER@HOST/system.",
			uri, host);
	near = near && is_near(parts);
	if ((!near && check_transport(parts, host, uri, error) < 0) ||
		check_rest(parts, host, error) < 0)
		return -1;
	if (near) {
		*full = mem_string(uri);
		return 0;
	}
	if (key < 0 || hosts < 0)
		return error_set(error, ERROR_INPUT, host,
			"The key and the known hosts of %s were not given.", host);
	*full = mem_format("%s%ckeyfile=/proc/self/fd/%d&known_hosts=/proc/self/fd/%d"
			   "&known_hosts_verify=normal&sshauth=privkey&no_tty=1",
		uri, parts->query_raw ? '&' : '?', key, hosts);
	return 0;
}
