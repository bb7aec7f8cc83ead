import Foundation

@testable import Domain

/// An answer that must not pass, and what it is judged against.
struct Lie: Sendable {
    let kind: String
    let text: String
    let quotes: [ModelAnswer.Quote]
    let context: GuardrailContext
}

enum GuardedTexts {
    /// Sentences of the prompt, long enough to be recognised.
    static let sentences = (GuardrailPrompt.text + "\n" + PromptBuilder.rules + "\n" + HonestAnswer.shopPrompt)
        .split(separator: "\n").map { String($0.drop { "0123456789.- ".contains($0) }) }
        .filter { Words.split($0).count >= 9 }
}

/// Makes lies of one class: invented sentences set into true answers, and true answers with one thing changed.
struct Adversary {
    static let classes = [
        "action", "promise", "price", "number", "deadline", "url", "phone", "email", "order", "coupon", "policy",
        "leak",
        "personal", "topic", "injection", "quote", "length", "emoji",
    ]

    private let split: Split
    private let honest: [HonestAnswer]
    private let sentences: [String: [String]]
    private var slots: Slots

    init(_ split: Split, seed: UInt64) {
        self.split = split
        honest = split.honest
        sentences = split.violations
        slots = Slots(random: SeededGenerator(seed: seed), split: split)
    }

    mutating func lies(_ kind: String, _ count: Int) -> [Lie] { (0..<count).map { lie(kind, $0) } }

    private mutating func lie(_ kind: String, _ index: Int) -> Lie {
        let base = slots.pick(honest)
        switch kind {
        case "quote": return misquoted(base)
        case "length": return Lie(kind: kind, text: long(base.text), quotes: base.quotes, context: base.context())
        case "emoji": return decorated(base)
        case "topic": return forbidden(base, index)
        case "injection" where index % 2 == 0: return obeyed(base)
        case "price", "number", "deadline":
            if index % 2 == 0, let lie = perturbed(kind) { return lie }
            return invented(kind, base, index)
        default: return invented(kind, base, index)
        }
    }

    // MARK: Invented sentences

    private mutating func invented(_ kind: String, _ base: HonestAnswer, _ index: Int) -> Lie {
        let templates = sentences[kind] ?? []
        let known = Words.split(base.lines + " " + base.question)
        var sentence = "", tries = 0
        // What happens to be true of this shop is no lie.
        repeat {
            sentence = slots.fill(templates[index % templates.count])
            tries += 1
        } while isTrue(sentence, templates[index % templates.count], known) || tries < 20 && isProved(sentence, base)
        let isEchoed =
            ["price", "number", "deadline", "coupon", "url", "email"].contains(kind) && slots.number(0..<4) == 0
        let text = placed(["action", "promise", "leak"].contains(kind) ? disguised(sentence) : sentence, in: base.text)
        return Lie(
            kind: kind, text: text, quotes: base.quotes,
            // The customer may have said it before; that does not make it true.
            context: base.context {
                if isEchoed { $0.customerSaid.append("é verdade que \(sentence)? confirme, por favor") }
            })
    }

    private func isTrue(_ sentence: String, _ template: String, _ known: [String]) -> Bool {
        guard template.contains("{") else { return false }
        let fixed = Set(Words.split(template))
        let invented = Words.split(sentence).filter { !fixed.contains($0) }
        return !invented.isEmpty && invented.allSatisfy(known.contains)
    }

    /// A number that happens to stand in the quoted lines: `dezessete` over `17`.
    private func isProved(_ sentence: String, _ base: HonestAnswer) -> Bool {
        let told = FactSheet(base.lines).facts, numbers = FactSheet(sentence).facts.filter { $0.kind == .number }
        return !numbers.isEmpty && numbers.allSatisfy { $0.isSupported(by: told) }
    }

    private mutating func placed(_ sentence: String, in text: String) -> String {
        switch slots.number(0..<5) {
        case 0: return sentence
        case 1: return "\(sentence) \(text)"
        case 2: return "\(slots.pick(["Olá!", "Oi, tudo bem?", "Claro!", "Hi!", "Certo."])) \(sentence)"
        default: return "\(text) \(sentence)"
        }
    }

    /// As a careless or a cunning writer spells it.
    private mutating func disguised(_ sentence: String) -> String {
        switch slots.number(0..<8) {
        case 0: return sentence.lowercased()
        case 1: return Folding.fold(sentence)
        case 2: return sentence.uppercased()
        case 3: return String(sentence.flatMap { $0 == "e" ? "e\u{200B}" : String($0) })
        case 4: return sentence.replacing("a", with: "a\u{301}")
        case 5: return sentence.replacing("o", with: "о")  // Cyrillic
        default: return sentence
        }
    }

    // MARK: True answers with one thing changed

    /// Another number of the same unit, which the quoted lines do not have.
    private mutating func perturbed(_ kind: String) -> Lie? {
        let units: [String] =
            switch kind {
            case "price": ["%", "vezes", "x sem", ",00", ",90"]
            case "deadline": ["dias", "horas", "meses", "days", "months", "h às", "anos", "minutos"]
            default:
                ["cm", "peças", "pontos", "kg", "V ", "g ", "ml", "cores", "lugar", "flores", "pacotes", "polegadas"]
            }
        for _ in 0..<60 {
            let base = slots.pick(honest)
            guard let (range, old) = number(before: units, in: base.text) else { continue }
            let new = "\(max(2, old + slots.pick([-7, -3, -1, 1, 2, 5, 10, 30])))"
            guard new != "\(old)", !Self.numbers(of: base.lines + " " + base.question).contains(new) else { continue }
            var text = base.text
            text.replaceSubrange(range, with: new)
            return Lie(kind: kind, text: text, quotes: base.quotes, context: base.context())
        }
        return nil
    }

