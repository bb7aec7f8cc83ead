import Web

/// The domain by which a sender names a shop, as accounts have it: lower case, without scheme and path.
enum CompanyDomain {
    /// What to look for, best first: as it was given, and without a port.
    static func candidates(_ text: String?) -> [String] {
        guard let text, text.utf8.count <= 512 else { return [] }
        var domain = text.trimmingWhitespace.lowercased()[...]
        for scheme in ["https://", "http://"] where domain.hasPrefix(scheme) { domain = domain.dropFirst(scheme.count) }
        domain = domain.prefix { $0 != "/" }
        guard !domain.isEmpty else { return [] }
        let bare =
            domain.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
        return bare == domain || bare.isEmpty ? [String(domain)] : [String(domain), bare]
    }
}
