package jackdaw.examples.rinsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.rinde.logistics.pdptw.mas.route.GotoClosestRoutePlanner;
import com.github.rinde.logistics.pdptw.mas.route.RandomRoutePlanner;
import com.github.rinde.logistics.pdptw.mas.route.RoutePlanner;
import com.github.rinde.rinsim.util.StochasticSupplier;
import jackdaw.algorithm.Setup;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.environments.Environments;
import jackdaw.policy.Policy;
import jackdaw.policy.PolicyAgent;
import jackdaw.runs.Run;
import jackdaw.runs.RunConfig;
import jackdaw.runs.RunDirectory;
import jackdaw.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests RinSim as an environment. */
class DeliveryTest {
  private static double cost(long seed, StochasticSupplier<? extends RoutePlanner> planner) {
    DeliveryDay day = new DeliveryDay(seed, planner);
    day.run();
    return day.cost();
  }

  @Test
  void shouldPassTheChecker() {
    assertThat(EnvironmentChecker.check(Environments.supplier("Delivery-v1"))).isEmpty();
  }

  @Test
  void shouldPayInAllWhatRinSimSaysTheDayCost() {
    for (long seed = 1; seed <= 3; seed++) {
      double sum = 0;
      try (Environment environment = Delivery.environment()) {
        Step step = new Step(environment.observationSpace().size());
        environment.reset(seed, step.observation);
        do {
          step.clear();
          environment.step(new float[] {0}, step);
          sum += step.reward;
        } while (!step.ended());
      }
      assertThat(-sum).isCloseTo(
          cost(seed, _ -> new AskingPlanner(view -> 0)),
          Offset.offset(1e-9));
    }
  }

  @Test
  void shouldCostMoreWithARandomPlannerThanWithRinLogsOwn() {
    double closest = 0;
    double random = 0;
    for (long seed = 1; seed <= 10; seed++) {
      closest += cost(seed, GotoClosestRoutePlanner.supplier());
      random += cost(seed, RandomRoutePlanner.supplier());
    }
    assertThat(random).isGreaterThan(3 * closest);
  }

  @Test
  void shouldLearnToCostLessThanHalfOfWhatRandomStopsDo() {
    double random = 0;
    for (long seed = 1; seed <= 30; seed++) {
      random += cost(seed, RandomRoutePlanner.supplier()) / 30;
    }
    PpoConfig config =
        PpoConfig.builder()
            .environments(8)
            .rolloutSteps(64)
            .minibatchSize(128)
            .epochs(6)
            .learningRate(2e-3)
            .build();
    try (Ppo ppo = Ppo.open(config, Setup.of(Delivery::environment, 1))) {
      new Trainer(ppo, 12_288).run();
      assertThat(-ppo.episodes().meanReturn()).isLessThan(random / 2);
    }
  }

  @Test
  void shouldDecideInARunningSimulatorAsInTheEnvironment(@TempDir Path folder) throws Exception {
    RunConfig config =
        RunConfig.builder("ppo", "Delivery-v1").seed(3L).threads(1).totalSteps(1_024L).build();
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    try (Run run = Run.start(config, Delivery::environment, directory)) {
      run.train();
    }
    try (Environment environment = Delivery.environment()) {
      Policy policy = Run.policy(directory, environment, false);
      PolicyAgent agent = Run.agent(directory, environment, false);
      Step step = new Step(environment.observationSpace().size());
      boolean[] legal = new boolean[Delivery.SLOTS];
      float[] masks = new float[Delivery.SLOTS];
      float[] action = new float[1];
      double sum = 0;
      environment.reset(7, step.observation);
      do {
        Arrays.fill(legal, false);
        environment.legalActions(legal);
        for (int i = 0; i < legal.length; i++) {
          masks[i] = legal[i] ? 1 : 0;
        }
        policy.act(step.observation, masks, new boolean[1], 1, action);
        step.clear();
        environment.step(action, step);
        sum += step.reward;
      } while (!step.ended());
      assertThat(Delivery.cost(7, agent)).isCloseTo(-sum, Offset.offset(1e-9));
      assertThat(Delivery.cost(7, agent)).as("again").isCloseTo(-sum, Offset.offset(1e-9));
    }
  }

  @Test
  void shouldRefuseAnAgentThatLearntInAChangedWorld(@TempDir Path folder) throws Exception {
    RunConfig config =
        RunConfig.builder("ppo", "Delivery-v1")
            .set("environment.frame-stack", 2)
            .totalSteps(1_024L)
            .build();
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    try (Run run = Run.start(config, Delivery::environment, directory)) {
      run.train();
    }
    try (Environment environment = Delivery.environment()) {
      assertThatThrownBy(() -> Run.agent(directory, environment, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("environment.frame-stack");
    }
  }
}
