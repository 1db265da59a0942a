package jackdaw.gymnasium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environments.Environments;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.Space;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit its space, or not the other side. */
class MisfitTest {
  private static final String MISFIT = "gym:src.test.python.misfit:";

  @BeforeAll
  static void needPackages() {
    Installed.python("gymnasium");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reward-array   | the reward of a step is an array of shape (1,): let it be a number (",
        "reward-none    | the reward of a step is None: let it be a number (",
        "reward-text    | the reward of a step is the text 'one': let it be a number (",
        "reward-list    | the reward of a step is a list of 2: let it be a number (",
        "step-old       | step gives a tuple of 4: let it give observation, reward, terminated, truncated",
        "bytes-scaled   | an observation holds 0.5 where its space has bytes, the whole numbers 0 to 255:",
        "bytes-large    | an observation holds 300 where its space has bytes",
        "bytes-negative | an observation holds -1 where its space has bytes",
        "bytes-nan      | an observation holds nan where its space has bytes",
        "bytes-wide     | an observation holds 300 where its space has bytes",
        "index-array    | an observation is an array of shape (2,) where its space Discrete(5) has a",
        "index-none     | an observation is None where its space Discrete(5) has a whole number (",
        "part-missing   | an observation is a dict without the part 'a' that its space has (",
        "ragged         | an observation is a list of 2 where its space has the shape (1,) (",
        "text           | an observation holds no numbers: the "})
  void shouldSayWhatAStepGaveThatItMayNot(String what, String message) {
    try (VectorEnvironment vector =
        VectorEnvironment.of(Environments.supplier(MISFIT + "Gives-v0?what=" + what), 1)) {
      int size = vector.observationSpace().size();
      vector.reset(1, new float[size]);
      assertThatThrownBy(() -> vector.step(new float[1], new Transitions(1, size)))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("gym:src.test.python.misfit:Gives-v0 (copy 0): " + message)
          .hasMessageMatching(".*\\(.*(misfit|hostile)[.]py:\\d+\\)");
    }
  }

  @Test
  void shouldSayThatAResetIsOfAnOlderKind() {
    try (VectorEnvironment vector =
        VectorEnvironment.of(Environments.supplier(MISFIT + "Gives-v0?what=reset-old"), 1)) {
      assertThatThrownBy(() -> vector.reset(1, new float[1]))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("(copy 0): reset gives an array of shape (1,): let it give an ")
          .hasMessageMatching(".*since Gymnasium 0.26 \\(.*misfit.py:\\d+\\)");
    }
  }

