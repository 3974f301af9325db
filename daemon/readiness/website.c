#include "readiness/website.h"
#include "base/json.h"
#include <stdbool.h>
#include <string.h>

/* The host of a URL is a name unless it is in brackets or of digits and dots alone. */
static bool has_name(const char *url)
{
	const char *host = strstr(url, "://");
	size_t size;

	if (!host || host[3] == '[')
		return false;
	size = strcspn(host + 3, ":/?#");
	return strspn(host + 3, "0123456789.") < size;
}

const char *website_of(struct json_object *system)
{
	struct json_object *pages = json_member(system, "pages");

	for (size_t i = 0; i < json_length(pages); i++) {
		const char *url = json_string(json_object_array_get_idx(pages, i), "url");

		if (url && has_name(url))
			return url;
	}
	return NULL;
}
