package jackdaw.examples.rinsim;

import com.github.rinde.logistics.pdptw.mas.route.GotoClosestRoutePlanner;
import com.github.rinde.logistics.pdptw.mas.route.RandomRoutePlanner;
import com.github.rinde.logistics.pdptw.mas.route.RoutePlanner;
import com.github.rinde.rinsim.util.StochasticSupplier;
import jackdaw.environment.Environment;
import jackdaw.policy.PolicyAgent;
import jackdaw.runs.Estimate;
import jackdaw.runs.Run;
import jackdaw.runs.RunDirectory;
import jackdaw.runs.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/**
 * Prints the costs of the same {@value #DAYS} days with RinLog's own planners and with trained
 * policies, as a table in Markdown. The arguments are run directories.
 */
final class Compare {
  private static final int DAYS = 200;
  private static final long FIRST_SEED = 1_000_000;

  private Compare() {}

  static void main(String[] runs) throws IOException {
    double[] closest = costs(seed -> cost(seed, GotoClosestRoutePlanner.supplier()));
    System.out
        .println("| planner | cost of a day in minutes | saved a day against the closest stop |");
    System.out.println("| --- | --- | --- |");
    print(
        "RinLog's random stop", costs(seed -> cost(seed, RandomRoutePlanner.supplier())), closest);
    print("RinLog's closest stop", closest, closest);
    double[] means = new double[runs.length];
    for (int i = 0; i < runs.length; i++) {
      double[] learnt = learnt(Path.of(runs[i]));
      print(Path.of(runs[i]).getFileName().toString(), learnt, closest);
      means[i] = Arrays.stream(learnt).average().orElseThrow();
    }
    if (runs.length > 1) {
      double mean = Arrays.stream(closest).average().orElseThrow();
      double[] margins = Arrays.stream(means).map(cost -> 100 * (mean - cost) / mean).toArray();
      System.out.printf(
          "%nOver the runs: %s minutes, %s %% less than the closest stop.%n",
          text(Scores.of(means).mean()),
          text(Scores.of(margins).mean()));
    }
  }

  /** Returns the costs of the days when the simulator asks a trained policy. */
  private static double[] learnt(Path run) throws IOException {
    try (Environment environment = Delivery.environment()) {
      PolicyAgent agent = Run.agent(RunDirectory.open(run), environment, false);
      return costs(seed -> Delivery.cost(seed, agent));
    }
  }

  private static double[] costs(LongToDoubleFunction day) {
    double[] costs = new double[DAYS];
    Arrays.setAll(costs, i -> day.applyAsDouble(FIRST_SEED + i));
    return costs;
  }

  private static double cost(long seed, StochasticSupplier<? extends RoutePlanner> planner) {
    DeliveryDay day = new DeliveryDay(seed, planner);
    day.run();
    return day.cost();
  }

  private static void print(String name, double[] costs, double[] reference) {
    double[] saved = new double[DAYS];
    Arrays.setAll(saved, i -> reference[i] - costs[i]);
    System.out.printf(
        "| %s | %s | %s |%n", name, text(Scores.of(costs).mean()), text(Scores.of(saved).mean()));
  }

  private static String text(Estimate estimate) {
    return "%.1f [%.1f, %.1f]".formatted(estimate.value(), estimate.low(), estimate.high());
  }
}
