import CLibpq

extension PostgresConnection {
    /// Reads what has arrived and finishes requests.
    func receive() {
        guard let handle else { return }
        let isAlive = PQconsumeInput(handle.pointer) == 1
        readResults(handle)
        guard self.handle != nil else { return }
        deliverNotifications(handle)
        if !isAlive || PQstatus(handle.pointer) == CONNECTION_BAD {
            var error = PostgresError(.connectionLost, PostgresError.connectionMessage(handle.pointer))
            if let last = flights.first?.error, last.endsSession { error = last.asConnectionLost }
            end(error)
        }
    }

    private func readResults(_ handle: Handle) {
        var wasEmpty = false
        while let operation = operations.first, PQisBusy(handle.pointer) == 0 {
            guard let result = PQgetResult(handle.pointer) else {
                if case .sync = operation {
                    // Nothing is there although libpq is not busy: twice in a row means that we would spin.
                    if wasEmpty { return }
                    wasEmpty = true
                } else {
                    _ = operations.popFirst()
                    if case .script = operation { finishScript(handle) }
                }
                continue
            }
            wasEmpty = false
            switch operation {
            case .prepare(let statement): prepared(statement, result)
            case .execute(let statement, let index): executed(statement, index, result)
            case .script:
                if PQresultStatus(result) == PGRES_FATAL_ERROR { failFlight(PostgresError(result: result), nil) }
                PQclear(result)
            case .sync:
                let isSync = PQresultStatus(result) == PGRES_PIPELINE_SYNC
                if !isSync { failFlight(PostgresError(result: result), nil) }
                PQclear(result)
                // Anything else here is the last word of a session that ends.
                guard isSync else { return }
                _ = operations.popFirst()
                finishFlight()
            }
            if self.handle == nil { return }
        }
    }

    private func prepared(_ statement: PreparedStatement, _ result: OpaquePointer) {
        defer { PQclear(result) }
        guard PQresultStatus(result) != PGRES_COMMAND_OK else { return }
        // Refused, or skipped because something before it failed: the server does not know the name.
        cache.remove(statement, isKnown: false)
        if PQresultStatus(result) == PGRES_FATAL_ERROR { failFlight(PostgresError(result: result), nil) }
    }

    private func executed(_ statement: PreparedStatement, _ index: Int, _ result: OpaquePointer) {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK: store(statement, index, result)
        case PGRES_COMMAND_OK:
            let affected = Self.affected(result)
            let isRollback = PQcmdStatus(result).map { $0[0] == 0x52 && $0[1] == 0x4F && $0[2] == 0x4C } ?? false
            PQclear(result)
            flights.updateFirst { flight in
                if index >= flight.request.hidden { flight.results.append(QueryResult(rows: [], affected: affected)) }
                if flight.request.commits, index == flight.request.statements.count - 1 {
                    flight.wasRolledBack = isRollback
                }
            }
        case PGRES_PIPELINE_ABORTED: PQclear(result)
        case PGRES_FATAL_ERROR:
            let error = PostgresError(result: result)
            PQclear(result)
            failFlight(error, statement)
        case PGRES_EMPTY_QUERY:
            PQclear(result)
            failFlight(PostgresError(.invalidStatement, "the statement is empty"), nil)
        default:
            // libpq would hand out the same COPY result for ever; only a new session gets out of that.
            PQclear(result)
            end(PostgresError(.invalidStatement, "COPY is not supported"))
        }
    }

    private func store(_ statement: PreparedStatement, _ index: Int, _ result: OpaquePointer) {
        let columns: Columns
        if let known = statement.columns, known.describes(result) {
            columns = known
        } else {
            columns = Columns(result)
            statement.columns = columns
        }
        let affected = Self.affected(result)
        let set = ResultSet(owning: result, columns: columns)
        flights.updateFirst { flight in
            guard index >= flight.request.hidden else { return }
            let rows = (0..<set.rowCount).map { Row(result: set, position: $0) }
            flight.results.append(QueryResult(rows: rows, affected: affected))
        }
    }

    private static func affected(_ result: OpaquePointer) -> Int {
        guard let text = PQcmdTuples(result) else { return 0 }
        var number = 0
        var position = 0
        while text[position] >= 48, text[position] <= 57, position < 18 {
            number = number * 10 + Int(text[position] - 48)
            position += 1
        }
        return number
    }

    private func failFlight(_ error: PostgresError, _ statement: PreparedStatement?) {
        flights.updateFirst { flight in
            guard flight.error == nil else { return }
            flight.error = error
            flight.failed = statement
        }
    }

    private func finishScript(_ handle: Handle) {
        guard PQenterPipelineMode(handle.pointer) == 1 else {
            return end(PostgresError(.connectionLost, PostgresError.connectionMessage(handle.pointer)))
        }
        finishFlight()
    }

    private func deliverNotifications(_ handle: Handle) {
        while let notification = PQnotifies(handle.pointer) {
            defer { PQfreemem(notification) }
            guard let onNotification else { continue }
            let channel = notification.pointee.relname.map { String(cString: $0) } ?? ""
            let payload = notification.pointee.extra.map { String(cString: $0) } ?? ""
            onNotification(channel, payload)
        }
    }
}
