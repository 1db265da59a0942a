package jackdaw.cli.explain;

import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.algorithm.ppo.PpoLoss;
import jackdaw.algorithm.ppo.PpoObserver;
import jackdaw.environments.GridWorld;
import jackdaw.learning.Learner;
import jackdaw.learning.Losses;
import jackdaw.learning.OptimizerConfig;
import jackdaw.runs.RunConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The numbers of a page about one update of a run. Every one is the library's own: from the
 * rollout, the minibatch or the networks. Formulas and sources say how it came about; a test
 * computes them anew.
 */
final class RunPage {
  /** Flag of a page whose advantages are normalised. */
  static final String NORMALIZED = "normalized";

  /** Flag of a page whose advantages are used as they are. */
  static final String PLAIN = "plain";

  private final RunConfig run;
  private final PpoConfig config;
  private final RecordedUpdate update;
  private final GridWorld world;
  private final Cells cells = new Cells();
  private final List<Integer> steps;

  private RunPage(RunConfig run, PpoConfig config, RecordedUpdate update, GridWorld world) {
    this.run = run;
    this.config = config;
    this.update = update;
    this.world = world;
    steps = IntStream.range(0, update.steps()).boxed().toList();
  }

  /** All that the page shows. */
  static PageData of(RunConfig run, PpoConfig config, RecordedUpdate update, GridWorld world) {
    RunPage page = new RunPage(run, config, update, world);
    page.settings();
    page.store();
    page.returns();
    page.advantages();
    update.passes().forEach(page::pass);
    page.after();
    List<String> flags = List.of(config.loss().normalizeAdvantages() ? NORMALIZED : PLAIN);
    return new PageData(
        PageData.Grid.of(world),
        page.rows(),
        update.passes().size(),
        flags,
        page.facts(),
        page.cells.all());
  }

  private void settings() {
    RecordedUpdate.Pass first = update.passes().getFirst();
    cells.put("gamma", config.rollout().discount());
    cells.put("lambda", lambda(config));
    cells.put("eps", first.number(Ppo.CLIP_RANGE));
    cells.put("c1", config.loss().valueCoefficient());
    cells.put("c2", config.loss().entropyCoefficient());
    cells.put("lr", first.number(OptimizerConfig.LEARNING_RATE));
    cells.put("maxNorm", config.optimizer().maxGradientNorm());
  }

  /** λ with which GAE is the configured estimator. */
  static double lambda(PpoConfig config) {
    return switch (config.rollout().advantageEstimator()) {
      case GAE -> config.rollout().gaeLambda();
      case MONTE_CARLO -> 1;
      case TD -> 0;
      case N_STEP -> throw new IllegalArgumentException("n steps are no sum with a λ");
    };
  }

  private void store() {
    policy("z", "old", update.before(), visited());
    for (int i : steps) {
      cells.put("r." + (i + 1), update.rewards()[i]);
      cells.put(
          "p." + (i + 1), update.probabilities()[i], "same", List.of(taken("old", i)));
      cells.put("V." + (i + 1), update.values()[i]);
    }
    for (int i : steps) {
      String name = "N." + (i + 1);
      float value = update.nextValues()[i];
      if (update.terminated()[i]) {
        cells.put(name, value, "next-end", List.of());
      } else if (isCut(i)) {
        cells.put(name, value);
      } else {
        cells.put(name, value, "same", List.of("V." + (i + 2)));
      }
    }
  }

  /** Whether the step's episode is cut off after it, by the time limit or by the rollout's end. */
  private boolean isCut(int step) {
    return !update.terminated()[step]
        && (update.truncated()[step] || step == update.steps() - 1);
  }

  private List<Integer> visited() {
    TreeSet<Integer> visited = new TreeSet<>();
    for (int i : steps) {
      visited.add(update.states()[i]);
    }
    return List.copyOf(visited);
  }

