/// Sentences beside the point that an answer can do without: `Te esperamos por aqui!`, `É só ficar de olho na caixa de entrada.`
extension Guardrails {
    /// The answer without its remarks, checked; nil where it was found fault with for anything else, or where little would be left.
    ///
    /// A remark states no figure, denies and restricts nothing, and is not about the customer's own affairs: what remains says
    /// neither more nor less than before.
    package func withoutRemarks(
        _ text: String, _ verdict: Verdict, quoting quotes: [ModelAnswer.Quote]
    ) -> (text: String, verdict: Verdict)? {
        guard !verdict.isClean, verdict.findings.allSatisfy({ Self.removable.contains($0.kind) && !$0.span.isEmpty })
        else { return nil }
        let source = ScalarText(text)
        let sentences = Sentences.split(source, in: 0..<source.count)
        let remarks = sentences.filter { sentence in verdict.findings.contains { sentence.overlaps($0.span) } }
        guard remarks.allSatisfy({ Self.isRemark(source.slice($0)) }) else { return nil }
        let rest = sentences.filter { !remarks.contains($0) }.map { source.slice($0) }.joined(separator: " ")
        guard Words.split(rest).count >= Self.leastLeft else { return nil }
        let second = verify(rest, quoting: quotes)
        return second.isClean ? (rest, second) : nil
    }

    private static let removable: Set<GuardrailFinding.Kind> = [.offTopic, .promise]
    private static let leastLeft = 6
    private static let mostWords = 14

    private static func isRemark(_ sentence: String) -> Bool {
        let words = Words.split(sentence)
        guard words.count <= mostWords, FactSheet(sentence).facts.isEmpty else { return false }
        return !words.contains { weighty.contains($0) }
    }

    private static let weighty: Set<String> = [
        "nao", "nunca", "nem", "so", "somente", "apenas", "mas", "porem", "exceto", "salvo", "menos", "sem", "ate",
        "se",
        "pedido", "compra", "reembolso", "estorno", "valor", "dinheiro", "troca", "cancelamento", "garanto",
        "garantimos",
        // Who means to do something was not sure of the answer.
        "vou", "vamos", "irei", "iremos", "aviso", "avisamos", "retorno", "retornamos", "verifico", "verificamos",
        "equipe", "alguem", "atendente", "ll", "will", "team",
        "not", "only", "but", "except", "unless", "without", "if", "order", "refund",
    ]
}
