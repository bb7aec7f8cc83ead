/// What a channel takes of files, and as what each goes.
package struct FileRules: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case image, audio, video, document }

    /// How a file goes.
    package struct Passage: Sendable, Equatable {
        package var kind: Kind
        /// Plays at once and shows its wave.
        package var isVoice: Bool
    }

    package enum Refusal: Error, Equatable {
        /// The channel carries no files at all.
        case notTaken
        case empty
        /// A program: nothing a shop sends its customers.
        case dangerous
        case type
        case tooLarge(limit: Int)
    }

    /// Files of one kind. `types` nil: any.
    struct Limit: Sendable, Equatable {
        var kind: Kind
        var types: Set<String>?
        var bytes: Int
    }

    /// Ours, whatever the channel takes: stated limits of the product.
    package static let limit = 25 << 20
    package static let videoLimit = 100 << 20

    let limits: [Limit]

    package var takesFiles: Bool { !limits.isEmpty }

    package func most(_ kind: Kind) -> Int? {
        limits.filter { $0.kind == kind }.map { min($0.bytes, kind == .video ? Self.videoLimit : Self.limit) }.max()
    }

    /// The way a file goes: as its own kind where the channel takes that, as a document otherwise.
    package func passage(
        type: String, fileName: String, byteSize: Int, isVoice: Bool = false
    ) throws(Refusal) -> Passage {
        guard takesFiles else { throw .notTaken }
        guard byteSize > 0 else { throw .empty }
        guard !Self.isProgram(type, fileName) else { throw .dangerous }
        let own = Self.kind(of: type)
        let cap = own == .video ? Self.videoLimit : Self.limit
        let fitting = limits.filter { ($0.kind == own || $0.kind == .document) && ($0.types?.contains(type) ?? true) }
        guard let largest = fitting.map({ min($0.bytes, cap) }).max() else { throw .type }
        guard let way = fitting.first(where: { byteSize <= min($0.bytes, cap) }) else {
            throw .tooLarge(limit: largest)
        }
        return Passage(kind: way.kind, isVoice: isVoice && way.kind == .audio && type == "audio/ogg")
    }

    static func kind(of type: String) -> Kind {
        if type.hasPrefix("image/") { return .image }
        if type.hasPrefix("audio/") { return .audio }
        return type.hasPrefix("video/") ? .video : .document
    }

    private static let programs: Set<String> = [
        "exe", "dll", "com", "bat", "cmd", "scr", "pif", "msi", "msix", "js", "jse", "vbs", "vbe", "wsf", "hta", "ps1",
        "sh", "jar", "apk", "app", "lnk", "reg", "cpl", "iso", "dmg",
    ]

    private static func isProgram(_ type: String, _ name: String) -> Bool {
        let parts = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        let ending = parts.count > 1 ? parts.last.map { $0.filter { !$0.isWhitespace } } ?? "" : ""
        return programs.contains(ending) || type == "application/x-executable"
    }
}

extension FileRules {
    private static func whatsApp(_ images: Set<String>?, _ sounds: Set<String>?, _ films: Set<String>?) -> FileRules {
        FileRules(limits: [
            Limit(kind: .image, types: images, bytes: 5 << 20), Limit(kind: .audio, types: sounds, bytes: 16 << 20),
            Limit(kind: .video, types: films, bytes: 16 << 20),
            Limit(kind: .document, types: nil, bytes: 100 << 20),
        ])
    }

    /// - Parameters: as `channel_accounts` has them.
    package static func of(channel: String, provider: String) -> FileRules {
        switch (channel, provider) {
        case ("whatsapp", "meta"):
            whatsApp(
                ["image/jpeg", "image/png"],
                ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"], ["video/mp4", "video/3gpp"])
        case ("whatsapp", _):
            whatsApp(["image/jpeg", "image/png", "image/webp", "image/gif"], nil, ["video/mp4", "video/3gpp"])
        case ("instagram", _):
            FileRules(limits: [
                Limit(kind: .image, types: ["image/jpeg", "image/png", "image/gif"], bytes: 8 << 20),
                Limit(kind: .audio, types: ["audio/aac", "audio/mp4", "audio/wav"], bytes: limit),
                Limit(kind: .video, types: ["video/mp4", "video/webm", "video/quicktime"], bytes: limit),
                Limit(kind: .document, types: ["application/pdf"], bytes: limit),
            ])
        case ("messenger", _):
            FileRules(limits: [
                Limit(kind: .image, types: ["image/jpeg", "image/png", "image/gif", "image/webp"], bytes: 8 << 20),
                Limit(kind: .audio, types: nil, bytes: limit), Limit(kind: .video, types: nil, bytes: limit),
                Limit(kind: .document, types: nil, bytes: limit),
            ])
        // In a mail a file grows by a third, and most mailboxes take 25 MB in all.
        case ("email", _): FileRules(limits: [Limit(kind: .document, types: nil, bytes: 18 << 20)])
        default: FileRules(limits: [])
        }
    }
}
