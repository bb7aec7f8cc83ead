import CLibpq

extension PostgresConnection {
    /// The first flight is fully answered.
    func finishFlight() {
        guard let flight = flights.popFirst(), !flight.isSilent else { return }
        if let error = flight.error, error.isStalePlan, let statement = flight.failed {
            if error.sqlState == "26000" { cache.forgetAll() } else { cache.remove(statement, isKnown: true) }
            if flight.request.opensTransaction, !flight.isSecondTry, flight.cause == nil, flights.isEmpty, !isCancelling
            {
                return sendAgain(flight)
            }
        }
        if isCancelling {
            held = flight
        } else {
            answer(flight)
        }
    }

    /// The flush opened its transaction itself, so undoing it and sending it again is the same as sending it for the first time.
    private func sendAgain(_ flight: Flight) {
        let others = waiting.elements
        waiting = FIFO()
        waiting.append(.rollback)
        var second = Flight(request: flight.request)
        second.isSecondTry = true
        waiting.append(second)
        for other in others { waiting.append(other) }
    }

    func answer(_ flight: Flight) {
        guard !flight.isSilent else { return }
        flight.request.reply?.resume(returning: outcome(of: flight))
    }

    private func outcome(of flight: Flight) -> Reply {
        if let error = flight.error {
            if error.sqlState == "57014", let cause = flight.cause {
                return .failure(PostgresError(cause, "the statement was stopped"))
            }
            return .failure(error.endsSession ? error.asConnectionLost : error)
        }
        if flight.wasRolledBack {
            return .failure(
                PostgresError(.transactionAborted, "a statement had failed before COMMIT; nothing was stored"))
        }
        return .success(flight.results)
    }
}

extension Flight {
    /// A flush of ours whose outcome interests nobody.
    static var silent: Flight { housekeeping([]) }

    static var rollback: Flight { housekeeping(["ROLLBACK"]) }

    private static func housekeeping(_ statements: [SQL]) -> Flight {
        var flight = Flight(
            request: Request(
                id: 0, statements: statements, hidden: .max, deadline: .never, opensTransaction: false, commits: false,
                reply: nil))
        flight.isSilent = true
        return flight
    }
}

extension PostgresError {
    /// A shutdown notice of the server is the loss of the connection; the state tells why.
    var asConnectionLost: PostgresError {
        var lost = PostgresError(.connectionLost, message)
        lost.sqlState = sqlState
        return lost
    }
}
