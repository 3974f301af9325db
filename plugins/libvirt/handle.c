#include "handle.h"

#include <libvirt/virterror.h>
#include <stddef.h>

void handle_connection_at(virConnectPtr *connection)
{
	if (*connection)
		virConnectClose(*connection);
}

void handle_domain_at(virDomainPtr *domain)
{
	if (*domain)
		virDomainFree(*domain);
}

void handle_network_at(virNetworkPtr *network)
{
	if (*network)
		virNetworkFree(*network);
}

void handle_pool_at(virStoragePoolPtr *pool)
{
	if (*pool)
		virStoragePoolFree(*pool);
}

void handle_volume_at(virStorageVolPtr *volume)
{
	if (*volume)
		virStorageVolFree(*volume);
}

static bool of_connection(const virError *last)
{
	return last->code == VIR_ERR_NO_CONNECT || last->code == VIR_ERR_AUTH_FAILED ||
	       last->domain == VIR_FROM_RPC || last->domain == VIR_FROM_REMOTE ||
	       last->domain == VIR_FROM_SSH || last->domain == VIR_FROM_LIBSSH;
}

int handle_failed(struct error *error, const char *object, const char *what)
{
	const virError *last = virGetLastError();

	if (!last || !last->message)
		return error_set(error, ERROR_FAILED, object,
			"While %s, libvirt failed and did not say why.", what);
	return error_set(error, of_connection(last) ? ERROR_UNREACHABLE : ERROR_FAILED, object,
		"While %s, libvirt said: %s.", what, last->message);
}

bool handle_failed_with(int number)
{
	return virGetLastErrorCode() == number;
}

static void keep_silent(void *argument, virErrorPtr failure)
{
	(void)argument;
	(void)failure;
}

void handle_silence(void)
{
	virSetErrorFunc(NULL, keep_silent);
}
