import CryptoExtras
import Foundation
import NIOPosix
import Web

/// Passwords as scrypt hashes in PHC form: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`.
///
/// Hashing is slow and takes 32 MB on purpose, so it runs on threads of its own and not on those that serve requests.
package struct PasswordHasher: Sendable {
    package struct Cost: Sendable, Equatable {
        let logRounds: Int
        let blockSize: Int
        let parallelism: Int

        /// OWASP's third choice for scrypt: as hard as the first, in a quarter of its memory.
        package static let standard = Cost(logRounds: 15, blockSize: 8, parallelism: 3)
        /// For tests, which hash often and protect nothing.
        package static let cheap = Cost(logRounds: 4, blockSize: 8, parallelism: 1)
    }

    let cost: Cost
    private let threads: NIOThreadPool

    package init(cost: Cost = .standard, threads: NIOThreadPool = .singleton) {
        self.cost = cost
        self.threads = threads
    }

    package func hash(_ password: String) async throws -> String {
        let salt = Data(SymmetricKeyBytes.random(count: 16))
        let hash = try await derive(password, salt: salt, cost: cost, length: 32)
        return Self.text(cost, salt: salt, hash: hash)
    }

    /// Whether `stored` was made from `password`. nil costs the same and is always false: nobody can tell by the time
    /// it takes whether an account exists.
    package func verify(_ password: String, against stored: String?) async throws -> Bool {
        let parsed = stored.flatMap(Stored.init)
        let against = parsed ?? Stored(cost: cost, salt: Data(count: 16), hash: Data(count: 32))
        let hash = try await derive(password, salt: against.salt, cost: against.cost, length: against.hash.count)
        return Secrets.equal(hash.base64EncodedString(), against.hash.base64EncodedString()) && parsed != nil
    }

    /// Made with other parameters than today's: worth making anew while the password is at hand.
    package func isOutdated(_ stored: String) -> Bool { Stored(stored)?.cost != cost }

    private func derive(_ password: String, salt: Data, cost: Cost, length: Int) async throws -> Data {
        try await threads.runIfActive {
            try KDF.Scrypt.deriveKey(
                from: Data(password.utf8), salt: salt, outputByteCount: length, rounds: 1 << cost.logRounds,
                blockSize: cost.blockSize, parallelism: cost.parallelism
            ).withUnsafeBytes { Data($0) }
        }
    }

    private static func text(_ cost: Cost, salt: Data, hash: Data) -> String {
        let parameters = "ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
        return "$scrypt$\(parameters)$\(salt.base64EncodedString())$\(hash.base64EncodedString())"
    }

    /// The parts of a stored hash. Parameters beyond what this product ever wrote are refused: they could exhaust memory.
    private struct Stored {
        let cost: Cost
        let salt: Data
        let hash: Data

        init(cost: Cost, salt: Data, hash: Data) {
            self.cost = cost
            self.salt = salt
            self.hash = hash
        }

        init?(_ text: String) {
            let parts = text.split(separator: "$")
            guard parts.count == 4, parts[0] == "scrypt", let salt = Data(base64Encoded: String(parts[2])),
                let hash = Data(base64Encoded: String(parts[3])), hash.count == 32
            else { return nil }
            let numbers = parts[1].split(separator: ",").map { Int($0.drop { $0 != "=" }.dropFirst()) ?? 0 }
            guard numbers.count == 3, (1...17).contains(numbers[0]), (1...16).contains(numbers[1]),
                (1...8).contains(numbers[2])
            else { return nil }
            self.init(
                cost: Cost(logRounds: numbers[0], blockSize: numbers[1], parallelism: numbers[2]), salt: salt,
                hash: hash)
        }
    }
}

private enum SymmetricKeyBytes {
    static func random(count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
