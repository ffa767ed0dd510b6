/**
 * What tests are made of; never shipped.
 *
 * <p>A tour of the room:
 *
 * <ul>
 *   <li><b>Contracts:</b> {@link dev.crossdock.testkit.SourceFileContract} and
 *       {@link dev.crossdock.testkit.ObjectStoreContract} say what every implementation of a port must do. Each
 *       adapter's tests extend them, and so do those of the fakes.
 *   <li><b>Fakes:</b> {@link dev.crossdock.testkit.FakeFile} and {@link dev.crossdock.testkit.FakeStore} keep the
 *       contracts in memory, and fail, stall, change and forget when told to.
 *   <li><b>Real servers:</b> {@link dev.crossdock.testkit.OpenSsh}, {@link dev.crossdock.testkit.Versitygw},
 *       {@link dev.crossdock.testkit.Minio}, {@link dev.crossdock.testkit.Moto},
 *       {@link dev.crossdock.testkit.Prometheus} and {@link dev.crossdock.testkit.Pushgateway} are JUnit extensions that
 *       start the program once for a test class. {@link dev.crossdock.testkit.RealServers} finds the programs and decides what
 *       becomes of a test when one is missing.
 *   <li><b>A server that does what it is told:</b> {@link dev.crossdock.testkit.MisbehavingSftp} speaks SFTP over SSH;
 *       {@link dev.crossdock.testkit.SftpFaults} says how it answers a READ, {@link dev.crossdock.testkit.MisbehavingFile}
 *       what happens to its file.
 *   <li><b>Between them:</b> {@link dev.crossdock.testkit.TcpProxy} breaks connections where a
 *       {@link dev.crossdock.testkit.TcpFault} says, and keeps the two as far apart as a
 *       {@link dev.crossdock.testkit.TcpDistance} says; {@link dev.crossdock.testkit.S3FaultProxy} breaks single requests
 *       to a real store where an {@link dev.crossdock.testkit.S3Fault} says. {@link dev.crossdock.testkit.Relay} breaks nothing, and keeps
 *       what came first: a {@link dev.crossdock.testkit.TlsServerHello}, for instance.
 *   <li><b>Bounds:</b> {@link dev.crossdock.testkit.AllocatedMemory} fails what allocates more than it may.
 * </ul>
 */
@NullMarked
package dev.crossdock.testkit;

import org.jspecify.annotations.NullMarked;
