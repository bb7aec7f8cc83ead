/// Tells what a customer said from what a transcriber makes up where nobody speaks.
///
/// Models that were trained on subtitles write the subtitler's closing words over silence and noise. Such sentences are taken out; what
/// is left is what was said.
package enum TranscriptFilter {
    /// The words of a transcript; empty when nothing in it was spoken.
    package static func words(_ transcript: String) -> String {
        let text = ScalarText(transcript)
        var kept: [String] = []
        for range in pieces(text) {
            let sentence = Words.oneLine(text.slice(range))
            let words = Words.split(sentence)
            guard !words.isEmpty, !isInvented(words), !isNoise(sentence) else { continue }
            kept.append(sentence)
        }
        if isLoop(kept) { return "" }
        return kept.joined(separator: " ")
    }

    /// Whether the transcriber itself doubts that anybody speaks.
    ///
    /// - Parameter segments: for each stretch how likely it holds no speech, and how sure the words are (mean log probability).
    package static func isSilence(_ segments: [(noSpeech: Double, confidence: Double)]) -> Bool {
        !segments.isEmpty
            && segments.allSatisfy { $0.noSpeech >= 0.85 || $0.noSpeech >= 0.6 && $0.confidence <= -0.7 }
    }

    private static func pieces(_ text: ScalarText) -> [Range<Int>] {
        text.lines(in: 0..<text.count).flatMap { Sentences.split(text, in: $0) }
    }

    private static func isInvented(_ words: [String]) -> Bool {
        let sentence = words.joined(separator: " ")
        return closings.contains(sentence) || credits.contains { sentence.hasPrefix($0) }
            || sentence.contains("amara org")
    }

    /// `[Música]`, `(risos)`, `♪`: a sound, not a word.
    private static func isNoise(_ sentence: String) -> Bool {
        guard let first = sentence.first, let last = sentence.last else { return true }
        return first == "[" && last == "]" || first == "(" && last == ")" || first == "*" && last == "*"
            || first == "♪" || last == "♪"
    }

    /// The same short sentence over and over: a model that is stuck. A person repeats himself two or three times.
    private static func isLoop(_ sentences: [String]) -> Bool {
        guard sentences.count >= 5 else { return false }
        var counts: [String: Int] = [:]
        for sentence in sentences { counts[Words.split(sentence).joined(separator: " "), default: 0] += 1 }
        return (counts.values.max() ?? 0) * 10 >= sentences.count * 8
    }

    /// Whole sentences.
    private static let closings: Set<String> = [
        "obrigado por assistir", "obrigada por assistir", "obrigado por assistirem", "obrigado por assistir o video",
        "obrigado por assistir ao video", "obrigado pela audiencia", "muito obrigado por assistir",
        "inscreva se no canal", "inscreva se no nosso canal", "se inscreva no canal", "se inscrevam no canal",
        "nao se esqueca de se inscrever no canal", "nao esqueca de se inscrever no canal",
        "deixe seu like e se inscreva no canal", "deixe o seu like", "deixe seu like", "ative o sininho",
        "ate o proximo video", "nos vemos no proximo video", "a gente se ve no proximo video",
        "thanks for watching", "thank you for watching", "thanks for watching everyone", "please subscribe",
        "like and subscribe", "see you in the next video", "gracias por ver el video", "gracias por ver",
        "suscribete al canal", "suscribete", "hasta el proximo video",
    ]

    /// Beginnings of a subtitler's credits.
    private static let credits = [
        "legendas pela comunidade", "legendas por", "legenda por", "legendado por", "legendas e traducao",
        "transcricao e legendas", "traducao e legendas", "transcricao por", "legendagem por", "legenda adriana zanotto",
        "subtitles by", "subtitled by", "captions by", "transcription by", "translated by", "subtitulos por",
        "subtitulos realizados por", "subtitulado por", "subtitulos de",
    ]
}
