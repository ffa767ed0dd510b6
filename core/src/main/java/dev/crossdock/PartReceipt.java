package dev.crossdock;

/**
 * What a store said when it took a part.
 *
 * @param part which
 * @param eTag the store's name for what it stored, quotes included as it came
 * @param crc32c the checksum of what was sent
 * @param integrity {@code PART} if the store returned this checksum, or an ETag that is the part's MD5; else {@code SIZE}
 */
public record PartReceipt(PartRange part, String eTag, Crc32c crc32c, Integrity integrity) {}
