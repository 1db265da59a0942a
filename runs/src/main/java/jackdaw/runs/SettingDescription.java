package jackdaw.runs;

import jackdaw.setting.SettingException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A setting for people to read. The meaning is the record's own Javadoc, the usual values are those
 * of its own checks: neither is written down a second time.
 *
 * @param name the short name, such as {@code clip-range}
 * @param initial the default
 * @param meaning what the setting does, with its unit and range; empty if its source is not on the
 *     class path
 * @param choices the values to choose from, of a setting that is one of a few words; else none
 * @param range the values that are allowed, such as {@code at least 1}; empty if no single check
 *     says so
 * @param usual the values that are usual; empty as well
 */
public record SettingDescription(
    String name,
    Object initial,
    String meaning,
    List<String> choices,
    String range,
    String usual) {
  /** Keeps a copy of the choices. */
  public SettingDescription {
    choices = List.copyOf(choices);
  }

  /**
   * Describes every setting, in the order of {@link Settings#of}.
   *
   * @param group the name before the dot, such as {@code ppo}
   * @param defaults the settings record with its defaults
   */
  public static List<SettingDescription> of(String group, Record defaults) {
    Iterator<RecordComponent> components = components(defaults.getClass()).iterator();
    Map<Class<?>, Map<String, String>> texts = new HashMap<>();
    List<SettingDescription> all = new ArrayList<>();
    Settings.of(defaults)
        .forEach(
            (name, initial) -> {
              RecordComponent component = components.next();
              String meaning =
                  texts
                      .computeIfAbsent(component.getDeclaringRecord(), ParameterTexts::of)
                      .getOrDefault(component.getName(), "");
              all.add(describe(group, defaults, name, initial, meaning, component));
            });
    return all;
  }

  /** The components that are settings: those of groups stand in their group's place. */
  private static List<RecordComponent> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(
            component -> component.getType().isRecord()
                ? components(component.getType()).stream()
                : List.of(component).stream())
        .toList();
  }

  private static SettingDescription describe(
      String group,
      Record defaults,
      String name,
      Object initial,
      String meaning,
      RecordComponent component) {
    Object[] constants = component.getType().getEnumConstants();
    List<String> choices =
        constants == null
            ? List.of()
            : Arrays.stream(constants).map(constant -> Values.kebab((Enum<?>) constant)).toList();
    String range = "";
    String usual = "";
    try {
      Settings.apply(group, defaults, Map.of(name, impossible(initial)));
    } catch (SettingException e) {
      if (e.setting().equals(name)) {
        range = e.range();
        usual = e.usual();
      }
    } catch (IllegalArgumentException e) {
      // No check of this setting alone.
    }
    return new SettingDescription(name, initial, meaning, choices, range, usual);
  }

  /** A value that every check of a range refuses: what it then says is the range. */
  private static Object impossible(Object initial) {
    if (initial instanceof Long) {
      return (long) Integer.MIN_VALUE;
    }
    if (initial instanceof Double) {
      return -Double.MAX_VALUE;
    }
    return initial instanceof List<?> ? List.of((long) Integer.MIN_VALUE) : initial;
  }
}