  /** Logits and probabilities of some cells, by softmax. */
  private void policy(String logits, String probabilities, NetworkTable table, List<Integer> of) {
    for (int state : of) {
      List<String> sources = new ArrayList<>();
      for (int action = 0; action < table.actions(); action++) {
        String logit = logits + '.' + state + '.' + action;
        cells.put(logit, table.logit(state, action));
        sources.add(logit);
      }
      for (int action = 0; action < table.actions(); action++) {
        List<String> ordered = new ArrayList<>(sources);
        ordered.add(0, sources.get(action));
        cells.put(
            probabilities + '.' + state + '.' + action,
            table.probability(state, action),
            "softmax",
            ordered);
      }
    }
  }

  private String taken(String family, int step) {
    return family + '.' + update.states()[step] + '.' + update.actions()[step];
  }

  private void returns() {
    for (int i = update.steps() - 1; i >= 0; i--) {
      int t = i + 1;
      String reward = "r." + t;
      String name = "R." + t;
      float value = update.returns()[i];
      if (update.terminated()[i]) {
        cells.put(name, value, "return-end", List.of(reward));
      } else if (isCut(i)) {
        cells.put(name, value, "return-cut", List.of(reward, "gamma", "N." + t));
      } else {
        cells.put(
            name,
            value,
            "return",
            List.of(reward, "gamma", "lambda", "N." + t, "R." + (t + 1)));
      }
    }
  }

  private void advantages() {
    for (int i = update.steps() - 1; i >= 0; i--) {
      int t = i + 1;
      String delta = "delta." + t;
      cells.put(
          delta,
          update.rewards()[i] + config.rollout().discount() * update.nextValues()[i]
              - update.values()[i],
          "delta",
          List.of("r." + t, "gamma", "N." + t, "V." + t));
      if (update.ended(i) || i == update.steps() - 1) {
        cells.put("gae." + t, update.advantages()[i], "gae-end", List.of(delta));
      } else {
        cells.put(
            "gae." + t,
            update.advantages()[i],
            "gae",
            List.of(delta, "gamma", "lambda", "gae." + (t + 1)));
      }
      cells.put(
          "A." + t, update.advantages()[i], "advantage", List.of("R." + t, "V." + t));
    }
    if (config.loss().normalizeAdvantages()) {
      normalize();
    }
  }

  private void normalize() {
    List<String> all = names(t -> "A." + t);
    double mean = all.stream().mapToDouble(cells::value).average().orElseThrow();
    double squares =
        all.stream().mapToDouble(cells::value).map(a -> (a - mean) * (a - mean)).sum();
    cells.put("meanA", mean, "mean", all);
    cells.put("stdA", Math.sqrt(squares / (all.size() - 1)), "deviation", all);
    RecordedUpdate.Pass first = update.passes().getFirst();
    for (int i : steps) {
      cells.put(
          "B." + (i + 1),
          first.at(PpoLoss.ADVANTAGE, i),
          "normalized",
          List.of("A." + (i + 1), "meanA", "stdA"));
    }
  }

  private List<String> names(IntFunction<String> name) {
    return steps.stream().map(i -> name.apply(i + 1)).toList();
  }

  private void pass(RecordedUpdate.Pass pass) {
    String prefix = pass.epoch() + "/";
    policy(prefix + "znow", prefix + "now", pass.networks(), visited());
    for (int i : steps) {
      String t = "." + (i + 1);
      String advantage = (config.loss().normalizeAdvantages() ? "B" : "A") + t;
      cells.put(prefix + "Vnow" + t, pass.at(PpoLoss.VALUE, i));
      cells.put(
          prefix + "E" + t,
          pass.at(PpoLoss.ROW_VALUE_LOSS, i),
          "half-square",
          List.of(prefix + "Vnow" + t, "R" + t));
      cells.put(
          prefix + "q" + t,
          pass.at(PpoLoss.PROBABILITY, i),
          "same",
          List.of(taken(prefix + "now", i)));
      cells.put(
          prefix + "ratio" + t,
          pass.at(PpoLoss.RATIO, i),
          "ratio",
          List.of(prefix + "q" + t, "p" + t));
      cells.put(
          prefix + "clip" + t,
          pass.at(PpoLoss.CLIPPED_RATIO, i),
          "clip",
          List.of(prefix + "ratio" + t, "eps"));
      cells.put(
          prefix + "surr" + t,
          pass.at(PpoLoss.SURROGATE, i),
          "product",
          List.of(prefix + "ratio" + t, advantage));
      cells.put(
          prefix + "csurr" + t,
          pass.at(PpoLoss.CLIPPED_SURROGATE, i),
          "product",
          List.of(prefix + "clip" + t, advantage));
      cells.put(
          prefix + "min" + t,
          pass.at(PpoLoss.OBJECTIVE, i),
          "minimum",
          List.of(prefix + "surr" + t, prefix + "csurr" + t));
      int state = update.states()[i];
      cells.put(
          prefix + "H" + t,
          pass.at(PpoLoss.ROW_ENTROPY, i),
          "entropy",
          IntStream.range(0, pass.networks().actions())
              .mapToObj(action -> prefix + "now." + state + '.' + action)
              .toList());
    }
    losses(prefix, pass);
  }

