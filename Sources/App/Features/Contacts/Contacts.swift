/// The people who write to the shop: finding them, describing them, and finding out that two of them are one.
///
/// Tables owned: `contact_tags`, `contact_notes`, `contact_events`, `contact_merges`, `contact_imports`, `contact_import_errors`,
/// `contact_consent_events`, `contact_fields`, `contact_field_values`. `contacts` and `contact_identities` are shared with
/// the inbox, which makes a contact of whoever writes first. Pages `/contacts…`, API `/api/contacts…`.
///
/// Invariants
/// - A telephone number is not a person: a contact has any number of addresses, and an address of an account has one contact.
/// - Every change by a person leaves a line in `contact_events`, which is only ever added to.
/// - What a list costs depends on the page's length: each filter walks an index of plain columns, newest contact first.
/// - A contact that was merged keeps its row and points at the survivor; whoever asks for it is led there.
package enum Contacts {
    /// Lengths people may use, in bytes where they bound storage and in UTF-16 units (what browsers count) where they bound forms.
    enum Limit {
        static let name = 200
        static let email = 254
        static let note = 4000
        static let tag = 40
        static let tags = 30
        static let identities = 30
    }

    static let languages = ["pt-BR", "en", "es"]
}
