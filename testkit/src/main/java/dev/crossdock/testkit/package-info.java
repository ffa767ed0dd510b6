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
 *       {@link dev.crossdock.testkit.Minio} and {@link dev.crossdock.testkit.Moto} are JUnit extensions that start the
 *       program once for a test class. {@link dev.crossdock.testkit.RealServers} finds the programs and decides what
 *       becomes of a test when one is missing.
 *   <li><b>Between them:</b> {@link dev.crossdock.testkit.TcpProxy} breaks connections.
 *   <li><b>Bounds:</b> {@link dev.crossdock.testkit.AllocatedMemory} fails what allocates more than it may.
 * </ul>
 */
@NullMarked
package dev.crossdock.testkit;

import org.jspecify.annotations.NullMarked;
