import Foundation
import PrivacyCorpus

/// `interop corpus --messages 20000 --seed 1`: labelled chat messages as JSON lines.
struct CorpusCommand {
    private var messages = 20_000
    private var seed: UInt64 = 1

    init(_ arguments: [String]) {
        for (option, value) in zip(arguments, arguments.dropFirst()) {
            switch option {
            case "--messages": messages = Int(value) ?? messages
            case "--seed": seed = UInt64(value) ?? seed
            default: break
            }
        }
    }

    func run() {
        var output: [UInt8] = []
        for message in Corpus.messages(messages, seed: seed) { output += Array((message.json + "\n").utf8) }
        FileHandle.standardOutput.write(Data(output))
    }
}
