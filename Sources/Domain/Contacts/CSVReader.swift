/// One line of a table, with the number of the line in the file it began on.
package struct CSVRow: Sendable, Equatable {
    package var line: Int
    package var fields: [String]
    /// Why the row cannot be used: `unterminated_quote`, `too_many_columns`, `too_long_field`.
    package var fault: String?

    package init(line: Int, fields: [String], fault: String? = nil) {
        self.line = line
        self.fields = fields
        self.fault = fault
    }
}

/// Reads tables as spreadsheets write them: `;`, `,` or tab, quotes, any line ends, UTF-8 with or without a mark, UTF-16 with one,
/// else Windows-1252. It never refuses a file; a row that cannot be read says why and its neighbours come through.
package struct CSVReader: Sequence, IteratorProtocol, Sendable {
    package static let maximumColumns = 64
    package static let maximumFieldBytes = 8192

    package let delimiter: UInt8
    private let bytes: [UInt8]
    private var place = 0
    private var line = 1

    package init(_ file: [UInt8]) {
        bytes = Self.utf8(file)
        delimiter = Self.delimiter(of: bytes)
    }

    /// The next row that has anything in it.
    package mutating func next() -> CSVRow? {
        while place < bytes.count {
            let row = readRow()
            if row.fault != nil || row.fields.contains(where: { !$0.isEmpty }) { return row }
        }
        return nil
    }

    private mutating func readRow() -> CSVRow {
        var row = CSVRow(line: line, fields: [])
        var field: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        func close(_ row: inout CSVRow, _ field: inout [UInt8]) {
            if row.fields.count < Self.maximumColumns {
                row.fields.append(String(decoding: field, as: UTF8.self))
            } else {
                row.fault = row.fault ?? "too_many_columns"
            }
            field.removeAll(keepingCapacity: true)
        }
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == 0x0A || (byte == 0x0D && !(place < bytes.count && bytes[place] == 0x0A)) { line += 1 }
            if isQuoted {
                if byte == UInt8(ascii: "\"") {
                    if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
                        place += 1
                    } else {
                        isQuoted = false
                        continue
                    }
                }
            } else if byte == UInt8(ascii: "\""), field.isEmpty, !wasQuoted {
                (isQuoted, wasQuoted) = (true, true)
                continue
            } else if byte == delimiter {
                close(&row, &field)
                wasQuoted = false
                continue
            } else if byte == 0x0A || byte == 0x0D {
                if byte == 0x0D, place < bytes.count, bytes[place] == 0x0A {
                    place += 1
                    line += 1
                }
                close(&row, &field)
                return row
            }
            if field.count < Self.maximumFieldBytes {
                field.append(byte)
            } else {
                row.fault = row.fault ?? "too_long_field"
            }
        }
        if isQuoted { row.fault = row.fault ?? "unterminated_quote" }
        close(&row, &field)
        return row
    }

    /// The delimiter that the first line has most of, outside quotes.
    static func delimiter(of bytes: [UInt8]) -> UInt8 {
        let candidates = [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, byte == 0x0A || byte == 0x0D { break }
            if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return most == 0 ? candidates[0] : candidates[counts.firstIndex(of: most) ?? 0]
    }

    /// The file as UTF-8, without a byte order mark and without NUL (which no text of ours may hold).
    static func utf8(_ file: [UInt8]) -> [UInt8] {
        var text: [UInt8]
        if file.starts(with: [0xFF, 0xFE]) || file.starts(with: [0xFE, 0xFF]) {
            let isLittle = file[0] == 0xFF
            var units: [UInt16] = []
            units.reserveCapacity(file.count / 2)
            for index in stride(from: 2, to: file.count - 1, by: 2) {
                let (a, b) = (UInt16(file[index]), UInt16(file[index + 1]))
                units.append(isLittle ? b << 8 | a : a << 8 | b)
            }
            text = Array(String(decoding: units, as: UTF16.self).utf8)
        } else {
            text = file.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(file[3...]) : file
            if String(validating: text, as: UTF8.self) == nil {
                var decoded = String.UnicodeScalarView()
                for byte in text { decoded.append(Windows1252.scalar(byte)) }
                text = Array(String(decoded).utf8)
            }
        }
        text.removeAll { $0 == 0 }
        return text
    }
}

/// What Brazilian spreadsheets still save as "CSV".
enum Windows1252 {
    private static let high: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD,
        0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD,
        0x017E, 0x0178,
    ]

    static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(high[Int(byte) - 0x80]) ?? "\u{FFFD}"
    }
}
