package jackdaw.cli;

import jackdaw.algorithm.AlgorithmType;
import jackdaw.environment.Environment;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.environments.Environments;
import jackdaw.runs.Algorithms;
import jackdaw.runs.Profile;
import jackdaw.runs.Profiles;
import jackdaw.runs.SettingDescription;
import jackdaw.text.NearestNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** {@code jackdaw list}: the environments, algorithms, profiles and settings that there are. */
final class ListCommand implements Command {
  private static final String ENVIRONMENTS = "environments";
  private static final String ALGORITHMS = "algorithms";
  private static final String PROFILES = "profiles";
  private static final String EXAMPLE = "CartPole-v1";
  private static final String INDENT = "  ";

  @Override
  public Syntax syntax() {
    return new Syntax(
        "list",
        "Shows the environments, algorithms, profiles and settings that there are.",
        List.of("[WHAT]", "[ENVIRONMENT]"),
        List.of(),
        List.of(
            "WHAT is one of",
            "  environments   all environments, each with the mean return that counts as solved",
            "  algorithms     all algorithms",
            "  profiles       named settings, for all environments or for ENVIRONMENT alone",
            "  environment    the settings of how environments are seen: meaning, range and default",
            "  ppo            the settings of an algorithm, likewise",
            "  CartPole-v1    what an environment observes and does, and its profiles",
            "Without it there is an overview."),
        "list ppo");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    List<String> given = arguments.parameters();
    Page page = new Page(terminal);
    String what = given.isEmpty() ? "" : given.getFirst();
    if (given.size() > 1 && !what.equals(PROFILES)) {
      throw new InputException(
          "argument %s is one too many: write %s, or %s"
              .formatted(given.get(1), called(what), called(PROFILES + ' ' + given.get(1))));
    }
    switch (what) {
      case "" -> overview(page);
      case ENVIRONMENTS -> environments(page);
      case ALGORITHMS -> algorithms(page);
      case PROFILES -> {
        if (given.size() > 1) {
          profilesOf(page, given.get(1));
        } else {
          profiles(page);
        }
      }
      case EnvironmentConfig.NAME -> settings(page, what, EnvironmentConfig.defaults());
      default -> named(page, what);
    }
    return ErrorReport.FINE;
  }

  private static String called(String argument) {
    return Main.called() + " list " + argument;
  }

  private static String count(long number, String what) {
    return Numbers.grouped(number) + ' ' + what + (number == 1 ? "" : "s");
  }

  private static int settings(Record defaults) {
    return SettingDescription.of("", defaults).size();
  }

