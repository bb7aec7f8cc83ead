import Foundation
import Testing

@testable import Domain

/// `SECRETARIA_FIT=1 swift test -c release -Xswiftc -enable-testing --filter ThemeFitTests` writes the weights anew.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SECRETARIA_FIT"] != nil))
struct ThemeFitTests {
    @Test("the weights of the themes are fitted and written")
    func fit() throws {
        let lines = ThemeFixtures.lines
        // Of every fifth line the theme is guessed by the weights of the others.
        let others = TextModelFit(lines.enumerated().filter { $0.offset % 5 != 0 }.map(\.element.line))
        let model = TextModel(others.table)
        for isQuestion in [true, false] {
            let held = lines.enumerated().filter { $0.offset % 5 == 0 && $0.element.isQuestion == isQuestion }.map(
                \.element)
            let places = held.compactMap { line -> Int? in
                let shares = model.shares(of: line.line.features)
                guard let own = model.names.firstIndex(of: line.line.name) else { return nil }
                return shares.count { $0 > shares[own] }
            }
            print(
                isQuestion ? "questions" : "pages", held.count, "first", places.count { $0 == 0 }, "among five",
                places.count { $0 < 5 })
        }
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Sources/Domain/Knowledge/Themes+Weights.swift")
        try TextModelFit(lines.map(\.line)).source(of: "Themes", by: "ThemeFitTests").write(
            to: file, atomically: true, encoding: .utf8)
    }
}
