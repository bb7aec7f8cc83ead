/// What a file's first bytes say it is.
enum FileSignature {
    /// Nil for what has no signature we know: text, tables, most office files begin like anything or like a zip.
    static func type(_ head: [UInt8]) -> String? {
        func begins(_ signature: [UInt8], at offset: Int = 0) -> Bool {
            head.count >= offset + signature.count && Array(head[offset..<(offset + signature.count)]) == signature
        }
        func begins(_ signature: String, at offset: Int = 0) -> Bool { begins(Array(signature.utf8), at: offset) }
        if begins([0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if begins([0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if begins("GIF8") { return "image/gif" }
        if begins("RIFF") { return begins("WEBP", at: 8) ? "image/webp" : begins("WAVE", at: 8) ? "audio/wav" : nil }
        if begins("%PDF-") { return "application/pdf" }
        if begins("OggS") { return "audio/ogg" }
        if begins("#!AMR") { return "audio/amr" }
        if begins("ID3") || begins([0xFF, 0xFB]) || begins([0xFF, 0xF3]) || begins([0xFF, 0xF2]) {
            return "audio/mpeg"
        }
        if begins([0xFF, 0xF1]) || begins([0xFF, 0xF9]) { return "audio/aac" }
        if begins([0x1A, 0x45, 0xDF, 0xA3]) { return "video/webm" }
        if begins("MZ") || begins([0x7F, 0x45, 0x4C, 0x46]) { return "application/x-executable" }
        if begins("ftyp", at: 4) { return box(Array(head.dropFirst(8).prefix(4))) }
        return nil
    }

    /// The brand of an MP4 family file.
    private static func box(_ brand: [UInt8]) -> String {
        switch String(decoding: brand, as: UTF8.self) {
        case "M4A ", "M4B ": "audio/mp4"
        case "heic", "heix", "mif1", "msf1": "image/heic"
        case "avif": "image/avif"
        case "qt  ": "video/quicktime"
        case let brand where brand.hasPrefix("3g"): "video/3gpp"
        default: "video/mp4"
        }
    }

    /// The type a file is sent under: what its bytes say, else what its sender says, else what its name says. Nil when it calls itself
    /// a picture, sound, film or PDF and is none.
    static func type(of head: [UInt8], claimed: String, name: String) -> String? {
        let claimed = claimed == "application/octet-stream" ? byName(name) ?? claimed : claimed
        guard let found = type(head) else {
            let isKnown =
                ["image/", "audio/", "video/"].contains { claimed.hasPrefix($0) } || claimed == "application/pdf"
            return isKnown && claimed != "image/svg+xml" ? nil : claimed
        }
        // One container, sound or film: only who made it knows.
        let sound = ["video/webm": "audio/webm", "video/mp4": "audio/mp4", "video/3gpp": "audio/3gpp"]
        if claimed.hasPrefix("audio/"), let sound = sound[found] { return sound }
        if found == "audio/ogg", claimed.hasPrefix("video/") { return "video/ogg" }
        return found
    }

    private static let names = [
        "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
        "pdf": "application/pdf", "mp4": "video/mp4", "mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4",
        "txt": "text/plain", "csv": "text/csv", "zip": "application/zip", "doc": "application/msword",
        "xls": "application/vnd.ms-excel",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ]

    private static func byName(_ name: String) -> String? {
        name.split(separator: ".").dropFirst().last.flatMap { names[$0.lowercased()] }
    }

    /// The usual ending of a type, for files that came without a name.
    static func ending(of type: String) -> String? {
        switch type {
        case "image/jpeg": "jpg"
        case "audio/ogg": "ogg"
        case "audio/mpeg": "mp3"
        case "audio/mp4": "m4a"
        case "video/3gpp": "3gp"
        default: names.first { $0.value == type }?.key ?? nil
        }
    }
}
