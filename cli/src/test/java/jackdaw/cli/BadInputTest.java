package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a command line gets one line that helps, and nothing is written. */
class BadInputTest {
  @TempDir private Path folder;

  private Path run;

  @BeforeEach
  void setUp() {
    run = folder.resolve("run");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | no command is given: choose one of train, resume",
        "trian                           | unknown command trian: did you mean train?",
        "--vresion                       | unknown option --vresion: did you mean --version?",
        "train                           | train needs <algorithm>: write it like",
        "train ppo                       | train needs <environment>: write it like",
        "train ppo CartPole-v1 again     | argument again is one too many",
        "list all                        | there is no all to list: did you mean a2c?",
        "resume                          | resume needs DIR",
        "evaluate                        | evaluate needs DIR",
        "train pppo CartPole-v1          | no algorithm is named pppo: did you mean ppo?",
        "train ppo CartPole-v2           | environment CartPole-v2 is unknown: did you mean CartPole-v1?",
        "train ppo com.example.Corridor  | environment com.example.Corridor is unknown: no class",
        "train ppo java.lang.String      | class java.lang.String is not an environment",
        "train ppo CartPole-v1 --profile cleenrl    | did you mean cleanrl?",
        "train ppo CartPole-v1 --sede 1             | unknown option --sede: did you mean --seed",
        "train ppo CartPole-v1 --seed               | --seed has no value: write --seed N",
        "train ppo CartPole-v1 --seed --quiet       | --seed has no value: write --seed N",
        "train ppo CartPole-v1 --quiet=yes          | should be specified without 'yes' parameter",
        "train ppo CartPole-v1 --seed 1 --seed 2    | --seed is given twice",
        "train ppo CartPole-v1 --seed one           | --seed is one, where a whole number is expected",
        "train ppo CartPole-v1 --seed 1e30          | --seed is 1e30, where a whole number is expected",
        "train ppo CartPole-v1 --total-steps 0      | --total-steps is 0, where a whole number of at least 1",
        "train ppo CartPole-v1 --total-steps 1.5    | --total-steps is 1.5, where a whole number of at least 1",
        "train ppo CartPole-v1 --threads 0          | --threads is 0, where a whole number from 1 to",
        "train ppo CartPole-v1 --set clip-range     | --set clip-range is no key=value",
        "train ppo CartPole-v1 --set seed=3         | give --seed instead",
        "train ppo CartPole-v1 --set clip-rnage=.1  | ppo has no setting named clip-rnage: did you mean clip-range",
        "train ppo CartPole-v1 --set clip-range=1.5 | clip range 1.5 is outside (0, 1): set ppo.clip-range, usually",
        "train ppo CartPole-v1 --set epochs=many    | ppo.epochs is many, where a whole number",
        "train ppo CartPole-v1 --set discount=      | ppo.discount is empty, where a number",
        "train ppo CartPole-v1 --set epochs=0       | epochs 0 is not a finite number of at least 1",
        "train ppo CartPole-v1 --set minibatch-size=100 | minibatch size 100 does not divide the rollout",
        "train ppo Cue-v1 --set rollout-steps=64 --set sequence-length=48 | sequence length 48 does not divide the rollout's 64 steps: set ppo.sequence-length",
        "train ppo Cue-v1 --set minibatch-size=16       | minibatch size 16 does not hold whole sequences of 32 steps, which a memory needs: set ppo.minibatch-size",
        "train ppo CartPole-v1?velocites=false      | environment CartPole-v1 has no option named velocites: did you mean velocities?",
        "train ppo CartPole-v1 --set environment.frame-stak=2 | environment has no setting named frame-stak: did you mean frame-stack?",
        "train ppo CartPole-v1 --set environment.frame-stack=0 | frame stack 0 is outside [1, 1024]: set environment.frame-stack, usually",
        "train ppo CartPole-v1 --set environment.frame-stack=many | environment.frame-stack is many, where a whole number",
        "train ppo CartPole-v1 --set environment.rescale-actions=true | rescaled actions need a Box, and the actions of CartPole are Discrete(2)",
        "train ppo GridWorld-v1 --set environment.frame-stack=2 | a stack of observations needs a Box, and GridWorld observes Discrete(",
        "train ppo GridWorld-v1 --set environment.normalize-observations=true | cannot be normalised: flatten them first",
        "train ppo CartPole-v1 --set squash-actions=true | squashed actions are for a Box, and the action space",
        "train ppo CartPole-v1 --set encoder-sizes=32   | encoder sizes [32] are for observations of a Dictionary",
        "train ppo CartPole-v1 --set convolutions=8,4  | convolutions [8, 4] are not three numbers a layer: set ppo.convolutions to",
        "train ppo CartPole-v1 --set convolutions=8,4,2 | convolutions [8, 4, 2] are for images, a Box of [height, width]",
        "train ppo CartPole-v1 --set objective=trust    | ppo.objective is trust, where clip or kl-penalty or adaptive-kl or none",
        "train ppo CartPole-v1 --set kl-stop=sometimes  | ppo.kl-stop is sometimes, where never or before-minibatch or before-epoch or after-epoch",
        "train ppo CartPole-v1 --set kl-target=0        | kl target 0 is not a finite number above 0: set ppo.kl-target, usually",
        "train ppo CartPole-v1 --set objective=adaptive-kl --set kl-coefficient=0 | kl coefficient 0 stays 0 however often it is doubled",
        "train ppo CartPole-v1 --set kl-stop-factor=-1  | kl stop factor -1 is not a finite number of at least 0",
        "train ppo CartPole-v1 --set hidden-sizes=[65536,65536] | more values than an array can hold: lower the sizes of networks",
        "train ppo CartPole-v1 --config /no/such/file   | /no/such/file",
        "reproduce                                 | reproduce needs <study>",
        "reproduce ppo-objective                   | no study is named ppo-objective: did you mean ppo-objectives?",
        "reproduce learning --only CartPole-v2     | study learning has no task CartPole-v2: did you mean CartPole-v1?",
        "reproduce learning --jobs 0               | --jobs is 0, where a whole number from 1 to",
        "reproduce learning --output /no/such/x.md | there is no folder /no/such: make it first",
        "explain                                    | explain needs <algorithm>: write it like",
        "explain ppoo GridWorld                     | no algorithm is named ppoo: did you mean ppo?",
        "explain ppo CartPole-v1                    | explain draws no CartPole-v1: write explain ppo GridWorld",
        "explain ppo GridWorld --update 0           | --update is 0, where a whole number from 1 to",
        "explain ppo GridWorld --update 101         | update 101 is none of this run's: choose one from 1 to 100",
        "explain ppo GridWorld --seed one           | --seed is one, where a whole number is expected",
        "explain ppo GridWorld --out /no/such/page.html | --out /no/such/page.html: there is no folder /no/such: make it first",
        "explain ppo GridWorld --out /              | --out / is a folder: name a file in it, such as /result.page",
        "explain ppo GridWorld --out /proc/version  | /proc/version",
        "explain ppo GridWorld --document --seed 2  | --seed has no meaning with --document",
        "explain ppo GridWorld --set epochs=many    | ppo.epochs is many, where a whole number",
        "explain ppo GridWorld --set epochs=11      | cannot show epochs 11: set ppo.epochs to at most 10",
        "explain ppo GridWorld --set minibatch-size=8 | cannot show minibatch size 8 of a rollout of 16 steps: set ppo.minibatch-size to 16",
        "explain ppo GridWorld --set objective=none | cannot show the objective none: set ppo.objective to clip",
        "explain ppo GridWorld --set environment.flatten-observations=true | the walkthrough needs the number of a cell as observation",
        "resume /no/such/run                        | /no/such/run does not exist: give the directory of a run",
        "evaluate /no/such/run                      | /no/such/run does not exist: give the directory of a run",
        "evaluate /no/such/run --episodes 0         | --episodes is 0, where a whole number from 1 to",
      })
  void shouldSayWhatIsWrongWithTheCommandLine(String line, String expected) {
    String[] args = line.isBlank() ? new String[0] : line.strip().split(" +");
    if (args.length > 2 && args[0].equals("train")) {
      String[] more = Arrays.copyOf(args, args.length + 2);
      more[args.length] = "--run-dir";
      more[args.length + 1] = run.toString();
      args = more;
    }

    assertThat(Cli.run(args).error(2)).contains(expected);

    assertThat(run).doesNotExist();
  }

  @Test
  void shouldRefuseARunDirectoryThatIsNotEmpty() throws IOException {
    Files.createDirectory(run);
    Files.writeString(run.resolve("mine.txt"), "keep");

    assertThat(Cli.train("CartPole-v1", run).error(2))
        .contains("run directory " + run + " is not empty: choose another one");

    assertThat(run).isDirectoryContaining("glob:**mine.txt");
    assertThat(run.toFile().list()).hasSize(1);
  }

  @Test
  void shouldRefuseARunDirectoryThatIsAFile() throws IOException {
    Files.writeString(run, "a file");

    assertThat(Cli.train("CartPole-v1", run).error(2)).contains(run + " is a file");
    assertThat(Cli.train("CartPole-v1", run.resolve("below")).error(2))
        .contains("cannot write " + run.resolve("below"));
  }

  @Test
  void shouldRefuseARunDirectoryThatCannotBeMade() {
    assertThat(Cli.train("CartPole-v1", Path.of("/proc/jackdaw")).error(2))
        .contains("cannot write /proc/jackdaw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed: one                      | config.yaml:1 is wrong: seed is one, where a whole number",
        "sede: 1                        | config.yaml:1 has the unknown key sede: did you mean seed",
        "settings: {clip-rnage: 0.1}    | line 1: ppo has no setting named clip-rnage: did you mean clip-range",
        "settings: {clip-range: 2}      | clip range 2 is outside (0, 1)",
        "algorithm: dqn                 | is for the algorithm dqn, not ppo",
        "environment: GridWorld-v1      | is for the environment GridWorld-v1, not CartPole-v1",
        "'{'                            | config.yaml",
        "'- 1'                          | config.yaml:1 is no list of keys and values",
      })
  void shouldSayWhatIsWrongWithAConfigFile(String text, String expected) throws IOException {
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, text + "\n");

    assertThat(
        Cli.run(
            "train", "ppo", "CartPole-v1", "--run-dir", run.toString(), "--config", file.toString())
            .error(2))
        .contains(expected);

    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WrongShape       | writes observation[1]",
        "NotANumberAtOnce | NaN",
        "NotMade          | no motor",
      })
  void shouldRefuseABrokenEnvironmentBeforeTraining(String name, String expected) {
    String environment = TrapEnvironment.class.getName() + '$' + name;

    assertThat(Cli.run("train", "ppo", environment, "--run-dir", run.toString()).error(2))
        .contains(name, expected);

    assertThat(run).doesNotExist();
  }

  @Test
  void shouldShowTheStackTraceOnRequestOnly() {
    Cli.Result result = Cli.run("--stack-trace", "train", "ppo", "CartPole-v2");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("jackdaw: environment CartPole-v2 is unknown")
        .contains("\tat jackdaw.environments.Environments");
  }
}
