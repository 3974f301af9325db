/* The methods of the plugin that have files of their own; see banyun-plugin-ssh(8). */
#ifndef SSH_METHODS_H
#define SSH_METHODS_H

#include "sdk/banyun-plugin.h"

extern const struct shape_field reach_fields[], ports_fields[], echoes_fields[],
	literals_fields[], measure_fields[], transfer_fields[];
plugin_do call_collect, call_login, call_reach, call_ports, call_echoes, call_certificates,
	call_literals, call_measure, call_transfer;

#endif
