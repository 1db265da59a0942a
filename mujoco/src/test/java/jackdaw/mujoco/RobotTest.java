package jackdaw.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.Step;
import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.environments.Environments;
import jackdaw.gymnasium.Python;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the robots with the real Gymnasium, which each test starts. */
class RobotTest {
  private static final int STEPS = 1000;

  @TempDir private Path folder;

  @BeforeAll
  static void needPackages() {
    Installed.python();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ant-v5", "HalfCheetah-v5", "Hopper-v5", "Humanoid-v5", "InvertedDoublePendulum-v5",
        "InvertedPendulum-v5", "Pusher-v5", "Reacher-v5", "Swimmer-v5", "Walker2d-v5"})
  void shouldStepAsGymnasiumDoes(String id) throws Exception {
    ByteBuffer recorded = record(id);
    int positions = (int) recorded.getDouble();
    int velocities = (int) recorded.getDouble();
    int controls = (int) recorded.getDouble();
    int size = (int) recorded.getDouble();
    int steps = (int) recorded.getDouble();
    assertThat(steps).isEqualTo(STEPS);
    Step step = new Step(size);
    float[] observation = new float[size];
    double worst = 0;
    int ends = 0;
    try (Robot robot = MujocoProvider.robot(id)) {
      assertThat(robot.observationSpace().size()).isEqualTo(size);
      assertThat(robot.actionSpace().size()).isEqualTo(controls);
      for (int i = 0; i < steps; i++) {
        boolean starts = recorded.getDouble() == 1;
        double[] startPositions = doubles(recorded, positions);
        double[] startVelocities = doubles(recorded, velocities);
        double[] first = doubles(recorded, size);
        if (starts) {
          robot.start(startPositions, startVelocities);
          robot.observe(observation);
          worst = Math.max(worst, error(observation, first));
        }
        float[] action = new float[controls];
        for (int j = 0; j < controls; j++) {
          action[j] = (float) recorded.getDouble();
        }
        step.clear();
        robot.step(action, step);
        worst = Math.max(worst, error(step.observation, doubles(recorded, size)));
        double reward = recorded.getDouble();
        assertThat(Math.abs(step.reward - reward)).as("reward of step %d", i)
            .isLessThan(1e-6 * Math.max(1, Math.abs(reward)));
        boolean terminated = recorded.getDouble() == 1;
        assertThat(step.terminated).as("end at step %d", i).isEqualTo(terminated);
        ends += terminated ? 1 : 0;
      }
    }
    assertThat(worst).isLessThan(1e-6);
    if (id.startsWith("Hopper") || id.startsWith("Inverted")) {
      assertThat(ends).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ant-v5", "HalfCheetah-v5", "Pusher-v5", "InvertedDoublePendulum-v5"})
  void shouldKeepTheContractOfEnvironments(String id) {
    EnvironmentChecker.requireSound(Environments.supplier(id));
  }

  /** Returns the largest difference, relative for numbers above 1. */
  private static double error(float[] actual, double[] expected) {
    double worst = 0;
    for (int i = 0; i < actual.length; i++) {
      worst =
          Math.max(
              worst, Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i])));
    }
    return worst;
  }

  private static double[] doubles(ByteBuffer from, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = from.getDouble();
    }
    return values;
  }

  private ByteBuffer record(String id) throws IOException, InterruptedException {
    Path file = folder.resolve("robot.bin");
    Process process =
        new ProcessBuilder(
            Python.find().executable().toString(), "src/test/python/record_robot.py", id,
            Integer.toString(STEPS), "7", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
