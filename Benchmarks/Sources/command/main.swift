import Foundation

// The load generator. What it measures is printed as JSON, for scripts/bench and scripts/faults to read.
let commands: [String: (Arguments) throws -> Void] = [
    "webhooks": webhooks, "get": get, "reply": reply, "watch": watch, "provider": provider,
]

var words = CommandLine.arguments.dropFirst()
guard let name = words.popFirst(), let command = commands[name] else {
    FileHandle.standardError.write(
        Data("usage: loadgen \(commands.keys.sorted().joined(separator: "|")) --name value …\n".utf8))
    exit(64)
}
do {
    try command(try Arguments(Array(words)))
} catch {
    FileHandle.standardError.write(Data("loadgen \(name): \(error)\n".utf8))
    exit(1)
}
