package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "train", "resume", "evaluate", "play", "plot", "compare", "explain",
        "reproduce", "optimum",
        "list"
      })
  void shouldExplainEachCommandWithin100Columns(String command) {
    String help = Cli.run(command, "--help").fine().out();

    assertThat(help).startsWith("Usage: jackdaw " + command).contains("--stack-trace", "Example:");
    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    assertThat(Cli.run(command, "-h").out()).isEqualTo(help);
    assertThat(Cli.run("--help").fine().out()).contains("\n  " + command);
  }

  @Test
  void shouldKnowTheOptionsThatAreDocumented() {
    assertThat(Cli.run("train", "-h").out())
        .contains(
            "--seed N", "--total-steps N", "--run-dir DIR", "--threads N", "--profile NAME",
            "--config FILE", "--set key=value", "--python PATH", "--quiet");
    assertThat(Cli.run("resume", "-h").out()).contains("--total-steps N");
    assertThat(Cli.run("evaluate", "-h").out()).contains("--episodes N", "--seed N", "--best");
  }

  @Test
  void shouldSayItsVersion() {
    assertThat(Cli.run("--version").fine().out()).startsWith("jackdaw ");
  }

  @Test
  void shouldTakeValuesInBothForms() {
    Syntax syntax = new TrainCommand().syntax();

    Arguments apart =
        syntax.parse(List.of("ppo", "--seed", "-1", "CartPole-v1", "--set", "a=1", "--set", "b=2"));
    Arguments joined =
        syntax.parse(List.of("ppo", "CartPole-v1", "--seed=-1", "--set=a=1", "--set=b=2"));
    // two dashes are what picocli reads
    assertThat(
        syntax.parse(List.of("--seed=-1", "--set=a=1", "--set=b=2", "--", "ppo", "CartPole-v1")))
        .isEqualTo(joined);

    assertThat(apart).isEqualTo(joined);
    assertThat(apart.value("--seed")).isEqualTo("-1");
    assertThat(apart.values("--set")).containsExactly("a=1", "b=2");
    assertThat(apart.value("--profile")).isNull();
  }
}
