import NIOCore
import NIOPosix

/// Whether a port could be listened on, found out by trying.
enum LocalPort {
    enum State: Equatable {
        case free
        case taken
        case refused(String)
    }

    static func state(host: String, port: Int) async -> State {
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port).get()
            try await channel.close()
            return .free
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            return .taken
        } catch {
            return .refused("\(error)")
        }
    }
}
