package jackdaw.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environments.Environments;
import jackdaw.runs.RunConfig;
import jackdaw.runs.Settings;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Computes every number of a run's page anew, in double precision: from the steps, rewards, values
 * and logits in its data alone. Advantages are summed forwards here, where the library goes
 * backwards.
 */
class PageNumbersTest {
  private static final int ACTIONS = 4;

  private static void near(String what, double shown, double expected) {
    assertThat(shown).as(what).isCloseTo(expected, within(3e-5 * Math.max(1, Math.abs(expected))));
  }

  private static void near(String family, Page page, IntToDoubleFunction expected) {
    double[] column = page.column(family);
    for (int i = 0; i < column.length; i++) {
      near(family + '.' + (i + 1), column[i], expected.applyAsDouble(i));
    }
  }

  private static double softmax(Page page, String logits, int state, int action) {
    double sum =
        IntStream.range(0, ACTIONS)
            .mapToDouble(each -> Math.exp(page.value(logits + '.' + state + '.' + each))).sum();
    return Math.exp(page.value(logits + '.' + state + '.' + action)) / sum;
  }

  private static double ofTaken(Page page, String logits, int step) {
    return softmax(
        page, logits, page.row(step).get("state").asInt(), page.row(step).get("action").asInt());
  }

  private static boolean terminates(Page page, int step) {
    return List.of("goal", "trap").contains(page.row(step).get("end").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, gae, false", "2, 30, gae, true", "3, 3, monte-carlo, false", "4, 7, td, false",
    "5, 1, gae, false"})
  void shouldFollowFromTheDataStore(long seed, int update, String estimator, boolean normalized)
      throws Exception {
    Page page =
        Page.ofRun(
            seed, update, "advantage-estimator", estimator, "normalize-advantages",
            Boolean.toString(normalized));
    int steps = page.data().get("rows").size();
    assertThat(steps).isEqualTo(16);
    double gamma = 0.99;
    double lambda = switch (estimator) {
      case "gae" -> 0.95;
      case "td" -> 0;
      default -> 1;
    };
    double[] r = page.column("r");
    double[] v = page.column("V");
    double[] next = page.column("N");
    near("r", page, i -> switch (page.row(i).get("end").asText()) {
      case "goal" -> 10;
      case "trap" -> -10;
      default -> -1;
    });
    near(
        "N", page, i -> terminates(page, i) ? 0
            : page.row(i).get("end").asText().isEmpty()
                ? v[i + 1]
                : next[i]);
    near("p", page, i -> ofTaken(page, "z", i));
    double[] advantages = new double[steps];
    for (int i = 0; i < steps; i++) {
      double weight = 1;
      for (int j = i; j < steps; j++) {
        advantages[i] += weight * (r[j] + gamma * next[j] - v[j]);
        weight *= gamma * lambda;
        if (!page.row(j).get("end").asText().isEmpty()) {
          break;
        }
      }
    }
    near("delta", page, i -> r[i] + gamma * next[i] - v[i]);
    near("A", page, i -> advantages[i]);
    near("gae", page, i -> advantages[i]);
    near("R", page, i -> advantages[i] + v[i]);
    double[] used = advantages;
    if (normalized) {
      double mean = Arrays.stream(advantages).average().orElseThrow();
      double deviation =
          Math.sqrt(
              Arrays.stream(advantages).map(a -> (a - mean) * (a - mean)).sum() / (steps - 1));
      used = Arrays.stream(advantages).map(a -> (a - mean) / deviation).toArray();
      double[] expected = used;
      near("meanA", page.value("meanA"), mean);
      near("stdA", page.value("stdA"), deviation);
      near("B", page, i -> expected[i]);
    }
    assertThat(page.data().get("passes").asInt()).isEqualTo(4);
    for (int pass = 1; pass <= 4; pass++) {
      checkPass(page, pass + "/", used);
    }
    near("to", page, i -> ofTaken(page, "zafter", i));
    near("up", page, i -> ofTaken(page, "zafter", i) - ofTaken(page, "z", i));
  }

