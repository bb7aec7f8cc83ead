import Testing

@testable import Domain

struct FusionTests {
    @Test("what both arms find comes before what one finds")
    func agreement() {
        let fused = Fusion.fuse([.init(ids: ["a", "b", "c"]), .init(ids: ["c", "b", "d"])])
        #expect(fused.map(\.id) == ["b", "c", "a", "d"] || fused.map(\.id) == ["c", "b", "a", "d"])
        #expect(Set(fused.prefix(2).map(\.id)) == ["b", "c"])
    }

    @Test("an arm without weight has no say")
    func gate() {
        let fused = Fusion.fuse([.init(ids: ["a"], weight: Fusion.lexicalWeight(top: 0.001)), .init(ids: ["b", "c"])])
        #expect(fused.map(\.id) == ["b", "c"])
        #expect(Fusion.lexicalWeight(top: nil) == 0)
        #expect(Fusion.lexicalWeight(top: 0.2) == 1)
    }

    @Test("equal scores keep the first arm's order")
    func ties() {
        #expect(Fusion.fuse([.init(ids: ["a"]), .init(ids: ["b"])]).map(\.id) == ["a", "b"])
        #expect(Fusion.fuse([Fusion.Arm<String>]()).isEmpty)
    }
}
