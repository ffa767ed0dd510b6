/**
 * Everything under {@code deploy/}, looked at as it is used. {@code Manifest} reads Kubernetes files by Kubernetes's own types;
 * {@code Cluster} is a set of them, and says what one refers to and none is; {@code ImageIT} unpacks the container's image and
 * runs it; {@code WatchingIT} lets a transfer be watched and asks every panel and every rule.
 */
@NullMarked
package dev.crossdock.deploy;

import org.jspecify.annotations.NullMarked;
