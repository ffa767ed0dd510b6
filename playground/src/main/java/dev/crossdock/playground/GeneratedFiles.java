package dev.crossdock.playground;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.sshd.common.file.FileSystemFactory;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.jspecify.annotations.Nullable;

/**
 * Shows generated files to MINA's SFTP server. Each session gets an in-memory file system with an empty placeholder for
 * each file, so that folders, listings and names are its business; what is said of a placeholder's size and read from it
 * comes from the generated file instead.
 */
final class GeneratedFiles implements FileSystemFactory, SftpFileSystemAccessor {

    private final Map<String, GeneratedFile> files;

    GeneratedFiles(List<GeneratedFile> files) {
        this.files = files.stream().collect(Collectors.toUnmodifiableMap(GeneratedFile::path, file -> file));
    }

    @Override
    public @Nullable Path getUserHomeDir(SessionContext session) {
        return null; // the working folder of the file system, which is its root
    }

    /** Called once for each session, which closes what it got. */
    @Override
    public FileSystem createFileSystem(SessionContext session) throws IOException {
        FileSystem placeholders = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("posix")
                .setWorkingDirectory("/")
                .build());
        for (GeneratedFile file : files.values()) {
            Path placeholder = placeholders.getPath(file.path());
            Path folder = placeholder.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.createFile(placeholder);
            Files.setLastModifiedTime(placeholder, FileTime.from(file.stat().modifiedEpochSeconds(), TimeUnit.SECONDS));
        }
        return placeholders;
    }

    @Override
    public NavigableMap<String, Object> resolveReportedFileAttributes(
            SftpSubsystemProxy subsystem,
            Path file,
            int flags,
            NavigableMap<String, Object> attributes,
            LinkOption... options)
            throws IOException {
        GeneratedFile generated = generated(file);
        if (generated != null && attributes.containsKey("size")) {
            attributes.put("size", generated.stat().sizeBytes());
        }
        return attributes;
    }

    @Override
    public SeekableByteChannel openFile(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Set<? extends OpenOption> options,
            FileAttribute<?>... attributes)
            throws IOException {
        GeneratedFile generated = generated(file);
        if (generated == null) {
            return SftpFileSystemAccessor.super.openFile(subsystem, fileHandle, file, handle, options, attributes);
        }
        if (options.contains(StandardOpenOption.WRITE)) {
            throw new AccessDeniedException(generated.path(), null, "a generated file can't be written");
        }
        return new GeneratedChannel(generated);
    }

    private @Nullable GeneratedFile generated(Path file) {
        return files.get(file.toAbsolutePath().normalize().toString());
    }
}
