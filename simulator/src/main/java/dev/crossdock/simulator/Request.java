package dev.crossdock.simulator;

/** What is asked of the two servers. The last two are the source's. */
enum Request {
    FIND,
    REMOVE,
    PUT,
    BEGIN,
    PUT_PART,
    COMPLETE,
    ABORT,
    LIST_UPLOADS,
    LIST_PARTS,
    STAT,
    READ
}
