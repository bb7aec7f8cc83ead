import Domain
import Foundation
import FuzzSupport

/// `interop fuzz NAME --seconds 30 --seed 1`: one parser for a while. Says before each batch which one it is, so that whoever started it knows
/// what was fed when it crashed; `--input N` writes one input of a batch out instead. `interop fuzz` lists the parsers.
struct FuzzCommand {
    private let name: String?
    private var seconds = 10.0
    private var seed: UInt64 = 1
    private var input: Int?
    private let batch = 200

    init(_ arguments: [String]) {
        name = arguments.first
        for (option, value) in zip(arguments.dropFirst(), arguments.dropFirst(2)) {
            switch option {
            case "--seconds": seconds = Double(value) ?? seconds
            case "--seed": seed = UInt64(value) ?? seed
            case "--input": input = Int(value)
            default: break
            }
        }
    }

    func run() {
        let targets = FuzzTarget.all(samples: samples())
        guard let target = targets.first(where: { $0.name == name }) else {
            say(targets.map(\.name).joined(separator: "\n"))
            return
        }
        if let input {
            FileHandle.standardOutput.write(Data(target.input(seed: seed, number: input)))
            return
        }
        let start = ContinuousClock.now
        var (current, inputs) = (seed, 0)
        while start.duration(to: .now) < .seconds(seconds) {
            say("batch \(current)")
            for finding in target.run(seed: current, count: batch) {
                say("finding \(current) \(finding.number) \(finding.problem)")
            }
            inputs += batch
            current &+= 1
        }
        say("done \(inputs)")
    }

    /// Bodies of third parties by the parser's name, from SECRETARIA_PAYLOADS.
    private func samples() -> [String: [[UInt8]]] {
        guard let folder = ProcessInfo.processInfo.environment["SECRETARIA_PAYLOADS"] else { return [:] }
        let names = [
            "meta_whatsapp": "meta", "zapi": "zapi", "whaticket": "whaticket", "resend": "resend",
            "instagram": "messaging",
            "messenger": "messaging",
        ]
        var found: [String: [[UInt8]]] = [:]
        for (part, name) in names {
            let files =
                (try? FileManager.default.contentsOfDirectory(
                    at: URL(filePath: folder).appending(path: part), includingPropertiesForKeys: nil)) ?? []
            for file in files.sorted(by: { $0.path < $1.path }) {
                found[name, default: []] += (try? Data(contentsOf: file)).map { [Array($0)] } ?? []
            }
        }
        return found
    }

    private func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }
}
