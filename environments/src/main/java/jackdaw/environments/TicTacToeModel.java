package jackdaw.environments;

import jackdaw.environment.TabularModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link TicTacToe} as a table: every board that crosses may have to move on, and each answer of
 * the
 * opponent, all alike. A board's number as an observation counts its cells with the last changing
 * fastest.
 */
final class TicTacToeModel {
  private static final int SIGNS = 3;

  /** The state of each board, by its number, in the order in which they were found. */
  private final Map<Integer, Integer> states = new LinkedHashMap<>();

  private final List<Outcome> outcomes = new ArrayList<>();

  private record Outcome(
      int state, int action, double probability, int next, double reward, boolean ends) {}

  private TicTacToeModel() {}

  static TabularModel of() {
    return new TicTacToeModel().build();
  }

  private TabularModel build() {
    state(new int[TicTacToe.CELLS]);
    List<Integer> boards = new ArrayList<>(states.keySet());
    for (int state = 0; state < boards.size(); state++) {
      addMoves(state, cells(boards.get(state)));
      boards.addAll(new ArrayList<>(states.keySet()).subList(boards.size(), states.size()));
    }
    TabularModel.Builder model = TabularModel.builder(boards.size(), TicTacToe.CELLS);
    model.start(0, 1);
    for (Outcome o : outcomes) {
      model.outcome(o.state, o.action, o.probability, o.next, o.reward, o.ends);
    }
    for (int state = 0; state < boards.size(); state++) {
      model.observation(state, boards.get(state));
      int[] cells = cells(boards.get(state));
      for (int cell = 0; cell < cells.length; cell++) {
        if (cells[cell] != 0) {
          model.illegal(state, cell);
        }
      }
    }
    return model.build();
  }

  private int state(int[] cells) {
    int number = 0;
    for (int cell : cells) {
      number = number * SIGNS + cell;
    }
    return states.computeIfAbsent(number, _ -> states.size());
  }

  private static int[] cells(int number) {
    int[] cells = new int[TicTacToe.CELLS];
    int rest = number;
    for (int i = cells.length - 1; i >= 0; i--) {
      cells[i] = rest % SIGNS;
      rest /= SIGNS;
    }
    return cells;
  }

  private void addMoves(int state, int[] cells) {
    for (int action = 0; action < cells.length; action++) {
      if (cells[action] == 0) {
        cells[action] = TicTacToe.CROSS;
        addAnswers(state, action, cells);
        cells[action] = 0;
      }
    }
  }

  private void addAnswers(int state, int action, int[] cells) {
    int empty = 0;
    for (int cell : cells) {
      empty += cell == 0 ? 1 : 0;
    }
    boolean won = TicTacToe.hasLine(cells, TicTacToe.CROSS);
    if (won || empty == 0) {
      outcomes.add(new Outcome(state, action, 1, state, won ? 1 : 0, true));
      return;
    }
    for (int answer = 0; answer < cells.length; answer++) {
      if (cells[answer] == 0) {
        cells[answer] = TicTacToe.NOUGHT;
        boolean lost = TicTacToe.hasLine(cells, TicTacToe.NOUGHT);
        int next = lost ? state : state(cells);
        outcomes.add(new Outcome(state, action, 1.0 / empty, next, lost ? -1 : 0, lost));
        cells[answer] = 0;
      }
    }
  }
}
