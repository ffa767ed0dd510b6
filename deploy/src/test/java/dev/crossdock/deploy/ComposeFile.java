package dev.crossdock.deploy;

import com.google.gson.JsonElement;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a compose file names that it does not have. The schema knows keys; this knows what they refer to. */
final class ComposeFile {

    private static final Pattern ADDRESS = Pattern.compile("http://([a-z0-9-]+):(\\d+)");

    private final JsonElement file;
    private final List<String> problems = new ArrayList<>();

    private ComposeFile(JsonElement file) {
        this.file = file;
    }

    /** What is wrong with it, a sentence each. */
    static List<String> problems(JsonElement file) {
        ComposeFile compose = new ComposeFile(file);
        Tree.entries(file, "services").forEach(compose::checkService);
        return compose.problems;
    }

    private void checkService(String name, JsonElement service) {
        for (String other : namesOf(service, "depends_on")) {
            mustHave("services", other, name);
        }
        for (JsonElement secret : Tree.each(service, "secrets")) {
            mustHave(
                    "secrets",
                    Tree.word(secret).or(() -> Tree.word(secret, "source")).orElse(""),
                    name);
        }
        for (String volume : Tree.words(service, "volumes")) {
            String source = volume.substring(0, volume.indexOf(':'));
            if (!source.startsWith(".")) {
                mustHave("volumes", source, name);
            } else if (!Files.exists(Folders.DEPLOY.resolve(source))) {
                problems.add(name + ": there is no " + source);
            }
        }
        Tree.everyWord(Tree.at(service, "environment"), word -> checkAddress(name, word));
    }

    private static Set<String> namesOf(JsonElement service, String field) {
        Map<String, JsonElement> entries = Tree.entries(service, field);
        return entries.isEmpty() ? Set.copyOf(Tree.words(service, field)) : entries.keySet();
    }

    private void mustHave(String kind, String wanted, String name) {
        if (!Tree.entries(file, kind).containsKey(wanted)) {
            problems.add(name + ": among the " + kind + " there is no " + wanted);
        }
    }

    private void checkAddress(String name, String word) {
        Matcher address = ADDRESS.matcher(word);
        if (address.find()) {
            mustHave("services", address.group(1), name);
            if (Tree.words(file, "services", address.group(1), "ports").stream()
                    .noneMatch(port -> port.endsWith(":" + address.group(2)))) {
                problems.add(name + ": " + address.group() + " is no port of that service");
            }
        }
    }
}
