package jackdaw.environments;

import static java.util.Map.entry;

import jackdaw.environment.Describe;
import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.wrapper.ObservationSelection;
import jackdaw.environment.wrapper.RewardNoise;
import jackdaw.environment.wrapper.RewardTransform;
import jackdaw.text.NearestNames;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Environments by name: Jackdaw's own, those of every {@link EnvironmentProvider} on the class
 * path, and any class on the class path that implements {@link Environment}.
 */
public final class Environments {
  private static final double MAX_REWARD_OPTION = 1e6;

  private static final Map<String, Function<EnvironmentOptions, Supplier<Environment>>> OWN =
      Map.ofEntries(
          entry("Acrobot-v1", positions(Acrobot::new, Acrobot.MAX_STEPS, 0, 1, 2, 3)),
          entry("BipedalWalker-v3", options -> walker(options.flag("hardcore", false))),
          entry("BipedalWalkerHardcore-v3", _ -> walker(true)),
          entry("Blackjack-v1", Environments::blackjack),
          entry("CartPole-v1", positions(CartPole::new, CartPole.MAX_STEPS, 0, 2)),
          entry(
              "CartPoleSwingUp-v1",
              positions(CartPoleSwingUp::new, CartPoleSwingUp.MAX_STEPS, 0, 2, 3)),
          entry("Catch-v0", options -> Catch::new),
          entry("CliffWalking-v1", Environments::cliffWalking),
          entry("CliffWalkingSlippery-v1", options -> () -> new CliffWalking(true)),
          entry("Cue-v1", Environments::cue),
          entry("DeepSea-v0", Environments::deepSea),
          entry(
              "FrozenLake-v1", options -> frozenLake(options, "4x4", FrozenLake.MAX_STEPS)),
          entry(
              "FrozenLake8x8-v1",
              options -> frozenLake(options, "8x8", FrozenLake.MAX_STEPS_8X8)),
          entry("GridWorld-v1", plain(GridWorld::new, GridWorld.MAX_STEPS)),
          entry("KingWalk-v0", plain(KingWalk::new, KingWalk.MAX_STEPS)),
          entry("LunarLander-v3", options -> lander(options, options.flag("continuous", false))),
          entry("LunarLanderContinuous-v3", options -> lander(options, true)),
          entry("MemoryLength-v0", Environments::memoryLength),
          entry("MountainCar-v0", positions(MountainCar::new, MountainCar.MAX_STEPS, 0)),
          entry(
              "MountainCarContinuous-v0",
              positions(MountainCarContinuous::new, MountainCarContinuous.MAX_STEPS, 0)),
          entry("Pendulum-v1", positions(Pendulum::new, Pendulum.MAX_STEPS, 0, 1)),
          entry("Taxi-v3", plain(() -> new Taxi(false, false), Taxi.MAX_STEPS)),
          entry("Taxi-v4", Environments::taxi),
          entry("TicTacToe-v0", options -> TicTacToe::new),
          entry("Umbrella-v0", Environments::umbrella));

  private Environments() {}

  private static Function<EnvironmentOptions, Supplier<Environment>> plain(
      Supplier<Environment> environments, int maxSteps) {
    return options -> () -> new TimeLimit(environments.get(), maxSteps);
  }

  /** Adds the option {@code velocities}: false leaves only the positions in the observation. */
  private static Function<EnvironmentOptions, Supplier<Environment>> positions(
      Supplier<Environment> environments, int maxSteps, int... positions) {
    return options -> options.flag("velocities", true)
        ? () -> new TimeLimit(environments.get(), maxSteps)
        : () -> new TimeLimit(new ObservationSelection(environments.get(), positions), maxSteps);
  }

  private static Supplier<Environment> lander(EnvironmentOptions options, boolean continuous) {
    LunarLander.Options kind =
        new LunarLander.Options(
            continuous,
            options.number("gravity", LunarLander.Options.DEFAULTS.gravity(), -11.99, -0.01),
            options.flag("wind", LunarLander.Options.DEFAULTS.wind()),
            options.number("wind-power", LunarLander.Options.DEFAULTS.windPower(), 0, 20),
            options.number(
                "turbulence-power", LunarLander.Options.DEFAULTS.turbulencePower(), 0, 2));
    return () -> new TimeLimit(new LunarLander(kind), LunarLander.MAX_STEPS);
  }

  private static Supplier<Environment> walker(boolean hardcore) {
    int limit = hardcore ? BipedalWalker.MAX_HARDCORE_STEPS : BipedalWalker.MAX_STEPS;
    return () -> new TimeLimit(new BipedalWalker(hardcore), limit);
  }

