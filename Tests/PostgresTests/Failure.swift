import Testing

@testable import Postgres

/// The error that `body` throws; an issue when it throws nothing, or something that is no ``PostgresError``.
///
/// `#expect(throws:)` cannot be used for this: its closure takes no body whose calls run on the caller's actor.
@discardableResult
func failure<T>(
    isolation: isolated (any Actor)? = #isolation, at location: SourceLocation = #_sourceLocation,
    _ body: () async throws -> T
) async -> PostgresError? {
    do {
        _ = try await body()
        Issue.record("nothing was thrown", sourceLocation: location)
    } catch let error as PostgresError {
        return error
    } catch {
        Issue.record("another error was thrown: \(error)", sourceLocation: location)
    }
    return nil
}

/// An error of the body's own.
struct Refusal: Error {}

/// Expects that `body` ends with the ``Refusal`` it threw itself.
func expectRefusal<T>(
    isolation: isolated (any Actor)? = #isolation, at location: SourceLocation = #_sourceLocation,
    _ body: () async throws -> T
) async {
    do {
        _ = try await body()
        Issue.record("nothing was thrown", sourceLocation: location)
    } catch is Refusal {
    } catch {
        Issue.record("another error was thrown: \(error)", sourceLocation: location)
    }
}
