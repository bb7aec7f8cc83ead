import CLibpq

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension PostgresConnection {
    /// Opens a session. Blocks (name resolution, TCP, authentication): call it on a thread of its own.
    static func open(
        _ configuration: PostgresConfiguration, loop: EventLoop,
        onNotification: (@Sendable (String, String) -> Void)? = nil,
        onClose: @escaping @Sendable (PostgresConnection) -> Void
    ) -> Result<PostgresConnection, PostgresError> {
        guard let pointer = connect(configuration.keywords) else {
            return .failure(PostgresError(.connectionFailed, "out of memory"))
        }
        guard PQstatus(pointer) == CONNECTION_OK else {
            let message = PostgresError.connectionMessage(pointer)
            PQfinish(pointer)
            return .failure(PostgresError(.connectionFailed, message))
        }
        // libpq prints notices on standard error unless told otherwise.
        PQsetNoticeReceiver(pointer, { _, _ in }, nil)
        guard isPrepared(pointer, configuration.sessionSettings) else {
            let message = PostgresError.connectionMessage(pointer)
            PQfinish(pointer)
            return .failure(PostgresError(.connectionFailed, message))
        }
        return .success(
            PostgresConnection(
                owning: pointer, loop: loop, cacheCapacity: configuration.statementCacheSize,
                cancelGrace: configuration.cancelGrace, onNotification: onNotification, onClose: onClose))
    }

    private static func isPrepared(_ pointer: OpaquePointer, _ settings: String) -> Bool {
        let result = PQexec(pointer, settings)
        defer { PQclear(result) }
        return PQresultStatus(result) == PGRES_COMMAND_OK && PQsetnonblocking(pointer, 1) == 0
            && PQenterPipelineMode(pointer) == 1
    }

    private static func connect(_ keywords: [(String, String)]) -> sending OpaquePointer? {
        let names = keywords.map { strdup($0.0) }
        let values = keywords.map { strdup($0.1) }
        defer { for copy in names + values { free(copy) } }
        let namePointers = names.map { UnsafePointer($0) } + [nil]
        let valuePointers = values.map { UnsafePointer($0) } + [nil]
        return PQconnectdbParams(namePointers, valuePointers, 1)
    }
}
