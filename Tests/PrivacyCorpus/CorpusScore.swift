/// How well labelled messages were understood.
package struct CorpusScore: Sendable {
    package struct Count: Sendable {
        package var expected = 0
        package var found = 0
        package var predicted = 0
        package var right = 0

        package var recall: Double { expected == 0 ? 1 : Double(found) / Double(expected) }
        package var precision: Double { predicted == 0 ? 1 : Double(right) / Double(predicted) }
    }

    package private(set) var counts: [String: Count] = [:]
    package private(set) var decoys = 0
    package private(set) var damaged: [String: Int] = [:]
    package private(set) var clean = 0
    package private(set) var cleanTouched = 0
    /// What went wrong, to look at.
    package private(set) var mistakes: [String] = []

    package init() {}

    package var damagedShare: Double { decoys == 0 ? 0 : Double(damaged.values.reduce(0, +)) / Double(decoys) }
    package var touchedShare: Double { clean == 0 ? 0 : Double(cleanTouched) / Double(clean) }

    /// An entity is found when predictions of its label cover four fifths of it; a prediction is right when it stands on an entity of its label.
    package mutating func add(_ message: LabelledMessage, _ predictions: [LabelledMessage.Part]) {
        func overlap(_ a: LabelledMessage.Part, _ b: LabelledMessage.Part) -> Int {
            max(0, min(a.end, b.end) - max(a.start, b.start))
        }
        func words(_ part: LabelledMessage.Part) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: Array(message.text.unicodeScalars)[max(0, part.start)..<part.end])
            return String(view)
        }
        for entity in message.entities {
            let covered = predictions.filter { $0.label == entity.label }.reduce(0) { $0 + overlap($1, entity) }
            let isFound = Double(covered) >= 0.8 * Double(entity.end - entity.start)
            counts[entity.label, default: Count()].expected += 1
            if isFound {
                counts[entity.label]?.found += 1
            } else {
                mistakes.append("missed \(entity.label) “\(words(entity))” in: \(message.text)")
            }
        }
        for prediction in predictions {
            let isRight = message.entities.contains {
                $0.label == prediction.label && overlap($0, prediction) * 2 >= prediction.end - prediction.start
            }
            counts[prediction.label, default: Count()].predicted += 1
            if isRight {
                counts[prediction.label]?.right += 1
            } else {
                mistakes.append("wrong \(prediction.label) “\(words(prediction))” in: \(message.text)")
            }
        }
        decoys += message.decoys.count
        for decoy in message.decoys where predictions.contains(where: { overlap($0, decoy) > 0 }) {
            damaged[decoy.label, default: 0] += 1
            mistakes.append("damaged \(decoy.label) “\(words(decoy))” in: \(message.text)")
        }
        if message.entities.isEmpty, message.decoys.isEmpty {
            clean += 1
            if !predictions.isEmpty { cleanTouched += 1 }
        }
    }
}
