import Domain
import Foundation
import Providers

/// Looks at pictures and listens to recordings with an OpenAI-compatible server.
package struct MediaReader: Sendable {
    private let model: OpenAI
    private let budget: AIBudget
    private let voice: VoiceConverter?
    private let now: @Sendable () -> Date
    private let deadline: Duration

    /// - Parameter voice: turns recordings that no transcriber takes into ones that it does.
    package init(
        model: OpenAI, budget: AIBudget, voice: VoiceConverter? = nil, deadline: Duration = .seconds(60),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.model = model
        self.budget = budget
        self.voice = voice
        self.deadline = deadline
        self.now = now
    }

    /// What was read, and the requests it took: all of them are paid for out of the purse.
    struct Result: Sendable {
        let outcome: Media.ReadingOutcome
        var attempts: [OpenAI.Attempt] = []
        var purse: AIPurse?
    }

    /// A try that led nowhere but may another time.
    struct Busy: Error {
        let reason: String
        var attempts: [OpenAI.Attempt] = []
        var after: Duration?
        var purse: AIPurse?
    }

    private var day: String { String(now().formatted(.iso8601.year().month().day())) }

    func look(at bytes: [UInt8], _ reading: Media.Reading, of tenant: TenantID) async throws(Busy) -> Result {
        // What the bytes are counts, not what the provider called them.
        guard let type = FileSignature.type(Array(bytes.prefix(64))), Self.pictures.contains(type) else {
            return Result(outcome: .failed("unsupported_image"))
        }
        guard bytes.count <= Self.largestPicture else {
            return Result(outcome: .failed("image_too_large"))
        }
        var names = Pseudonyms()
        let caption = reading.masksForProvider ? names.hide(reading.caption) : reading.caption
        let image = ChatImage(mimeType: type, base64: Data(bytes).base64EncodedString())
        var request = OpenAI.ChatRequest(
            messages: ImageReading.messages(image, caption: String(caption.prefix(2_000))),
            models: ModelCatalogue.vision, form: .image, day: day, deadline: deadline)
        let opened = try await open(tenant) { [model, request] prices in
            var request = request
            request.prices = prices
            return model.most(of: request)
        }
        guard let (purse, prices) = opened else { return Self.nothingLeft }
        request.prices = prices
        request.mayCost = { await purse.covers($0) }
        do {
            let outcome = try await model.chat(request) { ImageReading($0) }
            return Result(outcome: .seen(outcome.answer), attempts: outcome.attempts, purse: purse)
        } catch {
            return try failed(error, purse)
        }
    }

    func listen(
        to bytes: [UInt8], at place: URL, _ reading: Media.Reading, of tenant: TenantID
    ) async throws(Busy) -> Result {
        guard let recording = await recording(bytes, at: place) else {
            return Result(outcome: .failed("unsupported_audio"))
        }
        guard recording.bytes.count <= OpenAI.recordingLimit else {
            return Result(outcome: .failed("audio_too_large"))
        }
        // Nothing is said in a fifth of a second, and servers refuse less than a tenth.
        if let seconds = recording.seconds, seconds < 0.2 {
            return Result(outcome: .heard("", seconds: seconds))
        }
        let opened = try await open(tenant) { _ in OpenAI.most(of: recording) }
        guard let (purse, prices) = opened else { return Self.nothingLeft }
        do {
            let heard = try await model.transcribe(
                recording, language: Self.language(reading.language), day: day, deadline: deadline, prices: prices
            ) { await purse.covers($0) }
            let words = heard.isSilence ? "" : TranscriptFilter.words(heard.text)
            return Result(outcome: .heard(words, seconds: heard.seconds), attempts: heard.attempts, purse: purse)
        } catch {
            return try failed(error, purse)
        }
    }

    private func failed(_ error: OpenAIFailure, _ purse: AIPurse) throws(Busy) -> Result {
        if error.attempts.last?.outcome == .overBudget {
            return Result(outcome: Self.nothingLeft.outcome, attempts: error.attempts, purse: purse)
        }
        // A key that is wrong or a quota that is used up may be put right while the customer waits; a bad file stays bad.
        if error.isTransient || error.needsConfiguration {
            throw Busy(
                reason: error.outcome.rawValue, attempts: error.attempts, after: error.retryAfter, purse: purse)
        }
        return Result(outcome: .failed(error.outcome.rawValue), attempts: error.attempts, purse: purse)
    }

    /// Set aside before anything is asked; nil where the month has nothing left.
    private func open(
        _ tenant: TenantID, _ most: @escaping @Sendable (ModelPrices) -> Int64
    ) async throws(Busy) -> (purse: AIPurse, prices: ModelPrices)? {
        do {
            return try await budget.open(tenant, for: Self.purpose, most)
        } catch {
            throw Busy(reason: "budget_unknown")
        }
    }

    static let purpose = "media"
    /// A person looks: nothing is left to spend this month.
    private static let nothingLeft = Result(outcome: .failed("budget_exhausted"))

    // MARK: Files

    private static let pictures: Set<String> = ["image/jpeg", "image/png", "image/webp", "image/gif"]
    private static let largestPicture = 20 << 20

    /// Endings that transcribers take, by what the bytes are. `.opus` and `.oga` are refused although `.ogg` passes.
    private static let endings = [
        "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/wav": "wav", "audio/mp4": "m4a", "video/mp4": "mp4",
        "video/webm": "webm",
    ]

    private func recording(_ bytes: [UInt8], at place: URL) async -> OpenAI.Recording? {
        let type = FileSignature.type(Array(bytes.prefix(64))) ?? ""
        if let ending = Self.endings[type] {
            let mime = type == "video/webm" ? "audio/webm" : type == "video/mp4" ? "audio/mp4" : type
            return OpenAI.Recording(
                name: "voice.\(ending)", mimeType: mime, bytes: bytes, seconds: OggLength.seconds(bytes))
        }
        // AMR, bare AAC and the like: only where ffmpeg is installed.
        guard ["audio/amr", "audio/aac", "video/3gpp", "video/quicktime"].contains(type),
            let ogg = try? await voice?.ogg(of: place)
        else { return nil }
        return OpenAI.Recording(
            name: "voice.ogg", mimeType: "audio/ogg", bytes: ogg, seconds: OggLength.seconds(ogg))
    }

    /// `pt` of `pt-BR`; nil lets the server listen for itself.
    private static func language(_ locale: String) -> String? {
        let code = locale.lowercased().prefix { $0.isASCII && $0.isLetter }
        return code.count == 2 ? String(code) : nil
    }
}
