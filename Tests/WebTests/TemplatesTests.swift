import Foundation
import TestSupport
import Testing

@testable import Web

struct TemplatesTests {
    private func templates(_ sources: [String: String]) throws -> Templates {
        try Templates(
            sources: sources, translations: WebFixture.translations(),
            assets: StaticAssets(files: ["app.css": Data("x".utf8)]))
    }

    private func render(_ source: String, _ model: some Encodable) throws -> String {
        try templates(["t": source]).render("t", ModelTree(model), language: .portuguese)
    }

    struct One: Encodable { let x: String }
    struct Maybe: Encodable {
        let x: String?
        let inner: Inner
        struct Inner: Encodable { let x: String? }
    }

    @Test(
        "hostile text cannot close its attribute or open a tag",
        arguments: [
            "\"\u{301} onfocus=x", "<\u{200D}script>", "'\u{200D}x", "&\u{301}", "\">\u{300}<b", "\u{FE0F}\"\u{FE0F}",
            "<\u{1F3FD}img src=x>", ">\u{20E3}",
        ])
    func escapes(hostile: String) throws {
        let html = try render("<a title=\"{{x}}\">{{x}}</a>", One(x: hostile))
        let inside = html.unicodeScalars.dropFirst("<a title=\"".unicodeScalars.count).dropLast(
            "</a>".unicodeScalars.count)
        #expect(inside.filter { $0 == "\"" }.count == 1)
        #expect(inside.filter { $0 == ">" }.count == 1)
        #expect(!inside.contains("<"))
        #expect(!inside.contains("'"))
    }

    @Test("partials escape as well")
    func partials() throws {
        let html = try templates(["t": "{{>p}}", "p": "<i>{{x}}</i>"])
            .render("t", ModelTree(One(x: "<\u{301}b")), language: .portuguese)
        #expect(html == "<i>&lt;\u{301}b</i>")
    }

    @Test("a nil hides the same name further out")
    func absence() throws {
        let html = try render(
            "{{#inner}}[{{x}}{{#x}}yes{{/x}}{{^x}}no{{/x}}]{{/inner}}", Maybe(x: "outer", inner: .init(x: nil)))
        #expect(html == "[no]")
    }

