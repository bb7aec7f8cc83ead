/// What a message is, judged by the words it is made of: a ``TextModel`` over the features of ``WishModel``, for the ways of speaking that no rule
/// of ``Classifier`` and ``HumanRequest`` names. Its weights are fitted on labelled messages (`SECRETARIA_FIT=1 swift test --filter IntentFitTests` writes
/// them anew).
enum IntentModel {
    /// Its class of those who ask for a person; the others are the names of ``Intent``.
    static let person = "person"

    /// Of what is none about 8 in 1,000 are taken for one there (`IntentFitTests`); missing one leaves somebody stuck with a machine.
    static let leastOfPerson = 0.15

    /// What a message is that is no wish, by the rules: the likeliest of the rest.
    static func guess(_ utterance: Utterance) -> Intent {
        let shares = zip(model.names, model.shares(of: WishModel.features(of: utterance)))
        let rest = shares.compactMap { name, share in Intent(rawValue: name).map { (intent: $0, share: share) } }
            .filter { $0.intent != .requestAction }
        return rest.max { $0.share < $1.share }?.intent ?? .question
    }

    static func asksForPerson(_ utterance: Utterance) -> Bool {
        guard let place = model.names.firstIndex(of: person) else { return false }
        return model.shares(of: WishModel.features(of: utterance))[place] >= leastOfPerson
    }

    private static let model = TextModel(table)
}
