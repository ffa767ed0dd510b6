package dev.crossdock.sftp;

/**
 * An account on a server.
 *
 * @param host name or address as the caller gave it, an IPv6 address without brackets
 * @param port 1 to 65535
 */
record ServerAddress(String host, int port, String user) {

    static final int DEFAULT_PORT = 22;

    ServerAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a server needs a host");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port lies between 1 and 65535, not " + port);
        }
        if (user.isEmpty()) {
            throw new IllegalArgumentException("a user name is not empty");
        }
    }

    /** Host and port, as errors name the server. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + (port == DEFAULT_PORT ? "" : ":" + port);
    }
}
