import Domain
import Foundation

/// The secrets of the demo that the database keeps only as hashes: needed to print the logins again.
struct DemoAccess: Codable, Sendable, Equatable {
    /// Of which shop they are: another database has another one.
    var tenant: UUID
    var password: String
    var apiToken: String

    private static func file(_ config: Config) -> URL { config.dataDirectory.appending(path: "demo.json") }

    static func read(_ config: Config) -> DemoAccess? {
        guard let data = try? Data(contentsOf: file(config)) else { return nil }
        return try? JSONDecoder().decode(DemoAccess.self, from: data)
    }

    func write(_ config: Config) throws {
        try FileManager.default.createDirectory(at: config.dataDirectory, withIntermediateDirectories: true)
        try PrivateFile.replace(try JSONEncoder().encode(self), at: Self.file(config).path)
    }

    /// Four words and four digits: about 37 bits, easy to type, and sign-in slows guessing down.
    static func newPassword() -> String {
        var generator = SystemRandomNumberGenerator()
        let chosen = (0..<4).compactMap { _ in words.randomElement(using: &generator) }
        return (chosen + [String(Int.random(in: 1000...9999, using: &generator))]).joined(separator: "-")
    }

    private static let words = """
        abacaxi acerola amora araticum bacuri banana buriti cacau caju cambuci canela carambola cereja cidra coco cravo cupuaba
        figo framboesa goiaba graviola guaraná ingá ipê jabuti jaca jambo jasmim jatobá kiwi laranja lima limão lírio louro maçã
        mamão manga maracujá melão mirtilo murici noz oliva pequi pera pinhão pitanga pitaya romã sapoti seriguela tâmara
        tangerina tucumã umbu uva uvaia violeta
        """.folding(options: .diacriticInsensitive, locale: Locale(identifier: "en_US_POSIX")).split(
            whereSeparator: \.isWhitespace
        ).map(String.init)
}
