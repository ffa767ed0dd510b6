package dev.crossdock.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * SOURCE as it was written: {@code sftp://[user@]host[:port]/path}, or a bare {@code /path} on the server that
 * {@code SFTP_HOST} names.
 *
 * <p>{@code /~/} at the beginning of the path stands for the account's home folder.
 *
 * <p>In a URL, {@code %} begins an escape as RFC 3986 has it ({@code %25} is a percent sign, {@code %20} may stand for a
 * space); every other character stands for itself, {@code #}, {@code ?}, {@code +} and spaces too, because a shell passes
 * file names as they are. In a bare path every character stands for itself.
 *
 * @param user the account
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65535
 * @param path absolute, or {@code ~/…} below the account's home folder
 */
record SourceAddress(String user, String host, int port, String path) {

    private static final String SCHEME = "sftp://";
    private static final String FORM = "write it as sftp://[user@]host[:port]/path";
    private static final String HOME = "~/";
    private static final int DEFAULT_PORT = 22;
    private static final Pattern HOST_NAME = Pattern.compile("[\\p{L}\\p{N}._-]+");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+(%[A-Za-z0-9._~-]+)?");

    /**
     * @param written the argument
     * @param role what it is to the command, for messages: {@code source}, or {@code target} where it is written
     * @throws UsageException if it has no such form, or a password in it; never repeats what was written, which may hold
     *     one even where it has no form at all
     */
    static SourceAddress parse(String written, String role, Environment environment) {
        if (written.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return ofUrl(written.substring(SCHEME.length()), role, environment);
        }
        if (written.startsWith("/")) {
            return onDefaultServer(written, role, environment);
        }
        throw new UsageException("The " + role + " is neither an sftp:// URL nor an absolute path", FORM);
    }

    private static SourceAddress onDefaultServer(String path, String role, Environment environment) {
        String host = environment
                .get("SFTP_HOST")
                .orElseThrow(() -> new UsageException(
                        "The " + role + " is a bare path and SFTP_HOST is not set",
                        "set SFTP_HOST, or " + FORM.replace("it ", "the " + role + " ")));
        return at(Optional.empty(), unbracketed(host), Optional.empty(), path, role, environment);
    }

    private static SourceAddress ofUrl(String rest, String role, Environment environment) {
        int slash = rest.indexOf('/');
        if (slash < 0) {
            // Looked at first, so that a password is not the second thing to be told.
            refusePassword(rest, role);
            throw new UsageException("The " + role + " URL names no file", FORM);
        }
        String authority = rest.substring(0, slash);
        refusePassword(authority, role);
        int at = authority.lastIndexOf('@');
        Optional<String> user = at < 0
                ? Optional.empty()
                : Optional.of(PercentEncoding.decode(authority.substring(0, at), "the " + role + " URL's user"));
        String hostAndPort = authority.substring(at + 1);
        int colon = portColon(hostAndPort, role);
        String host = unbracketed(colon < 0 ? hostAndPort : hostAndPort.substring(0, colon));
        Optional<String> port = colon < 0 ? Optional.empty() : Optional.of(hostAndPort.substring(colon + 1));
        String path = PercentEncoding.decode(rest.substring(slash), "the " + role + " URL's path");
        return at(user, host, port, path, role, environment);
    }

    private static SourceAddress at(
            Optional<String> user,
            String host,
            Optional<String> port,
            String path,
            String role,
            Environment environment) {
        if (!HOST_NAME.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            throw new UsageException("The " + role + " names no host, or one that can't be", FORM);
        }
        if (path.indexOf('\0') >= 0) {
            throw new UsageException(
                    "The " + role + "'s path holds a NUL character", "no file on a server can have that name");
        }
        if (path.endsWith("/")) {
            throw new UsageException("The " + role + " ends in a slash, so it names a folder", "name one file in it");
        }
        return new SourceAddress(
                user.filter(name -> !name.isEmpty())
                        .or(() -> environment.ofServer("SFTP_USER", host))
                        .orElseGet(() -> System.getProperty("user.name", "")),
                host,
                port.or(() -> environment.ofServer("SFTP_PORT", host))
                        .map(number -> portNumber(number, role))
                        .orElse(DEFAULT_PORT),
                path.startsWith("/" + HOME) ? path.substring(1) : path);
    }

    private static void refusePassword(String authority, String role) {
        int at = authority.lastIndexOf('@');
        if (at >= 0 && authority.lastIndexOf(':', at) >= 0) {
            throw new UsageException(
                    "The " + role + " URL has a password in it, where other users and the shell's history can see it",
                    "leave it out, and use --password-file or SFTP_PASSWORD");
        }
    }

    /** Where the port begins: not inside the brackets of an IPv6 address. */
    private static int portColon(String hostAndPort, String role) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon > hostAndPort.lastIndexOf(']')) {
            if (!hostAndPort.startsWith("[") && hostAndPort.indexOf(':') != colon) {
                throw new UsageException(
                        "The " + role + " URL's host has several colons",
                        "write an IPv6 address in brackets, as in [::1]");
            }
            return colon;
        }
        return -1;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static int portNumber(String written, String role) {
        try {
            int port = Integer.parseInt(written);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number that is no port
        }
        // Not repeated: in sftp://user:pass/word@host the "port" is half of a password.
        throw new UsageException("The " + role + "'s port is not a number between 1 and 65535", FORM);
    }

    /** The path without what stands before its first name. */
    String relativePath() {
        return (path.startsWith(HOME) ? path.substring(HOME.length()) : path).replaceFirst("^/+", "");
    }

    /** The last name of the path. */
    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
