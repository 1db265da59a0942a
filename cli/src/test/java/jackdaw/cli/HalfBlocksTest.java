package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures as coloured text, two pixels a character. */
class HalfBlocksTest {
  /** Squares of 10 by 10 pixels. */
  private record Squares(List<List<Color>> rows) implements Picture {
    @Override
    public int width() {
      return 10 * rows.getFirst().size();
    }

    @Override
    public int height() {
      return 10 * rows.size();
    }

    @Override
    public void paint(Graphics2D graphics) {
      for (int y = 0; y < rows.size(); y++) {
        for (int x = 0; x < rows.get(y).size(); x++) {
          graphics.setColor(rows.get(y).get(x));
          graphics.fillRect(10 * x, 10 * y, 10, 10);
        }
      }
    }
  }

  private static final Color RED = new Color(200, 0, 1);
  private static final Color WHITE = new Color(255, 255, 255);

  private static final Picture PICTURE =
      new Squares(
          List.of(
              List.of(RED, RED, WHITE),
              List.of(WHITE, RED, WHITE),
              List.of(WHITE, WHITE, WHITE),
              List.of(WHITE, WHITE, RED)));

  @Test
  void shouldPutTwoPixelsIntoACharacter() {
    assertThat(HalfBlocks.of(PICTURE, 3, 2, true))
        .isEqualTo(
            "\033[38;2;200;0;1m\033[48;2;255;255;255m▀\033[48;2;200;0;1m▀"
                + "\033[38;2;255;255;255m\033[48;2;255;255;255m▀\033[0m\n"
                + "\033[38;2;255;255;255m\033[48;2;255;255;255m▀▀\033[48;2;200;0;1m▀\033[0m\n");
  }

  /** 160 is where red's 200 comes nearest in the cube: 16 + 36 · 4; 231 is white. */
  @Test
  void shouldUseTheCubeWhereThereAreFewColours() {
    assertThat(HalfBlocks.of(PICTURE, 3, 2, false).lines().findFirst().orElseThrow())
        .isEqualTo(
            "\033[38;5;160m\033[48;5;231m▀\033[48;5;160m▀\033[38;5;231m\033[48;5;231m▀\033[0m");
  }

  @Test
  void shouldFitAndKeepItsShape() {
    // 30 × 40 pixels in 100 columns and 10 rows of two: half the size, 15 wide
    List<String> lines = HalfBlocks.of(PICTURE, 100, 10, true).lines().toList();
    assertThat(lines).hasSize(10);
    assertThat(lines.getFirst().chars().filter(c -> c == '▀')).hasSize(15);
    // never larger than it is
    assertThat(HalfBlocks.of(PICTURE, 500, 500, true).lines()).hasSize(20);
  }
}
