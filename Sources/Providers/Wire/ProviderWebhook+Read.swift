import Domain

extension ProviderWebhook {
    /// Adds what `item` reads, or why it cannot be read: an item fails alone.
    mutating func read(_ path: String, for address: String, _ item: () throws -> InboundItem) {
        do {
            add(try item(), path, address)
        } catch let error as Unreadable {
            fail(path, error.reason)
        } catch {
            fail(path, "unreadable")
        }
    }

    mutating func add(_ item: InboundItem, _ path: String, _ address: String) {
        items.append(.init(path: path, address: address, item: item))
    }

    mutating func fail(_ path: String, _ reason: String) {
        failures.append(.init(path: path, reason: reason))
    }

    /// Whether more items may be read; says so once when not.
    mutating func hasRoom(_ path: String) -> Bool {
        let found = items.count + failures.count
        if found == Wire.itemLimit { fail(path, "too_many_items") }
        return found < Wire.itemLimit
    }
}
