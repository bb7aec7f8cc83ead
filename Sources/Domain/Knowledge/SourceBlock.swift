/// A piece of a document as its parser saw it. `range` counts Unicode scalars of the source.
package struct SourceBlock: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case heading(level: Int, title: String)
        case paragraph
        case listItem
        case tableHeader
        case tableRow
        case code
    }

    package let kind: Kind
    package let range: Range<Int>

    package init(kind: Kind, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}

/// The scalars of a text, cut by offset without ever trapping.
package struct ScalarText: Sendable {
    package let scalars: [Unicode.Scalar]

    package init(_ text: String) { scalars = Array(text.unicodeScalars) }

    package var count: Int { scalars.count }

    package func slice(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
        return String(view)
    }

    /// The range without white space at its ends.
    package func trimmed(_ range: Range<Int>) -> Range<Int> {
        var range = range.clamped(to: 0..<scalars.count)
        while let first = range.first, scalars[first].properties.isWhitespace { range = first + 1..<range.upperBound }
        while let last = range.last, scalars[last].properties.isWhitespace { range = range.lowerBound..<last }
        return range
    }

    /// Lines within a range, without their line ends.
    package func lines(in range: Range<Int>) -> [Range<Int>] {
        let range = range.clamped(to: 0..<scalars.count)
        var lines: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where scalars[index] == "\n" {
            lines.append(start..<index)
            start = index + 1
        }
        lines.append(start..<range.upperBound)
        return lines
    }
}
