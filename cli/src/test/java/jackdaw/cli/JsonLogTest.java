package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jackdaw.runs.MetricsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --log-format json} standard output is JSON, one object a line, and nothing else. */
class JsonLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Path run;

  @BeforeEach
  void setUp() {
    run = folder.resolve("run");
  }

  private Cli.Result train(String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("train", "ppo", "CartPole-v1", "--run-dir", run.toString()));
    args.addAll(Cli.SMALL);
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  /** Each line by itself, so that none is two objects and no object two lines. */
  private static List<JsonNode> lines(Cli.Result result) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : result.fine().out().lines().toList()) {
      lines.add(JSON.readTree(line));
      assertThat(line).startsWith("{\"type\":\"").endsWith("}");
    }
    return lines;
  }

  @Test
  void shouldWriteStartProgressAndSummary() throws IOException {
    List<JsonNode> lines = lines(train("--total-steps", "1500", "--log-format", "json"));

    JsonNode start = lines.getFirst();
    assertThat(start.get("type").asText()).isEqualTo("start");
    assertThat(start.get("directory").asText()).isEqualTo(run.toString());
    assertThat(start.get("totalSteps").asLong()).isEqualTo(1500);
    assertThat(start.get("settings").get("rollout-steps").asInt()).isEqualTo(64);

    MetricsTable metrics = MetricsTable.read(run.resolve("metrics.csv"));
    assertThat(lines).hasSize(metrics.rows() + 2);
    for (int row = 0; row < metrics.rows(); row++) {
      JsonNode progress = lines.get(row + 1);
      assertThat(progress.get("type").asText()).isEqualTo("progress");
      assertThat(progress.size()).isEqualTo(metrics.names().size() + 1);
      for (String name : metrics.names()) {
        double value = metrics.column(name)[row];
        assertThat(progress.get(name).isNull()).isEqualTo(Double.isNaN(value));
        if (!Double.isNaN(value)) {
          assertThat(progress.get(name).asDouble()).as(name).isEqualTo(value);
        }
      }
      assertThat(progress.get("steps").isIntegralNumber()).isTrue();
    }

    JsonNode summary = lines.getLast();
    assertThat(summary.get("type").asText()).isEqualTo("summary");
    assertThat(summary.get("complete").asBoolean()).isTrue();
    JsonNode file = JSON.readTree(run.resolve("summary.json").toFile());
    assertThat(summary.size()).isEqualTo(file.size() + 2);
    file.properties().forEach(
        field -> assertThat(summary.get(field.getKey())).isEqualTo(field.getValue()));
  }

  @Test
  void shouldWriteResumedRunsAndCompleteOnes() throws IOException {
    train("--total-steps", "512", "--quiet").fine();
    List<JsonNode> longer =
        lines(
            Cli.run(
                "resume", run.toString(), "--total-steps", "1024", "--log-format", "json"));
    assertThat(longer.getFirst().get("steps").asLong()).isEqualTo(512);
    assertThat(longer.get(1).get("steps").asLong()).isGreaterThan(512);
    List<JsonNode> complete = lines(Cli.run("resume", run.toString(), "--log-format", "json"));
    assertThat(complete).hasSize(1);
    assertThat(complete.getFirst()).isEqualTo(longer.getLast());
  }

  @Test
  void shouldWriteEvaluations() throws IOException {
    train("--total-steps", "512", "--quiet").fine();
    List<JsonNode> lines =
        lines(Cli.run("evaluate", run.toString(), "--episodes", "3", "--log-format", "json"));
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().get("returns")).hasSize(3);
    double sum = 0;
    for (JsonNode each : lines.getFirst().get("returns")) {
      sum += each.asDouble();
    }
    assertThat(lines.getFirst().get("meanReturn").asDouble()).isEqualTo(sum / 3);
  }

  @Test
  void shouldRefuseOtherFormats() {
    assertThat(train("--log-format", "xml").error(2))
        .contains("--log-format is xml, where text or json is expected");
    assertThat(train("--log-format", "json", "--quiet").error(2)).contains("exclude each other");
    assertThat(run).doesNotExist();
  }
}
