import Domain
import Foundation
import Postgres

extension ServiceLevels {
    /// Adds to the five minutes of several shops at once. In the order of the key: two processes that add together must not wait
    /// for each other.
    static func add(_ counts: [Key: EventCount], bucket: Date) -> SQL {
        let rows = counts.sorted {
            ($0.key.tenant.description, $0.key.objective.rawValue) < (
                $1.key.tenant.description, $1.key.objective.rawValue
            )
        }
        return """
            INSERT INTO service_levels AS l (tenant_id, objective, bucket, good, bad)
            SELECT c.tenant, c.objective, \(bucket), c.good, c.bad
            FROM unnest(\(rows.map(\.key.tenant.value))::uuid[], \(rows.map(\.key.objective.rawValue))::text[],
                        \(rows.map(\.value.good))::bigint[], \(rows.map(\.value.bad))::bigint[]) AS c(tenant, objective, good, bad)
            WHERE EXISTS (SELECT FROM tenants t WHERE t.tenant_id = c.tenant)
            ORDER BY 1, 2
            ON CONFLICT (tenant_id, objective, bucket) DO UPDATE SET good = l.good + excluded.good, bad = l.bad + excluded.bad
            """
    }

    /// One row an objective: sums of the last hour, six hours, three days and thirty days.
    static func sums(_ tx: TenantTransaction, now: Date) -> SQL {
        """
        SELECT objective,
          coalesce(sum(good) FILTER (WHERE bucket > \(now)::timestamptz - interval '1 hour'), 0)::bigint AS good_1h,
          coalesce(sum(bad) FILTER (WHERE bucket > \(now)::timestamptz - interval '1 hour'), 0)::bigint AS bad_1h,
          coalesce(sum(good) FILTER (WHERE bucket > \(now)::timestamptz - interval '6 hours'), 0)::bigint AS good_6h,
          coalesce(sum(bad) FILTER (WHERE bucket > \(now)::timestamptz - interval '6 hours'), 0)::bigint AS bad_6h,
          coalesce(sum(good) FILTER (WHERE bucket > \(now)::timestamptz - interval '3 days'), 0)::bigint AS good_3d,
          coalesce(sum(bad) FILTER (WHERE bucket > \(now)::timestamptz - interval '3 days'), 0)::bigint AS bad_3d,
          sum(good)::bigint AS good_30d, sum(bad)::bigint AS bad_30d
        FROM service_levels
        WHERE tenant_id = \(tx.tenant) AND bucket > \(now)::timestamptz - make_interval(days => \(ServiceObjective.days))
        GROUP BY objective
        """
    }

    /// One row an objective and day of the shop's calendar.
    static func days(_ tx: TenantTransaction, now: Date) -> SQL {
        """
        SELECT l.objective, (l.bucket AT TIME ZONE t.time_zone)::date::text AS day, sum(l.good)::bigint AS good, sum(l.bad)::bigint AS bad
        FROM service_levels l JOIN tenants t ON t.tenant_id = l.tenant_id
        WHERE l.tenant_id = \(tx.tenant) AND l.bucket > \(now)::timestamptz - make_interval(days => \(ServiceObjective.days))
        GROUP BY 1, 2 ORDER BY 1, 2
        """
    }

    /// Older than any promise looks back.
    static func deleteOld() -> SQL {
        "DELETE FROM service_levels WHERE bucket < now() - make_interval(days => \(ServiceObjective.days + 5))"
    }
}

/// `levels.sweep`: counts that no budget needs any more.
struct SweepLevels: Job {
    static let name = "levels.sweep"
    static let queue = JobQueue.maintenance
}
