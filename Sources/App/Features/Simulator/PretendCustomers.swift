import Crypto
import Domain
import Foundation
import Synchronization

/// Somebody one can play.
struct PretendCustomer: Sendable {
    /// Names the person for as long as the process lives: the last part of the page's address.
    let key: String
    let name: String
    /// Digits.
    var phone: String?
    /// What the provider calls somebody whose number it hides or does not know.
    var scopedID: String?
    var username: String?
    var email: String?

    init(
        _ name: String, phone: String? = nil, scopedID: String? = nil, username: String? = nil, email: String? = nil
    ) {
        self.name = name
        (self.phone, self.scopedID, self.username, self.email) = (phone, scopedID, username, email)
        // Paths stand in logs, where a telephone number is masked and an address could not be found.
        if let email {
            key = String(MediaFolder.hex(SHA256.hash(data: Array(email.utf8))).prefix(16))
        } else {
            let address = phone ?? scopedID ?? ""
            key = String(address.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" })
        }
    }

    /// How the shop's side would know the person.
    var address: String { phone ?? email ?? scopedID ?? "" }
}

/// The people one can play, by the account they write to.
package final class PretendCustomers: Sendable {
    /// At most this many an account: the page is a toy, not a store.
    static let limit = 50

    private let byAccount = Mutex<[UUID: [PretendCustomer]]>([:])

    package init() {}

    func all(on account: PlayedAccount) -> [PretendCustomer] {
        byAccount.withLock { $0[account.id] } ?? Self.first(account.kind)
    }

    func customer(_ key: String, on account: PlayedAccount) -> PretendCustomer? {
        all(on: account).first { $0.key == key }
    }

    /// - Parameter address: a telephone as people in Brazil type it, an e-mail, or a user name; without one the customer has a
    ///   scoped id only, where the channel has such. nil when it is none.
    func add(name: String, address: String?, on account: PlayedAccount) -> PretendCustomer? {
        guard let customer = Self.customer(String(name.prefix(80)), address, account.kind) else { return nil }
        return byAccount.withLock { all in
            var here = all[account.id] ?? Self.first(account.kind)
            if let known = here.first(where: { $0.key == customer.key }) { return known }
            here.append(customer)
            if here.count > Self.limit { here.removeFirst() }
            all[account.id] = here
            return customer
        }
    }

    private static func customer(_ name: String, _ address: String?, _ kind: ChannelKind) -> PretendCustomer? {
        switch kind {
        case .instagram, .messenger:
            let username = address.map { String($0.drop { $0 == "@" }) }
            return PretendCustomer(name, scopedID: digits(17), username: username)
        case .resend, .smtp:
            guard let email = address.flatMap({ EmailAddress($0) }) else { return nil }
            return PretendCustomer(name, email: email.address)
        case .twilio, .zenvia, .webPush:
            return address.flatMap { PhoneNumber(typed: $0) }.map { PretendCustomer(name, phone: $0.digits) }
        case .metaWhatsApp, .zapi, .whaticket:
            let scopedID = kind == .metaWhatsApp ? "BR." + digits(16) : digits(15) + "@lid"
            guard let address else { return PretendCustomer(name, scopedID: scopedID) }
            return PhoneNumber(typed: address).map {
                PretendCustomer(name, phone: $0.digits, scopedID: kind == .whaticket ? nil : scopedID)
            }
        }
    }

    private static func digits(_ count: Int) -> String {
        (0..<count).map { _ in "123456789".randomElement().map(String.init) ?? "1" }.joined()
    }

    /// Three people, the same on every channel, as far as it knows them.
    private static func first(_ kind: ChannelKind) -> [PretendCustomer] {
        switch kind {
        case .metaWhatsApp:
            [
                .init("Mariana Alves", phone: "5511987654321", scopedID: "BR.1349021145017742"),
                .init("Carlos Nogueira", phone: "5531998765432", scopedID: "BR.2250137760914483"),
                .init("Dona Lúcia", scopedID: "BR.7731904462085519"),
            ]
        case .zapi, .whaticket:
            [
                .init("Mariana Alves", phone: "5511987654321"), .init("Carlos Nogueira", phone: "5531998765432"),
                .init("Dona Lúcia", scopedID: "217733190446208@lid"),
            ]
        case .instagram:
            [
                .init("Mariana Alves", scopedID: "17841400000000101", username: "mari.alves"),
                .init("Carlos Nogueira", scopedID: "17841400000000102", username: "carlosnog"),
                .init("Dona Lúcia", scopedID: "17841400000000103", username: "donalucia.crochê"),
            ]
        case .messenger:
            [
                .init("Mariana Alves", scopedID: "24100000000000101"),
                .init("Carlos Nogueira", scopedID: "24100000000000102"),
                .init("Dona Lúcia", scopedID: "24100000000000103"),
            ]
        case .resend, .smtp:
            [
                .init("Mariana Alves", email: "mariana.alves@correio.example"),
                .init("Carlos Nogueira", email: "carlos@nogueira.example"),
                .init("Dona Lúcia", email: "lucia.crocheteira@correio.example"),
            ]
        case .twilio, .zenvia, .webPush:
            [
                .init("Mariana Alves", phone: "5511987654321"), .init("Carlos Nogueira", phone: "5531998765432"),
                .init("Dona Lúcia", phone: "5548991234567"),
            ]
        }
    }
}
