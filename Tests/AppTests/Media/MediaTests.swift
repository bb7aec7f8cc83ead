import Domain
import Foundation
import Testing

@testable import App

struct MediaTests {
    @Test(
        arguments: [
            ("bytes=0-0", ByteRange.part(0..<1)), ("bytes=2-", .part(2..<10)), ("bytes=-3", .part(7..<10)),
            ("bytes=0-999", .part(0..<10)),
            ("bytes=-999", .part(0..<10)), ("bytes=10-", .impossible), ("bytes=-0", .impossible), ("bytes=5-2", .whole),
            ("bytes=a-b", .whole),
            ("bytes=0-1,3-4", .whole), ("lines=0-1", .whole), ("bytes=", .whole), ("bytes=-", .whole),
            ("bytes=99999999999999999999-", .whole), (nil, .whole),
        ] as [(String?, ByteRange)])
    func `a range is what HTTP says, and nonsense is the whole file`(header: String?, expected: ByteRange) {
        #expect(ByteRange(header, length: 10) == expected)
    }

    @Test func `an empty file has no part`() {
        #expect(ByteRange("bytes=0-", length: 0) == .impossible)
        #expect(ByteRange("bytes=-1", length: 0) == .impossible)
    }

    @Test func `what calls itself an image without being one is only downloaded`() {
        let page = Array("<html><script>alert(1)</script>".utf8)
        #expect(MediaKind.sniffed(page, claimed: "image/png") == "application/octet-stream")
        #expect(MediaKind.sniffed([0xFF, 0xD8, 0xFF, 0xE0], claimed: "application/pdf") == "image/jpeg")
        #expect(!MediaKind.isShown(MediaKind.bare("image/svg+xml")) && !MediaKind.isShown(MediaKind.bare("text/html")))
        #expect(MediaKind.bare("Audio/OGG; codecs=opus") == "audio/ogg")
        #expect(MediaKind.bare("text/html\r\nX: y") == "application/octet-stream")
        #expect(MediaKind.bare(nil) == "application/octet-stream")
    }

    @Test func `a file's name cannot end its header nor leave the folder`() {
        #expect(MediaRoutes.disposition("inline", nil) == "inline")
        let text = MediaRoutes.disposition("attachment", "../nota\"\r\nSet-Cookie: a=b.pdf")
        #expect(
            !text.contains("\r") && !text.contains("\n") && text.filter { $0 == "\"" }.count == 2 && !text.contains("/")
        )
        #expect(MediaRoutes.disposition("attachment", "Pão.pdf").hasSuffix("filename*=UTF-8''P%C3%A3o.pdf"))
    }

    @Test func `a path that we never made leads nowhere`() {
        let store = MediaFolder(folder: URL(fileURLWithPath: "/media"))
        for path in ["../../etc/passwd", "a/../b", "a//b", "/a/b", "a/b", "", "a/./b"] {
            #expect(store.place(path) == nil, "\(path)")
        }
        #expect(store.place("a/b/c")?.path == "/media/a/b/c")
    }

    @Test func `waiting between attempts grows from ten seconds to an hour`() {
        #expect(Media.patience(attempt: 1) == .seconds(10))
        #expect(Media.patience(attempt: 5) == .seconds(160))
        #expect(Media.patience(attempt: 400) == .seconds(3600))
        #expect(Media.patience(attempt: .min) == .seconds(10))
    }
}
