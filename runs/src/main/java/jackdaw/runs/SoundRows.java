package jackdaw.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * The rows of a {@code metrics.csv} up to a step, without those that are damaged. A row is sound if
 * each of its values is a number and its steps are more than those of the row before.
 */
final class SoundRows {
  private final byte[] bytes;
  private final int columns;
  private final long lastStep;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int damaged;
  private int firstDamagedLine;

  // Of the last two rows that were kept.
  private double steps = Double.NEGATIVE_INFINITY;
  private double stepsBefore = Double.NEGATIVE_INFINITY;
  private int begin;
  private int end;
  private int keptLine;

  // Rows beyond the last step, which are to be written again.
  private int beyond;
  private int firstBeyondLine;

  /**
   * Reads all rows.
   *
   * @param bytes the file
   * @param start where its first row begins
   * @param columns values in a row
   * @param lastStep rows with more steps are left out
   */
  SoundRows(byte[] bytes, int start, int columns, long lastStep) {
    this.bytes = bytes;
    this.columns = columns;
    this.lastStep = lastStep;
    kept.write(bytes, 0, start);
    int line = 2;
    int from = start;
    for (int next = MetricsFile.lineEnd(bytes, from); next > from; line++) {
      add(from, next, line);
      from = next;
      next = MetricsFile.lineEnd(bytes, from);
    }
    flush();
  }

  private void add(int from, int next, int line) {
    double here = steps(from, next);
    if (Double.isNaN(here)) {
      damage(line, 1);
    } else if (here > lastStep) {
      firstBeyondLine = beyond == 0 ? line : firstBeyondLine;
      beyond++;
    } else {
      if (beyond > 0) {
        // What comes after them says that their steps are wrong.
        damage(firstBeyondLine, beyond);
        beyond = 0;
      }
      if (here > steps) {
        flush();
        stepsBefore = steps;
        keep(from, next, line, here);
      } else if (here > stepsBefore) {
        // The row before had too many steps, not this one too few.
        damage(keptLine, 1);
        keep(from, next, line, here);
      } else {
        damage(line, 1);
      }
    }
  }

  private void keep(int from, int next, int line, double here) {
    begin = from;
    end = next;
    keptLine = line;
    steps = here;
  }

  private void flush() {
    kept.write(bytes, begin, end - begin);
    begin = end;
  }

  private void damage(int line, int rows) {
    firstDamagedLine = damaged == 0 ? line : Math.min(line, firstDamagedLine);
    damaged += rows;
  }

  /** The steps of a row, or NaN if it is damaged. */
  private double steps(int from, int next) {
    String[] cells = new String(bytes, from, next - 1 - from, UTF_8).split(",", -1);
    if (cells.length != columns) {
      return Double.NaN;
    }
    try {
      for (String cell : cells) {
        Double.parseDouble(cell);
      }
      return Double.parseDouble(cells[0]);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** The header and the rows that are sound, as they were. */
  byte[] kept() {
    return kept.toByteArray();
  }

  /** How many rows are damaged. */
  int damaged() {
    return damaged;
  }

  /** The line of the first row that is damaged, from 1. */
  int firstDamagedLine() {
    return firstDamagedLine;
  }
}
