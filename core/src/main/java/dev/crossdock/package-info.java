/**
 * The words of the job, and the ports at its two ends.
 *
 * <p>A tour of the room:
 *
 * <ul>
 *   <li><b>What is moved:</b> {@link dev.crossdock.SourceLocation} and {@link dev.crossdock.FileStat} name one version of
 *       one file, together a {@link dev.crossdock.SourceIdentity}; {@link dev.crossdock.ObjectKey} names where it goes.
 *   <li><b>The ports:</b> {@link dev.crossdock.SourceFile} reads ranges into a {@link dev.crossdock.BlockSink};
 *       {@link dev.crossdock.ObjectStore} and {@link dev.crossdock.Upload} take each {@link dev.crossdock.PartBody}. An
 *       adapter makes exactly one attempt and says, by the kind of its exception, whether another could help.
 *   <li><b>What a caller says and hears:</b> {@link dev.crossdock.TransferOptions} in,
 *       {@link dev.crossdock.TransferEvent}s meanwhile, a {@link dev.crossdock.TransferOutcome} out.
 *   <li><b>What proves it:</b> {@link dev.crossdock.Crc32c}, which combines over parts, and
 *       {@link dev.crossdock.Integrity}, the level that was reached.
 * </ul>
 *
 * <p>Nothing here knows SSH, HTTP or any vendor's type. The engine that does the work is one room further,
 * {@code dev.crossdock.engine}; it uses this room and this room does not know it.
 */
@NullMarked
package dev.crossdock;

import org.jspecify.annotations.NullMarked;
