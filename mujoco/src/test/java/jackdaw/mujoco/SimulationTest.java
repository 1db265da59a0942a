package jackdaw.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Step;
import jackdaw.environments.Environments;
import jackdaw.gymnasium.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the errors if MuJoCo is missing, unknown or misused. */
class SimulationTest {
  private static Python python = new Python(Path.of(""));

  @TempDir private Path folder;

  @BeforeAll
  static void needPackages() {
    python = Installed.python();
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(EnvironmentException.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
        .hasMessageMatching(message);
  }

  /** Creates a virtual environment without any packages. */
  @Test
  void shouldSayWhatToInstall() throws Exception {
    Path bare = folder.resolve("bare");
    Process made =
        new ProcessBuilder(
            python.executable().toString(), "-m", "venv", "--without-pip",
            bare.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    String before = System.getProperty(Python.PROPERTY);
    System.setProperty(Python.PROPERTY, bare.toString());
    try {
      assertFails(
          () -> Environments.supplier("Hopper-v5"),
          "Python package mujoco is not installed for .*bare.*: .* -m pip install mujoco==3.14.0");
    } finally {
      if (before == null) {
        System.clearProperty(Python.PROPERTY);
      } else {
        System.setProperty(Python.PROPERTY, before);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3015000, 3.15.0", "4000012, 4.0.12", "381, 3.8.1"})
  void shouldRefuseAVersionWhoseFieldsItDoesNotKnow(int version, String readable) {
    assertFails(
        () -> MujocoLibrary.offsets(version, Path.of("libmujoco.so")),
        "MuJoCo %s in libmujoco.so is a version that Jackdaw does not know: install 3.14.0"
            .formatted(readable.replace(".", "\\.")));
    assertThat(MujocoLibrary.offsets(3_014_000, Path.of("libmujoco.so"))).isNotEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoLibrary() throws Exception {
    Path text = Files.writeString(folder.resolve("libmujoco.so"), "no library");
    assertFails(
        () -> MujocoLibrary.load(text), "MuJoCo library .*libmujoco.so does not load: install .*");
  }

  @Test
  void shouldSayWhatIsWrongWithAModel() throws Exception {
    MujocoLibrary library = MujocoLibrary.find();
    Path broken = Files.writeString(folder.resolve("broken.xml"), "<mujoco><worldbody></mujoco>");
    assertFails(
        () -> new Simulation(library, broken), "model .*broken.xml does not load: .*XML.*");
    Path unknown = Files.writeString(folder.resolve("unknown.xml"), "<mujoco><wheel/></mujoco>");
    assertFails(
        () -> new Simulation(library, unknown), "model .*unknown.xml does not load: .*wheel.*");
    assertFails(
        () -> new Simulation(library, folder.resolve("none.xml")),
        "model .*none.xml is missing: .*");
  }

  @Test
  void shouldRefuseUseAfterClose() {
    Robot robot = MujocoProvider.robot("InvertedPendulum-v5");
    Step step = new Step(robot.observationSpace().size());
    robot.reset(1, step.observation);
    robot.step(new float[1], step);
    robot.close();
    robot.close();
    assertThatThrownBy(() -> robot.step(new float[1], step))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this MuJoCo simulation is closed");
    assertThatThrownBy(() -> robot.reset(1, step.observation))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this MuJoCo simulation is closed");
  }

  @Test
  void shouldRefuseTwoThreadsAtOnce() throws Exception {
    AtomicBoolean refused = new AtomicBoolean();
    try (Robot robot = MujocoProvider.robot("HalfCheetah-v5")) {
      Simulation simulation = robot.simulation();
      Runnable work =
          () -> {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!refused.get() && System.nanoTime() < end) {
              try {
                simulation.step(new float[6], 100, false);
              } catch (IllegalStateException e) {
                assertThat(e)
                    .hasMessage("two threads use one MuJoCo simulation at the same time");
                refused.set(true);
              }
            }
          };
      Thread other = Thread.ofPlatform().start(work);
      work.run();
      other.join();
    }
    assertThat(refused).isTrue();
  }
}
