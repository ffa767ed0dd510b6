/**
 * Both ends of a transfer inside one JVM: for {@code demo}, {@code bench}, and tests that should need nothing but a JVM;
 * and made-up files, for {@code generate} too.
 *
 * <p>A tour of the room:
 *
 * <ul>
 *   <li>{@link dev.crossdock.playground.PlaygroundSftp} is an SFTP server (Apache MINA sshd) that serves
 *       {@link dev.crossdock.playground.ServedFiles}: a folder, or files that exist only as a rule.
 *   <li>{@link dev.crossdock.playground.PlaygroundS3} is an S3 store (S3Proxy) that keeps its objects on the heap.
 *   <li>{@link dev.crossdock.playground.GeneratedBytes} is that rule: the content of a file of any size, for nothing.
 *   <li>{@link dev.crossdock.playground.CustomersCsv} is a table of made-up customers of any size: {@code CustomerRows}
 *       writes a row by {@code Draws} from {@code PersonNames} and {@code Places}, into {@code Ascii} and
 *       {@code CountingText}, which allocate nothing.
 * </ul>
 *
 * <p>Everything listens on 127.0.0.1 alone, makes its own keys when it starts, and writes nothing to disk.
 */
@NullMarked
package dev.crossdock.playground;

import org.jspecify.annotations.NullMarked;
