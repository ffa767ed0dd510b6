package dev.crossdock.deploy;

import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One object of Kubernetes as a file says it.
 *
 * @param origin where it stands, for messages
 */
record Manifest(JsonElement json, String origin) {

    /** What a type checks: its fields and theirs, none unknown and none missing. */
    private interface Check {
        void of(JsonElement json) throws IOException;
    }

    private record Type(Class<?> model, Check check) {}

    private static final Map<String, Type> TYPES = Map.of(
            "v1 Namespace", new Type(V1Namespace.class, V1Namespace::validateJsonElement),
            "v1 ConfigMap", new Type(V1ConfigMap.class, V1ConfigMap::validateJsonElement),
            "v1 Secret", new Type(V1Secret.class, V1Secret::validateJsonElement),
            "v1 Service", new Type(V1Service.class, V1Service::validateJsonElement),
            "v1 PersistentVolumeClaim",
                    new Type(V1PersistentVolumeClaim.class, V1PersistentVolumeClaim::validateJsonElement),
            "apps/v1 Deployment", new Type(V1Deployment.class, V1Deployment::validateJsonElement),
            "batch/v1 Job", new Type(V1Job.class, V1Job::validateJsonElement),
            "batch/v1 CronJob", new Type(V1CronJob.class, V1CronJob::validateJsonElement));

    static List<Manifest> of(Path file) throws IOException {
        return of(Files.readString(file), Folders.DEPLOY.relativize(file).toString());
    }

    static List<Manifest> of(String yaml, String origin) {
        List<Manifest> manifests = new ArrayList<>();
        for (JsonElement document : Tree.documents(yaml)) {
            manifests.add(new Manifest(document, origin));
        }
        return manifests;
    }

    /** @throws IllegalArgumentException if Kubernetes knows no such object, or no such field, or misses one */
    void mustBeKnown() throws IOException {
        String name = word("apiVersion") + " " + kind();
        Type type = TYPES.get(name);
        if (type == null) {
            throw new IllegalArgumentException(origin + ": nothing here knows a " + name);
        }
        type.check.of(json);
        // The check looks at names; reading looks at kinds of values.
        if (JSON.getGson().fromJson(json, type.model) == null) {
            throw new IllegalArgumentException(origin + ": there is nothing in it");
        }
    }

    String kind() {
        return word("kind");
    }

    String name() {
        return word("metadata", "name");
    }

    /** Empty for what has none. */
    String namespace() {
        return word("metadata", "namespace");
    }

    /** The template of the pods that it makes, if it makes any. */
    Optional<JsonElement> pods() {
        JsonElement template = switch (kind()) {
            case "Deployment", "Job" -> Tree.at(json, "spec", "template");
            case "CronJob" -> Tree.at(json, "spec", "jobTemplate", "spec", "template");
            default -> Tree.at(json, "spec", "nothing");
        };
        return template.isJsonNull() ? Optional.empty() : Optional.of(template);
    }

    /** The containers of its pods, those that run first included. */
    List<JsonElement> containers() {
        List<JsonElement> containers = new ArrayList<>();
        pods().ifPresent(template -> {
            containers.addAll(Tree.each(template, "spec", "initContainers"));
            containers.addAll(Tree.each(template, "spec", "containers"));
        });
        return containers;
    }

    String word(String... names) {
        return Tree.word(json, names).orElse("");
    }

    @Override
    public String toString() {
        return origin + ": " + kind() + " " + namespace() + "/" + name();
    }
}