  private static Supplier<Environment> cue(EnvironmentOptions options) {
    int length = options.wholeNumber("length", 20, 0, 1_000_000);
    int cues = options.wholeNumber("cues", 2, 2, 1000);
    return () -> new Cue(length, cues);
  }

  private static Supplier<Environment> frozenLake(
      EnvironmentOptions options, String usualMap, int maxSteps) {
    boolean small = options.oneOf("map", usualMap, List.of("4x4", "8x8")).equals("4x4");
    FrozenLake.Lake lake = small ? FrozenLake.Lake.SMALL : FrozenLake.Lake.LARGE;
    boolean slippery = options.flag("slippery", true);
    double successRate = options.number("success-rate", 1.0 / 3, 0.01, 1);
    return () -> new TimeLimit(new FrozenLake(lake, slippery, successRate), maxSteps);
  }

  private static Supplier<Environment> cliffWalking(EnvironmentOptions options) {
    boolean slippery = options.flag("slippery", false);
    return () -> new CliffWalking(slippery);
  }

  private static Supplier<Environment> taxi(EnvironmentOptions options) {
    boolean rainy = options.flag("rainy", false);
    boolean fickle = options.flag("fickle", false);
    return () -> new TimeLimit(new Taxi(rainy, fickle), Taxi.MAX_STEPS);
  }

  private static Supplier<Environment> blackjack(EnvironmentOptions options) {
    boolean bookRules = options.flag("sab", true);
    boolean naturalPays = options.flag("natural", false);
    if (bookRules && naturalPays) {
      throw new IllegalArgumentException(
          "option natural of environment Blackjack-v1 has no effect by the book's rules: "
              + "give sab=false with it");
    }
    return () -> new Blackjack(bookRules, naturalPays);
  }

  private static Supplier<Environment> deepSea(EnvironmentOptions options) {
    int size = options.wholeNumber("size", 10, 2, 1000);
    int mapping = options.wholeNumber("mapping", 42, 0, Integer.MAX_VALUE);
    return () -> new DeepSea(size, mapping);
  }

  private static Supplier<Environment> memoryLength(EnvironmentOptions options) {
    int length = options.wholeNumber("length", 10, 1, 1_000_000);
    return () -> new MemoryLength(length);
  }

  private static Supplier<Environment> umbrella(EnvironmentOptions options) {
    int length = options.wholeNumber("length", 10, 1, 1_000_000);
    int distractors = options.wholeNumber("distractors", 20, 0, 1_000_000);
    return () -> new Umbrella(length, distractors);
  }

  /**
   * Applies the options of every environment: noise on the rewards to learn from, and their scale.
   */
  private static Supplier<Environment> withRewards(
      EnvironmentOptions options, Supplier<Environment> environments) {
    double noise = options.number(EnvironmentOptions.NOISE, 0, 0, MAX_REWARD_OPTION);
    double scale =
        options.number(EnvironmentOptions.SCALE, 1, 1 / MAX_REWARD_OPTION, MAX_REWARD_OPTION);
    if (noise == 0 && scale == 1) {
      return environments;
    }
    UnaryOperator<Environment> wrapper = bare -> {
      Environment noisy = noise > 0 ? new RewardNoise(bare, noise) : bare;
      return scale == 1 ? noisy : RewardTransform.scale(noisy, scale);
    };
    return environments instanceof EnvironmentBatch.Source source
        ? source.wrapped(wrapper)
        : () -> wrapper.apply(environments.get());
  }

  /**
   * Returns the names of all registered environments, sorted.
   *
   * @throws IllegalStateException if a provider on the class path does not load or reuses a name
   */
  public static List<String> ids() {
    return List.copyOf(all().keySet());
  }

  /**
   * Returns the prefixes of families whose names are not listed, for example {@code gym:}, sorted.
   */
  public static List<String> prefixes() {
    return ServiceLoader.load(EnvironmentProvider.class).stream()
        .map(provider -> provider.get().prefix())
        .filter(prefix -> !prefix.isEmpty())
        .sorted()
        .toList();
  }

