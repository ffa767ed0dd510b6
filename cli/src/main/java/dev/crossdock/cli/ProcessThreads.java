package dev.crossdock.cli;

import java.util.concurrent.ThreadFactory;

/**
 * The threads of a process that ends when its work is done. Not virtual ones: once such a thread has waited for a socket,
 * another of the JVM's own sits in a system call for ever, and the JVM waits 0.3 s for it before it exits.
 */
final class ProcessThreads {

    static final ThreadFactory FACTORY = Thread.ofPlatform().daemon().factory();

    private ProcessThreads() {}
}
