import Foundation
import Synchronization

/// Time zones by name. Looking one up reads the system's tables, so each is looked up once.
enum TimeZoneCache {
    private static let zones = Mutex<[String: TimeZone]>([:])

    /// The zone, or São Paulo's for a name the system does not know.
    static func zone(_ name: String) -> TimeZone {
        zones.withLock { zones in
            if let zone = zones[name] { return zone }
            let zone = TimeZone(identifier: name) ?? TimeZone(identifier: "America/Sao_Paulo") ?? .gmt
            if zones.count < 1000 { zones[name] = zone }
            return zone
        }
    }
}
