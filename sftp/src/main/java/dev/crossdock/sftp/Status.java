package dev.crossdock.sftp;

import dev.crossdock.SourceException;

/**
 * A STATUS reply.
 *
 * @param code what became of the request
 * @param text the server's own words, fit to be shown; may be empty
 */
record Status(StatusCode code, String text) {

    private static final int MAX_TEXT = 200;

    static Status read(Reply reply) throws SourceException {
        StatusCode code = StatusCode.of(reply.int32());
        // Some servers of version 3 and all of earlier ones leave the text out.
        return new Status(code, reply.hasMore() ? presentable(reply.text()) : "");
    }

    /** Somebody else's words, without what could confuse a terminal or a log. */
    static String presentable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(MAX_TEXT)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    /** The server's words where it has some, else the name of the code. */
    String words() {
        return text.isEmpty() ? code.name() : text;
    }
}
