import Domain

/// Who a message is from: the contract's many places of a number, and Baileys' keys.
struct WhaticketPeople {
    private let sources: [JSON]
    private let key: JSON?
    private let isFromShop: Bool

    /// - Parameter isFromShop: of what the shop said, most places name the shop itself.
    init(_ sources: [JSON], key: JSON?, isFromShop: Bool = false) {
        self.sources = sources
        self.key = key
        self.isFromShop = isFromShop
    }

    /// All addresses, the hidden id first: it never passes to somebody else.
    var claims: [IdentityClaim] {
        var claims: [IdentityClaim] = []
        for address in hidden + numbers {
            guard let claim = Self.claim(address) else { continue }
            if !claims.contains(where: { $0.kind == claim.kind && $0.matchKey == claim.matchKey }) {
                claims.append(claim)
            }
            if claim.kind == .phone { break }
        }
        return claims
    }

    /// Every place an address may stand in, groups included.
    var addresses: [String] { hidden + numbers }

    /// In the contract's order, the top-level `number` before all; then where Baileys keeps the number of a hidden sender.
    private var numbers: [String] {
        var places: [JSON?] = sources.map { $0["number"] }
        for name in isFromShop ? ["remoteJid"] : ["from", "remoteJid"] { places += sources.map { $0[name] } }
        places += [key?["remoteJidAlt"]]
        if !isFromShop { places += [key?["senderPn"], key?["participantPn"]] }
        places += [key?["remoteJid"]]
        if !isFromShop { places += sources.map { $0["senderPn"] } }
        for name in ["number", "phone"] { places += sources.map { $0["contact"]?[name] } }
        for name in ["number", "phone"] { places += sources.map { $0["ticket"]?["contact"]?[name] } }
        return places.compactMap { Wire.text($0) }.filter { !$0.hasSuffix("@lid") }
    }

    private var hidden: [String] {
        var places = [key?["remoteJid"], isFromShop ? nil : key?["senderLid"], key?["remoteJidAlt"]]
        places += sources.map { $0["remoteJid"] }
        if !isFromShop { places += sources.map { $0["from"] } }
        return places.compactMap { Wire.text($0) }.filter { $0.hasSuffix("@lid") }
    }

    /// `5511987654321@s.whatsapp.net`, with a device behind a colon perhaps, is international as it is; bare digits may lack 55.
    private static func claim(_ address: String) -> IdentityClaim? {
        if address.hasSuffix("@lid") { return IdentityClaim(whatsApp: address) }
        let phone: PhoneNumber?
        if address.contains("@") {
            phone = PhoneNumber(String(address.prefix { $0 != "@" && $0 != ":" }))
        } else {
            phone = Whaticket.phone(address)
        }
        return phone.map { IdentityClaim(kind: .phone, value: $0.digits, matchKey: $0.matchKey) }
    }

    var name: String? {
        let places =
            sources.map { $0["pushName"] } + sources.map { $0["contact"]?["name"] }
            + sources.map { $0["ticket"]?["contact"]?["name"] } + sources.map { $0["name"] }
        return places.compactMap { Wire.text($0) }.first { PhoneNumber($0) == nil }.map { Wire.cut($0, 200) }
    }
}
