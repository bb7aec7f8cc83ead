import Domain
import Hummingbird

extension OpenAISimulator {
    /// Bytes of a whole request.
    private static let largestRecording = 26_214_400
    /// The name decides, not the bytes.
    private static let endings: Set<String> = [
        "flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm",
    ]
    private static let fields: Set<String> = [
        "model", "language", "prompt", "response_format", "temperature", "timestamp_granularities[]", "include[]",
    ]

    func transcribe(_ form: SimulatedForm, size: Int, _ fault: Fault?) throws -> Response {
        guard size <= Self.largestRecording else {
            // A fault of the caller under the name of a fault of the server, without a code: so does the real one.
            throw OpenAIRefusal(
                status: 413, message: "Maximum content size limit (26214400) exceeded (\(size) bytes read)")
        }
        if let odd = form.fields.first(where: { !Self.fields.contains($0.name) }) {
            throw OpenAIRefusal(
                code: "unknown_parameter", param: odd.name,
                message: "Unrecognized request argument supplied: \(odd.name)")
        }
        let rules = try rules(for: form.json)
        guard rules.listens else {
            throw OpenAIRefusal(
                status: 404, message: "This model is not supported in the v1/audio/transcriptions endpoint.")
        }
        let value = Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        let shape = value["response_format"] ?? "json"
        guard rules.transcripts.contains(shape) else {
            throw OpenAIRefusal(
                code: "unsupported_value", param: "response_format",
                message: "response_format '\(shape)' is not compatible with model '\(rules.name)'.")
        }
        if value["timestamp_granularities[]"] != nil, shape != "verbose_json" {
            throw OpenAIRefusal(
                param: "timestamp_granularities",
                message: "timestamp_granularities needs response_format 'verbose_json'.")
        }
        if let language = value["language"],
            !(language.count == 2 && language.allSatisfy { $0.isASCII && $0.isLowercase })
        {
            throw OpenAIRefusal(
                code: "invalid_language_format", param: "language",
                message: "Invalid language '\(language)'. Language parameter must be specified in ISO-639-1 format.")
        }
        if let text = value["temperature"], !(Double(text).map { (0...1).contains($0) } ?? false) {
            throw OpenAIRefusal(param: "temperature", message: "Invalid 'temperature'.")
        }
        let file = try Self.recording(form)
        return Self.transcript(of: file, shape, rules, fault)
    }

    private static func recording(_ form: SimulatedForm) throws -> SimulatedFile {
        guard form.files.count == 1, let file = form.files.first, form.json["file"] == nil else {
            throw OpenAIRefusal(
                code: "missing_required_parameter", param: "file", message: "Missing required parameter: 'file'.")
        }
        let ending = file.name.split(separator: ".").dropFirst().last.map { $0.lowercased() } ?? ""
        guard endings.contains(ending), ending != "oga" else {
            throw OpenAIRefusal(
                param: "file",
                message:
                    "Invalid file format. Supported formats: ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm']"
            )
        }
        guard ending != "ogg" || file.bytes.starts(with: Array("OggS".utf8)), file.bytes.count > 40 else {
            throw OpenAIRefusal(
                param: "file", message: "The audio file could not be decoded or its format is not supported.")
        }
        guard (PretendRecording.seconds(of: file.bytes) ?? 1) >= 0.1 else {
            throw OpenAIRefusal(
                code: "audio_too_short", param: "file",
                message: "Audio file is too short. Minimum audio length is 0.1 seconds.")
        }
        return file
    }

    /// Over silence the subtitler's closing words appear, as in the real one.
    private static func transcript(
        of file: SimulatedFile, _ shape: String, _ rules: OpenAIModelRules, _ fault: Fault?
    ) -> Response {
        let spoken = PretendRecording.words(in: file.bytes)
        var text = spoken ?? "Legendas pela comunidade Amara.org"
        switch fault {
        case .content(let words): text = words
        case .empty: text = ""
        default: break
        }
        let seconds = PretendRecording.seconds(of: file.bytes) ?? Double(file.bytes.count) / 2_000
        switch shape {
        case "verbose_json":
            let segment: JSON = [
                "id": 0, "seek": 0, "start": 0, "end": JSON(seconds), "text": JSON(text), "tokens": [],
                "temperature": 0, "avg_logprob": JSON(spoken == nil ? -0.9 : -0.2), "compression_ratio": 1,
                "no_speech_prob": JSON(spoken == nil ? 0.93 : 0.02),
            ]
            let body: JSON = [
                "task": "transcribe", "language": "portuguese", "duration": JSON(seconds), "text": JSON(text),
                "segments": text.isEmpty ? [] : [segment],
                "usage": ["type": "duration", "seconds": JSON(Int(seconds.rounded(.up)))],
            ]
            return answer(.ok, body.serialize())
        case "json":
            let tokens = Int(seconds * 10)
            let counted: JSON = [
                "type": "tokens", "input_tokens": JSON(tokens), "output_tokens": JSON(text.utf8.count / 4 + 1),
                "total_tokens": JSON(tokens + text.utf8.count / 4 + 1),
                "input_token_details": ["text_tokens": 0, "audio_tokens": JSON(tokens)],
            ]
            let usage: JSON =
                rules.name == "whisper-1" ? ["type": "duration", "seconds": JSON(Int(seconds.rounded(.up)))] : counted
            return answer(.ok, (["text": JSON(text), "usage": usage] as JSON).serialize())
        default:
            return Response(
                status: .ok, headers: [.contentType: "text/plain"], body: .init(byteBuffer: .init(string: text)))
        }
    }
}
