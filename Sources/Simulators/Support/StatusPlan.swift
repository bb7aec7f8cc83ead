/// Which statuses follow a send by themselves.
package struct StatusPlan: Sendable {
    package struct Step: Sendable {
        package var status: String
        package var after: Duration
        /// How many times it is posted.
        package var copies: Int

        package init(_ status: String, after: Duration = .zero, copies: Int = 1) {
            self.status = status
            self.after = after
            self.copies = copies
        }
    }

    package var steps: [Step]

    package init(_ steps: [Step]) {
        self.steps = steps
    }

    package static let none = StatusPlan([])
    package static let delivered = StatusPlan([.init("sent"), .init("delivered", after: .milliseconds(300))])
    package static let read = StatusPlan([
        .init("sent"), .init("delivered", after: .milliseconds(300)), .init("read", after: .milliseconds(1_200)),
    ])
    package static let failed = StatusPlan([.init("sent"), .init("failed", after: .milliseconds(500))])

    /// Calls `report` for every report there is to make.
    func follow(_ report: (_ status: String, _ delay: Duration) -> Void) {
        for step in steps {
            for _ in 0..<step.copies { report(step.status, step.after) }
        }
    }
}
