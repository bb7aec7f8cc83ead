/// Runs `body` in a child task, whose stack goes when it ends.
///
/// A task keeps the stack it once needed until it ends, and a connection's task lives as long as its stream. Not
/// `async let`: its child lives in the parent's stack, to the end of the scope.
func withOwnStack<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(operation: body)
        for try await value in group { return value }
        throw CancellationError()  // not reached: a group gives what was added to it
    }
}