  private void losses(String prefix, RecordedUpdate.Pass pass) {
    double policyLoss = pass.number(Losses.POLICY_LOSS);
    double valueLoss = pass.number(Losses.VALUE_LOSS);
    double entropy = pass.number(Losses.ENTROPY);
    cells.put(prefix + "objective", -policyLoss, "mean", names(t -> prefix + "min." + t));
    cells.put(prefix + "valueLoss", valueLoss, "mean", names(t -> prefix + "E." + t));
    cells.put(prefix + "entropy", entropy, "mean", names(t -> prefix + "H." + t));
    cells.put(
        prefix + "loss",
        policyLoss
            + config.loss().valueCoefficient() * valueLoss
            - config.loss().entropyCoefficient() * entropy,
        "loss",
        List.of(
            prefix + "objective", "c1", prefix + "valueLoss", "c2", prefix + "entropy"));
    cells.put(prefix + "norm", pass.number(Learner.GRADIENT_NORM));
    if (pass.number(PpoObserver.GRADIENT_SCALE) < 1) {
      cells.put(
          prefix + "scale", pass.number(PpoObserver.GRADIENT_SCALE), "scale",
          List.of("maxNorm", prefix + "norm"));
    } else {
      cells.put(prefix + "scale", pass.number(PpoObserver.GRADIENT_SCALE), "scale-one", List.of());
    }
  }

  private void after() {
    policy("zafter", "after", update.after(), visited());
    for (int state : visited()) {
      for (int action = 0; action < update.after().actions(); action++) {
        String at = "." + state + '.' + action;
        cells.put(
            "change" + at,
            cells.value("after" + at) - cells.value("old" + at),
            "difference",
            List.of("after" + at, "old" + at));
      }
    }
    for (int i : steps) {
      String t = "." + (i + 1);
      String after = taken("after", i);
      cells.put("to" + t, cells.value(after), "same", List.of(after));
      cells.put(
          "up" + t,
          cells.value("to" + t) - cells.value("p" + t),
          "difference",
          List.of("to" + t, "p" + t));
      cells.put("W" + t, update.after().values()[update.states()[i]]);
    }
  }

  private List<PageData.Row> rows() {
    List<PageData.Row> rows = new ArrayList<>();
    int episode = 1;
    for (int i : steps) {
      int state = update.states()[i];
      int next = world.neighbour(state, update.actions()[i]);
      String end = update.terminated()[i] ? (next == world.goal() ? "goal" : "trap")
          : update.truncated()[i] ? "limit" : i == update.steps() - 1 ? "cut" : "";
      rows.add(
          new PageData.Row(
              episode, state, Integer.toString(state), update.actions()[i], next, end));
      if (update.ended(i)) {
        episode++;
      }
    }
    return rows;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("update", Integer.toString(update.number()));
    facts.put("steps", Integer.toString(update.steps()));
    facts.put("before", Integer.toString((update.number() - 1) * update.steps()));
    facts.put("passes", Integer.toString(update.passes().size()));
    facts.put("seed", Long.toString(run.seed()));
    facts.put("profile", run.profile());
    facts.put("environment", run.environment());
    return facts;
  }
}
