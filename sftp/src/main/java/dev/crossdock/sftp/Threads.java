package dev.crossdock.sftp;

import java.util.concurrent.ThreadFactory;

/** Where what runs in the background gets its threads: those of a session itself apart, which are JSch's. */
record Threads(ThreadFactory factory) {

    void start(String name, Runnable body) {
        Thread thread = factory.newThread(body);
        thread.setName(name);
        thread.start();
    }
}
