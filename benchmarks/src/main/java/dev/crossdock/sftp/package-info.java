@NullMarked
package dev.crossdock.sftp;

import org.jspecify.annotations.NullMarked;
