/**
 * The engine, and the library's face.
 *
 * <p>A tour of the room, in the order in which a transfer meets it:
 *
 * <ol>
 *   <li>{@link dev.crossdock.engine.Crossdock} owns the memory and starts transfers; {@link dev.crossdock.engine.Transfer}
 *       is the handle on one.
 *   <li>{@code CopyJob} is the transfer from STAT to receipt; {@code PartPlanner} decides how the file is cut, by its size and
 *       how long the {@code Lines} on either side are.
 *   <li>{@code MemoryBudget} hands out {@code BlockLease}s, whole parts at a time and in the order of asking;
 *       {@code RangeBuffer} is one part on such a lease, filled by the source and emptied by the store.
 *   <li>{@code SinglePut} moves a small file, {@code MultipartCopy} the parts of a large one. {@code Retries} is the one
 *       place where anything is tried again, and {@code LongPause} what a part makes of a pause that is not worth its memory.
 *   <li>{@code StopSignal} carries the first failure, or the caller's wish to cancel, to whoever waits.
 *   <li>{@link dev.crossdock.engine.Cleanup} finds what other transfers left unfinished, and gives it up.
 * </ol>
 *
 * <p>The engine is blocking code on virtual threads. Every wait and every thread start goes through
 * {@link dev.crossdock.engine.Waits}, so that a simulator can run one thread at a time, in an order of its choosing.
 */
@NullMarked
package dev.crossdock.engine;

import org.jspecify.annotations.NullMarked;
