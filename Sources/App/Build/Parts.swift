import Foundation
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Web

/// The long-lived parts of one process, made in the order they depend on each other.
struct Parts: Sendable {
    let installation: Installation
    let web: WebConfiguration
    let metrics: PrometheusRegistry
    let readiness = Readiness()
    let bus: ProcessBus
    let realtime: Realtime
    let models: Models
    let jobs: JobRunner
    let lanes: InboxLanes
    let intake: IntakeBatcher
    let levels: ServiceLevels
    let cache: SharedCache?
    /// Those of the demo.
    let providers: PretendProviders?
    private let runsInbox: Bool

    var database: Database { installation.database }
    var channels: Channels { installation.channels }
    var media: MediaFolder { installation.media }

    init(installation: Installation, metrics: PrometheusRegistry, options: ServeOptions) throws {
        self.installation = installation
        self.metrics = metrics
        let (database, logger) = (installation.database, installation.logger)
        web = installation.config.web
        bus = ProcessBus(database: database, configuration: installation.configuration, logger: logger)
        realtime = Realtime(database: database, bus: bus, logger: logger)
        models = Models(installation.config, database: database, voice: installation.voice, logger: logger)
        let waker = JobWaker()
        cache = installation.cache
        let levels = ServiceLevels(database: database, factory: metrics, logger: logger)
        self.levels = levels
        jobs = JobRunner(
            database: database,
            registry: AllJobs.registry(installation, realtime: realtime, models: models, levels: levels, waker: waker),
            bus: bus,
            configuration: installation.config.jobs(options.queues), logger: logger)
        waker.introduce(jobs)
        let lanes = InboxLanes(
            database: database, realtime: realtime, jobs: jobs, channels: installation.channels,
            workers: installation.config.workers["inbox"] ?? 1, levels: levels, logger: logger)
        self.lanes = lanes
        runsInbox = options.queues.contains(.inbox) && installation.config.workers["inbox"] != 0
        if runsInbox { waker.introduce(lanes) }
        // Only wakes the lanes of this process; another one's find the event by their poll.
        intake = IntakeBatcher(database: database, levels: levels) { [runsInbox] tenants in
            if runsInbox { lanes.wake(tenants) }
        }
        providers = options.hasDemo && options.isServing ? try PretendProviders(logger: Self.quiet(logger)) : nil
        metrics.watch(database.pool)
    }

    /// The pretend servers' start and stop are no news.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }

    /// In the order of dependency: the last one is told first of a shutdown, and each waits for those after it.
    var services: [any Service] {
        var services: [any Service] = [database.pool]
        if let cache { services.append(CacheFigures(cache: cache, factory: metrics)) }
        services += [levels, bus, realtime, ChannelHealthService(channels: channels), jobs]
        if runsInbox { services.append(lanes) }
        if let providers { services += providers.services }
        return services + [intake]
    }
}

extension Config {
    var web: WebConfiguration {
        var web = WebConfiguration()
        web.publicURL = publicURL.flatMap { URL(string: $0) }
        web.metricsToken = metricsToken
        web.trustedProxies = trustedProxies
        web.allowsInsecureHTTP = allowsInsecureHTTP
        return web
    }

    /// Only the queues this process was told to run.
    func jobs(_ queues: Set<JobQueue>) -> JobRunner.Configuration {
        var configuration = JobRunner.Configuration()
        configuration.concurrency = [:]
        for queue in queues {
            if let count = workers[queue.rawValue], count > 0 { configuration.concurrency[queue] = count }
        }
        return configuration
    }
}

extension PrometheusRegistry {
    /// Figures of the connection pool, looked up when `/metrics` is read.
    func watch(_ pool: PostgresPool) {
        func gauge(_ name: String) -> Gauge { Gauge(label: "secretaria_database_connections_\(name)", factory: self) }
        let (size, idle, waiting) = (gauge("size"), gauge("idle"), gauge("waiting"))
        beforeReading {
            let now = pool.metrics
            size.record(now.size)
            idle.record(now.idle)
            waiting.record(now.waiting)
        }
    }
}
