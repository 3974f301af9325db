#include "base/error.h"
#include "base/text.h"
#include "collect.h"
#include "handle.h"
#include <libvirt/virterror.h>
#include <string.h>

static int missing(const char *id, int number, struct error *error)
{
	if (handle_failed_with(number))
		return error_set(error, ERROR_NOT_FOUND, id, "%s is not there any more.", id);
	return handle_failed(error, id, "looking for it");
}

static int one_machine(struct json_object **item, virConnectPtr connection, const char *host,
	const char *id, struct error *error)
{
	AUTO_DOMAIN virDomainPtr domain = virDomainLookupByUUIDString(connection, id);

	if (!domain)
		return missing(id, VIR_ERR_NO_DOMAIN, error);
	return collect_machine(item, NULL, domain, NULL, host, error);
}

static int one_network(struct json_object **item, virConnectPtr connection, const char *host,
	const char *name, struct error *error)
{
	AUTO_NETWORK virNetworkPtr network = virNetworkLookupByName(connection, name);

	if (!network)
		return missing(name, VIR_ERR_NO_NETWORK, error);
	return collect_network(item, network, host, error);
}

static int one_pool(struct json_object **item, virConnectPtr connection, const char *host,
	const char *name, struct error *error)
{
	AUTO_POOL virStoragePoolPtr pool = virStoragePoolLookupByName(connection, name);

	if (!pool)
		return missing(name, VIR_ERR_NO_STORAGE_POOL, error);
	return collect_pool(item, pool, host, error);
}

int collect_one(struct json_object **item, virConnectPtr connection,
	const struct collect_host *host, const char *kind, const char *id, struct error *error)
{
	const char *slash = strchr(id, '/');

	if (text_equal(kind, "machine"))
		return one_machine(item, connection, host->name, id, error);
	if (text_equal(kind, "host"))
		return collect_host(item, connection, host, error);
	if (slash && text_equal(kind, "network"))
		return one_network(item, connection, host->name, slash + 1, error);
	if (slash && text_equal(kind, "pool"))
		return one_pool(item, connection, host->name, slash + 1, error);
	return error_set(error, ERROR_INPUT, id,
		"The plan rests on a fact of kind \"%s\", which the plugin libvirt cannot "
		"read.",
		kind);
}
