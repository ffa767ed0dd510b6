package dev.crossdock.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The engine, compiled anew in memory from its own source with a defect in it, and a simulator that runs on that one. Both
 * rooms are loaded apart from the test's own; everything else is shared.
 */
final class MutatedEngine extends ClassLoader {

    private static final List<String> LOADED_APART = List.of("dev.crossdock.engine.", "dev.crossdock.simulator.");

    private final Map<String, byte[]> compiled = new HashMap<>();

    private MutatedEngine() {
        super(MutatedEngine.class.getClassLoader());
    }

    /** A simulator of the engine with these changes; with none, of the engine as it is. */
    static LongFunction<String> simulator(List<Mutation> mutations) throws IOException, ReflectiveOperationException {
        MutatedEngine loader = new MutatedEngine();
        loader.compile(mutations);
        Object simulator = loader.loadClass(Simulator.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        return seed -> run(simulator, seed);
    }

    private static String run(Object simulator, long seed) {
        try {
            return String.valueOf(
                    simulator.getClass().getMethod("apply", long.class).invoke(simulator, seed));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void compile(List<Mutation> mutations) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, StandardCharsets.UTF_8)) {
            List<JavaFileObject> sources = new ArrayList<>();
            for (Path path : engineSources()) {
                sources.add(new Source(path, source(path, mutations)));
            }
            boolean done = compiler.getTask(
                            null,
                            new InMemory(files, compiled),
                            problems,
                            List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path")),
                            null,
                            sources)
                    .call();
            if (!done) {
                throw new IllegalStateException(
                        "the engine does not compile with the defect: " + problems.getDiagnostics());
            }
        }
    }

    private static List<Path> engineSources() throws IOException {
        try (Stream<Path> files = Files.list(Mutation.ENGINE)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
    }

    private static String source(Path path, List<Mutation> mutations) throws IOException {
        String source = Files.readString(path);
        for (Mutation mutation : mutations) {
            if (mutation.path().equals(path)) {
                source = mutation.in(source);
            }
        }
        return source;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (LOADED_APART.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = compiled.get(name);
        if (bytes == null) {
            bytes = asItIs(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] asItIs(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** A source file that is not on the disk as it is compiled. */
    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(Path path, String text) {
            super(path.toUri(), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what is compiled. */
    private static final class InMemory extends javax.tools.ForwardingJavaFileManager<StandardJavaFileManager> {

        private final Map<String, byte[]> compiled;

        InMemory(StandardJavaFileManager files, Map<String, byte[]> compiled) {
            super(files);
            this.compiled = compiled;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String name, JavaFileObject.Kind kind, javax.tools.FileObject from) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public java.io.OutputStream openOutputStream() {
                    return new java.io.ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            compiled.put(name, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
