package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run shows that it goes on. */
class StatusTest {
  private static final String CLEARED = "\r\033[K";

  @TempDir private Path folder;

  @Test
  void shouldShowStepsSpeedReturnAndTimeLeft() {
    assertThat(new StatusText(45_056, 150_000, 286_012.4, 312.44, 0.4).fit(79))
        .isEqualTo(" 30%  45,056 of 150,000 steps  286,012 steps/s  mean return 312.4  0 s left");
  }

  @Test
  void shouldLeaveOutWhatIsNotKnownYet() {
    assertThat(new StatusText(0, 150_000, Double.NaN, Double.NaN, Double.NaN).fit(79))
        .isEqualTo("  0%  0 of 150,000 steps");
  }

  @Test
  void shouldBecomeBriefBeforeItIsCut() {
    StatusText text = new StatusText(123_456_789, 1_000_000_000, 1234, -1234.5, 7380);

    assertThat(text.fit(200))
        .isEqualTo(
            " 12%  123,456,789 of 1,000,000,000 steps  1,234 steps/s  mean return -1234.5"
                + "  2:03 h left");
    assertThat(text.fit(79))
        .isEqualTo(
            " 12%  123M of 1.00G steps  1,234 steps/s  mean return -1234.5  2:03 h left");
    assertThat(text.fit(20)).isEqualTo(" 12%  123M of 1.00G ");
  }

  @Test
  void shouldNotShowMoreThanAllOfTheSteps() {
    assertThat(new StatusText(1024, 1000, 50, 1, 0).fit(79)).startsWith("100%");
  }

  @Test
  void shouldDrawOverItsLineOnATerminalAndClearItAtTheEnd() {
    Cli.Result result =
        Cli.run(
            true, "train", "ppo", "CartPole-v1", "--total-steps", "3000", "--run-dir",
            folder.resolve("run").toString());

    String[] lines = result.err().split("\n", -1);
    assertThat(lines).hasSize(3);
    assertThat(lines[2])
        // Whatever is done by the time that it is first drawn.
        .matches("(?s)\r\033\\[\\?7l +\\d+%  [0-9,]+ of 3,000 steps[^\033]*\033\\[K\033\\[\\?7h.*")
        .endsWith(CLEARED);
  }

  @Test
  void shouldPrintNoEscapesIntoAFile() {
    Cli.Result result =
        Cli.run(
            "train", "ppo", "CartPole-v1", "--total-steps", "1000", "--run-dir",
            folder.resolve("run").toString());

    assertThat(result.err() + result.out()).doesNotContain("\033", "\r");
  }
}
