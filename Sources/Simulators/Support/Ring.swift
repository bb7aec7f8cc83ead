/// The newest items of a list that never ends.
package struct Ring<Element: Sendable>: Sendable, Sequence {
    private var items: [Element] = []
    private let capacity: Int
    /// How many there have been, those forgotten included.
    package private(set) var total = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func append(_ item: Element) {
        items.append(item)
        total += 1
        if items.count >= capacity * 2 { items.removeFirst(items.count - capacity) }
    }

    mutating func update(where matches: (Element) -> Bool, _ change: (inout Element) -> Void) {
        for index in items.indices.reversed() where matches(items[index]) {
            change(&items[index])
            return
        }
    }

    package func makeIterator() -> IndexingIterator<[Element]> { items.makeIterator() }
    package var last: Element? { items.last }
    package func last(where matches: (Element) -> Bool) -> Element? { items.last(where: matches) }
    package var count: Int { items.count }
}
