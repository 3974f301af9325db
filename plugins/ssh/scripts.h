/*
 * The scripts of this folder, NAME.sh, as strings without their comments; `embed` makes them.
 * What each needs to be told stands in lines before it: see host.h.
 */
#ifndef SSH_SCRIPTS_H
#define SSH_SCRIPTS_H

extern const char script_certificates[];
extern const char script_collect[];
extern const char script_content[];
extern const char script_echoes[];
extern const char script_iperf[];
extern const char script_literals[];
extern const char script_login[];
extern const char script_measure[];
extern const char script_ports[];
extern const char script_reach[];

#endif
