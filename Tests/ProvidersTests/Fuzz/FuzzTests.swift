import FuzzSupport
import Testing

/// The short form of `make fuzz`: the same parsers, a few thousand damaged inputs each, always the same ones.
struct FuzzTests {
    @Test(
        "damaged input never crashes a parser, and what it gives keeps its promises",
        arguments: FuzzTarget.all().map(\.name))
    func damaged(name: String) throws {
        let target = try #require(FuzzTarget.all().first { $0.name == name })
        let findings = target.run(seed: 7, count: 400)
        #expect(findings.isEmpty, "\(findings.prefix(3))")
    }
}
