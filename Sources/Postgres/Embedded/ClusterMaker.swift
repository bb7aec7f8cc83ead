import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Makes a cluster: beside its place, complete with role, database and extension, and moved there in one step at the end, so that
/// a crash or a full disk on the way leaves nothing half made.
struct ClusterMaker {
    private let server: EmbeddedServer
    private let account: ServerAccount

    init(_ server: EmbeddedServer, _ account: ServerAccount) {
        self.server = server
        self.account = account
    }

    func make() throws(PostgresError) {
        let files = server.files
        if let entries = try? FileManager.default.contentsOfDirectory(atPath: files.cluster), !entries.isEmpty {
            throw PostgresError(.embedded, "\(files.cluster) is not empty and not a PostgreSQL cluster: move it away")
        }
        try server.checkSpace()
        try? FileManager.default.removeItem(atPath: files.newCluster)
        try Files.makePrivateFolder(files.newCluster, owner: account)
        try initialise()
        // The login role may make the two group roles of the schema; it is no superuser and row security binds it.
        try feed(
            "postgres",
            "CREATE ROLE secretaria LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS;\nCREATE DATABASE secretaria OWNER secretaria;\n"
        )
        try feed("secretaria", "CREATE EXTENSION vector;\n")
        try? FileManager.default.removeItem(atPath: files.cluster)
        guard rename(files.newCluster, files.cluster) == 0 else {
            throw Files.explain("cannot move the new cluster to \(files.cluster)")
        }
    }

    private func initialise() throws(PostgresError) {
        var command = [
            server.program("initdb"), "-D", server.files.newCluster, "-U", "postgres", "--encoding=UTF8", "--no-locale",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=trust", "--no-instructions",
        ]
        if !server.configuration.isDurable { command.append("--no-sync") }
        try run(command, input: "/dev/null")
    }

    /// Runs SQL in single-user mode, a statement a line: no socket is open before the cluster is whole.
    private func feed(_ database: String, _ sql: String) throws(PostgresError) {
        let script = server.files.newCluster + "/bootstrap.sql"
        try Files.write(sql, to: script, owner: account)
        try run(
            [
                server.program("postgres"), "--single", "-D", server.files.newCluster, "-c", "exit_on_error=on",
                database,
            ],
            input: script)
        try? FileManager.default.removeItem(atPath: script)
    }

    private func run(_ command: [String], input: String) throws(PostgresError) {
        let logStart = Files.size(server.files.log)
        let child = try ChildProcess.start(
            account.command(command), log: server.files.log, input: input, environment: server.environment)
        guard child.wait() != 0 else { return }
        let output = Files.tail(server.files.log, from: logStart)
        throw PostgresError(
            .embedded,
            "the cluster cannot be made: " + Diagnosis.explain(output, files: server.files, account: account.name))
    }
}
