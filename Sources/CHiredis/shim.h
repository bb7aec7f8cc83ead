#include <hiredis/hiredis.h>

// Time limits in milliseconds: struct timeval belongs to a different module on every system.
static inline struct timeval secretaria_timeval(long milliseconds) {
    struct timeval limit = {milliseconds / 1000, (milliseconds % 1000) * 1000};
    return limit;
}
static inline redisContext *secretaria_redis_connect(const char *host, int port, long milliseconds) {
    return redisConnectWithTimeout(host, port, secretaria_timeval(milliseconds));
}
static inline redisContext *secretaria_redis_connect_socket(const char *path, long milliseconds) {
    return redisConnectUnixWithTimeout(path, secretaria_timeval(milliseconds));
}
static inline int secretaria_redis_limit(redisContext *context, long milliseconds) {
    return redisSetTimeout(context, secretaria_timeval(milliseconds));
}
