import Crypto
import CryptoExtras
import Foundation

/// What an archive is sealed with: a text that the operator keeps, from the environment or a file.
package struct BackupKey: Sendable, CustomStringConvertible, CustomReflectable {
    package static let minimumLength = 16

    private let text: String

    /// nil when the text is too short to withstand guessing.
    package init?(_ text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard trimmed.count >= Self.minimumLength else { return nil }
        self.text = trimmed
    }

    package var description: String { "backup key" }
    package var customMirror: Mirror { Mirror(reflecting: description) }

    /// scrypt: a text of people's making is worth a second of work.
    func symmetric(salt: [UInt8]) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Data(text.utf8), salt: Data(salt), outputByteCount: 32, rounds: 1 << 16, blockSize: 8, parallelism: 1)
    }
}
