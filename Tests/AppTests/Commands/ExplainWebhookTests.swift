import Foundation
import Testing

@testable import App

@Suite struct ExplainWebhookTests {
    private let body = """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"7"},
        "contacts":[{"profile":{"name":"Ana"},"wa_id":"5511912345678"}],"messages":[
        {"from":"5511912345678","id":"wamid.A","timestamp":"1700000000","type":"text","text":{"body":"Meu CPF é 529.982.247-25"}},
        {"timestamp":"1700000000","type":"text","text":{"body":"sem remetente"}}],
        "statuses":[{"id":"wamid.B","status":"failed","timestamp":"1700000000","recipient_id":"5511912345678","errors":[{"code":131047}]}]}}]}]}
        """

    @Test func `a body is explained item by item, with the place of what cannot be read and without its content`()
        async throws
    {
        let file = FileManager.default.temporaryDirectory.appending(path: "explain-\(UUID()).json")
        try Data(body.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let result = try await CommandRun.run(["webhook", "explain", "--provider", "meta", file.path])
        #expect(result.status == 1)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.contains("\(file.lastPathComponent) · message · text · entry[0].changes[0].value.messages[0]"))
        #expect(
            lines.contains(
                "\(file.lastPathComponent) · status · failed (131047) · entry[0].changes[0].value.statuses[0]"))
        #expect(lines.contains { $0.contains("failure") && $0.hasSuffix("messages[1]") })
        #expect(!result.output.contains("529"))
    }

    @Test func `an unknown provider and a missing file are sentences`() async throws {
        let provider = try await CommandRun.run(["webhook", "explain", "--provider", "fax", "-"])
        #expect(provider.status != 0 && provider.errors.contains("--provider is one of instagram, messenger, meta"))
        let file = try await CommandRun.run(["webhook", "explain", "--provider", "meta", "absent.json"])
        #expect(file.status != 0 && file.errors.contains("absent.json cannot be read"))
    }

    @Test(arguments: ExplainedWebhook.providers)
    func `every provider explains rubbish as a failure or as nothing`(provider: String) {
        for text in ["", "{", "[]", "null", "\u{0}", #"{"a":1}"#] {
            #expect(ExplainedWebhook(Array(text.utf8), provider: provider) != nil)
        }
    }
}
