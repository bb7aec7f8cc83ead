import Foundation
import Load

/// `loadgen provider`: a pretend Graph API that writes down every send, message id TAB JSON body, until it is ended.
///
///   --port P --record FILE
func provider(_ arguments: Arguments) throws {
    guard let record = try LineFile(try arguments.required("record")) else { return }
    let port = try arguments.port()
    guard
        let provider = Provider(
            port: port,
            onSend: { send in
                // A body is one line already, unless somebody prints it prettily.
                record.add("\(send.id)\t\(send.body.split(separator: "\n").joined())")
            })
    else { throw Misuse("port \(port) is taken") }
    try printJSON(["port": Int(provider.port)])
    while true { provider.pump(milliseconds: 1_000) }
}
