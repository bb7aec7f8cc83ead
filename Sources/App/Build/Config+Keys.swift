extension Config {
    /// One environment variable.
    package struct Key: Sendable {
        package let name: String
        package let fallback: String
        package let meaning: String
    }

    /// All of them, in the order of docs/configuration.md.
    package static let keys: [Key] = [
        Key(
            name: "PORT", fallback: "8080",
            meaning: "Port that pages, API and webhooks are served on; 0 takes a free one."),
        Key(name: "HOST", fallback: "127.0.0.1", meaning: "Address to listen on; 0.0.0.0 for every interface."),
        Key(
            name: "PUBLIC_URL", fallback: "http://HOST:PORT",
            meaning:
                "Where browsers and providers reach this server. With https, cookies are marked Secure, and channels that fetch files can be sent them."
        ),
        Key(
            name: "DATABASE_URL", fallback: "embedded server",
            meaning: "PostgreSQL 16 or newer with pgvector, as a libpq URI; several hosts are tried in turn."),
        Key(name: "DATABASE_POOL_SIZE", fallback: "16", meaning: "Connections one process may hold."),
        Key(
            name: "SECRETARIA_DATA", fallback: ".secretaria; as root /var/lib/secretaria/<checkout>",
            meaning: "Folder of the embedded database, the generated master key and the runtime file."),
        Key(
            name: "SECRETARIA_MASTER_KEY", fallback: "generated into SECRETARIA_DATA/master.key",
            meaning:
                "32 bytes as base64 or hex; wraps each shop's data key. Every process of one database needs the same."),
        Key(name: "OPENAI_API_KEY", fallback: "none: offline attendant", meaning: "Key of the language model."),
        Key(
            name: "OPENAI_BASE_URL", fallback: "https://api.openai.com/v1",
            meaning: "Any OpenAI-compatible server; alone it is used without a key."),
        Key(
            name: "META_GRAPH_URL", fallback: "https://graph.facebook.com/v25.0",
            meaning: "Meta's API, for accounts that name no address of their own."),
        Key(
            name: "MAIL_CA_FILE", fallback: "the system's",
            meaning: "PEM file of the certificate authorities that mail servers are trusted by."),
        Key(name: "METRICS_TOKEN", fallback: "loopback only", meaning: "Bearer token that /metrics asks for."),
        Key(
            name: "TRUSTED_PROXIES", fallback: "none",
            meaning:
                "Networks of the reverse proxies whose X-Forwarded-For and -Proto are believed, for example 172.16.0.0/12."
        ),
        Key(
            name: "ALLOW_INSECURE_HTTP", fallback: "no",
            meaning: "yes lets people sign in without TLS from other machines: passwords then travel in clear."),
        Key(name: "LOG_LEVEL", fallback: "info", meaning: "trace, debug, info, notice, warning, error or critical."),
        Key(name: "LOG_FORMAT", fallback: "text", meaning: "text for people, json for collectors: one object a line."),
        Key(
            name: "WEBHOOK_RATE_LIMIT_IP", fallback: "60",
            meaning:
                "Whaticket webhooks one shop takes from one address within the window, in each process; more is 429, 0 takes none."
        ),
        Key(
            name: "WEBHOOK_RATE_LIMIT_NUMBER", fallback: "20",
            meaning: "The same for one customer's number."),
        Key(
            name: "RATE_LIMIT_WINDOW_SECONDS", fallback: "60",
            meaning: "Length of that window in seconds."),
        Key(
            name: "RETENTION_DAYS_CONTEXTS", fallback: "90",
            meaning: "Days that what the assistant noted of a conversation is kept (docs/compliance.md)."),
        Key(name: "RETENTION_DAYS_FEEDBACK", fallback: "90", meaning: "Days that feedback is kept."),
        Key(name: "RETENTION_DAYS_AB_EVENTS", fallback: "120", meaning: "Days that events of experiments are kept."),
        Key(
            name: "RETENTION_MONTHS_FISCAL", fallback: "132",
            meaning: "Months that orders outlive an erasure, as fiscal records; 60 where the shop's accountant says so."
        ),
        Key(
            name: "CONTEXT_TTL", fallback: "600",
            meaning:
                "Seconds that v2.0 clients are told a conversation's context is cached; CONTEXT_TTL_SECONDS works, too."
        ),
        Key(
            name: "CONTEXT_TTL_SECONDS", fallback: "600", meaning: "The same under its other name."),
        Key(
            name: "BUSINESS_AI_INSIGHTS_TTL", fallback: "3600",
            meaning: "Seconds that insights are cached; at least 60."),
        Key(
            name: "ERASURE_LEDGER", fallback: "SECRETARIA_DATA/backups/erasure-ledger.jsonl",
            meaning:
                "File that remembers erasures beside the backups, and that every restore replays (docs/compliance.md)."),
        Key(
            name: "WORKERS_INBOX", fallback: "4",
            meaning: "Batches of incoming webhooks read at once; 0 turns the queue off."),
        Key(name: "WORKERS_ASSISTANT", fallback: "16", meaning: "Conversations the assistant thinks about at once."),
        Key(name: "WORKERS_OUTBOX", fallback: "16", meaning: "Messages being sent at once."),
        Key(name: "WORKERS_MEDIA", fallback: "4", meaning: "Files of messages being fetched at once."),
        Key(name: "WORKERS_KNOWLEDGE", fallback: "1", meaning: "Knowledge documents being indexed at once."),
        Key(name: "WORKERS_MAINTENANCE", fallback: "1", meaning: "Housekeeping jobs at once."),
    ]
}