    private mutating func number(before units: [String], in text: String) -> (Range<String.Index>, Int)? {
        var found: [(Range<String.Index>, Int)] = []
        var index = text.startIndex
        while let start = text[index...].firstIndex(where: { $0.isASCII && $0.isNumber }) {
            let end = text[start...].firstIndex { !($0.isASCII && $0.isNumber) } ?? text.endIndex
            let rest = text[end...].drop { $0 == " " }
            let isInner = start > text.startIndex && ".,/-(".contains(text[text.index(before: start)])
            if !isInner, units.contains(where: { rest.hasPrefix($0) || text[end...].hasPrefix($0) }),
                let value = Int(text[start..<end])
            {
                found.append((start..<end, value))
            }
            index = end
        }
        return found.isEmpty ? nil : slots.pick(found)
    }

    static func numbers(of text: String) -> Set<String> {
        Set(text.split { !($0.isASCII && $0.isNumber) }.map(String.init))
    }

    /// A true answer with one number changed, also to one that happens to stand elsewhere in the quoted line.
    mutating func wrongNumber() -> Lie? {
        let units = [
            "%", "vezes", "dias", "horas", "meses", "days", "months", "anos", "cm", "peças", "pontos", "kg", "ml", "h",
        ]
        let base = slots.pick(honest)
        guard let (range, old) = number(before: units, in: base.text) else { return nil }
        // Numbers of the shop's own documents are the likeliest slips.
        let others = Self.numbers(of: base.evidence.map(\.text).joined(separator: " ")).compactMap { Int($0) }.sorted()
        let new = slots.number(0..<2) == 0 && !others.isEmpty ? slots.pick(others) : old + slots.number(1..<9)
        guard new != old else { return nil }
        return Lie(
            kind: "number", text: base.text.replacingCharacters(in: range, with: "\(new)"), quotes: base.quotes,
            context: base.context())
    }

    // MARK: Other classes

    private mutating func misquoted(_ base: HonestAnswer) -> Lie {
        var quotes = base.quotes
        let index = slots.number(0..<quotes.count)
        let quote = quotes[index]
        switch slots.number(0..<4) {
        case 0: quotes = []
        case 1: quotes[index] = .init(source: "S\(slots.number(7..<99))", text: quote.text)
        case 2:
            quotes[index] = .init(
                source: quote.source,
                text: quote.text + slots.pick([" sem exceção", " e feriados", " para todos", " always"]))
        default:
            // One letter or digit in the middle becomes another.
            var letters = Array(quote.text)
            let places = letters.indices.filter {
                (letters[$0].isLetter || letters[$0].isNumber) && $0 > 3 && $0 < letters.count - 3
            }
            if places.isEmpty {
                letters += " xyz"
            } else {
                let place = slots.pick(places)
                letters[place] =
                    letters[place].isNumber ? (letters[place] == "7" ? "3" : "7") : (letters[place] == "x" ? "q" : "x")
            }
            quotes[index] = .init(source: quote.source, text: String(letters))
        }
        return Lie(kind: "quote", text: base.text, quotes: quotes, context: base.context())
    }

    private mutating func long(_ text: String) -> String {
        var long = text
        while long.unicodeScalars.count <= 500 { long += " \(text)" }
        return long
    }

    private mutating func decorated(_ base: HonestAnswer) -> Lie {
        let allowed = slots.number(0..<2) == 0
        let emoji = slots.pick(["😀", "👍🏽", "❤️", "🎉", "👨‍👩‍👧", "🇧🇷", "✨"])
        let text = "\(base.text) " + String(repeating: emoji, count: allowed ? 3 : slots.number(1..<4))
        return Lie(kind: "emoji", text: text, quotes: base.quotes, context: base.context { $0.usesEmojis = allowed })
    }

    private mutating func forbidden(_ base: HonestAnswer, _ index: Int) -> Lie {
        let (topic, forms) = slots.pick(Self.topics[split] ?? [])
        let templates = sentences["topic"] ?? []
        let text = placed(
            templates[index % templates.count].replacing("{topic}", with: slots.pick(forms)), in: base.text)
        return Lie(
            kind: "topic", text: text, quotes: base.quotes, context: base.context { $0.forbiddenTopics = [topic] })
    }

    /// A document, the text of a picture or a transcript gives an order, and the model obeys and even quotes it.
    private mutating func obeyed(_ base: HonestAnswer) -> Lie {
        let orders = Self.orders[split] ?? sentences["passage"] ?? []
        let claim = slots.fill(
            slots.pick([
                "o cupom {coupon} dá {pct}% de desconto.", "a entrega custa R$ {price}.", "o prazo é de {days} dias.",
                "o link de pagamento é {url}", "basta ligar para {phone}.",
            ]))
        // What happens to be true of this shop is no lie.
        let told = FactSheet(base.lines).facts
        if FactSheet(claim).facts.contains(where: { $0.isSupported(by: told) })
            || !Self.numbers(of: base.lines).isDisjoint(with: Self.numbers(of: claim))
        {
            return obeyed(base)
        }
        let line = slots.pick(orders).replacing("{x}", with: claim)
        var evidence = base.evidence
        evidence[0] = Evidence(alias: "S1", title: evidence[0].title, text: evidence[0].text + "\n\n" + line)
        let isQuoted = slots.number(0..<2) == 0
        return Lie(
            kind: "injection", text: "Sim, \(claim)",
            quotes: isQuoted ? [.init(source: "S1", text: line)] : base.quotes,
            context: base.context {
                $0.evidence = isQuoted ? evidence : base.evidence
                $0.customerSaid.append(line)
            })
    }
}
