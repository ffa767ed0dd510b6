/**
 * Streaming compared with other ways to do the same job.
 *
 * <p>A tour of the room:
 *
 * <ul>
 *   <li>{@link dev.crossdock.bench.DownloadThenUpload} is the usual other way, done as well as it can be: {@code Download}
 *       reads the file with several requests and connections at once, and the engine puts the {@code LocalFile} that it
 *       made to the store, in parallel parts.
 *   <li>{@link dev.crossdock.bench.Contender} is a way to do the job, each time as a whole cold process.
 *       {@link dev.crossdock.bench.Peers} are other people's programs, where they are installed.
 *   <li>{@link dev.crossdock.bench.ProcessRun} runs one and says what it took, by the kernel's own books
 *       ({@code KernelBooks}); {@link dev.crossdock.bench.Schedule} says whose turn it is.
 *   <li>{@link dev.crossdock.bench.Results} holds what was measured, {@link dev.crossdock.bench.Verdict} says from which
 *       size streaming wins, and {@link dev.crossdock.bench.Plot} draws it.
 * </ul>
 *
 * <p>Nothing here knows where files and objects come from, nor prints.
 */
@NullMarked
package dev.crossdock.bench;

import org.jspecify.annotations.NullMarked;
