import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Raises the class files of a jar to the version of Java 8, with the stack maps that it asks for. picocli is still compiled
 * for Java 5, and classes older than Java 6 are not kept in the JVM's AOT cache: to load and verify its 175 took 50 ms of
 * every start. What the code does is not touched.
 *
 * <pre>java RaiseClassFiles.java JAR</pre>
 */
final class RaiseClassFiles {

    private static final String NOTICE =
            "The class files of this jar were raised to the version of Java 8. Nothing else was changed.\n";

    private RaiseClassFiles() {}

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path raised = Path.of(arguments[0] + ".raised");
        try (JarFile from = new JarFile(jar.toFile());
                URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                JarOutputStream to = new JarOutputStream(Files.newOutputStream(raised))) {
            // A stack map has the common superclass of two types in it: of the jar's own or of the JDK's.
            ClassFile classFile = ClassFile.of(
                    ConstantPoolSharingOption.NEW_POOL,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
            for (JarEntry entry : (Iterable<JarEntry>) from.stream()::iterator) {
                JarEntry same = new JarEntry(entry.getName());
                same.setTime(entry.getTime());
                to.putNextEntry(same);
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                to.write(entry.getName().endsWith(".class") ? raised(classFile, bytes) : bytes);
            }
            JarEntry notice = new JarEntry("META-INF/CHANGES");
            notice.setTime(from.getEntry(JarFile.MANIFEST_NAME).getTime()); // the same jar each time
            to.putNextEntry(notice);
            to.write(NOTICE.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(raised, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] raised(ClassFile classFile, byte[] bytes) {
        ClassModel model = classFile.parse(bytes);
        return model.majorVersion() >= ClassFile.JAVA_8_VERSION
                ? bytes
                : classFile.transformClass(model, RaiseClassFiles::raise);
    }

    private static void raise(ClassBuilder builder, ClassElement element) {
        switch (element) {
            case ClassFileVersion old -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            // Code that is taken over as it stands gets no stack maps.
            case MethodModel method ->
                builder.transformMethod(
                        method, MethodTransform.transformingCode((code, instruction) -> code.with(instruction)));
            default -> builder.with(element);
        }
    }
}
