package jackdaw.cli;

import jackdaw.environment.CellGrid;
import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.TabularModel;
import jackdaw.environment.TimeLimit;
import jackdaw.environments.Environments;
import jackdaw.tabular.Plan;
import jackdaw.tabular.PolicyIteration;
import jackdaw.tabular.ValueIteration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code jackdaw optimum}: the best mean return that any policy can have where all probabilities
 * are
 * known, and the policy that has it.
 */
final class OptimumCommand implements Command {
  private static final String DISCOUNT = "--discount";
  private static final String METHOD = "--method";
  private static final String SWEEPS = "--sweeps";
  private static final String ERROR = "--error";
  private static final String POLICY = "--policy";
  private static final String PNG = "--png";
  private static final double TOLERANCE = 1e-12;
  private static final double USUAL_ERROR = 1e-6;
  private static final int USUAL_SWEEPS = 10;
  private static final int DECIMALS = 4;

  @Override
  public Syntax syntax() {
    return new Syntax(
        "optimum",
        "Computes the best mean return that any policy can have, and the policy.",
        List.of("<environment>"),
        List.of(
            Option.of(DISCOUNT, "G", "solve the discounted problem without limit, G in [0, 1)"),
            Option.of(
                METHOD,
                "NAME",
                "for it: value-iteration (usual), policy-iteration (exact) or modified"),
            Option.of(SWEEPS, "N", "over each policy's values, for modified; 10 if not given"),
            Option.of(ERROR, "E", "no value is further from the optimum; 1e-6 if not given"),
            Option.flag(POLICY, "print the best action of each state"),
            Option.of(PNG, "FILE", "paint values and best actions of a grid world")),
        List.of(
            "For environments whose probabilities are all known, such as the toy text ones. Without",
            DISCOUNT + " rewards are summed as they are, within the environment's time limit if it",
            "has one: the actions are then the best with all steps left."),
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
      Solved solved = solve(arguments, environment, model);
      terminal.out().println(
          "%s: at most %s on average, %sover %d states"
              .formatted(
                  id,
                  Numbers.fixed(solved.plan.startValue(model), DECIMALS),
                  solved.how,
                  model.states()));
      if (arguments.has(POLICY)) {
        terminal.out().print(policy(environment, model, solved.plan));
      }
      String png = arguments.value(PNG);
      if (png != null) {
        paint(TrainCommand.toPath(PNG, png), id, environment, model, solved);
        terminal.out().println("Wrote " + png);
      }
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

  /** A plan, the discount that it is for, and how the sentence calls it. */
  private record Solved(Plan plan, double discount, String how) {}

  private static Solved solve(
      Arguments arguments, Environment environment, TabularModel model) {
    Double discount = number(DISCOUNT, arguments.value(DISCOUNT));
    if (discount != null) {
      return discounted(arguments, model, discount);
    }
    for (String option : List.of(METHOD, SWEEPS, ERROR)) {
      if (arguments.has(option)) {
        throw new InputException(
            "%s is for discounted problems: give %s with it, such as 0.99"
                .formatted(option, DISCOUNT));
      }
    }
    if (environment instanceof TimeLimit limit) {
      return new Solved(
          ValueIteration.within(model, 1, limit.maxSteps()),
          1,
          "within %d steps, ".formatted(limit.maxSteps()));
    }
    return new Solved(ValueIteration.converged(model, 1, TOLERANCE), 1, "");
  }

  private static Solved discounted(Arguments arguments, TabularModel model, double discount) {
    Double given = number(ERROR, arguments.value(ERROR));
    double error = given == null ? USUAL_ERROR : given;
    int sweeps =
        (int) Numbers.whole(SWEEPS, arguments.value(SWEEPS), 1, 1_000_000, USUAL_SWEEPS);
    String method = arguments.valueOr(METHOD, "value-iteration");
    try {
      Plan plan =
          switch (method) {
            case "value-iteration" -> ValueIteration.toWithin(model, discount, error);
            case "policy-iteration" -> PolicyIteration.exact(model, discount);
            case "modified" -> PolicyIteration.modified(model, discount, sweeps, error);
            default -> throw new InputException(
                "%s %s is unknown: use value-iteration, policy-iteration or modified"
                    .formatted(METHOD, method));
          };
      return new Solved(
          plan,
          discount,
          String.format(
              Locale.ROOT,
              "discounted by %s, to within %.1e after %d %s, ",
              Numbers.decimal(discount),
              plan.bound(),
              plan.iterations(),
              method.equals("value-iteration") ? "sweeps" : "improvements"));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InputException(e);
    }
  }

  private static @Nullable Double number(String option, @Nullable String text) {
    try {
      return text == null ? null : Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw new InputException(
          "%s %s is no number: use one such as 0.99".formatted(option, text));
    }
  }

  /** A map of arrows where states are cells, else a line for each state that can be come to. */
  private static String policy(Environment environment, TabularModel model, Plan plan) {
    StringBuilder text = new StringBuilder();
    CellGrid grid = environment.grid().orElse(null);
    boolean[] reachable = model.reachable();
    for (int state = 0; state < model.states(); state++) {
      int action = plan.actions()[state];
      if (grid != null) {
        text.append(reachable[state] ? arrow(grid, state, action) : '.');
        text.append(state % grid.columns() == grid.columns() - 1 ? '\n' : ' ');
      } else if (reachable[state]) {
        text.append(
            "state %d: action %d, %s\n".formatted(
                state, action, Numbers.fixed(plan.values()[state], DECIMALS)));
      }
    }
    return text.toString();
  }

  private static char arrow(CellGrid grid, int cell, int action) {
    int rows = grid.rowMove().applyAsInt(cell, action);
    int columns = grid.columnMove().applyAsInt(cell, action);
    return "↖↑↗←·→↙↓↘".charAt(3 * (rows + 1) + columns + 1);
  }

  private static void paint(
      Path file, String id, Environment environment, TabularModel model, Solved solved) {
    CellGrid grid = environment.grid().orElse(null);
    Picture below = environment.picture().orElse(null);
    if (grid == null || below == null) {
      throw new InputException(
          "environment %s is no grid of cells to paint: use %s".formatted(id, POLICY));
    }
    environment.reset(1, new float[environment.observationSpace().size()]);
    boolean[] reachable = model.reachable();
    TablePicture picture =
        new TablePicture(
            below,
            grid,
            model.actions(),
            (cell, action) -> reachable[cell]
                ? solved.plan.actionValue(model, solved.discount, cell, action)
                : 0);
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new InputException(
            "%s %s: there is no folder %s: make it first".formatted(PNG, file, folder));
      }
      Curve.write(HalfBlocks.paint(picture, 1), file);
    } catch (IOException e) {
      throw new InputException(e);
    }
  }
}
