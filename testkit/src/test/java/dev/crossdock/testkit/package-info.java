@NullMarked
package dev.crossdock.testkit;

import org.jspecify.annotations.NullMarked;
