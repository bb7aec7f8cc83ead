import Testing

@testable import Domain

/// More than ten thousand lies and three hundred honest answers (`Tests/Fixtures/guardrails`). The figures are in docs/attendant.md.
struct GuardrailSuiteTests {
    private static func findings(_ lie: Lie) -> [GuardrailFinding] {
        Guardrails(lie.context).verify(lie.text, quoting: lie.quotes).findings
    }

    /// Six hundred of each class over all sets; `GuardrailFigureTests` makes six hundred for each of them.
    @Test("no lie passes", arguments: Split.allCases, Adversary.classes)
    func lies(split: Split, kind: String) {
        var adversary = Adversary(split, seed: 4)
        let lies = adversary.lies(kind, 60)
        let passed = lies.filter { Self.findings($0).isEmpty }
        #expect(lies.count == 60)
        #expect(passed.isEmpty, "\(passed.prefix(5).map(\.text))")
    }

    @Test("a lie is called by its name", arguments: Split.allCases)
    func names(split: Split) {
        var adversary = Adversary(split, seed: 4)
        for kind in [
            "action", "promise", "url", "phone", "email", "order", "coupon", "topic", "quote", "length", "emoji",
        ] {
            let lies = adversary.lies(kind, 40)
            let named = lies.count { Self.findings($0).contains { $0.kind.rawValue == kind || $0.kind == .script } }
            #expect(named >= ([.tuned, .heldOut].contains(split) ? 36 : 28), "\(kind): \(named)")
        }
    }

    @Test("honest answers pass: at most 3 % are held back")
    func honest() {
        func blocked(_ answers: [HonestAnswer]) -> [HonestAnswer] {
            answers.filter { !Guardrails($0.context()).verify($0.text, quoting: $0.quotes).isClean }
        }
        let answers = Split.allCases.filter { !$0.isFree }.flatMap(\.honest)
        let held = blocked(answers)
        #expect(answers.count >= 1_000)
        #expect(held.count * 100 <= answers.count * 3, "\(held.map(\.text))")
        let free = Split.allCases.filter(\.isFree).flatMap(\.honest)
        let heldToo = blocked(free)
        #expect(free.count >= 150)
        #expect(heldToo.count * 100 <= free.count * 33, "\(heldToo.map(\.text))")
    }

    @Test(
        "every row of the honest answers is used, and quotes lines that exist",
        arguments: [
            "honest", "honest-held-out", "honest-fresh", "honest-second", "honest-third", "honest-fourth",
            "honest-fifth", "honest-sixth", "honest-seventh", "honest-eighth", "honest-ninth", "honest-tenth",
        ])
    func fixtures(name: String) {
        let rows = AttendantFixtures.rows("../guardrails/\(name).tsv")
        let unused = rows.filter { HonestAnswer($0) == nil }
        #expect(!rows.isEmpty && unused.isEmpty, "\(unused)")
    }

    @Test("a number that was changed is noticed, even to another number of the same document (at most 5 % are not)")
    func wrongNumbers() {
        var uncaught = 0, count = 0
        for split in Split.allCases {
            var adversary = Adversary(split, seed: 7)
            for lie in (0..<200).compactMap({ _ in adversary.wrongNumber() }) {
                count += 1
                uncaught += Self.findings(lie).isEmpty ? 1 : 0
            }
        }
        #expect(count >= 300)
        #expect(uncaught * 100 <= count * 5, "\(uncaught) of \(count)")
    }
}
