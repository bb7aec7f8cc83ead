import Foundation

/// What the operator has set for backups.
package struct BackupSettings: Sendable, CustomStringConvertible, CustomReflectable {
    package var key: String?
    /// Who may read every row.
    package var databaseURL: String?

    package init(key: String? = nil, databaseURL: String? = nil) {
        self.key = key
        self.databaseURL = databaseURL
    }

    package var description: String { "backup settings" }
    package var customMirror: Mirror { Mirror(reflecting: description) }

    /// The key, if one is set; a weak one is refused rather than used.
    package func checkedKey() throws(BackupError) -> BackupKey? {
        guard let key else { return nil }
        guard let checked = BackupKey(key) else { throw .weakKey }
        return checked
    }
}

extension Config {
    /// Files of messages.
    var mediaDirectory: URL { dataDirectory.appending(path: "media", directoryHint: .isDirectory) }

    /// What was set, as a file `.env` that holds no secret.
    var withoutSecrets: String {
        var text =
            "# Settings of this installation. Secrets are not in it: each line that begins with # names one that was set.\n"
        for key in Self.keys {
            guard let value = given[key.name] else { continue }
            if key.isSecret {
                text += "# \(key.name)\n"
            } else {
                text +=
                    value.contains { $0.isWhitespace || $0 == "#" }
                    ? "\(key.name)=\"\(value)\"\n" : "\(key.name)=\(value)\n"
            }
        }
        return text
    }
}
