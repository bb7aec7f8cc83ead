import Domain
import Foundation
import Web

/// An uploaded table: its header and its rows.
struct ImportFile: Sendable {
    /// A file of 10 MB holds some 100,000 people.
    static let maximumBytes = 10 * 1024 * 1024
    static let maximumRows = 100_000

    let headers: [String]
    var mapping: [ContactColumn?]
    let rows: [CSVRow]

    /// - Throws: 422 for a file without a header and a row, or with more rows than one import takes.
    init(_ content: [UInt8], mapping: [ContactColumn?]? = nil) throws {
        var reader = CSVReader(content)
        guard let header = reader.next(), header.fault == nil else { throw Problem.unprocessable("empty_file") }
        headers = header.fields.map(\.trimmingWhitespace)
        self.mapping = mapping ?? ContactColumn.mapping(headers)
        var rows: [CSVRow] = []
        while let row = reader.next() {
            guard rows.count < Self.maximumRows else { throw Problem.unprocessable("too_many_rows") }
            rows.append(row)
        }
        guard !rows.isEmpty else { throw Problem.unprocessable("empty_file") }
        self.rows = rows
    }

    func lines(_ range: Range<Int>) -> [ImportLine] {
        rows[range.clamped(to: 0..<rows.count)].map { ImportLine($0, mapping: mapping) }
    }
}
