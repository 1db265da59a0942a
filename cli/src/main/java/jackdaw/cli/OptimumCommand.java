package jackdaw.cli;

import jackdaw.environment.Environment;
import jackdaw.environment.TabularModel;
import jackdaw.environment.TimeLimit;
import jackdaw.environments.Environments;
import jackdaw.tabular.ValueIteration;
import java.util.List;

/**
 * {@code jackdaw optimum}: the best mean return that any policy can have, where value iteration
 * knows.
 */
final class OptimumCommand implements Command {
  private static final double TOLERANCE = 1e-12;
  private static final int DECIMALS = 4;

  @Override
  public Syntax syntax() {
    return new Syntax(
        "optimum",
        "Computes the best mean return that any policy can have, by value iteration.",
        List.of("<environment>"),
        List.of(),
        List.of("For environments whose probabilities are all known, such as the toy text ones."),
        "optimum Taxi-v3");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    String id = arguments.parameters().getFirst();
    try (Environment environment = make(id)) {
      TabularModel model =
          environment
              .model()
              .orElseThrow(
                  () -> new InputException(
                      "environment %s has no table of its probabilities, which value iteration needs: "
                          .formatted(id)
                          + "choose one that has, such as FrozenLake-v1"));
      terminal.out().println(sentence(id, environment, model));
    }
    return ErrorReport.FINE;
  }

  private static Environment make(String id) {
    try {
      return Environments.supplier(id).get();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new InputException(e);
    }
  }

  private static String sentence(String id, Environment environment, TabularModel model) {
    if (environment instanceof TimeLimit limit) {
      ValueIteration values = ValueIteration.within(model, 1, limit.maxSteps());
      return "%s: at most %s on average, within %d steps, over %d states"
          .formatted(id, text(values, model), limit.maxSteps(), model.states());
    }
    ValueIteration values = ValueIteration.converged(model, 1, TOLERANCE);
    return "%s: at most %s on average, over %d states"
        .formatted(id, text(values, model), model.states());
  }

  private static String text(ValueIteration values, TabularModel model) {
    return Numbers.fixed(values.startValue(model), DECIMALS);
  }
}