  private static void checkPass(Page page, String pass, double[] advantages) {
    int steps = advantages.length;
    double[] ratio = new double[steps];
    double[] minimum = new double[steps];
    double[] values = page.column(pass + "Vnow");
    double[] returns = page.column("R");
    double objective = 0;
    double valueLoss = 0;
    double entropy = 0;
    for (int i = 0; i < steps; i++) {
      ratio[i] = ofTaken(page, pass + "znow", i) / ofTaken(page, "z", i);
      double inside = Math.max(0.8, Math.min(1.2, ratio[i]));
      minimum[i] = Math.min(ratio[i] * advantages[i], inside * advantages[i]);
      objective += minimum[i] / steps;
      valueLoss += Math.pow(values[i] - returns[i], 2) / 2 / steps;
      entropy += entropy(page, pass, i) / steps;
    }
    near(pass + "q", page, i -> ofTaken(page, pass + "znow", i));
    near(pass + "ratio", page, i -> ratio[i]);
    near(pass + "clip", page, i -> Math.max(0.8, Math.min(1.2, ratio[i])));
    near(pass + "surr", page, i -> ratio[i] * advantages[i]);
    near(pass + "csurr", page, i -> Math.max(0.8, Math.min(1.2, ratio[i])) * advantages[i]);
    near(pass + "min", page, i -> minimum[i]);
    near(pass + "E", page, i -> Math.pow(values[i] - returns[i], 2) / 2);
    near(pass + "H", page, i -> entropy(page, pass, i));
    near(pass + "objective", page.value(pass + "objective"), objective);
    near(pass + "valueLoss", page.value(pass + "valueLoss"), valueLoss);
    near(pass + "entropy", page.value(pass + "entropy"), entropy);
    near(
        pass + "loss",
        page.value(pass + "loss"),
        -objective + 0.5 * valueLoss - 0.01 * entropy);
    near(
        pass + "scale",
        page.value(pass + "scale"),
        Math.min(1, 0.5 / page.value(pass + "norm")));
    if (pass.equals("1/")) {
      near(pass + "ratio", page, i -> 1);
      near(pass + "Vnow", page, i -> page.value("V." + (i + 1)));
    }
  }

  private static double entropy(Page page, String pass, int step) {
    int state = page.row(step).get("state").asInt();
    return IntStream.range(0, ACTIONS)
        .mapToDouble(action -> softmax(page, pass + "znow", state, action))
        .map(probability -> -probability * Math.log(probability))
        .sum();
  }

  /**
   * As trained without anybody looking on: the policies before and after are the very same bits.
   */
  @Test
  void shouldShowTheVeryRunThatTrainingMakes() throws Exception {
    Page page = Page.ofRun(1, 6);
    RunConfig run = Page.run(1);
    PpoConfig config = Settings.apply("ppo", PpoConfig.defaults(), run.algorithmSettings());
    try (Ppo ppo =
        Ppo.open(
            config,
            new Setup(Environments.supplier(run.environment()), run.environmentConfig(), 1, 1))) {
      NetworkTable.Reader reader = new NetworkTable.Reader(ppo.network(), 9);
      train(ppo, run, 5);
      requireEqual(page, "old", reader.read());
      train(ppo, run, 6);
      requireEqual(page, "after", reader.read());
    }
  }

  private static void train(Ppo ppo, RunConfig run, int updates) {
    new Trainer(
        ppo,
        run.totalSteps(),
        new TrainingListener() {
          @Override
          public void iterated(Trainer trainer) {
            if (ppo.steps() >= updates * 16L) {
              trainer.requestStop();
            }
          }
        }).run();
  }

  private static void requireEqual(Page page, String family, NetworkTable table) {
    int compared = 0;
    for (int state = 0; state < 9; state++) {
      for (int action = 0; action < ACTIONS; action++) {
        String name = family + '.' + state + '.' + action;
        if (page.cells().has(name)) {
          assertThat((float) page.value(name)).isEqualTo(table.probability(state, action));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(4 * ACTIONS);
  }

  /** The update that is chosen has all cases in it, for any seed. */
  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5"})
  void shouldChooseAnUpdateWithAllCases(long seed) throws Exception {
    Page page = Page.ofRun(seed, 0);
    assertThat(page.data().get("rows").findValuesAsText("end")).contains("goal", "trap");
    assertThat(Integer.parseInt(page.data().at("/facts/update").asText())).isGreaterThan(3);
    double[] surrogates = page.column("4/surr");
    double[] clipped = page.column("4/csurr");
    assertThat(IntStream.range(0, 16).filter(i -> clipped[i] < surrogates[i]).count())
        .isPositive();
  }

  @Test
  void shouldGiveTheSamePageForTheSameSeed() throws Exception {
    assertThat(Page.ofRun(3, 2).html()).isEqualTo(Page.ofRun(3, 2).html())
        .isNotEqualTo(Page.ofRun(4, 2).html());
  }
}
