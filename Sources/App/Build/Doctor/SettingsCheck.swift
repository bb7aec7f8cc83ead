import Foundation
import Web

/// What is set, and whether it is safe. Secrets are judged here and never repeated.
struct SettingsCheck {
    let config: Config
    /// Where `.env` is looked for.
    var home = DataLayout.current.home

    func examine() -> [Diagnosis] { masterKey() + [address()] + doors() + files() + secrets() }

    private var isOpenToOthers: Bool { !["127.0.0.1", "::1", "localhost"].contains(config.host) }

    private func masterKey() -> [Diagnosis] {
        if case .given(let bytes) = config.masterKey, let reason = KeyQuality.flaw(of: bytes) {
            return [
                .bad(
                    "master key",
                    "SECRETARIA_MASTER_KEY \(reason): whoever guesses it reads every channel's secrets. Make one with openssl rand -base64 32 and change it with secretaria keys rotate."
                )
            ]
        }
        if config.previousMasterKey != nil {
            return [
                .warning(
                    "master key",
                    "A previous master key is still in use: secretaria keys rotate completes the change, then take it away."
                )
            ]
        }
        return []
    }

    private func address() -> Diagnosis {
        guard let text = config.publicURL, let url = URL(string: text) else {
            return isOpenToOthers
                ? .warning(
                    "public address",
                    "PUBLIC_URL is not set: providers cannot be told where to send, and links in mails lead nowhere.")
                : .good("public address", "None is set: only this machine reaches the server.")
        }
        let isHere = ["127.0.0.1", "::1", "localhost"].contains(url.host() ?? "")
        if url.scheme == "http", !isHere {
            return .bad(
                "public address",
                "PUBLIC_URL begins with http: passwords and messages would travel in clear. Put a proxy with TLS in front and set it to https."
            )
        }
        return .good("public address", "\(text).")
    }

    private func doors() -> [Diagnosis] {
        var found: [Diagnosis] = []
        if config.allowsInsecureHTTP {
            found.append(
                .warning(
                    "sign-in", "ALLOW_INSECURE_HTTP is yes: passwords of people on other machines travel in clear."))
        }
        if config.trustedProxies.contains(where: { $0.contains("8.8.8.8") && $0.contains("203.0.113.9") }) {
            found.append(
                .bad(
                    "proxies",
                    "TRUSTED_PROXIES believes every sender: anybody can pretend to come from any address. Name the proxy's own network."
                ))
        }
        if let token = config.metricsToken, token.count < 16 {
            found.append(
                .warning("metrics", "METRICS_TOKEN is shorter than 16 characters: make one with openssl rand -hex 24."))
        }
        if let model = config.openAI, let url = URL(string: model.baseURL), url.scheme == "http", !model.key.isEmpty,
            !["127.0.0.1", "::1", "localhost"].contains(url.host() ?? "")
        {
            found.append(
                .warning(
                    "language model",
                    "OPENAI_BASE_URL begins with http: the key and what customers write travel in clear."))
        }
        return found
    }

    /// What other users of this machine could read or change.
    private func files() -> [Diagnosis] {
        var found: [Diagnosis] = []
        let data = config.dataDirectory
        if Self.mode(data).map({ $0 & 0o022 != 0 }) == true {
            found.append(.bad("data folder", "\(data.path) may be written to by others: chmod go-w \(data.path)."))
        }
        let closed = ["master.key", "master.key.previous", "media", "runtime.json"].map { data.appending(path: $0) }
        let settings = home.appending(path: ".env")
        for file in closed + [settings] where Self.mode(file).map({ $0 & 0o044 != 0 }) == true {
            found.append(
                .warning(
                    "data folder", "\(file.path) may be read by every user of this machine: chmod go-rwx \(file.path).")
            )
        }
        if found.isEmpty { found.append(.good("data folder", "\(data.path) is closed to others.")) }
        return found
    }

    private func secrets() -> [Diagnosis] {
        guard let key = config.backup.key else { return [] }
        return BackupKey(key) == nil ? [.bad("backup key", BackupError.weakKey.description)] : []
    }

    static func mode(_ url: URL) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? NSNumber)?.intValue
    }
}

/// Whether 32 bytes look as if chance had made them.
enum KeyQuality {
    /// Half a sentence, or nil. Of random bytes, fewer than 20 different ones or printable text alone come by chance less than
    /// once in a billion.
    static func flaw(of bytes: [UInt8]) -> String? {
        if Set(bytes).count < 20 { return "repeats itself" }
        let steps = Set(zip(bytes, bytes.dropFirst()).map { $1 &- $0 })
        if steps.count < 5 { return "is a plain sequence" }
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) { return "is a text that somebody typed" }
        return nil
    }
}

/// Programs that we call.
struct ToolsCheck {
    var path = ProcessInfo.processInfo.environment["PATH"] ?? ""

    func examine() -> [Diagnosis] {
        [
            tool(
                "ffmpeg", found: "Voice notes are converted so that every phone plays them.",
                missing:
                    "Recordings are sent as the browser made them, which some phones do not play: apt-get install ffmpeg."
            ),
            tool(
                "pdftotext", found: "PDFs can be read into the knowledge base.",
                missing: "PDFs cannot be read into the knowledge base: apt-get install poppler-utils."),
        ]
    }

    private func tool(_ name: String, found: String, missing: String) -> Diagnosis {
        let isThere = path.split(separator: ":").contains {
            $0.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
        return isThere ? .good(name, found) : .warning(name, "It is not installed. \(missing)")
    }
}
