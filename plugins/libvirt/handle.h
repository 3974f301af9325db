/*
 * libvirt's references owned by locals, and what libvirt says of a failure as our error.
 */
#ifndef LIBVIRT_HANDLE_H
#define LIBVIRT_HANDLE_H

#include "base/error.h"
#include <libvirt/libvirt.h>
#include <stdbool.h>

void handle_connection_at(virConnectPtr *connection);
void handle_domain_at(virDomainPtr *domain);
void handle_network_at(virNetworkPtr *network);
void handle_pool_at(virStoragePoolPtr *pool);
void handle_volume_at(virStorageVolPtr *volume);

#define AUTO_CONNECTION __attribute__((cleanup(handle_connection_at)))
#define AUTO_DOMAIN     __attribute__((cleanup(handle_domain_at)))
#define AUTO_NETWORK    __attribute__((cleanup(handle_network_at)))
#define AUTO_POOL       __attribute__((cleanup(handle_pool_at)))
#define AUTO_VOLUME     __attribute__((cleanup(handle_volume_at)))

/*
 * Fills `error` from this thread's last libvirt error: "While WHAT, libvirt said: ...". The
 * code is ERROR_UNREACHABLE when the connection failed, ERROR_FAILED else. Returns -1.
 */
int handle_failed(struct error *error, const char *object, const char *what);

/* True when this thread's last libvirt error has this number (VIR_ERR_...). */
bool handle_failed_with(int number);

/* Failures are values here: libvirt shall print none by itself. Before the first connection. */
void handle_silence(void);

#endif
