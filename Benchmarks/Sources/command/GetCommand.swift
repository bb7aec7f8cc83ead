import Foundation
import Load

/// `loadgen get`: a page, again and again.
///
///   --port N --path /support --header "Cookie: …" --connections 4 --count 2000 --rate R
func get(_ arguments: Arguments) throws {
    let request = try pageRequest(path: arguments.required("path"), header: arguments.text("header"))
    let count = try arguments.number("count", 1_000)
    var options = Driver.Options(port: try arguments.port())
    options.connections = try arguments.number("connections", 1)
    options.rate = try arguments.decimal("rate")
    var size = 0
    let driver = Driver(options) {
        $0 < count ? request : nil
    } onAnswer: { _, _, body in
        size = body.count
    }
    var report = driver.run().object
    report["bytes"] = size
    try printJSON(report)
}

func pageRequest(path: String, header: String?, accept: String = "text/html") -> [UInt8] {
    var head = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: \(accept)\r\n"
    if let header { head += header + "\r\n" }
    return Array((head + "\r\n").utf8)
}
