import Foundation
import Testing

@testable import Web

struct TemplatesTests {
    private func templates(_ sources: [String: String]) throws -> Templates {
        try Templates(
            sources: sources, translations: WebFixture.translations(),
            assets: StaticAssets(files: ["app.css": Data("x".utf8)]))
    }

    private func render(_ source: String, _ model: Any) throws -> String {
        try templates(["t": source]).render("t", ModelTree(model), language: .portuguese)
    }

    struct One { let x: String }
    struct Maybe {
        let x: String?
        let inner: Inner
        struct Inner { let x: String? }
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
        struct Name { let name: String }
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
            ("{{{raw}}}", "raw"), ("{{&raw}}", "raw"), ("{{#open}}", "t"),
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
        struct Row { let n: Int; let on: Bool }
        struct Table { let rows: [Row]; let none: [Row] }
        let html = try render(
            "{{#rows}}{{n}}{{#on}}!{{/on}},{{/rows}}{{^none}}-{{/none}}",
            Table(rows: [Row(n: 1, on: true), Row(n: 2, on: false)], none: []))
        #expect(html == "1!,2,-")
    }
}
