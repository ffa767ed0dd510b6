package dev.crossdock.cli;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * What the launcher has Java learn its class cache from: commands of one process, each after the other, so that one cache
 * holds what any of them needs.
 *
 * <pre>Lesson cp … , cp … , cp …</pre>
 */
final class Lesson {

    private static final String SEPARATOR = ",";

    private Lesson() {}

    public static void main(String[] arguments) throws GeneralSecurityException {
        Terminal terminal = Terminal.ofProcess();
        List<String> command = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals(SEPARATOR)) {
                run(command, terminal);
            } else {
                command.add(argument);
            }
        }
        run(command, terminal);
        signEd25519();
        System.exit(ExitCode.DONE.number()); // whatever thread is left: the launcher waits
    }

    private static void run(List<String> command, Terminal terminal) {
        int code = Main.run(command.toArray(String[]::new), terminal);
        if (code != ExitCode.DONE.number()) {
            System.exit(code);
        }
        command.clear();
    }

    /** The usual key of OpenSSH, which the playground's server does not have. */
    private static void signEd25519() throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signature signing = Signature.getInstance("Ed25519");
        signing.initSign(keys.getPrivate());
        signing.update(new byte[1]);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance("Ed25519");
        verifying.initVerify(keys.getPublic());
        verifying.update(new byte[1]);
        if (!verifying.verify(signature)) {
            throw new GeneralSecurityException("an Ed25519 signature is not verified by its own key");
        }
    }
}
