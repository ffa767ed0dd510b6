package dev.crossdock.deploy;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The dashboard's file, and its panels without the rows that only part them. */
record Dashboard(JsonElement json) {

    static final Path FILE = Folders.DEPLOY.resolve(Path.of("grafana", "dashboards", "sftp-s3-streaming.json"));

    /** One query of a panel. */
    record Query(String panel, String expression) {}

    static Dashboard read() throws IOException {
        return new Dashboard(Tree.document(Folders.text("grafana", "dashboards", "sftp-s3-streaming.json")));
    }

    List<JsonElement> panels() {
        return Tree.each(json, "panels").stream()
                .filter(panel -> !Tree.word(panel, "type").orElse("").equals("row"))
                .toList();
    }

    List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JsonElement panel : panels()) {
            for (JsonElement target : Tree.each(panel, "targets")) {
                queries.add(new Query(
                        Tree.word(panel, "title").orElse(""),
                        Tree.word(target, "expr").orElse("")));
            }
        }
        return queries;
    }
}
