/**
 * The outbound end: objects in S3 and in stores that speak its language.
 *
 * <p>A tour of the room:
 *
 * <ul>
 *   <li><b>The face:</b> {@link dev.crossdock.s3.S3Store} and its builder. {@link dev.crossdock.s3.PathStyle} is the only
 *       other public type. {@code StoreShare} is the port itself, for one user; {@code StorePlumbing} is what all users
 *       have in common; {@code RequestScope} knows whose request is under way, so that closing a share ends no other.
 *   <li><b>Where and as whom:</b> {@code S3Settings} is what the caller said; {@code S3Endpoint} is what came of it
 *       together with environment and profile: endpoint, region, credentials. {@code ObjectAddress} is the URL of one
 *       object, {@code KeyEncoding} the spelling of its key, {@code RequestSigner} signs.
 *   <li><b>The wire:</b> {@code Transport} is one HTTP client under both planes, so that the connection that carried the
 *       first HEAD carries the first part. {@code Exchange} is one request; {@code OneAttemptExecutor} sends it and reads
 *       an answer that comes early; {@code StallWatch} ends those whose peer stopped reading.
 *   <li><b>The control plane:</b> {@code ControlPlane} speaks through the AWS SDK, which knows regions, signatures and
 *       XML; {@code SdkTransport} gives it our wire,
 *       {@code GuardedClient} keeps its reading of answers from failing in ways of its own. {@code UploadCompletion} publishes; {@code UploadListing} and {@code PartListing} say what is unfinished,
 *       {@code UploadAbort} ends it. {@code ObjectReads} is for who compares objects and clears them away.
 *   <li><b>The data plane:</b> {@code DataPlane} sends bodies that write themselves ({@code PartEntity},
 *       {@code TrailerBody}) and {@code PutVerdict} judges the answer. {@code MultipartUpload} is the port's upload,
 *       fresh or gone on with ({@code BegunUpload}); {@code PartComparison} and {@code ConfirmedParts} say what its parts
 *       prove.
 *   <li><b>What a store can do:</b> {@code ChecksumSupport}, {@code EndpointMemory} and {@code StoreLatency}; nothing is assumed, all is seen.
 *   <li><b>When it fails:</b> {@code Refusal} is what a store said, {@code TransportFailure} that it said nothing, and
 *       {@code StoreErrors} puts both in a sentence.
 * </ul>
 *
 * <p>Each method makes one attempt: retries of the SDK and of the HTTP client are off, because the engine retries.
 */
@NullMarked
package dev.crossdock.s3;

import org.jspecify.annotations.NullMarked;
