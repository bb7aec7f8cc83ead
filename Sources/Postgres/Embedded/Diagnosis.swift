/// Turns what PostgreSQL's programs say into what a person can do.
enum Diagnosis {
    static func explain(_ output: String, files: ClusterFiles, account: String) -> String {
        let known: [(String, String)] = [
            (
                "No space left on device",
                "the disk that holds \(files.data) is full: free some space, or set SECRETARIA_DATA to a folder on another disk"
            ),
            (
                "Disk quota exceeded",
                "the disk quota for \(files.data) is used up: free some space, or set SECRETARIA_DATA to a folder on another disk"
            ),
            ("error while loading shared libraries", "the PostgreSQL programs are incomplete, run scripts/setup again"),
            ("cannot be run as root", "PostgreSQL refuses to run as root"),
            (
                "has invalid permissions",
                "the folder \(files.cluster) must belong to \(account) and be closed to others (chmod 700)"
            ),
            ("has wrong ownership", "the folder \(files.cluster) must belong to \(account)"),
            ("Permission denied", "\(account) may not reach a file it needs under \(files.data)"),
            (
                "is already in use",
                "another server uses the socket in \(files.socketFolder): stop it, or set SECRETARIA_DATA to another folder"
            ),
            ("pre-existing shared memory block", "processes of a killed server are still alive"),
            ("could not create shared memory segment", "the system gives no shared memory: raise its limit"),
            ("Cannot allocate memory", "the machine has too little free memory"),
            (
                "database files are incompatible",
                "the cluster in \(files.cluster) was made by another version of PostgreSQL"
            ),
            ("invalid primary checkpoint record", "the write-ahead log is damaged: restore a backup"),
            ("could not locate a valid checkpoint record", "the write-ahead log is damaged: restore a backup"),
        ]
        let lines = output.split(whereSeparator: \.isNewline).map(String.init)
        let telling =
            lines.last { $0.contains("FATAL") || $0.contains("PANIC") || $0.contains("error") } ?? lines.last
            ?? "it said nothing"
        guard let (_, advice) = known.first(where: { output.contains($0.0) }) else { return telling }
        return "\(advice) (\(telling))"
    }
}
