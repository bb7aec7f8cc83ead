import Foundation

@testable import Domain

/// The shops, questions and messages of `Tests/Fixtures/attendant`.
enum AttendantFixtures {
    struct Shop: Sendable, CustomStringConvertible {
        let name: String
        let chunks: [Chunk]
        let questions: [(text: String, headings: [String])]
        var description: String { name }
    }

    struct Message: Sendable {
        let text: String
        let intent: String
        let sentiment: String
        let urgency: String
        let requiresAction: Bool
        let asksForHuman: Bool
    }

    static let shops: [Shop] = ["moda", "cafe", "pet"].map(shop)
    /// Written before the rules were last changed, and not looked at meanwhile.
    static let heldOutShops: [Shop] = ["eletro", "beleza", "casa"].map(shop)

    /// Written in one go before the rules were changed again, and measured before their misses were read.
    static let freshShops: [Shop] = ["brinquedos", "suplementos", "papelaria"].map(shop)
    /// Written after the first look at those, before the rules were touched once more.
    static let secondShops: [Shop] = ["bike", "vinhos"].map(shop)
    /// Written by somebody else while the rules were changed for the slips, and measured before anybody read it.
    static let thirdShops: [Shop] = ["livraria", "jardim"].map(shop)

    /// Written by somebody else again, as customers of such shops write, before anything was changed after `fourthMessages`.
    static let fifthShops: [Shop] = ["musica", "otica", "pesca"].map(shop)

    /// Written by somebody else again, measured before anybody read it.
    static let sixthShops: [Shop] = ["festalume", "serradoce", "bomsono"].map(shop)

    /// Written by somebody else again, measured before anybody read it.
    static let seventhShops: [Shop] = ["novelo", "pistao", "retrato"].map(shop)

    /// Written by three others, measured before anybody read it.
    static let eighthShops: [Shop] = ["aquaviva", "passolargo", "ferrajota"].map(shop)

    /// Written by two others when ``Themes`` and the intents had learnt, measured before anybody read it.
    static let ninthShops: [Shop] = ["pampaflor", "bitforte"].map(shop)

    /// Written by four others after a fourth round of themes, measured before anybody read it.
    static let tenthShops: [Shop] = ["miudinho", "aurefino", "lumiar", "trilhaviva"].map(shop)

    /// Written by four others again, measured before anybody read it.
    static let eleventhShops: [Shop] = ["alfazema", "reciclou", "emporiosal", "pontofirme"].map(shop)

    /// Written by four others when near subjects were offered, measured before anybody read it.
    static let twelfthShops: [Shop] = ["cantocerto", "marecheia", "tocacell", "lupulo"].map(shop)

    /// By set.
    static let allShops: [[Shop]] = [
        shops, heldOutShops, freshShops, secondShops, thirdShops, fifthShops, sixthShops, seventhShops, eighthShops,
        ninthShops, tenthShops, eleventhShops, twelfthShops,
    ]

    private static func shop(_ name: String) -> Shop {
        let questions = rows("\(name).tsv").map { row in
            (text: row[0], headings: row[1] == "-" ? [] : row[1].split(separator: ";").map(String.init))
        }
        return Shop(name: name, chunks: chunks(of: name), questions: questions)
    }

    /// The knowledge of a shop as it is indexed.
    static func chunks(of shop: String) -> [Chunk] {
        let source = ScalarText(text("\(shop).md"))
        return Chunker.chunks(of: source, blocks: blocks(of: source))
    }

    static let messages = messages(in: "intents.tsv")
    static let heldOutMessages = messages(in: "intents-held-out.tsv")
    static let freshMessages = messages(in: "intents-fresh.tsv")
    static let secondMessages = messages(in: "intents-second.tsv")
    static let thirdMessages = messages(in: "intents-third.tsv")
    /// Written by somebody else again, and measured before ``WishModel`` learnt from it.
    static let fourthMessages = messages(in: "intents-fourth.tsv")

    static let fifthMessages = messages(in: "intents-fifth.tsv")
    static let sixthMessages = messages(in: "intents-sixth.tsv")
    static let seventhMessages = messages(in: "intents-seventh.tsv")
    static let eighthMessages = messages(in: "intents-eighth.tsv")
    static let ninthMessages = messages(in: "intents-ninth.tsv")
    static let tenthMessages = messages(in: "intents-tenth.tsv")
    static let twelfthMessages = messages(in: "intents-twelfth.tsv")

    static let allMessages: [[Message]] = [
        messages, heldOutMessages, freshMessages, secondMessages, thirdMessages, fourthMessages, fifthMessages,
        sixthMessages, seventhMessages, eighthMessages, ninthMessages, tenthMessages, twelfthMessages,
    ]

    private static func messages(in file: String) -> [Message] {
        rows(file).map { row in
            Message(
                text: row[0], intent: row[1], sentiment: row[2], urgency: row[3], requiresAction: row[4] == "1",
                asksForHuman: row[5] == "1")
        }
    }

    /// What ``WishModel`` and ``IntentModel`` learn from, beside the sets: written for that by three others.
    static let taught: [Taught] = rows("taught.tsv").compactMap { row in
        guard row.count == 4 else { return nil }
        return Taught(text: row[0], intent: row[1], requiresAction: row[2] == "1", asksForHuman: row[3] == "1")
    }

    struct Taught: Sendable {
        let text: String
        let intent: String
        let requiresAction: Bool
        let asksForHuman: Bool
    }

    static let chatter: [String] = rows("chatter.tsv").map { $0[0] }

    static func text(_ name: String) -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../Fixtures/attendant")
        return (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
    }

    static func rows(_ name: String) -> [[String]] {
        text(name).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    /// Enough Markdown for the fixtures; the product parses it with cmark-gfm.
    static func blocks(of source: ScalarText) -> [SourceBlock] {
        var blocks: [SourceBlock] = []
        var isFirstRow = true
        for line in source.lines(in: 0..<source.count) {
            let line = source.trimmed(line)
            let text = source.slice(line)
            let level = LineShape.headingLevel(text)
            if level > 0 {
                let title = String(text.dropFirst(level + 1))
                blocks.append(SourceBlock(kind: .heading(level: level, title: title), range: line))
            } else if LineShape.isTableRule(text) {
                continue
            } else if LineShape.isTableRow(text) {
                blocks.append(SourceBlock(kind: isFirstRow ? .tableHeader : .tableRow, range: line))
                isFirstRow = false
                continue
            } else if !line.isEmpty {
                blocks.append(SourceBlock(kind: LineShape.isListItem(text) ? .listItem : .paragraph, range: line))
            }
            isFirstRow = true
        }
        return blocks
    }
}
