import ServiceLifecycle

/// Ends the connection to the shared cache with the process.
struct CacheService: Service {
    let cache: SharedCache

    func run() async throws {
        try? await gracefulShutdown()
        await cache.close()
    }
}
