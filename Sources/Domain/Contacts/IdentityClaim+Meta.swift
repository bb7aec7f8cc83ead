extension IdentityClaim {
    /// A person as one Instagram account knows them.
    package init?(instagram id: String?) {
        self.init(kind: .igsid, scopedID: id)
    }

    /// A person as one Facebook page knows them.
    package init?(messenger id: String?) {
        self.init(kind: .psid, scopedID: id)
    }

    private init?(kind: Kind, scopedID id: String?) {
        guard let id, (1...160).contains(id.utf8.count), id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        self.init(kind: kind, value: id, matchKey: id)
    }
}
