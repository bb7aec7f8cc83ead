import Foundation
import Testing

@testable import Domain

@Suite struct ZipWriterTests {
    @Test func `the sum is that of the standard`() {
        #expect(ZipWriter.crc(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(ZipWriter.crc([]) == 0)
    }

    /// Read again as the format says: from the end to the list of contents, from there to each file.
    @Test func `an archive is read again by its own list of contents`() throws {
        var zip = ZipWriter()
        let files = [("dados.json", Array("{\"é\":1}".utf8)), ("arquivos/ação.bin", [0, 1, 2, 255]), ("vazio", [])]
        var bytes: [UInt8] = []
        for (name, content) in files {
            let piece = zip.add(name, content)
            bytes += try #require(piece)
        }
        let body = bytes.count
        bytes += zip.end()
        func number(_ at: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
        let tail = bytes.count - 22
        #expect(number(tail, 4) == 0x0605_4B50 && number(tail + 10, 2) == files.count && number(tail + 16, 4) == body)
        var place = number(tail + 16, 4)
        for (name, content) in files {
            #expect(number(place, 4) == 0x0201_4B50)
            let (sum, size, length, offset) = (
                number(place + 16, 4), number(place + 20, 4), number(place + 28, 2), number(place + 42, 4)
            )
            #expect(String(decoding: bytes[(place + 46)..<(place + 46 + length)], as: UTF8.self) == name)
            #expect(size == content.count && UInt32(sum) == ZipWriter.crc(content))
            #expect(number(offset, 4) == 0x0403_4B50)
            let start = offset + 30 + number(offset + 26, 2)
            #expect(Array(bytes[start..<(start + size)]) == content)
            place += 46 + length
        }
        #expect(place == tail)
    }
}
