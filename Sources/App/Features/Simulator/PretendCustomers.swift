import Domain
import Foundation
import Simulators
import Synchronization

/// The people one can play, by the number they write to.
package final class PretendCustomers: Sendable {
    struct Customer: Sendable {
        /// Names the person for as long as the process lives: the last part of the page's address.
        let key: String
        let person: GraphCustomer

        init(_ person: GraphCustomer) {
            self.person = person
            key = person.address
        }
    }

    /// At most this many a number: the page is a toy, not a store.
    static let limit = 50

    private let byNumber = Mutex<[String: [Customer]]>([:])

    package init() {}

    func all(on number: String) -> [Customer] {
        byNumber.withLock { $0[number, default: Self.first] }
    }

    func customer(_ key: String, on number: String) -> Customer? { all(on: number).first { $0.key == key } }

    /// A telephone as people in Brazil type it; without one the customer has a scoped id only. nil when it is no telephone.
    func add(name: String, phone: String?, on number: String) -> Customer? {
        var person = GraphCustomer(name: String(name.prefix(80)))
        if let phone {
            guard let number = PhoneNumber(typed: phone) else { return nil }
            person.phone = number.digits
        }
        person.userID = Self.scopedID()
        let customer = Customer(person)
        return byNumber.withLock { all in
            var here = all[number, default: Self.first]
            if let known = here.first(where: { $0.key == customer.key }) { return known }
            here.append(customer)
            if here.count > Self.limit { here.removeFirst() }
            all[number] = here
            return customer
        }
    }

    private static func scopedID() -> String {
        "BR." + String((0..<16).map { _ in "0123456789".randomElement() ?? "0" })
    }

    private static let first = [
        Customer(GraphCustomer(phone: "5511987654321", userID: "BR.1349021145017742", name: "Mariana Alves")),
        Customer(GraphCustomer(phone: "5531998765432", userID: "BR.2250137760914483", name: "Carlos Nogueira")),
        Customer(GraphCustomer(userID: "BR.7731904462085519", name: "Dona Lúcia")),
    ]
}
