package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jackdaw.runs.Run;
import jackdaw.runs.RunConfig;
import jackdaw.runs.RunDirectory;
import jackdaw.runs.Summary;
import jackdaw.train.Evaluation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own: stopped, killed, and out of space. */
@DisabledOnOs(OS.WINDOWS)
class ProcessTest {
  private static final String SLOW = SlowCartPole.class.getName();
  private static final String STEPS = "10000";
  private static final int SECONDS = 60;

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void leaveNoProcess() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... args) throws IOException {
    return startIn(List.of(), List.of(), args);
  }

  /** Starts the program behind a prefix such as {@code sh -c}, with more options for Java. */
  private Process startIn(List<String> prefix, List<String> options, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(options);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, Main.class.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(err())
            .start();
    started.add(process);
    return process;
  }

  private File err() {
    return folder.resolve("err").toFile();
  }

  private String errors() throws IOException {
    return Files.readString(err().toPath()).replaceFirst("WARNING: Using incubator.*\n", "");
  }

  private int exit(Process process) throws InterruptedException {
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("ended in time").isTrue();
    return process.exitValue();
  }

  private String[] train(Path run) {
    List<String> args = new ArrayList<>(List.of("train", "ppo", SLOW, "--total-steps", STEPS));
    args.addAll(List.of("--run-dir", run.toString()));
    args.addAll(Cli.SMALL);
    return args.toArray(String[]::new);
  }

  /** Waits until training has begun, and a moment that nobody can foresee. */
  private static void awaitTheMiddle(Path run, Process process) throws Exception {
    Path metrics = run.resolve("metrics.csv");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!Files.exists(metrics) || Files.size(metrics) < 500) {
      assertThat(process.isAlive() && System.nanoTime() < end).as("training").isTrue();
      Thread.sleep(5);
    }
    Thread.sleep(ThreadLocalRandom.current().nextInt(300));
  }

  private static Summary summary(Path run) throws IOException {
    return Summary.read(run.resolve("summary.json"));
  }

  @Test
  void shouldEndLikeARunThatWasNeverStoppedAfterBeingStoppedAndKilled() throws Exception {
    Path whole = folder.resolve("whole");
    Cli.train(SLOW, whole, "--total-steps", STEPS).fine();
    Path run = folder.resolve("run");

    Process stopped = start(train(run));
    awaitTheMiddle(run, stopped);
    stopped.destroy();
    assertThat(exit(stopped)).isZero();
    long steps = summary(run).totalSteps();
    assertThat(steps).isPositive().isLessThan(Long.parseLong(STEPS));
    assertThat(Files.readString(folder.resolve("out")))
        .contains("Stopped at", "resume " + run)
        .doesNotContain("Trained");
    assertThat(run.resolve("curve.png")).exists();

    long rows = Files.size(run.resolve("metrics.csv"));
    Process killed = start("resume", run.toString());
    while (Files.size(run.resolve("metrics.csv")) < rows + 500) {
      assertThat(killed.isAlive()).isTrue();
      Thread.sleep(5);
    }
    Thread.sleep(ThreadLocalRandom.current().nextInt(200));
    killed.destroyForcibly();
    assertThat(exit(killed)).isEqualTo(137);

    Process resumed = start("resume", run.toString(), "--quiet");
    assertThat(exit(resumed)).isZero();
    assertThat(errors()).isEmpty();
    assertThat(summary(run).totalSteps()).isEqualTo(summary(whole).totalSteps());
    assertThat(summary(run).parametersSha256()).isEqualTo(summary(whole).parametersSha256());
  }

  /**
   * A policy that was trained here on normalised observations, and is loaded in another process.
   */
  @Test
  void shouldActAlikeInAnotherProcess() throws Exception {
    Path path = folder.resolve("run");
    RunConfig config =
        RunConfig.builder("ppo", TapedPendulum.class.getName())
            .threads(1)
            .totalSteps(4096L)
            .set("environment.normalize-observations", true)
            .set("environment.normalize-rewards", true)
            .set("environment.frame-stack", 2)
            .build();
    Path here = folder.resolve("here");
    try (Run run = Run.start(config, TapedPendulum::new, RunDirectory.create(path))) {
      run.train();
      System.setProperty(TapedPendulum.TAPE, here.toString());
      Evaluation.of(
          run.trainer().algorithm().policy(),
          config.environmentConfig().wrap(TapedPendulum::new),
          5,
          7);
      // Before the run closes the environments that it was trained in.
      System.clearProperty(TapedPendulum.TAPE);
    }
    byte[] expected = Files.readAllBytes(here);

    Path there = folder.resolve("there");
    Process process =
        startIn(
            List.of(),
            List.of("-D" + TapedPendulum.TAPE + "=" + there),
            "evaluate", path.toString(), "--episodes", "5", "--seed", "7");

    assertThat(exit(process)).isZero();
    assertThat(there).hasBinaryContent(expected);
    // At least the five episodes, of 200 actions of 4 bytes each.
    assertThat(expected.length).isGreaterThanOrEqualTo(5 * 200 * 4);
  }

  @Test
  void shouldStartAnewIfKilledBeforeTheFirstCheckpoint() throws Exception {
    Path whole = folder.resolve("whole");
    Cli.train(SLOW, whole, "--total-steps", STEPS).fine();
    Path run = folder.resolve("run");

    Process killed = start(train(run));
    awaitTheMiddle(run, killed);
    killed.destroyForcibly();
    assertThat(exit(killed)).isEqualTo(137);
    assertThat(run.resolve("checkpoint")).doesNotExist();

    assertThat(exit(start("resume", run.toString(), "--quiet"))).isZero();
    assertThat(summary(run).parametersSha256()).isEqualTo(summary(whole).parametersSha256());
  }

  @Test
  void shouldStopInTheMidstOfStartingAndByInterrupt() throws Exception {
    Path run = folder.resolve("run");
    Process process = start(train(run));
    while (!run.toFile().exists()) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(1);
    }
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    assertThat(exit(process)).isZero();
    assertThat(summary(run).totalSteps()).isLessThan(Long.parseLong(STEPS));
    assertThat(run.resolve("checkpoint/state.json")).exists();
  }

  @Test
  void shouldTrainWhereNothingCanBeDrawn() throws Exception {
    Path run = folder.resolve("run");

    Process process =
        startIn(
            List.of(),
            List.of("--limit-modules", "jdk.incubator.vector,jdk.unsupported"),
            "train", "ppo", "GridWorld-v1", "--total-steps", "500", "--quiet", "--run-dir",
            run.toString());

    assertThat(exit(process)).isZero();
    assertThat(errors().lines()).singleElement().asString().startsWith("jackdaw: warning: could");
    assertThat(run.resolve("curve.png")).doesNotExist();
    assertThat(run.resolve("summary.json")).exists();
  }

  /** As a run: what is not complete is saved, and the same command goes on from there. */
  @Test
  void shouldEndAStudyWhenAskedTo() throws Exception {
    Path runs = folder.resolve("runs");
    Process study =
        start(
            "reproduce", "learning", "--only", "CartPole-v1", "--seeds", "3", "--jobs", "2",
            "--total-steps", "100000000", "--runs", runs.toString());
    awaitTheMiddle(runs.resolve("CartPole-v1/default/seed-101"), study);
    study.destroy();
    assertThat(exit(study)).isZero();
    assertThat(errors().lines()).containsExactly("Stopped; the same command goes on from there.");
    assertThat(summary(runs.resolve("CartPole-v1/default/seed-101")).totalSteps()).isPositive();
    assertThat(runs.resolve("CartPole-v1/default/seed-103")).doesNotExist();
  }

  @Test
  void shouldSayThatItsResultsWereLost() throws Exception {
    Path run = folder.resolve("run");
    Cli.train("CartPole-v1", run, "--total-steps", "1000").fine();
    Process full =
        startIn(
            List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"),
            List.of(),
            "evaluate", run.toString(), "--episodes", "2");
    assertThat(exit(full)).isEqualTo(1);
    assertThat(errors().lines())
        .singleElement()
        .asString()
        .startsWith("jackdaw: cannot write to standard output: No space left on device");
    // A reader that has seen enough is no failure, and nothing is played for nobody.
    Process closed =
        startIn(
            List.of("sh", "-c", "\"$@\" | head -n 1", "sh"),
            List.of(),
            "play", run.toString(), "--episodes", "1000000");
    assertThat(exit(closed)).isZero();
    assertThat(errors()).isEmpty();
    assertThat(Files.readString(folder.resolve("out")).lines()).hasSize(1);
  }

  /** Arabic has digits of its own, which neither a shell nor a program reads. */
  @Test
  void shouldPrintTheSameDigitsInEveryLanguage() throws Exception {
    Path run = folder.resolve("run");
    Process process =
        startIn(
            List.of(),
            List.of("-Duser.language=ar", "-Duser.country=EG"),
            "train", "ppo", "GridWorld-v1", "--total-steps", "500", "--run-dir", run.toString());
    assertThat(exit(process)).isZero();
    assertThat(Files.readString(folder.resolve("out")) + errors())
        .contains("--total-steps 1000")
        .matches(text -> text.chars().noneMatch(c -> Character.isDigit(c) && c > '9'));
  }

  @Test
  void shouldNameTheLocaleThatCannotSpellAPath() throws Exception {
    Process process =
        startIn(
            List.of("env", "LC_ALL=C"),
            List.of("-Dsun.jnu.encoding=ANSI_X3.4-1968"),
            "train", "ppo", "GridWorld-v1", "--run-dir", folder + "/rö");
    assertThat(exit(process)).isEqualTo(2);
    assertThat(errors()).contains("no path in the locale's character set", "set LC_ALL=C.UTF-8");
  }

  @Test
  void shouldReportADiskWithoutSpaceAndLeaveNoHalfFile() throws Exception {
    Path run = folder.resolve("run");
    Cli.train("CartPole-v1", run, "--total-steps", "1000").fine();
    byte[] policy = Files.readAllBytes(run.resolve("checkpoint/policy.safetensors"));

    // A limit of 8 kB a file stands in for a full disk: it holds for root, too.
    Process process =
        startIn(
            List.of("sh", "-c", "ulimit -f 16; exec \"$@\"", "sh"),
            List.of(),
            "resume", run.toString(), "--total-steps", "100000", "--quiet");

    assertThat(exit(process)).isEqualTo(1);
    assertThat(errors().lines()).hasSize(1);
    assertThat(errors())
        .startsWith("jackdaw: cannot write " + run)
        .contains("File too large", "free some space");
    assertThat(run.resolve("checkpoint/policy.safetensors")).hasBinaryContent(policy);
    assertThat(exit(start("evaluate", run.toString(), "--episodes", "1"))).isZero();
    assertThat(exit(start("resume", run.toString(), "--total-steps", "2000"))).isZero();
  }

  /** On a pseudo-terminal, with the line that Java prints for the Vector API and without. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldLeaveTheLineAboveOnATerminal(boolean vectors) throws Exception {
    assumeTrue(new File("/usr/bin/script").canExecute());
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (vectors) {
      java.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    java.addAll(
        List.of(
            "-D" + Terminal.ERR_IS_TERMINAL + "=true", "-cp", "\"$CLASSES\"", Main.class.getName(),
            "--version"));
    ProcessBuilder builder =
        new ProcessBuilder(
            "/usr/bin/script", "-qec", "echo THE LINE ABOVE; " + String.join(" ", java),
            "/dev/null")
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(folder.resolve("out").toFile());
    builder
        .environment()
        .put(
            "CLASSES",
            System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path")));
    Process process = builder.start();
    started.add(process);

    assertThat(exit(process)).isZero();
    String typed = Files.readString(folder.resolve("out"));
    assertThat(typed.contains("WARNING: Using incubator modules")).isEqualTo(vectors);
    assertThat(screen(typed)).hasSize(2).first().isEqualTo("THE LINE ABOVE");
    assertThat(screen(typed).getLast()).startsWith("jackdaw ");
  }

  /** The lines that a terminal shows in the end, where the cursor goes up to erase a line. */
  private static List<String> screen(String typed) {
    List<String> lines = new ArrayList<>();
    for (String line : typed.replaceAll("[\r\004\b]|\\^D", "").lines().toList()) {
      String rest = line;
      while (rest.startsWith("\033[1A\033[2K")) {
        lines.removeLast();
        rest = rest.substring("\033[1A\033[2K".length());
      }
      lines.add(rest);
    }
    return lines;
  }
}
