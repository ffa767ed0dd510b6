package dev.crossdock;

/**
 * Where a file is. Carries no secret, so it may appear in logs and messages.
 *
 * @param user the account on the server
 * @param host host name or address as the caller gave it
 * @param port TCP port, 1 to 65535
 * @param path absolute path on the server; for an opened file the real path, links resolved
 */
public record SourceLocation(String user, String host, int port, String path) {

    public SourceLocation {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("a source needs a host");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port lies between 1 and 65535, not " + port);
        }
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a path is not empty and holds no NUL");
        }
    }

    /** The last name of the path. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        String authority = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return "sftp://" + (user.isEmpty() ? "" : user + "@") + authority + (port == 22 ? "" : ":" + port) + path;
    }
}
