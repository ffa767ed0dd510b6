@NullMarked
package dev.crossdock.s3;

import org.jspecify.annotations.NullMarked;
