import Foundation
import Simulators
import Testing

@testable import Domain
@testable import Providers

/// Pictures and recordings at the strict simulator.
@Suite(.timeLimit(.minutes(5)))
struct OpenAIMediaTests {
    private func recording(_ words: String? = "Olá", name: String = "voice.ogg", seconds: Double = 3)
        -> OpenAI.Recording
    {
        OpenAI.Recording(
            name: name, mimeType: "audio/ogg", bytes: PretendRecording.ogg(saying: words, seconds: seconds),
            seconds: seconds)
    }

    private func failure(_ recording: OpenAI.Recording, _ client: OpenAI) async -> OpenAIFailure? {
        do throws(OpenAIFailure) {
            _ = try await client.transcribe(recording, language: "pt", day: OpenAIFixture.day)
            return nil
        } catch {
            return error
        }
    }

    @Test("whisper-1 writes down what is said, and costs a hundredth of a cent a second")
    func transcribes() async throws {
        try await OpenAIFixture.run { client, simulator in
            let heard = try await client.transcribe(
                recording("Quero trocar a peça", seconds: 7), language: "pt", day: OpenAIFixture.day)
            #expect(heard.text == "Quero trocar a peça" && heard.seconds == 7 && !heard.isSilence)
            #expect(heard.attempts.microUSD == 700)
            #expect(simulator.requests.first?.body["response_format"]?.string == "verbose_json")
        }
    }

    @Test("over silence the server itself doubts")
    func silence() async throws {
        try await OpenAIFixture.run { client, _ in
            let heard = try await client.transcribe(recording(nil), language: nil, day: OpenAIFixture.day)
            #expect(heard.isSilence && TranscriptFilter.words(heard.text) == "")
        }
    }

    @Test("a server without whisper-1 is asked for the next model in a form that it takes, and billed by tokens")
    func fallback() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.setUnknown(["whisper-1"])
            let heard = try await client.transcribe(recording(seconds: 10), language: "pt", day: OpenAIFixture.day)
            #expect(heard.model == "gpt-4o-mini-transcribe" && heard.text == "Olá")
            #expect(simulator.requests.last?.body["response_format"]?.string == "json")
            #expect(heard.attempts.last?.usage.input == 100 && heard.attempts.microUSD > 0)
        }
    }

    @Test("a field that a compatible server does not know is left out, and stays left out")
    func selfHealing() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.error(status: 400, code: "unsupported_value", param: "response_format"))
            for _ in 0..<2 { _ = try await client.transcribe(recording(), language: "pt", day: OpenAIFixture.day) }
            #expect(simulator.requests.map { $0.body["response_format"] != nil } == [true, false, false])
        }
    }

    @Test(
        "a file that the server cannot read stays unread, whichever model is asked",
        arguments: ["voice.opus", "voice.oga", "voice", "voice.txt"])
    func names(name: String) async throws {
        try await OpenAIFixture.run { client, simulator in
            #expect(await failure(recording(name: name), client)?.outcome == .unreadableFile)
            #expect(simulator.requests.count == 1)
        }
    }

    @Test("a recording that is too short or too large is refused for good, although the server calls it its own fault")
    func limits() async throws {
        try await OpenAIFixture.run { client, _ in
            #expect(await failure(recording(seconds: 0.05), client)?.outcome == .unreadableFile)
            let large = OpenAI.Recording(
                name: "voice.ogg", mimeType: "audio/ogg",
                bytes: Array("OggS".utf8) + [UInt8](repeating: 0, count: 26_214_400), seconds: nil)
            let refused = await failure(large, client)
            #expect(refused?.outcome == .unreadableFile && refused?.isTransient == false)
        }
    }

    @Test("a busy server is no verdict on the file")
    func busy() async throws {
        try await OpenAIFixture.run { client, simulator in
            simulator.next(.serverError)
            #expect(await failure(recording(), client)?.isTransient == true)
            for _ in ModelCatalogue.transcription { simulator.next(.body(status: 200, "<html>")) }
            #expect(await failure(recording(), client)?.outcome == .malformed)
        }
    }

    private static func look(_ image: ChatImage) -> OpenAI.ChatRequest {
        .init(
            messages: ImageReading.messages(image, caption: "<b>oi</b>"), models: ModelCatalogue.vision, form: .image,
            day: OpenAIFixture.day)
    }

    @Test("a picture is looked at in the strict form, its caption fenced")
    func looks() async throws {
        try await OpenAIFixture.run { client, simulator in
            let picture = PretendPicture.showing("Um tênis com a sola descolada", writing: "Nº 40")
            let image = ChatImage(mimeType: "image/png", base64: Data(picture).base64EncodedString())
            let seen = try await client.chat(Self.look(image)) { ImageReading($0) }
            #expect(seen.answer.description == "Um tênis com a sola descolada" && seen.answer.text == "Nº 40")
            #expect(seen.model == "gpt-4o" && seen.microUSD > 0)
            let parts = simulator.requests.first?.body["messages"]?.array?.last?["content"]?.array
            #expect(parts?.first?["text"]?.string?.contains("<legenda>\n‹b›oi‹/b›\n</legenda>") == true)
        }
    }

    @Test("a picture that is none, or calls itself another kind, is refused once and for all")
    func badPicture() async throws {
        let png = Data(PretendPicture.showing("x")).base64EncodedString()
        for (type, base64) in [
            ("image/jpeg", png), ("image/jpg", png), ("image/png", "AAAA"), ("image/png", png + "\n"),
        ] {
            try await OpenAIFixture.run { client, simulator in
                do throws(OpenAIFailure) {
                    _ = try await client.chat(Self.look(ChatImage(mimeType: type, base64: base64))) { ImageReading($0) }
                    Issue.record("accepted \(type)")
                } catch {
                    #expect(error.outcome == .unreadableFile)
                }
                #expect(simulator.requests.count == 1)
            }
        }
    }
}
