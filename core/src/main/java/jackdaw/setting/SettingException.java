package jackdaw.setting;

/** A setting that is outside its range; its message is one line that says what is allowed. */
public final class SettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String setting;
  private final String range;
  private final String usual;

  SettingException(String message, String setting, String range, String usual) {
    super(message);
    this.setting = setting;
    this.range = range;
    this.usual = usual;
  }

  /** The setting's name, without that of its algorithm. */
  public String setting() {
    return setting;
  }

  /** The values that are allowed, such as {@code at least 1} or {@code [0, 1]}. */
  public String range() {
    return range;
  }

  /** The values that are usual, such as {@code 32 to 2048}. */
  public String usual() {
    return usual;
  }
}
