package dev.crossdock.testkit;

/** Packet types and status codes of SFTP version 3 (draft-ietf-secsh-filexfer-02, sections 3 and 7). */
public final class SftpWire {

    public static final int INIT = 1;
    public static final int VERSION = 2;
    public static final int OPEN = 3;
    public static final int CLOSE = 4;
    public static final int READ = 5;
    public static final int LSTAT = 7;
    public static final int FSTAT = 8;
    public static final int REALPATH = 16;
    public static final int STAT = 17;
    public static final int STATUS = 101;
    public static final int HANDLE = 102;
    public static final int DATA = 103;
    public static final int NAME = 104;
    public static final int ATTRS = 105;

    public static final int OK = 0;
    public static final int EOF = 1;
    public static final int NO_SUCH_FILE = 2;
    public static final int PERMISSION_DENIED = 3;
    public static final int FAILURE = 4;
    public static final int BAD_MESSAGE = 5;
    public static final int NO_CONNECTION = 6;
    public static final int CONNECTION_LOST = 7;
    public static final int OP_UNSUPPORTED = 8;

    private SftpWire() {}
}
