/// A shop to try everything with: people, knowledge, products, orders, an account of every kind behind pretend providers, and
/// conversations with a past.
///
/// Tables owned: none. It makes the shop, its people, channel and knowledge through their features, and fills products, orders,
/// contacts, conversations and messages itself: it writes a finished past, which no running feature could have produced.
/// Entry points: ``ensure(in:metaURL:)``, ``connect(_:to:in:)``, ``report(of:)``.
///
/// Invariants
/// - Safe to repeat: what exists is left as the visitor changed it.
/// - Passwords and secrets are made at random on the spot; the only clear copy is `demo.json` in the data folder, mode 0600.
/// - Contents come from Resources/demo; customers have invented names and numbers, addresses end in `.example`.
package enum Demo {
    package static let slug = "jabuticaba"
}
