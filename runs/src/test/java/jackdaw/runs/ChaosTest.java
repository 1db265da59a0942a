package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import jackdaw.environment.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills at file operations, and files that are altered at random. The build does a few hundred of
 * each; {@code -Djackdaw.chaos.kills=1000 -Djackdaw.chaos.mutations=10000} is the long form, whose
 * figures are in {@code docs/results/robustness.md}.
 */
@DisabledOnOs(OS.WINDOWS)
class ChaosTest {
  private static final int KILLS = Integer.getInteger("jackdaw.chaos.kills", 150);
  private static final int MUTATIONS = Integer.getInteger("jackdaw.chaos.mutations", 400);
  private static final long SEED = Long.getLong("jackdaw.chaos.seed", 1);
  private static final long STEPS = 80;
  private static final long MOST_SECONDS = 20;

  /** What tells of a run's state after the end: files that do not depend on the time. */
  private static final List<String> TELLING =
      List.of("policy.safetensors", "state.json", "state.safetensors");

  @TempDir Path folder;
  private Path whole;
  private int operations;

  @BeforeEach
  void train() throws IOException {
    whole = folder.resolve("whole");
    KillableFiles files = new KillableFiles(0);
    attempt(files, whole);
    operations = files.operations();
  }

  /** Starts a run, or goes on with it, and trains to its end unless it is killed. */
  private static void attempt(KillableFiles files, Path real) throws IOException {
    Path path = files.path(real);
    try (Run run = Files.exists(real.resolve("config.yaml")) ? resume(path, STEPS) : start(path)) {
      run.checkpointEvery(Duration.ZERO).train();
    }
  }

  private static Run start(Path path) throws IOException {
    RunConfig config =
        RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0").threads(1).totalSteps(STEPS).build();
    return Run.start(
        FakeAlgorithm.TYPE, config, FakeEnvironment::new, RunDirectory.create(path));
  }

  private static Supplier<Environment> environments(String name) {
    return FakeEnvironment::new;
  }

  private static Run resume(Path path, long steps) throws IOException {
    return Run.resume(
        _ -> FakeAlgorithm.TYPE,
        RunDirectory.open(path),
        ChaosTest::environments,
        OptionalLong.of(steps));
  }

  /** True if it was killed. */
  private static boolean killed(KillableFiles files, Path real) throws IOException {
    try {
      attempt(files, real);
      return false;
    } catch (KillableFiles.Killed e) {
      return true;
    }
  }

  /**
   * At every operation from the first to the last one, once alone and then with kills of what goes
   * on; the end is always the same, to the last bit.
   */
  @Test
  void shouldEndTheSameWhereverItIsKilled() throws IOException {
    Random random = new Random(SEED);
    List<Integer> order = new ArrayList<>();
    for (int operation = 1; operation <= operations; operation++) {
      order.add(operation);
    }
    // So that a short form has its share of early and late ones.
    Collections.shuffle(order, random);
    int kills = 0;
    int runs = 0;
    for (int i = 0; kills < KILLS; i++, runs++) {
      Path run = folder.resolve("run");
      int at = order.get(i % operations);
      assertThat(killed(new KillableFiles(at), run)).as("operation %d", at).isTrue();
      kills++;
      if (i >= operations || i % 2 == 1) {
        while (killed(new KillableFiles(1 + random.nextInt(operations)), run)) {
          kills++;
        }
      } else {
        attempt(new KillableFiles(0), run);
      }
      RunTest.assertSameRun(RunDirectory.open(whole), RunDirectory.open(run));
      delete(run);
    }
    System.out.printf(
        Locale.ROOT,
        "chaos: %d kills in %d runs, which began with %d of the %d operations; all ended with the"
            + " same bits%n",
        kills, runs, Math.min(runs, operations), operations);
  }

  /** A change of some bytes of a file. */
  private enum Mutation {
    FLIP,
    SET,
    CUT,
    EXTEND,
    REMOVE,
    REPEAT,
    ZERO,
    EMPTY,
    DIGITS,
    GARBAGE;

