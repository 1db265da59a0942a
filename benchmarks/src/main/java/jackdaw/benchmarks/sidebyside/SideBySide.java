package jackdaw.benchmarks.sidebyside;

import jackdaw.benchmarks.PpoOperations;
import jackdaw.benchmarks.sidebyside.Contestant.MissingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs Jackdaw and its peers in turn, A B A B, on one pinned core, and writes medians and ratios to
 * the report.
 */
@Command(
    name = "benchmarks/side-by-side",
    description = "Runs Jackdaw and its peers in turn on one pinned core,"
        + " and writes docs/results/speed.md.",
    mixinStandardHelpOptions = true)
public final class SideBySide implements Callable<Integer> {
  private static final List<Integer> LARGE = List.of(256, 256);
  private static final double MILLION = 1e6;
  private static final String PEERS = "peers";
  private static final String START = "start";
  private static final String GROWTH = "growth";
  private static final String THREADS = "threads";

  @Option(
      names = "--core",
      description = "the core to pin everything to (${DEFAULT-VALUE})") private int core;

  @Option(
      names = "--rounds",
      description = "number of turns of each (${DEFAULT-VALUE})") private int rounds = 5;

  @Option(
      names = "--seeds",
      description = "runs from process start, each a seed (${DEFAULT-VALUE})") private int seeds =
          10;

  @Option(
      names = "--short",
      description = "short trial in a minute or two; figures are rough") private boolean brief;

  @Option(
      names = "--python",
      description = "Python interpreter of the peers (${DEFAULT-VALUE})") private String python =
          "python3";

  @Option(
      names = "--only",
      description = "one section: peers, start, threads or growth") private @Nullable String only;

  @Option(
      names = "--output",
      description = "the report whose measured sections are replaced") private Path output =
          Path.of("docs/results/speed.md");

  private Path home = Path.of("");

