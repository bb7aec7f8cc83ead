/// A queue: amortised constant time at both ends, without shifting the array at every removal.
struct FIFO<Element> {
    private var items: [Element?] = []
    private var head = 0

    var count: Int { items.count - head }
    var isEmpty: Bool { items.count == head }
    var first: Element? { head < items.count ? items[head] : nil }

    mutating func append(_ element: Element) {
        items.append(element)
    }

    /// Changes the first element in place, without copying what it holds.
    mutating func updateFirst(_ change: (inout Element) -> Void) {
        guard head < items.count, var element = items[head] else { return }
        items[head] = nil
        change(&element)
        items[head] = element
    }

    /// Changes every matching element in place.
    mutating func update(where matches: (Element) -> Bool, _ change: (inout Element) -> Void) {
        for index in items.indices {
            guard var element = items[index], matches(element) else { continue }
            change(&element)
            items[index] = element
        }
    }

    mutating func popFirst() -> Element? {
        guard head < items.count else { return nil }
        let element = items[head]
        items[head] = nil
        head += 1
        if head == items.count {
            items.removeAll(keepingCapacity: items.capacity <= 1024)
            head = 0
        } else if head > 64, head * 2 > items.count {
            items.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Takes out everything that matches, in order.
    mutating func removeAll(where matches: (Element) -> Bool) -> [Element] {
        var removed: [Element] = []
        var kept: [Element?] = []
        for case .some(let item) in items[head...] {
            if matches(item) { removed.append(item) } else { kept.append(item) }
        }
        if !removed.isEmpty { (items, head) = (kept, 0) }
        return removed
    }

    /// The smallest of a property; `limit` when there is nothing smaller.
    func least<Value: Comparable>(_ limit: Value, _ value: (Element) -> Value) -> Value {
        var least = limit
        for index in head..<items.count {
            if let item = items[index] { least = min(least, value(item)) }
        }
        return least
    }

    /// The elements in order.
    var elements: [Element] { items[head...].compactMap { $0 } }
}
