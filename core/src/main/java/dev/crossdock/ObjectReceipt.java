package dev.crossdock;

/**
 * What a store said when it published an object.
 *
 * @param eTag the object's ETag, quotes included as it came
 * @param integrity {@code FULL_OBJECT} if the store returned a checksum over the whole object, which then equals the one
 *     of what was sent; {@code PART} if it returned nothing of the kind but the MD5 of an object stored in one request;
 *     else {@code SIZE}, and what is known is what the parts' receipts say
 */
public record ObjectReceipt(String eTag, Integrity integrity) {}
