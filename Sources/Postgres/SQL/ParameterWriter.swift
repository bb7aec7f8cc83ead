/// Where values write themselves as parameters: one byte buffer for all, so that a statement costs two allocations.
///
/// Values travel as text and the server infers their types, except bytes, which travel as they are.
public struct ParameterWriter: Sendable {
    /// One parameter: where its bytes are and where its placeholder stands in the statement.
    struct Slot: Sendable {
        var start: Int
        /// -1 is NULL.
        var length: Int
        var isBinary: Bool
        var textOffset: Int
    }

    var bytes: [UInt8] = []
    var slots: [Slot] = []
    var textOffset = 0
    /// Why the statement must not be sent; interpolation cannot throw, sending does.
    var fault: String?

    /// SQL NULL.
    public mutating func null() {
        slots.append(Slot(start: bytes.count, length: -1, isBinary: false, textOffset: textOffset))
    }

    /// Text. PostgreSQL cannot hold NUL in text: such a value is refused when the statement is sent.
    public mutating func text(_ value: some StringProtocol) {
        let start = bytes.count
        bytes.append(contentsOf: value.utf8)
        if bytes[start...].contains(0) { fault = "a text parameter contains a NUL character" }
        finish(start, isBinary: false)
    }

    /// Raw bytes, for bytea.
    public mutating func bytes(_ value: some Sequence<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: value)
        finish(start, isBinary: true)
    }

    /// An array literal. `append` writes one element, and is false for one that cannot be written.
    mutating func array<Element>(_ elements: [Element], append: (Element, inout [UInt8]) -> Bool) {
        let start = bytes.count
        bytes.append(UInt8(ascii: "{"))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            guard append(element, &bytes) else {
                bytes.removeSubrange(start...)
                return refuse("an array element is outside the range of its type")
            }
        }
        bytes.append(UInt8(ascii: "}"))
        if bytes[start...].contains(0) { fault = "a text parameter contains a NUL character" }
        finish(start, isBinary: false)
    }

    /// Refuses the statement: the value cannot be expressed. `reason` must not hold the value itself.
    public mutating func refuse(_ reason: String) {
        fault = reason
        null()
    }

    private mutating func finish(_ start: Int, isBinary: Bool) {
        let length = bytes.count - start
        // The server takes messages of up to 1 GB; beyond that libpq would build one it must drop.
        if length > 1_000_000_000 { fault = "a parameter is larger than 1 GB" }
        slots.append(Slot(start: start, length: length, isBinary: isBinary, textOffset: textOffset))
        bytes.append(0)
    }

    mutating func settle(at count: Int) {
        while slots.count > count { slots.removeLast() }
        while slots.count < count { null() }
    }

    mutating func append(_ other: ParameterWriter, textOffset: (Int) -> Int) {
        let shift = bytes.count
        bytes.append(contentsOf: other.bytes)
        for var slot in other.slots {
            slot.start += shift
            slot.textOffset = textOffset(slot.textOffset)
            slots.append(slot)
        }
        fault = fault ?? other.fault
    }
}