  /** See {@code --help}. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new SideBySide()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    home = Path.of(System.getProperty("jackdaw.home", "")).toAbsolutePath();
    if (only != null && !List.of(PEERS, START, THREADS, GROWTH).contains(only)) {
      System.err.printf(
          "side-by-side: no section is named %s: give --only peers, start, threads or growth%n",
          only);
      return 2;
    }
    if (brief) {
      rounds = Math.min(rounds, 2);
      seeds = Math.min(seeds, 2);
    }
    if (isWanted(PEERS)) {
      Report report = new Report(PEERS, rounds, brief);
      for (Workload workload : workloads()) {
        compete(workload, report);
      }
      write(report);
    }
    if (isWanted(START)) {
      Report report = new Report(START, seeds, brief);
      fromStart(report);
      write(report);
    }
    if (isWanted(THREADS)) {
      // One process, in which the two take many short turns.
      int turns = brief ? rounds : 10 * rounds;
      Report report = new Report(THREADS, turns, brief);
      threads(turns, report);
      write(report);
    }
    if (isWanted(GROWTH)) {
      Report report = new Report(GROWTH, 1, brief);
      growth(report);
      write(report);
    }
    return 0;
  }

  private boolean isWanted(String section) {
    return only == null || only.equals(section);
  }

  private void write(Report report) throws IOException {
    report.write(home.resolve(output));
    System.err.println("Wrote " + output);
  }

  private List<Workload> workloads() {
    return List.of(
        new Workload(
            "PPO on CartPole-v1 with CleanRL's settings",
            "steps",
            PpoOperations.perStep(4, List.of(64, 64), 2, 4),
            List.of(
                ours("ppo", 3_000_000),
                peer("JAX, loop and environment one program", "ppo_jax", 500_000),
                peer("PyTorch, eager", "ppo_torch", 20_000),
                peer("Stable-Baselines3", "sb3_ppo", 20_000),
                peer("sbx", "sbx_ppo", 20_000),
                peer("CleanRL", "cleanrl_ppo", 20_000))),
        new Workload(
            "A2C on CartPole-v1 with the defaults of Stable-Baselines3, eight copies",
            "steps",
            PpoOperations.perStep(4, List.of(64, 64), 2, 1),
            List.of(
                ours("a2c", 3_000_000), peer("Stable-Baselines3", "sb3_a2c", 20_000))),
        new Workload(
            "A training step of 17-256-256-6 on 256 rows",
            "training steps",
            256 * PpoOperations.trainingPerRow(17, LARGE, 6),
            List.of(
                ours("network", 3_000),
                peer("OpenBLAS, its products alone", "products_openblas", 1_500),
                peer("PyTorch, eager", "step_torch", 1_000))),
        new Workload(
            "CartPole-v1 without a policy",
            "steps",
            0,
            List.of(
                ours("environment:CartPole-v1", 100_000_000),
                peer("Gymnasium, vectorised in NumPy", "environment_gymnasium", 5_000_000))),
        new Workload(
            "Pendulum-v1 without a policy",
            "steps",
            0,
            List.of(
                ours("environment:Pendulum-v1", 30_000_000),
                ours("arithmetic:Pendulum-v1", 30_000_000))),
        new Workload(
            "Acrobot-v1 without a policy",
            "steps",
            0,
            List.of(
                ours("environment:Acrobot-v1", 6_000_000),
                ours("arithmetic:Acrobot-v1", 6_000_000))));
  }

  private Contestant ours(String workload, long steps) {
    String name = workload.startsWith("arithmetic") ? "its arithmetic alone" : "Jackdaw";
    return new Contestant(name, java(Ours.class, workload), brief ? steps / 10 : steps);
  }

  private Contestant peer(String name, String script, long steps) {
    return new Contestant(
        name,
        List.of(python, home.resolve("benchmarks/peers/" + script + ".py").toString()),
        brief ? Math.max(1, steps / 10) : steps);
  }

  private static List<String> java(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:FreqInlineSize=80",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void compete(Workload workload, Report report) throws IOException, InterruptedException {
    Map<Contestant, List<Figures>> figures = new LinkedHashMap<>();
    Map<Contestant, String> missing = new LinkedHashMap<>();
    workload.contestants().forEach(contestant -> figures.put(contestant, new ArrayList<>()));
    Contestant peak = new Contestant("peak", java(Ours.class, "peak"), 1);
    List<Double> peaks = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      System.err.printf("%s, round %d of %d%n", workload.title(), round, rounds);
      for (Contestant contestant : workload.contestants()) {
        if (missing.containsKey(contestant)) {
          continue;
        }
        try {
          if (workload.operations() > 0) {
            peaks.add(peak.run(core).steadySteps() / MILLION);
          }
          figures.get(contestant).add(contestant.run(core));
        } catch (MissingException e) {
          missing.put(contestant, e.getMessage());
        }
      }
    }
    report.workload(workload, figures, missing, peaks);
  }

  private void fromStart(Report report) throws IOException, InterruptedException {
    FromStart launcher = new FromStart(home, core);
    List<FromStart.Result> solved = new ArrayList<>();
    List<FromStart.Result> cold = new ArrayList<>();
    // Builds anything that is missing, which must not be measured.
    launcher.train("--total-steps", "2000");
    for (int seed = 1; seed <= seeds; seed++) {
      System.err.printf("From process start, seed %d of %d%n", seed, seeds);
      solved.add(launcher.train("--seed", Integer.toString(seed)));
      if (seed <= rounds) {
        cold.add(
            launcher.train(
                "--profile", "cleanrl", "--total-steps", brief ? "50000" : "500000", "--seed",
                Integer.toString(seed)));
      }
    }
    FromStart.Result memory =
        launcher.train("--profile", "cleanrl", "--total-steps", brief ? "100000" : "1000000");
    report.fromStart(solved, cold, memory);
  }

  private void threads(int turns, Report report) throws IOException, InterruptedException {
    System.err.println("Threads…");
    report.threads(
        lines(java(Threads.class, Integer.toString(turns), brief ? "50000" : "100000")));
  }

  private void growth(Report report) throws IOException, InterruptedException {
    String seconds = brief ? "0.05" : "1";
    Map<String, SortedMap<Integer, Double>> series = new TreeMap<>();
    List<String> pinned =
        new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(java(Growth.class, seconds, "all"));
    read(pinned, series);
    // Threads need the other cores.
    read(java(Growth.class, seconds, Growth.THREADS), series);
    new GrowthPicture(series).write(home.resolve("docs/images/growth.png"));
    report.growth(series);
  }

  private static void read(List<String> command, Map<String, SortedMap<Integer, Double>> series)
      throws IOException, InterruptedException {
    System.err.println("Growth…");
    for (String line : lines(command)) {
      String[] point = line.split(",", -1);
      series
          .computeIfAbsent(point[0], name -> new TreeMap<>())
          .put(Integer.valueOf(point[1]), Double.valueOf(point[2]));
    }
  }

  /** Returns the output of a command. */
  private static List<String> lines(List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          "ended with code %d: %s".formatted(process.exitValue(), String.join(" ", command)));
    }
    return printed.lines().toList();
  }
}
