import HTTPTypes
import Postgres
import Web

/// Which answer a database error deserves. Its text goes to the log only.
extension PostgresError: ProblemConvertible {
    package var problem: Problem {
        if isUnavailable || code == .deadline || code == .cancelled { return .unavailable() }
        if isRetryable { return .unavailable(retryAfter: 1) }
        if isUniqueViolation { return .conflict("already_exists") }
        if isForeignKeyViolation { return .conflict("still_referenced") }
        if code == .invalidParameter { return .unprocessable("invalid_value") }
        return Problem(.internalServerError)
    }
}
