/// How the next answer should sound: from the shop's tone, from how the customer feels now, and from what the customer thought of
/// earlier answers. Tells a model the manner; what may be said is not its business.
package struct ToneProfile: Sendable, Equatable {
    package enum Feeling: String, Sendable {
        case positive, neutral, negative
    }

    /// Thumbs for and against what the assistant said.
    package struct Votes: Sendable, Equatable {
        package var positive: Int
        package var negative: Int

        package init(positive: Int = 0, negative: Int = 0) {
            self.positive = positive
            self.negative = negative
        }

        var count: Int { positive + negative }
        var share: Double { Double(positive) / Double(max(count, 1)) }
    }

    /// 0 to 100.
    package let formality: Int
    package let empathy: Int
    package let hasHumour: Bool
    package let feeling: Feeling

    package init(tone: String, votes: Votes = Votes(), text: String) {
        feeling = Self.feeling(in: text)
        let base: (formality: Int, empathy: Int, humour: Bool) =
            switch tone {
            case "formal": (90, 50, false)
            case "casual": (20, 60, true)
            default: (50, 70, false)
            }
        var (empathy, humour) = (base.empathy, base.humour && feeling != .negative)
        // Three votes at least before somebody is thought to be displeased; praise counts at once.
        if votes.count >= 3, votes.share <= 0.4 {
            humour = false
            empathy = min(empathy + 10, 100)
        } else if votes.count > 0, votes.share >= 0.7 {
            humour = true
        }
        formality = base.formality
        self.empathy = empathy
        hasHumour = humour
    }

    /// +1 and -1 for each known word, half a point more for a side that is there at all; beyond half a point it is a feeling.
    package static func feeling(in text: String) -> Feeling {
        let words = Words.split(text)
        func count(_ lexicon: Set<String>, _ signs: Set<Unicode.Scalar>) -> Double {
            Double(words.count { lexicon.contains($0) } + text.unicodeScalars.count { signs.contains($0) })
        }
        let (good, bad) = (count(happy, happySigns), count(unhappy, unhappySigns))
        let score = good - bad + (good > 0 ? 0.5 : 0) - (bad > 0 ? 0.5 : 0)
        return score > 0.5 ? .positive : score < -0.5 ? .negative : .neutral
    }

    private static let happy: Set<String> = [
        "obrigado", "obrigada", "perfeito", "perfeita", "otimo", "otima", "excelente", "adorei", "amei", "maravilhoso",
        "maravilhosa", "parabens", "gostei", "feliz", "thanks", "great", "perfect", "gracias", "excelentes",
    ]
    private static let unhappy: Set<String> = [
        "triste", "pessimo", "pessima", "problema", "problemas", "urgente", "ruim", "horrivel", "decepcionado",
        "decepcionada", "irritado", "irritada", "absurdo", "demora", "atrasado", "atrasada", "reclamar", "raiva",
        "terrible",
        "awful", "angry", "late", "malo", "mala",
    ]
    private static let happySigns: Set<Unicode.Scalar> = ["😀", "😃", "😄", "😁", "😊", "😍", "❤", "👍", "🙏", "🎉"]
    private static let unhappySigns: Set<Unicode.Scalar> = ["😡", "😠", "😢", "😭", "😞", "👎", "😤", "🤬"]

    /// Lines for the model.
    package var instructions: String {
        var lines = ["TOM DESTA RESPOSTA: formalidade \(formality)/100, empatia \(empathy)/100."]
        switch feeling {
        case .negative:
            lines.append(
                "O cliente parece frustrado: reconheça isso em poucas palavras, sem culpar ninguém e sem prometer nada."
            )
        case .positive: lines.append("O cliente está satisfeito: acompanhe o entusiasmo com leveza.")
        case .neutral: break
        }
        if hasHumour { lines.append("Um toque leve de humor é bem-vindo.") }
        return lines.joined(separator: "\n")
    }
}
