package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands in this process and catches what they print. */
final class Cli {
  /** Settings with which an iteration takes a millisecond or two. */
  static final List<String> SMALL =
      List.of(
          "--set", "environments=2",
          "--set", "rollout-steps=64",
          "--set", "minibatch-size=64",
          "--set", "epochs=1",
          "--set", "hidden-sizes=16");

  private Cli() {}

  /** What a command printed, and its exit code. */
  record Result(int code, String out, String err) {
    /** The only line on standard error, which has to be an error of this exit code. */
    String error(int expectedCode) {
      assertThat(err.lines()).as(err).hasSize(1);
      assertThat(err).startsWith("jackdaw: ").doesNotContain("\tat ");
      assertThat(code).as(err).isEqualTo(expectedCode);
      return err.strip();
    }

    /** This result, once it has succeeded without a word on standard error. */
    Result fine() {
      assertThat(err).isEmpty();
      assertThat(code).isZero();
      return this;
    }
  }

  static Result run(String... args) {
    return run(false, args);
  }

  static Result run(boolean onTerminal, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            onTerminal,
            80,
            onTerminal);
    int code = Main.run(terminal, args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A quiet, small training run. */
  static Result train(String environment, Path directory, String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("train", "ppo", environment, "--quiet", "--run-dir", directory.toString()));
    args.addAll(SMALL);
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }
}
