package dev.crossdock.deploy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Ways through what a YAML or JSON file says. What is not there is an empty answer, at every step. */
final class Tree {

    private Tree() {}

    /** The documents of a YAML text; a key that is there twice is an error. */
    static List<JsonElement> documents(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Gson gson = new GsonBuilder().serializeNulls().create();
        List<JsonElement> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
            if (document != null) {
                documents.add(gson.toJsonTree(document));
            }
        }
        return documents;
    }

    static JsonElement document(String yaml) {
        return documents(yaml).getFirst();
    }

    static JsonElement at(JsonElement tree, String... names) {
        JsonElement here = tree;
        for (String name : names) {
            here = here instanceof JsonObject object && object.has(name) ? object.get(name) : JsonNull.INSTANCE;
        }
        return here;
    }

    /** The text, number or truth at a place, as text. */
    static Optional<String> word(JsonElement tree, String... names) {
        JsonElement here = at(tree, names);
        return here.isJsonPrimitive() ? Optional.of(here.getAsString()) : Optional.empty();
    }

    /** What a list holds; nothing if there is none. */
    static List<JsonElement> each(JsonElement tree, String... names) {
        return at(tree, names) instanceof JsonArray array ? array.asList() : List.of();
    }

    /** The texts of a list. */
    static List<String> words(JsonElement tree, String... names) {
        return each(tree, names).stream().map(JsonElement::getAsString).toList();
    }

    /** The entries of an object; none if there is none. */
    static Map<String, JsonElement> entries(JsonElement tree, String... names) {
        return at(tree, names) instanceof JsonObject object ? object.asMap() : Map.of();
    }

    /** Visits every text, number and truth. */
    static void everyWord(JsonElement tree, Consumer<String> visitor) {
        if (tree.isJsonPrimitive()) {
            visitor.accept(tree.getAsString());
        } else if (tree instanceof JsonArray array) {
            array.forEach(child -> everyWord(child, visitor));
        } else if (tree instanceof JsonObject object) {
            object.asMap().values().forEach(child -> everyWord(child, visitor));
        }
    }
}
