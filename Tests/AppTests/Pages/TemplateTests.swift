import Foundation
import TestSupport
import Testing

@testable import App
@testable import Web

/// The real templates, texts and assets, against the real models.
struct TemplateTests {
    private let templates: Templates
    private let sources: [String: String]

    init() throws {
        let resources = AppResources.current
        let translations = try Translations(directory: resources.locales)
        let assets = try StaticAssets(directory: resources.assets)
        templates = try Templates(directory: resources.templates, translations: translations, assets: assets)
        sources = templates.sources
    }

    @Test("every name in a template is on its model, and every template has one")
    func names() {
        var audit = TemplateAudit(sources: sources)
        var faults = audit.check("layout", model: Pages.sampleLayout, layout: nil)
        for model in allPages {
            faults += audit.check(model.template, model: model.sampleTree, layout: Pages.sampleLayout)
        }
        #expect(faults == [])
        #expect(audit.unreached == [])
    }

    @Test("hostile text stays text on every page, in every language", arguments: SiteLanguage.allCases)
    func hostile(language: SiteLanguage) throws {
        let marker = "\u{2620}"
        let hostile = "\(marker)\"\u{301} onfocus=x \(marker)<\u{200D}script>\(marker)'\u{FE0F}\(marker)& "
        for model in allPages {
            let tree = model.sampleTree.mapTexts { _ in hostile }
            let page = try templates.render(model.template, tree, language: language)
            for raw in ["\"", "<", "'", "& "] {
                #expect(
                    !page.unicodeScalars.contains(sequence: (marker + raw).unicodeScalars),
                    "\(model.template) lets \(raw) through")
            }
        }
        let frame = try templates.render("layout", Pages.sampleLayout.mapTexts { _ in hostile }, language: language)
        // `content` is the page itself, already escaped: the one place where raw text belongs.
        #expect(frame.unicodeScalars.split(separator: "\u{2620}").dropFirst().filter { $0.first == "<" }.count == 1)
    }

    @Test("every page comes out as swift-mustache renders it", arguments: SiteLanguage.allCases)
    func oracle(language: SiteLanguage) throws {
        let resources = AppResources.current
        let translations = try Translations(directory: resources.locales)
        let assets = try StaticAssets(directory: resources.assets)
        let prepared = sources.mapValues {
            Templates.prepare($0, strings: translations.strings(language), assets: assets, missing: { _ in })
        }
        let oracle = try MustacheOracle(prepared)
        for model in allPages {
            let ours = try templates.render(model.template, model.sampleTree, language: language)
            #expect(ours == oracle.render(model.template, model.sampleTree), "\(model.template)")
        }
    }

    @Test("no template carries a script, a style, a handler or an unquoted attribute")
    func inline() {
        for (name, source) in sources {
            let lower = source.lowercased()
            #expect(!lower.contains("style=\""), "\(name): inline style")
            #expect(!lower.contains("<style"), "\(name): style element")
            #expect(!lower.contains("={{"), "\(name): unquoted attribute")
            #expect(!lower.contains("javascript:"), "\(name): script address")
            #expect(lower.firstMatch(of: #/\son[a-z]+\s*=/#) == nil, "\(name): inline handler")
            #expect(lower.firstMatch(of: #/<script(?![^>]*\bsrc=)/#) == nil, "\(name): inline script")
        }
    }

    @Test("every form that changes something carries the token")
    func forms() {
        for (name, source) in sources {
            let posts = source.matches(of: #/<form[^>]*method="post"/#).count
            let tokens = source.matches(of: #/name="_csrf"/#).count
            #expect(posts == tokens, "\(name)")
        }
    }
}

extension Collection where Element: Equatable {
    fileprivate func contains(sequence: some Collection<Element>) -> Bool { firstRange(of: sequence) != nil }
}
