import Domain
import Foundation
import TestSupport
import Testing

@testable import App

/// docs/attendant.md says which test shows which setting: that must be so.
struct FieldTableTests {
    private static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardized

    /// Field by field, the suites that are named for it.
    private static func table() throws -> [String: [String]] {
        let text = try String(contentsOf: checkout.appending(path: "docs/attendant.md"), encoding: .utf8)
        var table: [String: [String]] = [:]
        for row in text.split(separator: "\n") where row.hasPrefix("| `") {
            let cells = row.split(separator: "|").map(String.init)
            guard cells.count == 3, cells[2].contains("Tests`") else { continue }
            let names = cells[2].matches(of: #/`(\w+Tests)`/#).map { String($0.1) }
            for field in cells[0].matches(of: #/`(\w+)`/#) { table[String(field.1), default: []] += names }
        }
        return table
    }

    private static func source(of suite: String) throws -> String {
        let files = FileManager.default.enumerator(
            at: checkout.appending(path: "Tests"), includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            if file.lastPathComponent == "\(suite).swift" { return try String(contentsOf: file, encoding: .utf8) }
        }
        return ""
    }

    @Test func `every setting of the shop and of a channel stands in the table, with a suite that speaks of it`() throws
    {
        let table = try Self.table()
        let fields = AssistantConfig().fields.map(\.name) + AssistantChannelConfig().fields.map(\.name)
        #expect(fields.count > 25)
        for field in Set(fields) {
            let suites = table[field] ?? []
            let speaking = try suites.filter { try Self.source(of: $0).contains(field) }
            #expect(!speaking.isEmpty, "\(field): \(suites)")
        }
    }

    @Test func `the table names no setting that is not there`() throws {
        let fields = Set(AssistantConfig().fields.map(\.name) + AssistantChannelConfig().fields.map(\.name))
        let unknown = try Self.table().keys.filter { !fields.contains($0) }
        #expect(unknown.isEmpty)
    }
}
