package dev.crossdock.engine;

import dev.crossdock.Crc32c;
import dev.crossdock.ObjectReceipt;

/**
 * What was published, and the checksum of what was read for it.
 */
record Proof(ObjectReceipt receipt, Crc32c whole) {}