  private static void overview(Page page) {
    List<String> ids = Environments.ids();
    long tuned = ids.stream().filter(id -> !profiles(id).isEmpty()).count();
    long profiles = ids.stream().mapToLong(id -> profiles(id).size()).sum();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(count(ids.size(), "environment"), called(ENVIRONMENTS)));
    rows.add(List.of("  one of them in detail", called(EXAMPLE)));
    rows.add(
        List.of(
            "%s for %d of them".formatted(count(profiles, "profile"), tuned), called(PROFILES)));
    rows.add(
        List.of(count(Algorithms.all().size(), "algorithm"), called(ALGORITHMS)));
    for (AlgorithmType<?> algorithm : Algorithms.all()) {
      rows.add(
          List.of(
              "%s of %s"
                  .formatted(count(settings(algorithm.defaults()), "setting"), algorithm.name()),
              called(algorithm.name())));
    }
    rows.add(
        List.of(
            count(settings(EnvironmentConfig.defaults()), "setting")
                + " of how environments are seen",
            called(EnvironmentConfig.NAME)));
    page.table("", rows);
    page.line("");
    page.line("To train: " + new TrainCommand().syntax().example());
  }

  private static void environments(Page page) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Environment", "Solved at", "Profiles"));
    for (String id : Environments.ids()) {
      Set<String> names = new LinkedHashSet<>();
      profiles(id).stream()
          .filter(profile -> profile.environment().equals(id))
          .forEach(profile -> names.add(profile.name()));
      rows.add(List.of(id, solved(id), String.join(", ", names)));
    }
    for (String prefix : Environments.prefixes()) {
      rows.add(List.of(prefix + "NAME", "", ""));
    }
    page.table("", rows);
    page.line("");
    page.paragraph(
        "", "Solved at: the mean return of 100 episodes from which a task counts as solved.");
    page.line("More of one: " + called(EXAMPLE));
  }

  private static void algorithms(Page page) {
    page.table(
        "",
        Algorithms.all().stream()
            .map(
                algorithm -> List.of(
                    algorithm.name(),
                    count(settings(algorithm.defaults()), "setting"),
                    called(algorithm.name())))
            .toList());
  }

  private static void profiles(Page page) {
    for (String id : Environments.ids()) {
      String owner = "";
      for (AlgorithmType<?> algorithm : Algorithms.all()) {
        for (Profile profile : Profiles.of(algorithm.name(), id)) {
          if (!profile.environment().equals(owner)) {
            owner = profile.environment();
            page.line(owner);
          }
          page.table(INDENT, List.of(row(algorithm.name(), profile)));
        }
      }
    }
    page.line("");
    page.line("What they set: " + called(PROFILES + ' ' + EXAMPLE));
  }

  /** Names and steps are padded, so that the columns of all environments are aligned. */
  private static List<String> row(String algorithm, Profile profile) {
    return List.of(
        "%-4s".formatted(algorithm),
        "%-10s".formatted(profile.name()),
        "%12s steps".formatted(Numbers.grouped(profile.totalSteps())),
        profile.description());
  }

  private static void profilesOf(Page page, String environment) {
    boolean none = true;
    for (AlgorithmType<?> algorithm : Algorithms.all()) {
      for (Profile profile : Profiles.of(algorithm.name(), environment)) {
        none = false;
        page.line(
            "%s, %s, profile %s"
                .formatted(algorithm.name(), profile.environment(), profile.name()));
        page.paragraph(
            INDENT,
            "%s; %s steps".formatted(profile.description(), Numbers.grouped(profile.totalSteps())));
        page.paragraph(
            INDENT,
            String.join(
                ", ",
                profile.settings().entrySet().stream()
                    .map(entry -> entry.getKey() + '=' + text(entry.getValue()))
                    .toList()));
      }
    }
    if (none) {
      one(environment).close();
      page.paragraph(
          "",
          "%s has no profile of its own: default is the algorithm's own defaults and %s steps."
              .formatted(environment, Numbers.grouped(Profiles.DEFAULT_TOTAL_STEPS)));
    }
  }

  private static void named(Page page, String name) {
    for (AlgorithmType<?> algorithm : Algorithms.all()) {
      if (algorithm.name().equals(name)) {
        settings(page, name, algorithm.defaults());
        return;
      }
    }
    List<String> known =
        Stream.of(
            Stream.of(ENVIRONMENTS, ALGORITHMS, PROFILES, EnvironmentConfig.NAME),
            Algorithms.all().stream().map(AlgorithmType::name),
            Environments.ids().stream())
            .flatMap(names -> names)
            .toList();
    if (name.indexOf(':') < 0 && name.indexOf('.') < 0 && !known.contains(bare(name))) {
      String question = NearestNames.question(name, known);
      throw new InputException(
          "there is no %s to list: %s%s --help shows what there is"
              .formatted(name, question.isEmpty() ? "" : question + ' ', Main.called() + " list"));
    }
    environment(page, name);
  }

  private static String bare(String environment) {
    int question = environment.indexOf('?');
    return question < 0 ? environment : environment.substring(0, question);
  }

  private static void environment(Page page, String id) {
    try (Environment environment = one(id)) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("Observes", environment.observationSpace().toString()));
      rows.add(
          List.of(
              "Acts",
              environment.actionSpace() + (environment.masksActions() ? ", not all legal" : "")));
      OptionalDouble mark = environment.solvedReturn();
      if (mark.isPresent()) {
        rows.add(
            List.of("Solved", "at a mean return of " + Numbers.plain(mark.getAsDouble())));
      }
      rows.add(
          List.of(
              "Train", "%s train %s %s"
                  .formatted(Main.called(), Algorithms.all().getFirst().name(), quoted(id))));
      page.table("", rows);
    }
    page.line("");
    profilesOf(page, id);
  }

  /** As a shell takes it: options stand behind characters that have a meaning to it. */
  private static String quoted(String id) {
    return id.matches("[A-Za-z0-9._:/-]+") ? id : "'" + id + "'";
  }

  private static Environment one(String id) {
    try {
      return Environments.supplier(id).get();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new InputException(e);
    }
  }

  private static void settings(Page page, String group, Record defaults) {
    page.line("To change one: --set %s.NAME=VALUE".formatted(group));
    page.line("");
    for (SettingDescription setting : SettingDescription.of(group, defaults)) {
      page.line("%s = %s".formatted(setting.name(), text(setting.initial())));
      List<String> parts = new ArrayList<>();
      if (!setting.meaning().isEmpty()) {
        parts.add(setting.meaning());
      } else if (!setting.range().isEmpty()) {
        parts.add(setting.range());
      }
      if (!setting.choices().isEmpty()) {
        parts.add("one of " + String.join(", ", setting.choices()));
      }
      if (!setting.usual().isEmpty()) {
        parts.add("usually " + setting.usual());
      }
      if (!parts.isEmpty()) {
        page.paragraph(INDENT.repeat(2), String.join("; ", parts));
      }
    }
  }

  private static List<Profile> profiles(String environment) {
    return Algorithms.all().stream()
        .flatMap(algorithm -> Profiles.of(algorithm.name(), environment).stream())
        .toList();
  }

  private static String text(Object value) {
    return value instanceof Double number ? Numbers.plain(number) : value.toString();
  }

  private static String solved(String id) {
    try {
      OptionalDouble mark = Environments.solvedReturn(id);
      return mark.isPresent() ? Numbers.plain(mark.getAsDouble()) : "";
    } catch (RuntimeException | LinkageError e) {
      return "does not start: " + ErrorReport.line(e);
    }
  }
}
