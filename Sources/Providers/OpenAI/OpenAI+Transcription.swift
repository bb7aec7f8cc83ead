import Domain

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension OpenAI {
    /// A recording as it is handed to a transcriber. Servers go by the ending of the name: `.ogg`, never `.opus` or `.oga`.
    package struct Recording: Sendable {
        package let name: String
        package let mimeType: String
        package let bytes: [UInt8]
        /// As far as we know.
        package let seconds: Double?

        package init(name: String, mimeType: String, bytes: [UInt8], seconds: Double?) {
            self.name = name
            self.mimeType = mimeType
            self.bytes = bytes
            self.seconds = seconds
        }
    }

    package struct Transcription: Sendable {
        /// As the transcriber wrote it.
        package let text: String
        package let seconds: Double
        /// The transcriber doubts that anybody speaks.
        package let isSilence: Bool
        package let model: String
        package let attempts: [Attempt]
    }

    /// The most that writing a recording down can cost, in millionths of a dollar: by its length, or where nobody knows that by its
    /// bytes at the thinnest sound that is sent; twice that, for servers that count tokens.
    package static func most(of recording: Recording) -> Int64 {
        AudioPrice.cost(seconds: recording.seconds ?? Double(recording.bytes.count) / 600) * 2 + 1_000
    }

    /// Bytes of a request, everything included; more is 413.
    package static let recordingLimit = 26_214_400 - 4_096

    /// Asks the models in turn to write down what is said.
    ///
    /// - Parameters:
    ///   - prices: those of the shop that pays; nil takes the client's.
    ///   - mayCost: as ``ChatRequest/mayCost``.
    package func transcribe(
        _ recording: Recording, language: String?, models: [String] = ModelCatalogue.transcription, day: String,
        deadline: Duration = .seconds(60), prices: ModelPrices? = nil, mayCost: (@Sendable (Int64) async -> Bool)? = nil
    ) async throws(OpenAIFailure) -> Transcription {
        let end = ContinuousClock.now + deadline
        var attempts: [Attempt] = []
        for model in models where !memory.isUnknown(model, at: endpoint) {
            for _ in 0..<Self.transcriptionFields.count + 1 {
                let left = ContinuousClock.now.duration(to: end)
                guard left > .milliseconds(50) else { break }
                if let mayCost, await !mayCost(attempts.microUSD(with: Self.most(of: recording))) {
                    attempts.append(Attempt(model: model, outcome: .overBudget))
                    throw OpenAIFailure(outcome: .overBudget, attempts: attempts, retryAfter: nil)
                }
                var (attempt, json) = await listen(recording, language, model, timeout: left)
                let heard = json.flatMap { Heard($0, recording) }
                if let json {
                    if heard == nil { (attempt.outcome, attempt.code) = (.malformed, "no_transcript") }
                    charge(&attempt, json, heard?.seconds ?? recording.seconds ?? 0, on: day, by: prices)
                }
                observe(attempt)
                attempts.append(attempt)
                if let heard {
                    return Transcription(
                        text: heard.text, seconds: heard.seconds, isSilence: TranscriptFilter.isSilence(heard.segments),
                        model: model, attempts: attempts)
                }
                if attempt.outcome == .unknownModel { memory.markUnknown(model, at: endpoint) }
                guard attempt.outcome == .refusedField, let field = attempt.field else { break }
                memory.markRefused([field], by: model, at: endpoint)
            }
            if let last = attempts.last, last.outcome.next == .stop || last.outcome.next == .later { break }
        }
        throw OpenAIFailure(
            outcome: attempts.last?.outcome ?? .unknownModel, attempts: attempts,
            retryAfter: attempts.last?.retryAfter)
    }

    /// Fields that a compatible server may not know.
    private static let transcriptionFields = ["response_format", "language", "temperature"]

    private func listen(
        _ recording: Recording, _ language: String?, _ model: String, timeout: Duration
    ) async -> (Attempt, JSON?) {
        let refused = memory.refused(by: model, at: endpoint)
        var fields: [(name: String, value: String)] = [("model", model)]
        func add(_ name: String, _ value: String) {
            if !refused.contains(name) { fields.append((name, value)) }
        }
        add("response_format", model.hasPrefix("whisper") ? "verbose_json" : "json")
        if let language { add("language", language) }
        add("temperature", "0")
        let form = Multipart(
            fields: fields,
            files: [(field: "file", name: recording.name, mimeType: recording.mimeType, bytes: recording.bytes)])
        let sent = Set(fields.map(\.name))
        return await exchange("audio/transcriptions", form.body, form.contentType, model: model, timeout: timeout) {
            complaint in Self.transcriptionFields.first { complaint.names($0) && sent.contains($0) }
        }
    }

    /// By tokens where the server counts them, else by the second.
    private func charge(
        _ attempt: inout Attempt, _ json: JSON, _ seconds: Double, on day: String, by prices: ModelPrices?
    ) {
        let usage = json["usage"]
        if let input = usage?["input_tokens"]?.int {
            let tokens = TokenUsage(input: max(input, 0), output: max(usage?["output_tokens"]?.int ?? 0, 0))
            charge(&attempt, tokens, estimate: tokens, on: day, by: prices)
        } else {
            attempt.microUSD = AudioPrice.cost(seconds: seconds)
            attempt.isUsageEstimated = usage?["seconds"] == nil
        }
    }

    /// What a server heard, as far as it can be understood.
    private struct Heard {
        let text: String
        let seconds: Double
        let segments: [(noSpeech: Double, confidence: Double)]

        init?(_ json: JSON, _ recording: Recording) {
            guard let text = json["text"]?.string else { return nil }
            self.text = String(text.prefix(20_000))
            // A number, or a number in a string, as older servers write it.
            let told =
                json["usage"]?["seconds"]?.double
                ?? json["duration"].flatMap { $0.double ?? Double($0.scalarText ?? "") }
            let known = told.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil } ?? recording.seconds
            // Voice notes have about 16 kbit/s.
            seconds = known ?? Double(recording.bytes.count) / 2_000
            segments = json.elements(of: "segments").compactMap { segment in
                segment["no_speech_prob"]?.double.map { ($0, segment["avg_logprob"]?.double ?? 0) }
            }
        }
    }
}
