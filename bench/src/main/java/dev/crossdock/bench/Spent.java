package dev.crossdock.bench;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What one run took.
 *
 * @param elapsed from the start of the process to its end
 * @param peakMemoryBytes the most that its processes had resident, added up; empty where that can't be known
 * @param diskBytes what they caused to be written to a disk; empty where that can't be known
 */
public record Spent(Duration elapsed, OptionalLong peakMemoryBytes, OptionalLong diskBytes) {}
