package jackdaw.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
  private static final List<String> NAMES = List.of("CartPole-v1", "GridWorld-v1", "clip-range");

  @Test
  void shouldFindTheNearestFirst() {
    assertThat(NearestNames.of("a", List.of("abc", "b", "a"))).startsWith("a", "b");
    assertThat(NearestNames.of("cartpol-v1", NAMES)).containsExactly("CartPole-v1");
    assertThat(NearestNames.of("clip", NAMES)).containsExactly("clip-range");
    assertThat(NearestNames.of("quite-another", NAMES)).isEmpty();
  }

  @Test
  void shouldCountEdits() {
    assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
    assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestNames.distance("clpi", "clip")).isEqualTo(1);
    assertThat(NearestNames.distance("same", "same")).isZero();
  }

  @Test
  void shouldHint() {
    assertThat(NearestNames.hint("clip-rage", NAMES)).isEqualTo("did you mean clip-range?");
    assertThat(NearestNames.hint("zzzzzz", NAMES))
        .isEqualTo("choose one of CartPole-v1, GridWorld-v1, clip-range");
  }
}
