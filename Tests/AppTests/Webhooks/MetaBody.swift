import Crypto
import Foundation

/// Bodies as Meta sends them, and their signature.
enum MetaBody {
    static func text(
        _ id: String, _ text: String = "oi", from phone: String = "5511987654321", number: String = "100200300",
        at time: Int = 1_780_000_000
    ) -> String {
        """
        {"from":"\(phone)","id":"\(id)","timestamp":"\(time)","type":"text","text":{"body":"\(text)"}}
        """
    }

    static func change(
        _ messages: [String] = [], statuses: [String] = [], number: String = "100200300",
        phone: String = "5511987654321"
    ) -> String {
        """
        {"field":"messages","value":{"messaging_product":"whatsapp",
        "metadata":{"display_phone_number":"551133330000","phone_number_id":"\(number)"},
        "contacts":[{"profile":{"name":"Ana"},"wa_id":"\(phone)"}],
        "messages":[\(messages.joined(separator: ","))],"statuses":[\(statuses.joined(separator: ","))]}}
        """
    }

    static func body(_ changes: [String]) -> [UInt8] {
        Array(
            #"{"object":"whatsapp_business_account","entry":[{"id":"900","changes":[\#(changes.joined(separator: ","))]}]}"#
                .utf8)
    }

    static func message(
        _ id: String, _ words: String = "oi", from phone: String = "5511987654321", number: String = "100200300"
    ) -> [UInt8] {
        body([change([text(id, words, from: phone)], number: number, phone: phone)])
    }

    static func signature(_ body: [UInt8], secret: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Data(secret.utf8)))
        return "sha256=" + code.map { String(format: "%02x", $0) }.joined()
    }
}
