import CLibpq

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension PostgresConnection {
    /// How many flushes may be on the wire at once: enough to keep the server busy, little enough to bound memory.
    private static var maxFlights: Int { 64 }

    var events: Int16 { Int16(isWriteBlocked ? POLLIN | POLLOUT : POLLIN) }

    func sendWaiting() {
        while !isCancelling, flights.count < Self.maxFlights, let next = waiting.first {
            // A script leaves pipeline mode: it travels alone.
            if next.request.script != nil, !flights.isEmpty { return }
            if let last = flights.first, last.request.script != nil { return }
            guard let flight = waiting.popFirst() else { return }
            send(flight)
            if handle == nil { return }
        }
    }

    private func send(_ flight: Flight) {
        guard let handle else { return }
        if let script = flight.request.script {
            PQexitPipelineMode(handle.pointer)
            guard PQsendQuery(handle.pointer, script) == 1 else { return refuse(flight, handle) }
            flights.append(flight)
            operations.append(.script)
            return
        }
        if let problem = Self.problem(in: flight.request.statements) {
            flight.request.reply?.resume(returning: .failure(problem))
            return
        }
        deallocate(handle)
        for (index, sql) in flight.request.statements.enumerated() {
            let statement: PreparedStatement
            if let known = cache.find(sql.text) {
                statement = known
            } else {
                statement = cache.insert(sql.text)
                guard PQsendPrepare(handle.pointer, statement.name, sql.text, 0, nil) == 1 else {
                    return refuse(flight, handle)
                }
                operations.append(.prepare(statement))
            }
            guard Self.execute(statement, sql.parameters, on: handle.pointer) else { return refuse(flight, handle) }
            operations.append(.execute(statement, index: index))
        }
        guard PQpipelineSync(handle.pointer) == 1 else { return refuse(flight, handle) }
        operations.append(.sync)
        flights.append(flight)
    }

    /// libpq would not take it: out of memory or a broken connection. Half a pipeline may be queued, so the session ends.
    private func refuse(_ flight: Flight, _ handle: Handle) {
        let message = PostgresError.connectionMessage(handle.pointer)
        flight.request.reply?.resume(returning: .failure(PostgresError(.connectionLost, message)))
        end(PostgresError(.connectionLost, message))
    }

    /// The server takes no longer message, and ends the session over it.
    private static var maxBytes: Int { 1 << 30 }

    /// What can be known to be wrong before anything is sent.
    static func problem(in statements: [SQL], maxBytes: Int = maxBytes) -> PostgresError? {
        for sql in statements {
            if let fault = sql.parameters.fault { return PostgresError(.invalidParameter, fault) }
            if sql.parameterCount > 65_535 {
                return PostgresError(.invalidParameter, "\(sql.parameterCount) parameters; a statement takes 65535")
            }
            // Beside the values, each parameter takes a length and a format, and the message a few bytes of its own.
            if sql.parameters.bytes.count + sql.parameterCount * 6 + sql.text.utf8.count + 100 > maxBytes {
                return PostgresError(
                    .invalidParameter, "the values of a statement are longer than \(maxBytes >> 20) MB together")
            }
            if sql.text.utf8.contains(0) {
                return PostgresError(.invalidStatement, "a statement contains a NUL character")
            }
        }
        return nil
    }

    private static func execute(
        _ statement: PreparedStatement, _ parameters: ParameterWriter, on connection: OpaquePointer
    ) -> Bool {
        let slots = parameters.slots
        if slots.isEmpty { return PQsendQueryPrepared(connection, statement.name, 0, nil, nil, nil, 1) == 1 }
        return parameters.bytes.withUnsafeBufferPointer { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: slots.count) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: slots.count * 2) { numbers in
                    for (index, slot) in slots.enumerated() {
                        let start = slot.length < 0 ? nil : bytes.baseAddress.map { $0 + slot.start }
                        values.initializeElement(
                            at: index, to: UnsafeRawPointer(start)?.assumingMemoryBound(to: CChar.self))
                        numbers.initializeElement(at: index, to: Int32(clamping: slot.length))
                        numbers.initializeElement(at: slots.count + index, to: slot.isBinary ? 1 : 0)
                    }
                    let lengths = numbers.baseAddress
                    return PQsendQueryPrepared(
                        connection, statement.name, Int32(slots.count), values.baseAddress, lengths,
                        lengths.map { $0 + slots.count }, 1) == 1
                }
            }
        }
    }

    /// Drops statements the cache let go, in a flush of their own that nobody waits for and only outside a transaction.
    private func deallocate(_ handle: Handle) {
        guard !cache.discarded.isEmpty, flights.isEmpty, PQtransactionStatus(handle.pointer) == PQTRANS_IDLE else {
            return
        }
        let discarded = cache.takeDiscarded()
        for statement in discarded {
            let name = String(decoding: statement.name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard PQsendQueryParams(handle.pointer, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 0) == 1 else { return }
            operations.append(.execute(statement, index: -1))
        }
        guard PQpipelineSync(handle.pointer) == 1 else { return }
        operations.append(.sync)
        flights.append(.silent)
    }

    func flush() {
        guard let handle else { return }
        switch PQflush(handle.pointer) {
        case 0: isWriteBlocked = false
        case 1: isWriteBlocked = true
        default: end(PostgresError(.connectionLost, PostgresError.connectionMessage(handle.pointer)))
        }
    }
}
