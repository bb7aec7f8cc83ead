import Domain
import Foundation

extension GraphState {
    /// A connected Facebook page (Messenger) or Instagram account.
    package struct Page: Sendable {
        package enum Kind: String, Sendable {
            case messenger = "page"
            case instagram
        }

        package var id: String
        package var kind: Kind
        package var name: String
        package var accessToken: String
        package var appSecret: String
        /// The shop's own Meta app: stands in the echoes of what it sends.
        package var appID: String
        /// What the page sends comes back as a webhook.
        package var sendsEchoes = true
        /// Answers only within 24 hours, as the real one.
        package var enforcesWindow = true
        package var isSubscribed = false

        package init(
            id: String, kind: Kind, name: String = "Loja", accessToken: String, appSecret: String,
            appID: String = "100000000000001"
        ) {
            self.id = id
            self.kind = kind
            self.name = name
            self.accessToken = accessToken
            self.appSecret = appSecret
            self.appID = appID
        }
    }

    /// One message between a page and a person, whoever wrote it.
    package struct PageMessage: Sendable {
        package let id: String
        package let pageID: String
        /// The person's scoped id.
        package let person: String
        package let isFromShop: Bool
        /// The `message` object (or `postback`), as sent or as the webhook has it.
        package internal(set) var body: JSON
        package let at: Date
        package internal(set) var status: String
        package internal(set) var reactions: [String: String] = [:]
        package internal(set) var isDeleted = false

        package var text: String {
            body["text"]?.string ?? body["title"]?.string ?? body["attachment"]?["type"]?.string
                ?? body["attachments"]?[0]?["type"]?.string ?? ""
        }

        /// `text`, or what kind of file it is.
        package var type: String {
            body["attachment"]?["type"]?.string ?? body["attachments"]?[0]?["type"]?.string ?? "text"
        }
    }

    struct PagePerson: Sendable {
        var name: String
        var username: String
        var lastWrote: Date?
        var sharesProfile: Bool
        var seesTyping = false
    }
}

/// A person on Messenger or Instagram, as one page knows them.
package struct PageCustomer: Sendable {
    package var id: String
    package var name: String
    package var username: String
    /// Without consent Meta tells neither name nor picture.
    package var sharesProfile: Bool

    package init(id: String, name: String, username: String = "", sharesProfile: Bool = true) {
        self.id = id
        self.name = name
        self.username = username
        self.sharesProfile = sharesProfile
    }
}
