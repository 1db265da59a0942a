package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command in the documentation does what it is there for. Each file's blocks are run in their
 * order in one folder; CONTRIBUTING says how a block tells what to make shorter.
 */
@EnabledOnOs(OS.LINUX)
class DocumentedCommandsTest {
  private static final List<String> RUN = List.of("sh", "python");

  /** The exit code with which a block ends, where it shows an error. */
  private static final String EXIT = "exit";

  /** A pattern of something that a block prints. */
  private static final String PRINTS = "prints";

  /** What the block's loops over seeds go over instead. */
  private static final String SEEDS = "seeds";

  private static final Pattern WITHOUT_PYTHON =
      Pattern.compile("jackdaw: (no Python interpreter is on|Python package .* not installed)");

  private static final Pattern LOOP = Pattern.compile("(for \\w+ in) [0-9 ]+;");

  @TempDir private static Path temporary;

  private static Shell shell;

  @BeforeAll
  static void start() throws Exception {
    shell = new Shell(temporary);
  }

  @AfterAll
  static void end() {
    shell.close();
  }

  @TestFactory
  Stream<DynamicContainer> shouldWork() {
    return Markdown.all().stream().filter(file -> !scripts(file).isEmpty()).map(this::chapter);
  }

  private static List<Markdown.Block> scripts(Markdown file) {
    return file.blocks().stream().filter(block -> RUN.contains(block.language())).toList();
  }

  private DynamicContainer chapter(Markdown file) {
    Stream<DynamicTest> blocks =
        scripts(file).stream()
            .map(
                block -> DynamicTest.dynamicTest(
                    file + ":" + block.line(),
                    () -> {
                      if (block.language().equals("python")) {
                        python(block);
                      } else {
                        run(file, block);
                      }
                    }));
    if (file.path().equals(Symptoms.FILE)) {
      blocks =
          Stream.concat(
              blocks,
              Stream.of(
                  DynamicTest.dynamicTest(
                      "the symptoms that it describes",
                      () -> new Symptoms(shell.folder()).check())));
    }
    return DynamicContainer.dynamicContainer(
        file.path(),
        Stream.concat(Stream.of(DynamicTest.dynamicTest("a clean folder", shell::clear)), blocks));
  }

  private void run(Markdown file, Markdown.Block block) throws Exception {
    Map<String, String> cuts = new LinkedHashMap<>(block.attributes());
    String exit = cuts.remove(EXIT);
    String prints = cuts.remove(PRINTS);
    String code = seeds(block.code(), cuts.remove(SEEDS));
    Set<String> used = new TreeSet<>();
    Shell.Result result = shell.run(code, cuts, used);
    String where = file + ":" + block.line() + "\n" + result.printed();
    passOverWithoutPython(result);
    assertThat(result.code()).as(where).isEqualTo(exit == null ? 0 : Integer.parseInt(exit));
    assertThat(used).as(where).isEqualTo(cuts.keySet());
    if (prints != null) {
      assertThat(result.printed()).as(where).containsPattern(prints);
    }
  }

  /** Where what a command needs of Python is not installed; but not where CI has to have it. */
  private static void passOverWithoutPython(Shell.Result result) {
    boolean missing = WITHOUT_PYTHON.matcher(result.printed()).find();
    if (missing && System.getenv("JACKDAW_TEST_NEEDS_PYTHON") == null) {
      Assumptions.abort("passed over, since " + result.printed());
    }
  }

  /** Where there is no Python, or a package is missing, the code is not run, or only compiled. */
  private static void python(Markdown.Block block) throws Exception {
    Files.writeString(shell.folder().resolve("block.py"), block.code());
    Shell.Result result =
        run("if command -v python3 >/dev/null; then python3 block.py; fi");
    if (!result.printed().contains("ModuleNotFoundError")) {
      assertThat(result.code()).as(result.printed()).isZero();
    }
  }

  private static String seeds(String code, @Nullable String seeds) {
    if (seeds == null) {
      return code;
    }
    Matcher loop = LOOP.matcher(code);
    assertThat(loop.find()).as("a loop over seeds in\n" + code).isTrue();
    return loop.replaceAll("$1 " + seeds + ";");
  }

  @Test
  void shouldReplaceOptionsByShorterOnes() {
    assertThat(
        CommandServer.replaced(
            List.of("train", "ppo", "--total-steps", "9", "--set", "a=1", "--seed=3"),
            List.of("--total-steps", "5", "--set", "b=2", "--seed", "4")))
        .containsExactly(
            "train", "ppo", "--set", "a=1", "--total-steps", "5", "--set", "b=2", "--seed", "4");
  }

  @Test
  void shouldFailWithTheFirstCommandThatFails() throws Exception {
    assertThat(run("./jackdaw list; ./jackdaw lits; ./jackdaw list").code()).isEqualTo(2);
    assertThat(run("./jackdaw lits").printed()).contains("unknown command lits");
    assertThat(run("./jackdaw train ppo CartPole-v1 --steps 5").code()).isEqualTo(2);
    assertThat(run("for s in 1 2; do ./jackdaw evaluate no-run-$s; done").code()).isEqualTo(2);
    assertThat(run("cat none.csv").code()).isNotZero();
    assertThat(run("./jackdaw list environments | grep -q 'CartPole-v1 '").code()).isZero();
  }

  private static Shell.Result run(String script) throws IOException, InterruptedException {
    return shell.run(script, Map.of(), new TreeSet<>());
  }
}
