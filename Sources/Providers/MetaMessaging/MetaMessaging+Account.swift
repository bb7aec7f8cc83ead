import Domain

extension MetaMessaging {
    /// What Meta tells of a customer, as far as they agreed to.
    package struct Profile: Sendable, Equatable {
        package var name: String?
        package var username: String?
        /// Runs out: fetched at once or not at all.
        package var pictureURL: String?
    }

    /// What Meta tells of the account itself.
    package struct AccountInfo: Sendable, Equatable {
        package var id: String
        package var name: String?
        package var username: String?
    }
}

extension MetaMessaging.Client {
    /// Name and picture of a customer; nil for one who has not agreed, or is gone.
    package func profile(of person: IdentityClaim) async throws(ProviderError) -> MetaMessaging.Profile? {
        let fields = channel == .instagram ? "name,username,profile_pic" : "first_name,last_name,profile_pic"
        let answer: JSON
        do {
            answer = try await graph.get(
                "\(channel.rawValue).profile", "\(try GraphAPI.segment(person.value))?fields=\(fields)")
        } catch {
            // Without the customer's consent these come as errors of permission: they say nothing against the token.
            let isPrivate = ["230", "100", "10", "200"].contains(error.fault.code.prefix { $0 != "/" })
            guard isPrivate else { throw error }
            return nil
        }
        let first = [answer["first_name"], answer["last_name"]].compactMap { MetaPeople.text($0) }.joined(
            separator: " ")
        let name = MetaPeople.text(answer["name"]) ?? (first.isEmpty ? nil : first)
        return .init(
            name: name.map { MetaPeople.cut($0, 200) },
            username: MetaPeople.text(answer["username"]).map { MetaPeople.cut($0, 100) },
            pictureURL: MetaPeople.text(answer["profile_pic"]))
    }

    /// The "test connection" of the settings page: whose token it is.
    package func test() async throws(ProviderError) -> MetaMessaging.AccountInfo {
        let fields = channel == .instagram ? "id,name,username" : "id,name"
        let answer = try await graph.get("\(channel.rawValue).test", "\(try GraphAPI.segment(me))?fields=\(fields)")
        guard let id = MetaPeople.text(answer["user_id"]) ?? MetaPeople.text(answer["id"]) else {
            throw .rejected(ProviderFault(code: "no_account", title: "The token is of no account"))
        }
        return .init(id: id, name: MetaPeople.text(answer["name"]), username: MetaPeople.text(answer["username"]))
    }

    /// Makes Meta send the account's webhooks to our app; also after an outage of an hour, when Meta takes that away.
    package func subscribe() async throws(ProviderError) {
        let fields =
            switch channel {
            case .messenger:
                "messages,messaging_postbacks,message_deliveries,message_reads,message_echoes,message_reactions,message_edits,messaging_referrals,messaging_optins"
            case .instagram:
                "messages,messaging_postbacks,messaging_seen,message_reactions,message_edit,messaging_referral"
            }
        _ = try await graph.post(
            "\(channel.rawValue).subscribe", "\(try GraphAPI.segment(me))/subscribed_apps?subscribed_fields=\(fields)",
            [:],
            isRepeatable: true)
    }

    package struct RenewedToken: Sendable {
        package let token: String
        package let lifetime: Duration
    }

    /// Instagram's own tokens live 60 days and can be renewed after one.
    package func renewToken() async throws(ProviderError) -> RenewedToken {
        // This one call stands outside the versions.
        let host = graph.base.prefix(upTo: graph.base.lastIndex(of: "/") ?? graph.base.endIndex)
        let token = try GraphAPI.segment(graph.token)
        let answer = try await graph.call(
            ProviderRequest(
                "instagram.renew_token",
                url: "\(host)/refresh_access_token?grant_type=ig_refresh_token&access_token=\(token)"))
        guard let renewed = MetaPeople.text(answer["access_token"]) else {
            throw .rejected(ProviderFault(code: "no_token", title: "No new token was given"))
        }
        return .init(token: renewed, lifetime: .seconds(answer["expires_in"]?.int ?? 0))
    }
}
