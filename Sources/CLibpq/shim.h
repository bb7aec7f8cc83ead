#include <libpq-fe.h>

// glibc hides these two behind _GNU_SOURCE; the embedded server is started with them.
#if defined(__linux__)
#include <spawn.h>
#if defined(__GLIBC__)
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
static const short secretaria_spawn_setsid = 0x80;
#endif
#endif