  /**
   * Returns a supplier of new instances of an environment, each with its time limit.
   *
   * <p>Every environment has the options {@code reward-noise}, the standard deviation of noise
   * added to each reward, and {@code reward-scale}, a factor applied after it. Both change the
   * rewards to learn from; returns remain sums of the task's own rewards.
   *
   * @param id one of {@link #ids} or of a family of {@link #prefixes}, with any options after it
   *     ({@code CartPole-v1?velocities=false}, {@code Cue-v1?length=40&cues=4}); or the full name
   *     of a class that implements {@link Environment} and has a constructor without arguments, for
   *     example {@code com.example.Corridor}
   * @throws IllegalArgumentException if the environment or option does not exist (the message names
   *     the nearest), or if an option's value is not possible
   * @throws IllegalStateException as for {@link #ids}
   */
  public static Supplier<Environment> supplier(String id) {
    EnvironmentOptions options = new EnvironmentOptions(id);
    Supplier<Environment> supplier = definition(options.name()).apply(options);
    supplier = withRewards(options, supplier);
    options.requireAllKnown();
    return supplier;
  }

  /**
   * Returns the mean return from which an environment counts as solved, if it has one.
   *
   * @param id one of {@link #ids}
   * @throws IllegalArgumentException as for {@link #supplier}
   * @throws IllegalStateException as for {@link #ids}
   */
  public static OptionalDouble solvedReturn(String id) {
    if (!OWN.containsKey(id)) {
      for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class)) {
        if (provider.ids().contains(id)) {
          return provider.solvedReturn(id);
        }
      }
    }
    try (Environment environment = supplier(id).get()) {
      return environment.solvedReturn();
    }
  }

  private static Function<EnvironmentOptions, Supplier<Environment>> definition(String name) {
    // Built-in names first: a broken provider elsewhere must not affect CartPole.
    Function<EnvironmentOptions, Supplier<Environment>> own = OWN.get(name);
    if (own != null) {
      return own;
    }
    Map<String, Function<EnvironmentOptions, Supplier<Environment>>> all = all();
    Function<EnvironmentOptions, Supplier<Environment>> provided = all.get(name);
    if (provided != null) {
      return provided;
    }
    if (name.indexOf(':') > 0) {
      for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class)) {
        if (!provider.prefix().isEmpty() && name.startsWith(provider.prefix())) {
          return options -> provider.supplier(name, options);
        }
      }
    }
    if (name.indexOf('.') >= 0) {
      Supplier<Environment> ofClass = ofClass(name);
      return options -> ofClass;
    }
    String question = NearestNames.question(name, all.keySet());
    throw new IllegalArgumentException(
        "environment %s is unknown: %s./jackdaw list environments shows all"
            .formatted(name, question.isEmpty() ? "" : question + " "));
  }

  private static Map<String, Function<EnvironmentOptions, Supplier<Environment>>> all() {
    Map<String, Function<EnvironmentOptions, Supplier<Environment>>> all = new TreeMap<>(OWN);
    try {
      for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class)) {
        for (String id : provider.ids()) {
          if (all.putIfAbsent(id, options -> provider.supplier(id, options)) != null) {
            throw new IllegalStateException(
                "environment %s of %s is already registered: give it another name"
                    .formatted(id, provider.getClass().getName()));
          }
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(
          "an environment provider on the class path does not load: " + e.getMessage(), e);
    }
    return all;
  }

  private static Supplier<Environment> ofClass(String name) {
    Constructor<? extends Environment> constructor = constructor(load(name));
    return () -> {
      try {
        return constructor.newInstance();
      } catch (InvocationTargetException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new EnvironmentException(
            "environment %s threw in its constructor: %s".formatted(name, Describe.thrown(cause)),
            cause);
      } catch (ReflectiveOperationException e) {
        throw new EnvironmentException(
            "environment %s cannot be made: %s".formatted(name, e.getMessage()), e);
      }
    };
  }

  private static Class<? extends Environment> load(String name) {
    Class<?> type;
    try {
      type = Class.forName(name, true, loader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "environment %s is unknown: no class of that name is on the class path".formatted(name),
          e);
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "environment %s does not load: %s".formatted(name, e), e);
    }
    if (!Environment.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "class %s is not an environment: let it implement %s"
              .formatted(name, Environment.class.getName()));
    }
    return type.asSubclass(Environment.class);
  }

  private static Constructor<? extends Environment> constructor(
      Class<? extends Environment> type) {
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw new IllegalArgumentException(
          "environment %s is abstract: name a class that can be made".formatted(type.getName()));
    }
    try {
      Constructor<? extends Environment> constructor = type.getDeclaredConstructor();
      // Neither the class nor its constructor needs to be public.
      constructor.trySetAccessible();
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "environment %s has no constructor without arguments: add one, or register an %s"
              .formatted(type.getName(), EnvironmentProvider.class.getSimpleName()),
          e);
    }
  }

  private static @Nullable ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? Environments.class.getClassLoader() : context;
  }
}
