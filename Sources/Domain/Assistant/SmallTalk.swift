/// Messages that need no knowledge: a greeting, thanks, a farewell, a nod, praise.
package enum SmallTalk: String, Sendable, CaseIterable {
    case greeting, thanks, farewell, nod, praise

    /// nil as soon as the message says anything else.
    package static func of(_ utterance: Utterance, _ classification: Classification) -> SmallTalk? {
        if classification.intent == .praise { return .praise }
        guard classification.intent == .other else { return nil }
        let words = utterance.words
        if words.isEmpty { return isPleased(utterance.text) ? .thanks : nil }
        guard words.allSatisfy(all.contains) else {
            guard isClosing(words) else { return nil }
            return words.contains(where: thanksWords.contains) ? .thanks : .nod
        }
        if words.contains(where: thanksWords.contains) { return .thanks }
        if words.contains(where: farewellWords.contains) { return .farewell }
        if words.contains(where: greetingWords.contains) { return .greeting }
        return .nod
    }

    /// Words without a greeting, a name of address or a `por favor` at their beginning.
    static func withoutOpening(_ words: [String]) -> [String] {
        let rest = Array(words.drop { opening.contains($0) })
        return rest.isEmpty ? words : rest
    }

    static func isOnlySmallTalk(_ words: [String]) -> Bool { words.allSatisfy(all.contains) }

    /// Ends the conversation or puts it off: nothing is asked any more.
    static func isClosing(_ words: [String]) -> Bool { closing.matches(words) }

    private static let closing = PatternSet(
        """
        ^ ..3 era so isso ..2 $
        ^ ..2 so isso mesmo ..2 $
        fico no/em/a aguardo/espera $
        ^ ..2 vou aguardar/esperar/pensar ..4 $
        qualquer coisa ..2 volto/chamo/aviso/retorno/falo/escrevo
        ^ ..1 foi mal ..4 $
        mensagem/conversa/numero/pessoa/chat errada/errado $
        ^ ..2 deixa que eu ..6
        ^ ..2 ja consegui/resolvi/achei/encontrei/entendi ..5 $
        """)

    /// A message of nothing but friendly emoji.
    static func isPleased(_ text: String) -> Bool {
        text.unicodeScalars.contains { pleased.contains($0) }
    }

    private static let pleased = Set("👍👏🙏❤🥰😍😊😁😃😄🤩💖💕💜💙😘✨👌🎉".unicodeScalars.filter { $0.value > 0xFF })

    private static let greetingWords: Set<String> = [
        "oi", "ola", "bom", "boa", "dia", "tarde", "noite", "hello", "hi", "hey", "hola", "buenos", "buenas", "dias",
        "tardes", "noches",
        "opa", "eai", "alo", "salve",
    ]
    private static let thanksWords: Set<String> = [
        "obrigado", "obrigada", "obrigados", "valeu", "agradeco", "agradecido", "agradecida", "thanks", "thank",
        "gracias", "grato",
        "grata", "gratidao",
    ]
    private static let farewellWords: Set<String> = [
        "tchau", "ate", "falou", "adeus", "bye", "abraco", "abracos", "beijo", "beijos",
    ]
    private static let nodWords: Set<String> = [
        "ok", "okay", "certo", "entendi", "beleza", "blz", "sim", "nao", "ta", "esta", "claro", "perfeito", "combinado",
        "joia", "show",
        "legal", "otimo", "otima", "bacana", "tranquilo", "isso", "entendido", "ah", "aham", "hum", "kk", "k", "haha",
        "rs",
    ]
    private static let fillers: Set<String> = [
        "tudo", "bem", "muito", "muita", "como", "vai", "voce", "voces", "por", "favor", "e", "a", "o", "de", "para",
        "todos", "pessoal",
        "gente", "moco", "moca", "amigo", "amiga", "logo", "mais", "amanha", "nada", "you", "very", "much", "so", "que",
        "com", "nos",
        "pela", "pelo", "atencao", "ajuda", "informacao", "retorno", "resposta", "muchas", "mesmo", "viu", "ai",
        "senhor", "senhora",
    ]
    private static let opening: Set<String> = greetingWords.union([
        "tudo", "bem", "por", "favor", "moco", "moca", "pessoal", "gente",
    ])
    .union(["amigo", "amiga", "querida", "querido", "please", "e", "entao", "ai"])
    private static let all = greetingWords.union(thanksWords).union(farewellWords).union(nodWords).union(fillers)
}
