/**
 * Programs that the scripts in {@code benchmarks/} run: {@code WarmTransfers} repeats a transfer inside one JVM,
 * {@code GeneratedTransfer} gives the command a file of any size that needs no disk and a store that keeps nothing.
 */
@NullMarked
package dev.crossdock.benchmarks;

import org.jspecify.annotations.NullMarked;