    @Test("texts are put in escaped, and their placeholders become tags")
    func texts() throws {
        struct Name: Encodable { let name: String }
        #expect(
            try render("[[hello.title]]|[[hello.greet]]", Name(name: "<Ana>"))
                == "Olá &amp; &quot;bem-vindo&quot;|Olá, &lt;Ana&gt;!")
    }

    @Test("white space at the head of lines goes, and an asset gets its address")
    func preparation() throws {
        let html = try render("  <b>\n    {{x}}\n</b>", One(x: "1"))
        #expect(html == "<b>\n1\n</b>")
        #expect(try render("[[asset:app.css]]", One(x: "")).hasSuffix("/app.css"))
    }

    @Test(
        "what is missing or unescaped ends the start, by name",
        arguments: [
            ("[[nowhere]]", "[[nowhere]]"), ("[[asset:no.css]]", "no.css"), ("{{>nobody}}", "nobody"),
            ("{{{raw}}}", "raw"), ("{{&raw}}", "raw"), ("{{#open}}", "t"), ("{{/a}}", "t"),
            ("{{#a}}{{#b}}{{/a}}{{/b}}", "t"),
            ("{{=<% %>=}}", "t"), ("{{%PRAGMA}}", "t"), ("{{<parent}}{{/parent}}", "t"), ("{{", "t"),
            ("{{>t}}", "includes itself"),
        ])
    func faults(source: String, named: String) {
        let error = #expect(throws: PageLoadingError.self) { try templates(["t": source]) }
        #expect(error?.description.contains(named) ?? false)
    }

    @Test("a text missing in one language ends the start, by name")
    func missingTexts() {
        let error = #expect(throws: PageLoadingError.self) {
            try Translations([.portuguese: Strings(["a": "1"]), .english: Strings(["a": "1"]), .spanish: Strings([:])])
        }
        #expect(error?.description == "texts missing: es: a")
    }

    @Test("lists, flags, numbers and nested structs are seen")
    func shapes() throws {
        struct Row: Encodable { let n: Int; let on: Bool }
        struct Table: Encodable { let rows: [Row]; let none: [Row] }
        let html = try render(
            "{{#rows}}{{n}}{{#on}}!{{/on}},{{/rows}}{{^none}}-{{/none}}",
            Table(rows: [Row(n: 1, on: true), Row(n: 2, on: false)], none: []))
        #expect(html == "1!,2,-")
    }

    @Test("a chain of partials that closes ends the start")
    func cycle() {
        let error = #expect(throws: PageLoadingError.self) {
            try templates(["a": "{{>b}}", "b": "{{>c}}", "c": "{{>a}}"])
        }
        #expect(error?.description.contains("includes itself") ?? false)
    }

    /// Pieces that random templates are put together from: within a line, and lines of their own. (Two tags before one line
    /// break are left out: there the library takes the break away, which the mustache specification does not.)
    static let inline = [
        "{{x}}", "{{{x}}}", "{{&x}}", "{{inner.x}}", "{{none}}", "{{absent}}", "{{yes}}", "{{no}}", "text & more",
        "<b>",
        "{{#texts}}{{.}}{{/texts}}",
    ]
    static let lines = ["\n", "\n\n", "\n{{>p}}\n", "\n{{! alone }}\n", "\ntext\n", "\n{{x}} and {{x}} more\n"]
    static let sections = ["list", "empty", "yes", "no", "x", "inner", "absent", "none", "texts"]

    struct Everything: Encodable {
        struct Inner: Encodable { let x: String }
        let x = "a<b>&\"'c"
        let yes = true
        let no = false
        let absent: String? = nil
        let inner = Inner(x: "inside")
        let list = [Inner(x: "1"), Inner(x: "2")]
        let empty: [Inner] = []
        let texts = ["t1", "t2"]
        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(x, forKey: .x)
            try fields.encode(yes, forKey: .yes)
            try fields.encode(no, forKey: .no)
            try fields.encodeIfPresent(absent, forKey: .absent)
            try fields.encode(inner, forKey: .inner)
            try fields.encode(list, forKey: .list)
            try fields.encode(empty, forKey: .empty)
            try fields.encode(texts, forKey: .texts)
        }
        enum CodingKeys: CodingKey { case x, yes, no, absent, inner, list, empty, texts }
    }

    @Test("random templates come out as swift-mustache renders them")
    func oracle() throws {
        var generator = SeededGenerator(seed: 7)
        func section(_ inner: String, _ line: String) -> String {
            let name = Self.sections.randomElement(using: &generator) ?? "x"
            let mark = Bool.random(using: &generator) ? "#" : "^"
            return "\(line){{\(mark)\(name)}}\(line)\(inner)\(line){{/\(name)}}\(line)"
        }
        func random(_ depth: Int, _ line: String) -> String {
            (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                if depth > 0, Int.random(in: 0..<3, using: &generator) == 0 {
                    let inner = line.isEmpty || Bool.random(using: &generator) ? "" : "\n"
                    return section(random(depth - 1, inner), inner)
                }
                let isLine = !line.isEmpty && Bool.random(using: &generator)
                return (isLine ? Self.lines : Self.inline).randomElement(using: &generator) ?? ""
            }.joined()
        }
        let model = ModelTree(Everything())
        for round in 0..<3000 {
            let programs = ["t": random(3, "\n"), "p": "<i>{{x}}</i>\n{{#yes}}\n!\n{{/yes}}\n"]
            var renderer = TemplateRenderer(programs: try programs.mapValues { try TemplateProgram($0) })
            let ours = renderer.render("t", model)
            let theirs = try MustacheOracle(programs).render("t", model)
            try #require(
                ours == theirs,
                "round \(round): \((programs["t"] ?? "").debugDescription) gives \((ours ?? "").debugDescription), not \((theirs ?? "").debugDescription)"
            )
        }
    }
}

struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
