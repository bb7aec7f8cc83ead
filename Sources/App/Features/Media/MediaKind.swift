/// What a browser may do with a file.
enum MediaKind {
    /// Types that are shown in place; anything else is only downloaded. SVG and HTML are not here: they can carry scripts.
    private static let shown: Set<String> = [
        "image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac",
        "audio/amr",
        "audio/wav", "audio/webm", "video/mp4", "video/3gpp", "video/webm",
    ]

    /// The bare type in lower case: `audio/ogg; codecs=opus` is `audio/ogg`.
    static func bare(_ type: String?) -> String {
        let head = type?.split(separator: ";", maxSplits: 1).first.map(String.init) ?? ""
        let word = head.lowercased().filter { !$0.isWhitespace }
        let isPlain = word.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || [0x2F, 0x2B, 0x2D, 0x2E].contains(byte)
        }
        return isPlain && word.utf8.count <= 100 && word.contains("/") ? word : "application/octet-stream"
    }

    /// Sound that not every browser plays: Safari has Ogg only since iOS 18.4, AMR nobody has.
    static func needsCopy(_ type: String) -> Bool {
        type.hasPrefix("audio/") && !["audio/mp4", "audio/mpeg", "audio/aac", "audio/wav"].contains(type)
    }

    static func isShown(_ type: String) -> Bool { shown.contains(type) }

    /// Whether a browser that is told this type runs nothing.
    static func isInert(_ type: String) -> Bool {
        isShown(type) || type == "application/pdf" || type == "application/zip" || type == "text/plain"
            || type == "text/csv" || type == "application/msword"
            || type.hasPrefix("application/vnd.openxmlformats-officedocument.") || type.hasPrefix("application/vnd.ms-")
    }

    /// What the first bytes say, for the kinds that browsers show in place: a provider's word is not enough to call something an image.
    static func sniffed(_ bytes: some Collection<UInt8>, claimed: String) -> String {
        let head = Array(bytes.prefix(12))
        func begins(_ signature: [UInt8], at offset: Int = 0) -> Bool {
            head.count >= offset + signature.count && Array(head[offset..<(offset + signature.count)]) == signature
        }
        let found: String? =
            if begins([0xFF, 0xD8, 0xFF]) { "image/jpeg" } else if begins([0x89, 0x50, 0x4E, 0x47]) {
                "image/png"
            } else if begins([0x47, 0x49, 0x46, 0x38]) {
                "image/gif"
            } else if begins([0x52, 0x49, 0x46, 0x46]), begins([0x57, 0x45, 0x42, 0x50], at: 8) { "image/webp" } else {
                nil
            }
        if let found { return found }
        // Called an image without being one: for downloading only.
        return claimed.hasPrefix("image/") ? "application/octet-stream" : claimed
    }
}
