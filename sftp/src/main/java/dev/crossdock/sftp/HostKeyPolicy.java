package dev.crossdock.sftp;

/** What to do with a server whose host key is in no known_hosts file. A changed key is always refused. */
public enum HostKeyPolicy {
    /** Refuse it. */
    STRICT,
    /** Believe it this first time, and add it to the known_hosts file. */
    ACCEPT_NEW
}
