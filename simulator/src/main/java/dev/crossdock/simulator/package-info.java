/**
 * Tries to break the engine's promise, on one machine, in one JVM, repeatably; never shipped.
 *
 * <p>A tour of the room:
 *
 * <ul>
 *   <li><b>Time and turns:</b> {@code Simulation} runs one {@code SimTask} at a time, in an order drawn from a seed, by a
 *       clock that jumps. {@code SimWaits} is what the engine sees of it. A {@code SimProcess} can die at any step.
 *   <li><b>What is drawn:</b> a {@code Scenario}: the file, the store's {@code StoreTraits}, the {@code Weather}, and each
 *       {@code RunSpec}: how the command is run and how that may end.
 *   <li><b>The two ends:</b> {@code SimFile} changes and is read through {@code SimSource}; {@code SimStore} is the store
 *       itself, reached through {@code SimStoreClient} by {@code Exchange}s, which take time and get lost.
 *   <li><b>The judgement:</b> {@code Trial} runs it all; {@code Promise} and {@code Thrift} compare what really is at the
 *       store with what each run said, from its {@code RunRecord}. {@link dev.crossdock.simulator.Simulator} answers with a
 *       {@link dev.crossdock.simulator.Verdict}.
 * </ul>
 *
 * <p>The simulated ends are not the fakes of the testkit: those do at once what a test tells them, these do what the dice
 * say when it is their turn.
 */
@NullMarked
package dev.crossdock.simulator;

import org.jspecify.annotations.NullMarked;
