package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentsTest {
  @TempDir private Path folder;

  /** A user's environment: neither public nor registered. */
  private static final class Corridor implements Environment {
    private Corridor() {}

    @Override
    public Space observationSpace() {
      return new Discrete(2);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    @Override
    public void reset(long seed, float[] observation) {
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      step.observation[0] = 1;
      step.terminated = true;
    }
  }

  private abstract static class Unfinished implements Environment {}

  private static final class Needy {
    @SuppressWarnings("unused") // what it lacks is another constructor
    private static final class OfRows extends Base {
      OfRows(int rows) {
        super(rows);
      }
    }

    private static final class Throwing extends Base {
      Throwing() {
        super(-1);
      }
    }

    private static class Base implements Environment {
      Base(int rows) {
        if (rows < 0) {
          throw new IllegalStateException("no map file");
        }
      }

      @Override
      public Space observationSpace() {
        return new Discrete(1);
      }

      @Override
      public Space actionSpace() {
        return new Discrete(1);
      }

      @Override
      public void reset(long seed, float[] observation) {}

      @Override
      public void step(float[] action, Step step) {}
    }
  }

  /** A provider as in a user's jar. */
  public static final class CorridorProvider implements EnvironmentProvider {
    @Override
    public List<String> ids() {
      return List.of("Corridor-v1", "my.Corridor");
    }

    @Override
    public Environment make(String id) {
      return new TimeLimit(new Corridor(), id.length());
    }
  }

  /** A provider that reuses a built-in name. */
  public static final class GreedyProvider implements EnvironmentProvider {
    @Override
    public List<String> ids() {
      return List.of("CartPole-v1");
    }

    @Override
    public Environment make(String id) {
      return new Corridor();
    }
  }

  /** Runs with a service file on the class path that names a provider. */
  private <T> T withProvider(String className, Callable<T> task) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(EnvironmentProvider.class.getName()), className);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = loader(before)) {
      Thread.currentThread().setContextClassLoader(loader);
      return task.call();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private URLClassLoader loader(ClassLoader parent) throws IOException {
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent);
  }

  @Test
  void shouldMakeNewSoundInstancesOfItsOwn() {
    assertThat(Environments.ids()).isSorted().contains("CartPole-v1", "GridWorld-v1");
    Supplier<Environment> cartPoles = Environments.supplier("CartPole-v1");

    assertThat(cartPoles.get()).isNotSameAs(cartPoles.get());
    assertThat(((TimeLimit) cartPoles.get()).maxSteps()).isEqualTo(500);
    assertThat(((TimeLimit) Environments.supplier("GridWorld-v1").get()).maxSteps())
        .isEqualTo(100);
    assertThat(EnvironmentChecker.check(cartPoles)).isEmpty();
    assertThat(EnvironmentChecker.check(CartPole::new)).isEmpty();
  }

  @Test
  void shouldNameNearestOfUnknown() {
    assertThatThrownBy(() -> Environments.supplier("CartPol-v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "environment CartPol-v1 is unknown: did you mean CartPole-v1? ./jackdaw list environments shows all");
    assertThatThrownBy(() -> Environments.supplier("Humanoid-v5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment Humanoid-v5 is unknown: ./jackdaw list environments shows all");
  }

  @Test
  void shouldMakeAnyEnvironmentByClassName() {
    Supplier<Environment> corridors = Environments.supplier(Corridor.class.getName());

    assertThat(corridors.get()).isInstanceOf(Corridor.class).isNotSameAs(corridors.get());
  }

  @Test
  void shouldSayWhyAClassIsNoEnvironment() {
    assertThatThrownBy(() -> Environments.supplier("com.example.Nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "environment com.example.Nowhere is unknown: no class of that name is on the class path");
    assertThatThrownBy(() -> Environments.supplier("java.lang.String"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "class java.lang.String is not an environment: "
                + "let it implement jackdaw.environment.Environment");
    assertThatThrownBy(() -> Environments.supplier(Unfinished.class.getName()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("Unfinished is abstract: name a class that can be made");
    assertThatThrownBy(() -> Environments.supplier(Needy.OfRows.class.getName()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "has no constructor without arguments: add one, or register an EnvironmentProvider");
  }

  @Test
  void shouldNameWhatAConstructorThrows() {
    Supplier<Environment> throwing = Environments.supplier(Needy.Throwing.class.getName());

    assertThatThrownBy(throwing::get)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageMatching(
            ".*Throwing threw in its constructor: IllegalStateException: no map file "
                + "\\(EnvironmentsTest\\.java:\\d+\\)");
  }

  @Test
  void shouldAddEnvironmentsOfProviders() throws Exception {
    withProvider(
        CorridorProvider.class.getName(),
        () -> {
          assertThat(Environments.ids())
              .isSorted()
              .contains("CartPole-v1", "Corridor-v1", "GridWorld-v1", "my.Corridor");
          assertThat(((TimeLimit) Environments.supplier("my.Corridor").get()).maxSteps())
              .isEqualTo("my.Corridor".length());
          assertThatThrownBy(() -> Environments.supplier("corridor"))
              .hasMessageContaining("did you mean Corridor-v1?");
          return null;
        });
  }

  @Test
  void shouldRefuseNameThatIsTaken() throws Exception {
    withProvider(
        GreedyProvider.class.getName(),
        () -> assertThatThrownBy(Environments::ids)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageMatching(
                "environment CartPole-v1 of .*GreedyProvider is already registered: .*"));
  }

  @Test
  void shouldServeItsOwnThoughAProviderIsBroken() throws Exception {
    withProvider(
        "com.example.Nowhere",
        () -> {
          assertThat(Environments.supplier("CartPole-v1").get()).isNotNull();
          return assertThatThrownBy(Environments::ids)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("does not load")
              .hasMessageContaining("com.example.Nowhere");
        });
  }
}
