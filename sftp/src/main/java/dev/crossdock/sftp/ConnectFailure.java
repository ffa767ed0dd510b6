package dev.crossdock.sftp;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in our words why a connection could not be had, or why it ended. */
final class ConnectFailure {

    private static final int DISCONNECT_NO_MORE_AUTH_METHODS = 14;
    private static final int DISCONNECT_PROTOCOL_ERROR = 2;

    private ConnectFailure() {}

    /** A session could not be opened. */
    static SourceException of(ServerAddress address, Identities keys, Credentials credentials, Exception failure) {
        String server = address.toString();
        if (failure instanceof JSchHostKeyException) {
            return new SourceException(
                    Kind.HOST_KEY,
                    "The server " + server + " could not show who it is: " + words(failure) + ".",
                    "look at the @cert-authority and @revoked lines of known_hosts, and at the server's certificate",
                    failure);
        }
        if (isLoginRefusal(failure)) {
            return loginRefused(address, keys, credentials, failure);
        }
        if (failure instanceof JSchAlgoNegoFailException) {
            return new SourceException(
                    Kind.PROTOCOL,
                    "The server " + server + " and Crossdock have no algorithm in common: " + words(failure) + ".",
                    "the server is very old, or set up for others only; its administrator can allow aes128-gcm@openssh.com,"
                            + " curve25519-sha256 and ssh-ed25519",
                    failure);
        }
        if (String.valueOf(failure.getMessage()).contains("channel request")) {
            return new SourceException(
                    Kind.PROTOCOL,
                    "The server " + server + " lets the user in but offers no SFTP.",
                    "its administrator can turn it on: in OpenSSH's sshd_config, 'Subsystem sftp internal-sftp'",
                    failure);
        }
        return connecting(server, failure);
    }

    private static boolean isLoginRefusal(Exception failure) {
        if (failure instanceof JSchSessionDisconnectException disconnect) {
            String said = String.valueOf(disconnect.getDescription());
            return disconnect.getReasonCode() == DISCONNECT_NO_MORE_AUTH_METHODS
                    || (disconnect.getReasonCode() == DISCONNECT_PROTOCOL_ERROR && said.contains("authentication"));
        }
        String message = String.valueOf(failure.getMessage());
        return message.startsWith("Auth fail") || message.startsWith("Auth cancel");
    }

    private static SourceException loginRefused(
            ServerAddress address, Identities keys, Credentials credentials, Exception failure) {
        String what = keys.locked()
                .map(key -> "; it wanted the key " + key + ", which no passphrase opened")
                .orElse("");
        String hint;
        if (!what.isEmpty()) {
            hint = "give the right passphrase (--passphrase-file), or add the key to an ssh-agent";
        } else if (credentials.hasPassword()) {
            hint = "check the user name and the password; it was tried once and is not tried again";
        } else if (keys.isEmpty()) {
            hint = "there was nothing to log in with: name a key (--identity) or a password file (--password-file)";
        } else {
            hint = "check the user name, and that the server knows one of the keys: ssh-copy-id puts it there";
        }
        return new SourceException(
                Kind.AUTHENTICATION,
                "The server " + address + " does not let the user " + address.user() + " in" + what + ".",
                hint,
                failure);
    }

    private static SourceException connecting(String server, Exception failure) {
        Exception io = ioCause(failure).<Exception>map(cause -> cause).orElse(failure);
        return switch (io) {
            case UnknownHostException unknown ->
                network(
                        "There is no host named " + server + ".",
                        "check the name, and that this machine can resolve it",
                        failure);
            case SocketTimeoutException timeout ->
                network(
                        "The server " + server + " did not answer in time.",
                        "check host and port, and whether a firewall lies between",
                        failure);
            case NoRouteToHostException noRoute ->
                network(
                        "There is no way to the server " + server + ".",
                        "check the network, and whether a firewall lies between",
                        failure);
            case ConnectException refused ->
                network(
                        "The server " + server + " refused the connection.",
                        "check host and port, and that an SSH server is running there",
                        failure);
            default ->
                network(
                        "No SSH connection to " + server + " could be made: " + words(failure) + ".",
                        "check that an SSH server is running there; a busy one closes connections unasked:"
                                + " see its MaxStartups and PerSourcePenalties",
                        failure);
        };
    }

    private static SourceException network(String message, String hint, Throwable cause) {
        return new SourceException(Kind.NETWORK, message, hint, cause);
    }

    private static Optional<IOException> ioCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return Optional.of(io);
            }
        }
        return Optional.empty();
    }

    /** A connection that was in use ended by itself. */
    static SourceException lost(String server, @Nullable Throwable why) {
        return new SourceException(
                Kind.NETWORK,
                "The connection to " + server + " was lost" + (why == null ? "" : ": " + words(why)) + ".",
                "look at the network between and at the server's own log",
                why);
    }

    private static String words(Throwable failure) {
        if (failure instanceof JSchSessionDisconnectException disconnect) {
            return "it said '" + Status.presentable(String.valueOf(disconnect.getDescription())) + "'";
        }
        if (failure instanceof SocketTimeoutException) {
            return "it did not answer any more";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : Status.presentable(message);
    }
}