  /** Each action as the environment's own space has it, which the environment asserts. */
  @ParameterizedTest
  @ValueSource(
      strings = {"float64", "float16", "int32", "int64", "uint8", "discrete", "several"})
  void shouldHoldActionsToTheSpaceThatWasDeclared(String space) {
    try (VectorEnvironment vector =
        VectorEnvironment.of(Environments.supplier(MISFIT + "Bounds-v0?space=" + space), 2)) {
      Space actions = vector.actionSpace();
      vector.reset(1, new float[2]);
      Transitions transitions = new Transitions(2, 1);
      RandomStream random = new RandomStream(3);
      for (int t = 0; t < 4; t++) {
        float[] chosen = new float[2 * actions.size()];
        actions.sample(random, chosen, 0);
        actions.sample(random, chosen, actions.size());
        if (actions instanceof Box box && t < 2) {
          Arrays.fill(chosen, t == 0 ? box.low(0) : box.high(0));
        }
        vector.step(chosen, transitions);
        assertThat(transitions.rewards).containsExactly(1, 1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"rgb, 60", "grey, 60", "one, 60", "alpha, 60", "float, 60", "wide, 60"})
  void shouldDrawPicturesOfAllKinds(String kind, int brightness) {
    Step step = new Step(1);
    try (Environment drawn = Environments.supplier(MISFIT + "Picture-v0?kind=" + kind).get()) {
      Picture picture = drawn.picture().orElseThrow(); // Before the first reset, as play does.
      drawn.reset(1, step.observation);
      drawn.step(new float[1], step);
      assertThat(picture.width()).isEqualTo(4);
      assertThat(picture.height()).isEqualTo(2);
      BufferedImage image = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
      picture.paint(image.createGraphics());
      assertThat(image.getRGB(3, 1) & 0xffffff).isEqualTo(brightness * 0x10101);
      assertThat(drawn.picture()).containsSame(picture);
    }
  }

  @Test
  void shouldDrawAnEpisodeThatHasBegun() {
    Step step = new Step(1);
    try (Environment drawn = Environments.supplier(MISFIT + "Picture-v0").get()) {
      drawn.reset(1, step.observation);
      assertThat(drawn.picture().orElseThrow().width()).isEqualTo(4);
      drawn.step(new float[1], step);
      assertThat(step.reward).isOne();
    }
    try (Environment late = Environments.supplier(MISFIT + "Picture-v0").get()) {
      late.reset(1, step.observation);
      late.step(new float[1], step);
      assertThat(late.picture()).isEmpty();
      late.reset(1, step.observation);
      assertThat(late.picture()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"nothing, None", "flat, 'an array of shape (24,)'"})
  void shouldSayWhatIsNoPicture(String kind, String what) {
    try (Environment drawn = Environments.supplier(MISFIT + "Picture-v0?kind=" + kind).get()) {
      drawn.reset(1, new float[1]);
      Picture picture = drawn.picture().orElseThrow();
      assertThatThrownBy(picture::width)
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith(
              "gym:src.test.python.misfit:Picture-v0 (copy 0): render gives %s where a picture of"
                  .formatted(what));
    }
  }

  /** No mode is asked for where nothing is drawn, and a constructor may have none. */
  @Test
  void shouldMakeWhatTakesNoRenderMode() {
    for (String options : new String[] {"", "?render_mode=none"}) {
      try (Environment plain = Environments.supplier(MISFIT + "Plain-v0" + options).get()) {
        plain.reset(1, new float[1]);
        assertThat(plain.picture()).isEmpty();
        Step step = new Step(1);
        plain.step(new float[1], step);
        assertThat(step.reward).isOne();
      }
    }
  }

  @Test
  void shouldNamePartsAndLeaveOutWhatCannotBeUsed() {
    GymnasiumSource source =
        (GymnasiumSource) Environments.supplier(MISFIT + "Parts-v0");
    try (Environment parts = source.get()) {
      Space space = parts.observationSpace();
      assertThat(space).isInstanceOf(Dictionary.class);
      assertThat(((Dictionary) space).parts())
          .containsExactlyInAnyOrder(
              new Dictionary.Part("_", new Discrete(4)),
              new Dictionary.Part("bottom_burner", Box.of(-1, 1, 1)),
              new Dictionary.Part("bottom_burner-2", new Discrete(3)),
              new Dictionary.Part(
                  "inner", Dictionary.of(new Dictionary.Part("__b", new MultiBinary(2)))));
      float[] observation = new float[space.size()];
      parts.reset(1, observation);
      Dictionary dictionary = (Dictionary) space;
      assertThat(observation[dictionary.offset("_")]).isEqualTo(3);
      assertThat(observation[dictionary.offset("bottom_burner")]).isEqualTo(0.5f);
      assertThat(observation[dictionary.offset("bottom_burner-2")]).isEqualTo(2);
      assertThat(observation[dictionary.offset("inner") + 1]).isEqualTo(1);
      assertThat(source.remarks()).hasSize(1);
      assertThat(source.remarks().getFirst())
          .startsWith("gym:src.test.python.misfit:Parts-v0 is observed without ")
          .contains("mission (Odd)", "inner/text (Text)", "pair (Tuple)");
    }
  }

  @Test
  void shouldWrapByName() {
    String id =
        MISFIT + "Parts-v0?wrappers=src.test.python.misfit:Only(part='',times=2),"
            + "src.test.python.misfit:More";
    try (Environment wrapped = Environments.supplier(id).get()) {
      assertThat(wrapped.observationSpace()).isEqualTo(Box.of(0, 9, 2));
      Step step = new Step(2);
      wrapped.reset(1, step.observation);
      assertThat(step.observation).containsExactly(3, 3);
      wrapped.step(new float[1], step);
      assertThat(step.reward).isEqualTo(11);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src.test.python.misfit:Onyl | wrapper src.test.python.misfit:Onyl is not there: ",
        "Only                        | wrapper Only is none: write it like module:Wrapper or",
        "misfit:Only(part             | wrapper misfit:Only(part is none: write it like"})
  void shouldSayWhichWrapperIsNone(String wrappers, String message) {
    assertThatThrownBy(
        () -> Environments.supplier(MISFIT + "Parts-v0?wrappers=" + wrappers).get())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("Parts-v0 cannot be used: " + message);
  }
}
