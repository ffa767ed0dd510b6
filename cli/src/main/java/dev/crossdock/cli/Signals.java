package dev.crossdock.cli;

import java.lang.reflect.Proxy;

/** Listens to a signal of the operating system. */
final class Signals {

    private Signals() {}

    /**
     * {@code Signal.handle(new Signal(name), handler)}: the module jdk.unsupported exports this for want of another way,
     * and javac warns of it in a manner that can't be switched off, hence by reflection.
     *
     * @param name without {@code SIG}
     * @param action done on a thread of the JVM's, each time
     * @throws ReflectiveOperationException if the parent process had it ignored (nohup, a shell's background job), or
     *     there is no such signal here: then it does what it did
     */
    static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object onSignal =
                Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, given) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                    }
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
    }
}