    byte[] of(byte[] bytes, Random random) {
      int length = bytes.length;
      int from = length == 0 ? 0 : random.nextInt(length);
      int to = length == 0 ? 0 : from + random.nextInt(length - from);
      byte[] changed = bytes.clone();
      switch (this) {
        case FLIP -> changed[from] ^= (byte) (1 << random.nextInt(8));
        case SET -> changed[from] = (byte) random.nextInt(256);
        case ZERO -> Arrays.fill(changed, from, to, (byte) 0);
        case GARBAGE -> random.nextBytes(changed);
        case DIGITS -> Arrays.fill(changed, from, Math.min(length, from + 30), (byte) '9');
        default -> {
          byte[] head = Arrays.copyOf(bytes, from);
          byte[] tail = Arrays.copyOfRange(bytes, to, length);
          return switch (this) {
            case CUT -> head;
            case EXTEND -> joined(bytes, Arrays.copyOfRange(bytes, from, to));
            case REMOVE -> joined(head, tail);
            case REPEAT ->
                joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, length));
            default -> new byte[0];
          };
        }
      }
      return changed;
    }

    private static byte[] joined(byte[] head, byte[] tail) {
      byte[] all = Arrays.copyOf(head, head.length + tail.length);
      System.arraycopy(tail, 0, all, head.length, tail.length);
      return all;
    }
  }

  /**
   * A file that was altered is mended or refused in one line; a run that goes on all the same ends
   * with the bits with which it would have ended.
   */
  @Test
  void shouldMendOrRefuseWhateverIsAltered() throws IOException {
    Path longer = folder.resolve("longer");
    Map<String, byte[]> sound = contents(whole);
    restore(sound, longer);
    goOn(longer);
    Map<String, byte[]> end = contents(longer);
    List<String> names = new ArrayList<>(sound.keySet());
    Collections.sort(names);
    Random random = new Random(SEED);
    Map<String, int[]> counts = new TreeMap<>();
    for (int i = 0; i < MUTATIONS; i++) {
      String name = names.get(i % names.size());
      Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
      Path run = folder.resolve("run");
      restore(sound, run);
      Files.write(run.resolve(name), mutation.of(sound.get(name), random));
      String what = "%s of %s, mutation %d of seed %d".formatted(mutation, name, i, SEED);
      long start = System.nanoTime();
      int[] count = counts.computeIfAbsent(name, _ -> new int[3]);
      boolean refused =
          isRefused(
              what,
              () -> Run.evaluate(
                  _ -> FakeAlgorithm.TYPE, RunDirectory.open(run), ChaosTest::environments,
                  random.nextBoolean(), 1, 1));
      refused |= isRefused(what, () -> MetricsTable.read(run.resolve("metrics.csv")));
      if (isRefused(what, () -> goOn(run))) {
        count[1]++;
      } else if (name.equals("config.yaml")) {
        count[refused ? 1 : 0]++; // What it says may be another run's length.
      } else {
        for (String telling : TELLING) {
          assertThat(run.resolve("checkpoint/" + telling)).as(what)
              .hasBinaryContent(end.get("checkpoint/" + telling));
        }
        count[refused ? 2 : 0]++;
      }
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).as(what)
          .isLessThan(MOST_SECONDS);
      delete(run);
    }
    counts.forEach(
        (name, count) -> System.out.printf(
            Locale.ROOT,
            "chaos: %s: %d harmless, %d refused, %d mended by going on%n",
            name, count[0], count[1], count[2]));
  }

  private interface Attempt {
    void run() throws IOException;
  }

  /** True if it was refused in one line; anything else that is thrown fails. */
  private static boolean isRefused(String what, Attempt attempt) {
    try {
      attempt.run();
      return false;
    } catch (IOException | IllegalArgumentException e) {
      assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("\n");
      return true;
    } catch (RuntimeException | Error e) {
      return fail(what + " ended by " + e, e);
    }
  }

  private static void goOn(Path run) throws IOException {
    try (Run longer = resume(new KillableFiles(0).path(run), 2 * STEPS)) {
      longer.train();
    }
  }

  private static Map<String, byte[]> contents(Path run) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(run.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static void restore(Map<String, byte[]> contents, Path run) throws IOException {
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      Path path = run.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
