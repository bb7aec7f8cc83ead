/// How the embedded server is tuned: one small machine shared with the application.
enum ServerSettings {
    /// The whole of `postgresql.conf`, written at every start. A person's own changes go into `local.conf`.
    static func text(isDurable: Bool, socketFolder: String) -> String {
        """
        # Written at every start. Put changes into local.conf beside this file: it wins.
        listen_addresses = ''
        unix_socket_directories = '\(socketFolder.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'
        unix_socket_permissions = 0700
        port = 5432
        max_connections = 60
        superuser_reserved_connections = 3

        shared_buffers = 128MB
        work_mem = 8MB
        maintenance_work_mem = 64MB
        effective_cache_size = 1GB
        io_method = sync
        max_worker_processes = 4
        max_parallel_workers_per_gather = 0
        jit = off
        random_page_cost = 1.1

        fsync = \(isDurable ? "on" : "off")
        synchronous_commit = \(isDurable ? "on" : "off")
        full_page_writes = \(isDurable ? "on" : "off")
        wal_level = replica
        max_wal_senders = 2
        wal_buffers = 16MB
        wal_compression = on
        min_wal_size = 128MB
        max_wal_size = 1GB
        checkpoint_timeout = 10min
        checkpoint_completion_target = 0.9
        autovacuum_naptime = 15s
        # A shop that is new since the last ANALYZE counts as empty for the planner: let it be soon.
        autovacuum_analyze_scale_factor = 0.02
        autovacuum_max_workers = 2

        # A backend notices within seconds that its client is gone; nobody holds a snapshot for ever.
        client_connection_check_interval = 5s
        idle_in_transaction_session_timeout = 60s
        # No customer content in the log: neither parameters nor the values that errors quote in their details.
        log_error_verbosity = terse
        log_parameter_max_length = 0
        log_parameter_max_length_on_error = 0
        log_min_error_statement = panic
        log_line_prefix = '%m [%p] %e '
        log_timezone = 'UTC'
        timezone = 'UTC'
        datestyle = 'ISO, YMD'
        default_text_search_config = 'pg_catalog.portuguese'
        include_if_exists = 'local.conf'

        """
    }

    /// Only who may enter the socket's folder gets in at all, and that is the server's account and root.
    static let access = """
        # Written at every start. The socket's folder is closed to everyone but the server's own account and root.
        local all all trust

        """
}
