/// Classifies a customer's message by rules: no model, no network, the same answer every time.
package enum Classifier {
    package static func classify(_ utterance: Utterance) -> Classification {
        let words = utterance.words
        let wantsPerson = HumanRequest.isMade(in: utterance)
        let wantsAction = ActionRequest.isMade(in: utterance)
        let sentiment = sentiment(utterance)
        let asks = isQuestion(utterance)
        let grave = sentiment == .aggressive || Mood.isGrave(words) || Mood.isThreat(words)
        let trouble = Mood.isTrouble(words)

        let intent: Intent
        if wantsAction || wantsPerson {
            intent = .requestAction
        } else if grave || trouble && !asks {
            intent = .complaint
        } else if Mood.isPraise(words), !asks {
            intent = .praise
        } else if SmallTalk.isOnlySmallTalk(words) || !asks && SmallTalk.isClosing(words) {
            intent = .other
        } else {
            intent = asks ? .question : IntentModel.guess(utterance)
        }
        return Classification(
            intent: intent, sentiment: toned(sentiment, intent), urgency: urgency(utterance, intent, sentiment),
            requiresAction: wantsAction,
            topic: Topic.of(utterance.words))
    }

    private static func sentiment(_ utterance: Utterance) -> Sentiment {
        let words = utterance.words
        if Mood.isAggressive(utterance) { return .aggressive }
        if Mood.isGrave(words) || Mood.isThreat(words) || Mood.isTrouble(words) { return .negative }
        if disgust.matches(words) || utterance.isShouted { return .negative }
        if Mood.isPraise(words) || thanks.matches(words) { return .positive }
        return words.isEmpty && SmallTalk.isPleased(utterance.text) ? .positive : .neutral
    }

    /// Who complains is not pleased, also in words that no list has.
    private static func toned(_ sentiment: Sentiment, _ intent: Intent) -> Sentiment {
        switch (intent, sentiment) {
        case (.complaint, .neutral): .negative
        case (.praise, .neutral): .positive
        default: sentiment
        }
    }

    private static func urgency(_ utterance: Utterance, _ intent: Intent, _ sentiment: Sentiment) -> Urgency {
        let words = utterance.words
        if sentiment == .aggressive || Mood.isUrgent(words) || Mood.isThreat(words) || charged.matches(words) {
            return .high
        }
        return intent == .complaint || intent == .requestAction ? .medium : .low
    }

    /// Somebody who asks what to do about a broken parcel wants the answer, not sympathy.
    private static func isQuestion(_ utterance: Utterance) -> Bool {
        utterance.clauses.contains { clause in
            clause.asks && !Mood.isTrouble(clause.words) || asking.matches(clause.words)
        }
    }

    private static let asking = PatternSet(
        """
        ^ como/qual/quais/quanto/quantos/quantas/quando/onde/posso/tem
        o que faco/fazer/devo/acontece
        em caso de
        como e/funciona/faz/fica
        tem garantia/troca/conserto
        """)

    private static let charged = PatternSet(
        """
        cobrad* ..3 duas/2/duplicad* vezes
        duas cobrancas
        golpe/fraude
        """)

    private static let disgust = PatternSet(
        """
        nao quero ..2 robo/bot
        nao quero mais
        mensagem automatica
        dinheiro de volta
        """)

    private static let thanks = PatternSet(
        """
        obrigado/obrigada/valeu/agradeco/thanks/gracias/grato/grata
        """)
}
