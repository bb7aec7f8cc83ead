/// The shops themselves.
///
/// Tables owned: tenants. Entry points: ``provision(_:owner:hasher:in:)``, ``addMember(_:to:role:hasher:in:)``, ``find(_:in:)``, ``dataKey(of:vault:in:)``.
///
/// Invariants
/// - A shop is born complete: its row, its owner, its assistant's configuration, in one transaction or not at all.
/// - `number` is what v2.0 clients call company_id; `slug` is what people type.
/// - The data key is made once and never replaced silently: what it sealed would be lost.
package enum Tenants {}
