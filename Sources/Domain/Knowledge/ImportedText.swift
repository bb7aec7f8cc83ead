/// A file or page as a document of the knowledge base.
package struct ImportedText: Sendable, Equatable {
    /// What a file is, by its name and its first bytes.
    package enum Kind: String, Sendable, CaseIterable {
        case markdown, text, html, csv, pdf
    }

    package enum Fault: String, Error, Sendable {
        case unsupportedType = "unsupported_type"
        case empty = "empty_file"
        case noText = "no_text"
        case noColumns = "no_columns"
        case tooLong = "content_too_long"
    }

    package var title: String
    /// markdown or text.
    package var format: String
    package var content: String
    /// Rows of a table that could not be read.
    package var skipped = 0
    /// A table of questions and answers.
    package var isFAQ = false

    package init(
        title: String, format: String, content: String, skipped: Int = 0, isFAQ: Bool = false
    ) {
        self.title = title
        self.format = format
        self.content = content
        self.skipped = skipped
        self.isFAQ = isFAQ
    }

    /// nil for what is no text: pictures, archives, office files.
    package static func kind(name: String, type: String?, bytes: [UInt8]) -> Kind? {
        if bytes.starts(with: Array("%PDF-".utf8)) { return .pdf }
        let isText =
            !bytes.prefix(4_096).contains(0) || bytes.starts(with: [0xFF, 0xFE])
            || bytes.starts(with: [0xFE, 0xFF])
        guard isText else { return nil }
        let head = Words.trimmed(String(decoding: bytes.prefix(300), as: UTF8.self)).lowercased()
        if head.hasPrefix("<!doctype html") || head.hasPrefix("<html") { return .html }
        switch name.split(separator: ".").dropFirst().last.map({ $0.lowercased() }) {
        case "md", "markdown": return .markdown
        case "html", "htm", "xhtml": return .html
        case "csv", "tsv": return .csv
        case "txt", "text": return .text
        // It calls itself a PDF and is none.
        case "pdf": return nil
        default: break
        }
        switch type?.split(separator: ";").first.map({ Words.trimmed(String($0)).lowercased() }) {
        case "text/html", "application/xhtml+xml": return .html
        case "text/markdown": return .markdown
        case "text/csv": return .csv
        case "text/plain": return .text
        default: return nil
        }
    }

    /// The document that a file makes. PDFs are turned into text first, by a program of their own.
    package static func read(_ kind: Kind, _ bytes: [UInt8], name: String) throws(Fault)
        -> ImportedText
    {
        guard !bytes.isEmpty else { throw .empty }
        var document: ImportedText
        switch kind {
        case .csv: document = try KnowledgeTable.document(bytes, title: title(of: name))
        case .html:
            let page = HTMLText.page(Charset.decode(bytes[...], named: nil))
            document = ImportedText(
                title: page.title ?? title(of: name), format: "markdown", content: page.markdown)
        case .markdown:
            let text = plain(bytes)
            let heading = text.split(separator: "\n").lazy.map { Words.trimmed(String($0)) }.first {
                $0.hasPrefix("# ")
            }
            document = ImportedText(
                title: heading.map { Words.trimmed(String($0.dropFirst(2))) } ?? title(of: name),
                format: "markdown",
                content: text)
        case .text, .pdf:
            document = ImportedText(title: title(of: name), format: "text", content: plain(bytes))
        }
        document.content = Words.trimmed(document.content)
        document.title = String(Words.oneLine(document.title).prefix(200))
        if document.title.isEmpty { document.title = title(of: name) }
        guard !document.content.isEmpty else { throw .noText }
        guard document.content.utf8.count <= limit else { throw .tooLong }
        return document
    }

    /// The same as of any document, see `KnowledgeDraft`.
    package static let limit = 1_000_000

    /// Line ends made equal, without a byte order mark and control characters.
    private static func plain(_ bytes: [UInt8]) -> String {
        let named =
            bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) ? "utf-16" : nil
        var scalars = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in Charset.decode(bytes[...], named: named).unicodeScalars {
            switch scalar {
            case "\r": scalars.append("\n")
            case "\n": if !isAfterReturn { scalars.append("\n") }
            // A new page of a PDF.
            case "\u{C}": scalars.append(contentsOf: "\n\n".unicodeScalars)
            case "\u{FEFF}": break
            case "\t": scalars.append(scalar)
            default: if scalar.properties.generalCategory != .control { scalars.append(scalar) }
            }
            isAfterReturn = scalar == "\r"
        }
        return String(scalars)
    }

    /// `politica_de-trocas.pdf` is called "politica de trocas".
    static func title(of name: String) -> String {
        let stem = name.split(separator: ".").dropLast().joined(separator: ".")
        let words = (stem.isEmpty ? name : stem).map { "_-+".contains($0) ? " " : $0 }
        let title = Words.oneLine(String(words))
        return title.isEmpty ? "Documento" : String(title.prefix(200))
    }
}
