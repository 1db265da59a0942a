package jackdaw.cli;

import jackdaw.algorithm.AlgorithmType;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.environments.Environments;
import jackdaw.runs.Algorithms;
import jackdaw.runs.Profile;
import jackdaw.runs.Profiles;
import jackdaw.runs.Settings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** {@code jackdaw list}: what there is to train, and where. */
final class ListCommand implements Command {
  @Override
  public Syntax syntax() {
    return new Syntax(
        "list",
        "Shows all environments, and all algorithms with their profiles and settings.",
        List.of(),
        List.of(),
        List.of(),
        "list");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    PrintStream out = terminal.out();
    out.println("Environments");
    List<List<String>> rows = new ArrayList<>();
    Environments.ids().forEach(id -> rows.add(List.of(id, solved(id))));
    Environments.prefixes().forEach(prefix -> rows.add(List.of(prefix + "<id>", "")));
    table(out, rows);
    out.println();
    out.println("Settings of environments and their defaults");
    List<List<String>> wrapping = new ArrayList<>();
    Settings.of(EnvironmentConfig.defaults())
        .forEach(
            (name, value) -> wrapping
                .add(List.of(EnvironmentConfig.NAME + '.' + name, text(value))));
    table(out, wrapping);
    for (AlgorithmType<?> algorithm : Algorithms.all()) {
      out.println();
      out.println("Profiles of " + algorithm.name());
      table(
          out,
          Environments.ids().stream()
              .flatMap(id -> Profiles.of(algorithm.name(), id).stream())
              .map(ListCommand::row)
              .toList());
      out.println();
      out.println("Settings of %s and their defaults".formatted(algorithm.name()));
      List<List<String>> settings = new ArrayList<>();
      Settings.of(algorithm.defaults())
          .forEach((name, value) -> settings.add(List.of(name, text(value))));
      table(out, settings);
    }
    return ErrorReport.FINE;
  }

  private static List<String> row(Profile profile) {
    return List.of(
        profile.environment(),
        profile.name(),
        "%s; %s steps".formatted(profile.description(), Numbers.grouped(profile.totalSteps())));
  }

  private static String text(Object value) {
    return value instanceof Double number ? Numbers.plain(number) : value.toString();
  }

  private static String solved(String id) {
    try {
      OptionalDouble mark = Environments.solvedReturn(id);
      return mark.isPresent()
          ? "solved at a mean return of " + Numbers.plain(mark.getAsDouble())
          : "";
    } catch (RuntimeException | LinkageError e) {
      return "does not start: " + ErrorReport.line(e);
    }
  }

  private static void table(PrintStream out, List<List<String>> rows) {
    int[] widths = new int[3];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size() - 1; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append("  ").append(row.get(i));
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths[i] - row.get(i).length()));
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
