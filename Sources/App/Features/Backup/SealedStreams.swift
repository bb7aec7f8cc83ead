import Crypto
import Foundation

/// The sealed form of an archive: AES-256-GCM in pieces, so that a file of any size is opened without being held in memory, and
/// nothing of it is believed before it is proved.
///
/// Header: 16 bytes of name, 16 of salt, 7 of nonce. Then pieces of 64 KiB, each with its tag of 16 bytes. The nonce of a piece is the
/// header's, its number and whether it is the last: pieces cannot be changed, moved, left out or cut off unseen (the STREAM
/// construction, which age uses, too). Every piece is bound to the header.
enum SealedForm {
    static let name = Array("secretaria-bk-01".utf8)
    static let headerCount = 39
    static let pieceCount = 64 << 10
    static let tagCount = 16

    static func nonce(_ prefix: ArraySlice<UInt8>, _ number: UInt32, isLast: Bool) throws -> AES.GCM.Nonce {
        let bytes = Array(prefix) + withUnsafeBytes(of: number.bigEndian, Array.init) + [isLast ? 1 : 0]
        return try AES.GCM.Nonce(data: bytes)
    }
}

final class SealingSink: ByteSink {
    private let next: any ByteSink
    private let key: SymmetricKey
    private let header: [UInt8]
    private var number: UInt32 = 0
    private var piece: [UInt8] = []

    init(_ next: any ByteSink, key: BackupKey) throws {
        self.next = next
        var generator = SystemRandomNumberGenerator()
        let random = (0..<23).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        header = SealedForm.name + random
        self.key = try key.symmetric(salt: Array(random.prefix(16)))
        piece.reserveCapacity(SealedForm.pieceCount)
        try next.write(header[...])
    }

    func write(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            // A full piece waits until it is known whether another follows.
            if piece.count == SealedForm.pieceCount { try seal(isLast: false) }
            let part = rest.prefix(SealedForm.pieceCount - piece.count)
            piece += part
            rest = rest.dropFirst(part.count)
        }
    }

    func finish() throws {
        try seal(isLast: true)
        try next.finish()
    }

    private func seal(isLast: Bool) throws {
        guard number < .max else { throw BackupError.damaged("it is too large to be sealed") }
        let nonce = try SealedForm.nonce(header.suffix(7), number, isLast: isLast)
        let box = try AES.GCM.seal(piece, using: key, nonce: nonce, authenticating: header)
        try next.write(Array(box.ciphertext + box.tag)[...])
        number += 1
        piece.removeAll(keepingCapacity: true)
    }
}

final class OpeningSource: ByteSource {
    private let source: any ByteSource
    private let key: SymmetricKey
    private let header: [UInt8]
    private var number: UInt32 = 0
    /// Read ahead: only by it is known whether a piece is the last.
    private var ahead: [UInt8]
    private var open: ArraySlice<UInt8> = []
    private var isOver = false

    /// - Parameter header: The first ``SealedForm/headerCount`` bytes, which have been read already.
    init(_ source: any ByteSource, header: [UInt8], key: BackupKey) throws {
        self.source = source
        self.header = header
        self.key = try key.symmetric(salt: Array(header.dropFirst(16).prefix(16)))
        ahead = try source.readAll(SealedForm.pieceCount + SealedForm.tagCount)
    }

    func read(_ count: Int) throws -> [UInt8] {
        while open.isEmpty, !isOver { try openNext() }
        let part = open.prefix(count)
        open = open.dropFirst(part.count)
        return Array(part)
    }

    private func openNext() throws {
        let sealed = ahead
        ahead = try source.readAll(SealedForm.pieceCount + SealedForm.tagCount)
        isOver = ahead.isEmpty
        guard sealed.count >= SealedForm.tagCount, number < .max else { throw failure }
        do {
            let nonce = try SealedForm.nonce(header.suffix(7), number, isLast: isOver)
            let box = try AES.GCM.SealedBox(
                nonce: nonce, ciphertext: sealed.dropLast(SealedForm.tagCount), tag: sealed.suffix(SealedForm.tagCount))
            open = Array(try AES.GCM.open(box, using: key, authenticating: header))[...]
        } catch {
            throw failure
        }
        number += 1
    }

    /// A first piece that stays shut is most likely the wrong key.
    private var failure: BackupError {
        number == 0 ? .wrongKey : .damaged("piece \(number + 1) was changed, or the file was cut off")
    }
}
