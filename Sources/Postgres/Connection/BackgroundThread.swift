#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Threads for calls that block (connecting, cancelling, waiting for a process): the cooperative pool must never wait on them.
enum BackgroundThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts `body` on a thread of its own. False when the system has no thread left; `body` is then never called.
    @discardableResult
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let argument = Unmanaged.passRetained(Body(body))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 1 << 20)
        #if canImport(Darwin)
        var thread: pthread_t?
        let status = pthread_create(
            &thread, &attributes,
            { pointer in
                Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        #else
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { pointer in
                if let pointer { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run() }
                return nil
            }, argument.toOpaque())
        #endif
        guard status != 0 else { return true }
        argument.release()
        return false
    }

    /// Runs `body` on a thread and waits for it without blocking a cooperative thread.
    static func run<T: Sendable>(_ body: @escaping @Sendable () -> T, orElse failure: T) async -> T {
        await withUnsafeContinuation { continuation in
            if !start({ continuation.resume(returning: body()) }) { continuation.resume(returning: failure) }
        }
    }
}
