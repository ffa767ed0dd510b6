/**
 * The inbound end: files on SFTP servers, to be read; and where made-up files are put, to be read later.
 *
 * <p>A tour of the room, from the caller inwards:
 *
 * <ol>
 *   <li>{@link dev.crossdock.sftp.SftpServer} is one account on one server. Its {@code SftpSourceFile}s share a
 *       {@code ConnectionPool} ({@code Logins} are its attempts, {@code LoginAhead} the one that does not wait); each keeps an {@code OpenFile} (a handle, and the promise that it is the same file) on
 *       every connection it reads with, together its {@code FileHandles}, and its {@code RangesUnderWay}. {@code ConnectionCount} says with how many a file is
 *       read at first, {@code ConnectionGrowth} whether more would be faster, by measurement. {@code SequentialFile} does with one
 *       connection and one handle, for servers that permit no more. {@code Lifetime} tells whoever waits on a file's
 *       behalf when it is closed.
 *   <li>{@code SshConnector} opens an SSH session by JSch: {@code RawSocket} with its {@code PromptInput} below it, {@code HostKeyCheck} over
 *       {@code KnownHosts} to know whom it talks to, {@code Login} and {@code Identities} to be let in,
 *       {@code ConnectFailure} to say in our words why not. {@code AesGcm} decrypts without garbage. No vendor type
 *       leaves this group.
 *   <li>{@code SftpConnection} is one SFTP channel. {@code Outstanding} holds what was asked and not answered yet, in a
 *       {@code SendQueue} and a {@code RequestRing}; its one sender thread writes requests in batches, as many as the
 *       {@code ReadWindow} lets be on the way; answers come through {@code ReplyParser} on the session's own thread.
 *   <li>Whoever waits for an answer holds an {@code Owed}: an {@code Exchange} for one small question, a
 *       {@code RangeRequest} for a range of a file. {@code RangeClaims} says which connection asks for what of it; a
 *       {@code RangeShare} is what one of them brings.
 *   <li>{@link dev.crossdock.sftp.NewFile} is a file being written, by the requests in {@code WriteQuestions};
 *       {@code WriteFailure} says why it can't be. No transfer comes here.
 * </ol>
 *
 * <p>One byte of a file is copied once here: {@code ReplyParser} gets JSch's packet buffer and hands the payload on to
 * the {@link dev.crossdock.BlockSink} from where it lies. The session's thread never sends anything that could block,
 * because it alone can enlarge the window that a blocked sender waits for.
 */
@NullMarked
package dev.crossdock.sftp;

import org.jspecify.annotations.NullMarked;
