/// The lines of the sources that an answer quotes, in the sources' own spelling.
struct QuotedLines: Sendable {
    /// Where a quotation stands.
    struct Citation: Sendable {
        let evidence: Int
        let text: String
    }

    /// A quotation proves what stands in its own line; one that runs over more than two proves anything.
    static let most = 2

    private(set) var citations: [Citation] = []
    private(set) var lines: [String] = []
    /// For each line the place of the evidence that it stands in.
    private(set) var places: [Int] = []
    /// What stands over the columns of quoted rows.
    private(set) var headers: [String] = []
    /// Those of them that a rule parts from the rows below.
    private var ruled: Set<[String]> = []
    private(set) var findings: [GuardrailFinding] = []

    init(_ quotes: [ModelAnswer.Quote], of evidence: [Evidence], most: Int = QuotedLines.most) {
        if quotes.isEmpty { fail(.noQuote, "") }
        for quote in quotes { take(quote, evidence, most) }
    }

    private mutating func take(_ quote: ModelAnswer.Quote, _ evidence: [Evidence], _ most: Int) {
        guard let named = evidence.firstIndex(where: { $0.alias == quote.source }) else {
            return fail(.unknownSource, quote.source)
        }
        // Models mix up the names; what stands in another source that they were shown is as good a proof.
        let others = evidence.indices.filter { $0 != named }
        let found = ([named] + others).lazy.compactMap {
            index -> (index: Int, passage: ScalarText, range: Range<Int>)? in
            let passage = ScalarText(evidence[index].text)
            return Quote.find(quote.text, in: passage).map { (index, passage, $0) }
        }.first
        guard let (index, passage, range) = found else { return fail(.notVerbatim, quote.text) }
        let units = TextUnits.split(passage).filter { $0.range.overlaps(range) }
        guard units.count <= most else { return fail(.quoteTooLong, quote.text) }
        if InjectionSigns.find(in: evidence[index].text) != nil {
            findings.append(
                GuardrailFinding(kind: .injection, why: .instruction, span: 0..<0, text: passage.slice(range)))
        }
        citations.append(Citation(evidence: index, text: passage.slice(range)))
        lines += units.isEmpty ? [passage.slice(range)] : units.map { passage.slice($0.range) }
        if let row = units.first.map({ passage.slice($0.range) }), row.hasPrefix("|") {
            if let header = Self.header(of: row, in: evidence[index].text) {
                headers.append(header.text)
                if header.isRuled { ruled.insert(Self.cells(header.text)) }
            }
        }
        places += Array(repeating: index, count: lines.count - places.count)
    }

    func isColumnNames(_ line: String) -> Bool { ruled.contains(Self.cells(line)) }

    /// A row as it is quoted with its outer bars or without.
    private static func cells(_ row: String) -> [String] {
        row.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    }

    /// The first row of the table that a row stands in.
    private static func header(of row: String, in text: String) -> (text: String, isRuled: Bool)? {
        let lines = text.split(separator: "\n")
        guard let place = lines.firstIndex(where: { $0.contains(row) }) else { return nil }
        let count = lines[...place].reversed().prefix { $0.hasPrefix("|") }.count
        guard count > 0 else { return nil }
        let first = place + 1 - count
        // With several figures the columns themselves are told apart by them.
        let isRuled =
            lines.indices.contains(first + 1) && lines[first + 1].hasPrefix("|-")
            && FactSheet(String(lines[first])).facts.count <= 1
        return (String(lines[first]), isRuled)
    }

    private mutating func fail(_ why: GuardrailFinding.Why, _ text: String) {
        findings.append(GuardrailFinding(kind: .quote, why: why, span: 0..<0, text: text))
    }
}
