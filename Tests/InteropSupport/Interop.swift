import Domain
import FuzzSupport
import Foundation
import NIOPosix

/// Our code for programs in other languages: a JSON object a line in, a JSON object a line out. `interop fuzz …` feeds the parsers instead,
/// `interop corpus …` writes labelled messages.
@main
struct Interop {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "fuzz" {
            FuzzCommand(Array(arguments.dropFirst())).run()
            return
        }
        if arguments.first == "corpus" {
            CorpusCommand(Array(arguments.dropFirst())).run()
            return
        }
        let worlds = Worlds()
        await withDiscardingTaskGroup { group in
            // Read beside the pool of the concurrency runtime: waiting for a line must not hold up a pretend provider.
            while let line = try? await NIOThreadPool.singleton.runIfActive({ readLine(strippingNewline: true) }) {
                let answer: JSON
                do {
                    let command = try JSON.parse(line)
                    if let service = await worlds.start(command) { group.addTask { try? await service() } }
                    answer = try await Commands(worlds: worlds).answer(command)
                } catch {
                    answer = ["error": JSON("\(error)")]
                }
                FileHandle.standardOutput.write(Data(answer.serialize() + [0x0A]))
            }
            group.cancelAll()
        }
    }
}
