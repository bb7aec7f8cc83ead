import Testing

@testable import Domain

struct DeliveryStatusTests {
    @Test("all 24 orders of sent, delivered, read and failed end as read")
    func permutations() {
        let orders = Self.permutations(of: [.sent, .delivered, .read, .failed] as [DeliveryStatus])
        #expect(orders.count == 24)
        for order in orders {
            #expect(order.reduce(DeliveryStatus.queued) { $0.joined(with: $1) } == .read, "\(order)")
        }
    }

    @Test(
        "any subset ends the same in any order",
        arguments: [
            ([.sent, .delivered], .delivered), ([.sent, .failed], .failed), ([.failed, .delivered], .delivered),
            ([.read], .read),
            ([.sent, .delivered, .failed], .delivered), ([.sent, .sent, .failed], .failed), ([.queued, .sent], .sent),
        ] as [([DeliveryStatus], DeliveryStatus)])
    func subsets(reports: [DeliveryStatus], expected: DeliveryStatus) {
        for order in Self.permutations(of: reports) {
            #expect(order.reduce(DeliveryStatus.queued) { $0.joined(with: $1) } == expected)
        }
    }

    @Test("joining is associative, commutative and harmless when repeated")
    func lattice() {
        for a in DeliveryStatus.allCases {
            #expect(a.joined(with: a) == a)
            for b in DeliveryStatus.allCases {
                #expect(a.joined(with: b) == b.joined(with: a))
                for c in DeliveryStatus.allCases {
                    #expect(a.joined(with: b).joined(with: c) == a.joined(with: b.joined(with: c)))
                }
            }
        }
    }

    @Test(
        "providers' words are understood or ignored",
        arguments: [
            ("sent", .sent), ("delivered", .delivered), ("READ", .read), ("played", .read), ("failed", .failed),
            ("accepted", .queued),
            ("deleted", nil), ("warning", nil), ("", nil), ("sento", nil),
        ] as [(String, DeliveryStatus?)])
    func words(word: String, expected: DeliveryStatus?) {
        #expect(DeliveryStatus(provider: word) == expected)
    }

    static func permutations<T>(of items: [T]) -> [[T]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index -> [[T]] in
            var rest = items
            let item = rest.remove(at: index)
            return permutations(of: rest).map { [item] + $0 }
        }
    }
}
