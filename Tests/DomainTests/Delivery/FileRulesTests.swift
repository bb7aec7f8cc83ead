import Testing

@testable import Domain

struct FileRulesTests {
    private let meta = FileRules.of(channel: "whatsapp", provider: "meta")

    @Test(arguments: [
        ("image/jpeg", 1_000, FileRules.Kind.image), ("image/webp", 1_000, .document),
        ("image/jpeg", 6 << 20, .document),
        ("video/mp4", 16 << 20, .video), ("video/mp4", 90 << 20, .document), ("video/x-msvideo", 1_000, .document),
        ("audio/ogg", 1_000, .audio), ("audio/webm", 1_000, .document), ("application/pdf", 25 << 20, .document),
    ])
    func `a file goes as its own kind where WhatsApp takes that, as a document otherwise`(
        type: String, size: Int, kind: FileRules.Kind
    ) throws {
        #expect(try meta.passage(type: type, fileName: "f", byteSize: size).kind == kind)
    }

    @Test func `what no channel sends: nothing, programs, more than our limit`() {
        #expect(throws: FileRules.Refusal.empty) {
            try meta.passage(type: "text/plain", fileName: "a.txt", byteSize: 0)
        }
        for name in ["nota.pdf.exe", "x.BAT", "a.js", "a.exe "] {
            #expect(throws: FileRules.Refusal.dangerous) {
                try meta.passage(type: "application/pdf", fileName: name, byteSize: 1)
            }
        }
        #expect(throws: FileRules.Refusal.tooLarge(limit: 25 << 20)) {
            try meta.passage(type: "application/pdf", fileName: "a.pdf", byteSize: 26 << 20)
        }
        #expect(throws: FileRules.Refusal.tooLarge(limit: 100 << 20)) {
            try meta.passage(type: "video/mp4", fileName: "a.mp4", byteSize: 101 << 20)
        }
    }

    @Test(arguments: ["twilio", "zenvia"])
    func `text messages carry no files`(provider: String) {
        let rules = FileRules.of(channel: "sms", provider: provider)
        #expect(!rules.takesFiles && rules.most(.image) == nil)
        #expect(throws: FileRules.Refusal.notTaken) { try rules.passage(type: "image/png", fileName: "a", byteSize: 1) }
    }

    @Test func `Instagram takes no documents but PDF, and pictures up to 8 MB`() throws {
        let rules = FileRules.of(channel: "instagram", provider: "meta")
        #expect(throws: FileRules.Refusal.type) { try rules.passage(type: "text/csv", fileName: "a.csv", byteSize: 1) }
        #expect(throws: FileRules.Refusal.tooLarge(limit: 8 << 20)) {
            try rules.passage(type: "image/png", fileName: "a.png", byteSize: 9 << 20)
        }
        #expect(try rules.passage(type: "application/pdf", fileName: "a.pdf", byteSize: 1).kind == .document)
    }

    @Test func `a voice note is Ogg, or no voice note`() throws {
        #expect(try meta.passage(type: "audio/ogg", fileName: "v", byteSize: 1, isVoice: true).isVoice)
        #expect(try !meta.passage(type: "audio/mp4", fileName: "v", byteSize: 1, isVoice: true).isVoice)
        #expect(try !meta.passage(type: "audio/webm", fileName: "v", byteSize: 1, isVoice: true).isVoice)
    }

    @Test func `options keep to what WhatsApp takes`() throws {
        typealias Options = ReplyOptions
        #expect(throws: Options.Refusal.tooFew) { try Options(lines: " \n ", listLabel: "x") }
        #expect(throws: Options.Refusal.alike) { try Options(lines: "a\na", listLabel: "x") }
        #expect(throws: Options.Refusal.tooLong) {
            try Options(lines: String(repeating: "x", count: 21), listLabel: "x")
        }
        #expect(throws: Options.Refusal.tooMany) {
            try Options(lines: (0...10).map { "\($0)" }.joined(separator: "\n"), listLabel: "x")
        }
        #expect(
            try Options(lines: "a\nb", listLabel: "x").content("?").payload?["interactive"]?["type"]?.string == "button"
        )
        #expect(
            try Options(lines: "a\nb\nc\nd", listLabel: "x").content("?").payload?["interactive"]?["type"]?.string
                == "list")
    }
}
