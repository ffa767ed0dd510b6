package dev.crossdock.deploy;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A set of manifests that are applied together, and what one of them names that is none of them. */
final class Cluster {

    private static final Pattern SERVICE_NAME =
            Pattern.compile("([a-z0-9-]+)\\.([a-z0-9-]+)\\.svc\\.cluster\\.local(?::(\\d+))?");

    private final List<Manifest> manifests;
    private final List<String> problems = new ArrayList<>();

    private Cluster(List<Manifest> manifests) {
        this.manifests = manifests;
    }

    /** What is wrong with it, a sentence each. */
    static List<String> problems(List<Manifest> manifests) {
        Cluster cluster = new Cluster(manifests);
        for (Manifest manifest : manifests) {
            cluster.checkNamespace(manifest);
            cluster.checkServiceNames(manifest);
            manifest.pods().ifPresent(template -> cluster.checkPods(manifest, template));
            if (manifest.kind().equals("Service")) {
                cluster.checkService(manifest);
            }
        }
        return cluster.problems;
    }

    private void problem(Manifest where, String what) {
        problems.add(where + ": " + what);
    }

    private Optional<Manifest> find(String kind, String namespace, String name) {
        return manifests.stream()
                .filter(one -> one.kind().equals(kind)
                        && one.namespace().equals(namespace)
                        && one.name().equals(name))
                .findFirst();
    }

    private Optional<Manifest> mustFind(Manifest from, String kind, Optional<String> name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Manifest> found = find(kind, from.namespace(), name.get());
        if (found.isEmpty()) {
            problem(from, "there is no " + kind + " " + name.get() + " in its namespace");
        }
        return found;
    }

    private void checkNamespace(Manifest manifest) {
        if (!manifest.kind().equals("Namespace")
                && find("Namespace", "", manifest.namespace()).isEmpty()) {
            problem(manifest, "there is no namespace " + manifest.namespace());
        }
    }

    /** Names of services stand in settings, arguments and other services; each has to be one, with that port. */
    private void checkServiceNames(Manifest manifest) {
        Tree.everyWord(manifest.json(), word -> {
            Matcher names = SERVICE_NAME.matcher(word);
            while (names.find()) {
                Optional<Manifest> service = find("Service", names.group(2), names.group(1));
                if (service.isEmpty()) {
                    problem(manifest, "there is no service " + names.group());
                } else if (names.group(3) != null
                        && !ports(service.get(), "port").contains(names.group(3))) {
                    problem(manifest, "the service " + names.group() + " has no such port");
                }
            }
        });
    }

    private static Set<String> ports(Manifest service, String field) {
        Set<String> ports = new HashSet<>();
        Tree.each(service.json(), "spec", "ports")
                .forEach(port -> Tree.word(port, field).ifPresent(ports::add));
        return ports;
    }

    private void checkService(Manifest service) {
        if (service.word("spec", "type").equals("ExternalName")) {
            return; // its name is one of those that are looked up
        }
        Map<String, JsonElement> wanted = Tree.entries(service.json(), "spec", "selector");
        List<Manifest> targets = manifests.stream()
                .filter(one -> one.namespace().equals(service.namespace()))
                .filter(one -> one.pods()
                        .filter(template -> Tree.entries(template, "metadata", "labels")
                                .entrySet()
                                .containsAll(wanted.entrySet()))
                        .isPresent())
                .toList();
        if (wanted.isEmpty() || targets.isEmpty()) {
            problem(service, "it selects no pod");
        }
        for (Manifest target : targets) {
            Set<String> open = new HashSet<>();
            target.containers().forEach(container -> open.addAll(portsOf(container)));
            for (String port : ports(service, "targetPort")) {
                if (!open.contains(port)) {
                    problem(service, target.name() + " has no port " + port);
                }
            }
        }
    }

    private static Set<String> portsOf(JsonElement container) {
        Set<String> ports = new HashSet<>();
        for (JsonElement port : Tree.each(container, "ports")) {
            Tree.word(port, "name").ifPresent(ports::add);
            Tree.word(port, "containerPort").ifPresent(ports::add);
        }
        return ports;
    }

    private void checkPods(Manifest from, JsonElement template) {
        if (from.kind().equals("Deployment")
                && !Tree.entries(from.json(), "spec", "selector", "matchLabels")
                        .equals(Tree.entries(template, "metadata", "labels"))) {
            problem(from, "its selector is not the labels of its pods");
        }
        Map<String, Optional<Set<String>>> keysOfVolumes = new HashMap<>();
        for (JsonElement volume : Tree.each(template, "spec", "volumes")) {
            mustFind(from, "PersistentVolumeClaim", Tree.word(volume, "persistentVolumeClaim", "claimName"));
            Optional<Manifest> secret = mustFind(from, "Secret", Tree.word(volume, "secret", "secretName"));
            Optional<Manifest> map = mustFind(from, "ConfigMap", Tree.word(volume, "configMap", "name"));
            keysOfVolumes.put(
                    Tree.word(volume, "name").orElse(""), secret.or(() -> map).map(Cluster::keys));
        }
        for (JsonElement container : from.containers()) {
            checkContainer(from, container, keysOfVolumes);
        }
    }

    private static Set<String> keys(Manifest manifest) {
        Set<String> keys = new HashSet<>(Tree.entries(manifest.json(), "data").keySet());
        keys.addAll(Tree.entries(manifest.json(), "stringData").keySet());
        return keys;
    }

    private void checkContainer(
            Manifest from, JsonElement container, Map<String, Optional<Set<String>>> keysOfVolumes) {
        for (JsonElement source : Tree.each(container, "envFrom")) {
            mustFind(from, "Secret", Tree.word(source, "secretRef", "name"));
            mustFind(from, "ConfigMap", Tree.word(source, "configMapRef", "name"));
        }
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            for (String way : List.of("httpGet", "tcpSocket")) {
                Tree.word(container, probe, way, "port")
                        .filter(port -> !portsOf(container).contains(port))
                        .ifPresent(port -> problem(from, "its " + probe + " asks a port that is not there: " + port));
            }
        }
        for (JsonElement mount : Tree.each(container, "volumeMounts")) {
            String volume = Tree.word(mount, "name").orElse("");
            if (!keysOfVolumes.containsKey(volume)) {
                problem(from, "there is no volume " + volume);
                continue;
            }
            keysOfVolumes.get(volume).ifPresent(keys -> {
                Tree.word(mount, "subPath")
                        .filter(key -> !keys.contains(key))
                        .ifPresent(key -> problem(from, "the volume " + volume + " has no " + key));
                checkFiles(from, container, Tree.word(mount, "mountPath").orElse(""), keys);
            });
        }
    }

    /** Whatever names a file below a mounted Secret or ConfigMap has to name one that is there. */
    private void checkFiles(Manifest from, JsonElement container, String mountPath, Set<String> keys) {
        List<String> words = new ArrayList<>(Tree.words(container, "command"));
        words.addAll(Tree.words(container, "args"));
        Tree.each(container, "env").forEach(one -> Tree.word(one, "value").ifPresent(words::add));
        for (String word : words) {
            int start = word.indexOf(mountPath + "/");
            if (start >= 0 && !keys.contains(word.substring(start + mountPath.length() + 1))) {
                problem(from, "nothing is mounted at " + word.substring(start));
            }
        }
    }
}
