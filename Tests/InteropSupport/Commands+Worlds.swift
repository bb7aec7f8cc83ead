import Domain
import Foundation
import Simulators

extension Commands {
    func meta(_ word: String) async throws -> JSON {
        guard let world = await worlds.meta else { throw Unknown() }
        switch word {
        case "meta_start":
            return [
                "url": JSON(try await world.baseURL), "token": JSON(Worlds.account.accessToken),
                "phone_number_id": JSON(Worlds.account.phoneNumberID),
            ]
        case "meta_sent":
            return [
                "sent": JSON(world.read { $0.sent.map { ["id": JSON($0.id), "to": JSON($0.to), "body": $0.body] } })
            ]
        default: throw Unknown()
        }
    }

    func resend(_ word: String, _ command: JSON) async throws -> JSON {
        guard let simulator = await worlds.resend else { throw Unknown() }
        switch word {
        case "resend_start": return ["url": JSON(try await simulator.baseURL), "key": "re_simulated"]
        case "resend_sent":
            return ["sent": JSON(simulator.world.read { $0.sent.map { ["id": JSON($0.id), "body": $0.body] } })]
        case "resend_sign":
            let body = Data(base64Encoded: command["body"]?.string ?? "").map(Array.init) ?? []
            let headers: [(String, JSON?)] = simulator.signature(of: body).map { ($0.name, JSON($0.value)) }
            return ["headers": .object(headers), "secret": JSON(simulator.world.read { $0.webhookSecret })]
        default: throw Unknown()
        }
    }

    func pushService(_ word: String, _ command: JSON) async throws -> JSON {
        guard let service = await worlds.push else { throw Unknown() }
        switch word {
        case "push_start": return ["ok": true]
        case "push_subscribe":
            return ["subscription": try await service.subscribe("browser", serverKey: command["server_key"]?.string)]
        case "push_read": return ["texts": JSON(service.world.read { $0.notifications.map { JSON($0.text) } })]
        default: throw Unknown()
        }
    }

    func sink(_ word: String) async throws -> JSON {
        guard let sink = await worlds.sink else { throw Unknown() }
        switch word {
        case "smtp_start": return ["port": JSON(try await sink.port), "roots": JSON(sink.rootPEM)]
        case "smtp_letters":
            return [
                "letters": JSON(
                    sink.world.read { state in
                        state.letters.map { letter in
                            [
                                "from": JSON(letter.from), "to": JSON(letter.to.map { JSON($0) }),
                                "user": JSON(letter.user ?? ""), "encrypted": JSON(letter.isEncrypted),
                                "subject": JSON(letter.message.subject), "text": JSON(letter.message.text),
                            ]
                        }
                    })
            ]
        default: throw Unknown()
        }
    }
}
